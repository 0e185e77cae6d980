//! The verbs and their flags, with the help texts.

use super::analysis_args::{CompareArgs, KeywordsArgs};
use super::answers_args::{CiteArgs, ExcerptArgs, FacetsArgs, OpenArgs, SimilarArgs, TimelineArgs, VersionsArgs};
use super::entities_args::{EntitiesArgs, EntityArgs};
use super::export_args::ExportArgs;
use super::format_args::{ReadFormat, SearchFormat};
use super::keeping_args::{GenerationsArgs, RollbackArgs, ScheduleArgs, SourcesArgs, SpikedArgs, StatusArgs};
use super::query_args::{FIND, NerChoice, OTHER, PerChoice, QueryArgs, SHOW, SortChoice, WHEN};
use super::replay_args::ReplayArgs;
use super::sample_args::SampleArgs;
use super::saved_args::{HistoryArgs, SavedArgs, WatchArgs};
use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{ArgAction, Args, Command, CommandFactory, Id, Parser, Subcommand, ValueEnum, ValueHint};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// The program's commands, with the flags of each verb in the order of their headings.
pub fn command() -> Command {
    Cli::command().mut_subcommands(by_heading)
}

/// Moves the flags of later headings after those of earlier ones: clap shows headings in order of first occurrence.
fn by_heading(verb: Command) -> Command {
    let verb = verb.mut_subcommands(by_heading);
    [WHEN, SHOW, OTHER].into_iter().fold(verb, |verb, heading| {
        let under = verb.get_arguments().filter(|arg| arg.get_help_heading() == Some(heading));
        let moved: Vec<Id> = under.map(|arg| arg.get_id().clone()).collect();
        moved.into_iter().fold(verb, |verb, id| verb.mut_arg(id, |arg| arg))
    })
}

/// Full-text search for a folder of news articles.
#[derive(Debug, Parser)]
#[command(
    name = "morgue",
    version,
    arg_required_else_help = true,
    infer_subcommands = false,
    disable_help_flag = true,
    disable_version_flag = true,
    after_help = "Examples:\n  morgue search --in ~/clippings Starlink Taiwan   index the folder, then search it\n  \
                  morgue ingest ~/clippings                        add the folder to an archive\n  \
                  morgue search '\"low orbit\" outlet:\"The Harbour Courier\" date:2024'\n\n\
                  `morgue help VERB` explains a verb, `morgue help query` the query language."
)]
pub struct Cli {
    /// Use this index, a `.morgue` folder [default: the nearest one in this folder or above it, else the user's own].
    #[arg(long, global = true, value_name = "DIR", env = "MORGUE_INDEX", hide_env_values = true, help_heading = OTHER, value_parser = OsStringValueParser::new().map(PathBuf::from), value_hint = ValueHint::DirPath)]
    pub index: Option<PathBuf>,
    /// Use colours.
    #[arg(long = "color", alias = "colour", global = true, value_name = "WHEN", default_value = "auto", help_heading = OTHER)]
    pub colour: ColourChoice,
    /// Print only errors to stderr.
    #[arg(long, short, global = true, help_heading = OTHER)]
    pub quiet: bool,
    /// Skip the checksums of the index files.
    #[arg(long, global = true, help_heading = OTHER)]
    pub no_verify: bool,
    /// Print help.
    #[arg(long, short, global = true, action = ArgAction::Help, help_heading = OTHER)]
    pub help: Option<bool>,
    /// Print the version.
    #[arg(long, short = 'V', action = ArgAction::Version, help_heading = OTHER)]
    pub version: Option<bool>,
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColourChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    Ingest(IngestArgs),
    Rebuild(RebuildArgs),
    Search(Box<SearchArgs>),
    Count(Box<CountArgs>),
    Explain(Box<ExplainArgs>),
    Facets(Box<FacetsArgs>),
    Timeline(Box<TimelineArgs>),
    Keywords(Box<KeywordsArgs>),
    Compare(Box<CompareArgs>),
    Entities(Box<EntitiesArgs>),
    Entity(Box<EntityArgs>),
    Export(Box<ExportArgs>),
    Open(OpenArgs),
    Replay(ReplayArgs),
    Saved(SavedArgs),
    History(HistoryArgs),
    Watch(WatchArgs),
    Show(ShowArgs),
    Cite(CiteArgs),
    Copies(CopiesArgs),
    Diff(DiffArgs),
    Versions(VersionsArgs),
    Similar(SimilarArgs),
    #[cfg(feature = "serve")]
    Serve(super::serve_args::ServeArgs),
    Read(ReadArgs),
    Forget(ForgetArgs),
    Status(StatusArgs),
    Spiked(SpikedArgs),
    Generations(GenerationsArgs),
    Rollback(RollbackArgs),
    Sources(SourcesArgs),
    Schedule(ScheduleArgs),
    Verify(VerifyArgs),
    Schema(SchemaArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Bring the index up to date with its sources, or add new sources.
#[derive(Debug, Args)]
#[command(
    after_help = "Without a path, all known sources are checked; with paths, only those. Files that did not change are not read \
    again, and an unchanged archive is left as it is.\n\n\
    With --files-from, only the listed files and the files in listed folders are checked; all others stay in the index as \
    they are. A path is resolved inside the sources first, then from the current folder. A path that does not exist is \
    spiked (`not-there`); a path outside all sources is an error.\n\n\
    Examples:\n  morgue ingest ~/clippings\n  morgue ingest\n  morgue ingest --wait 600\n  \
    find ~/clippings -newer stamp -print0 | morgue ingest --files-from -\n  morgue ingest --ner off dump.jsonl.zst\n\n\
    Exit status: 0 done, 3 published but some files are newly unreadable, 4 refused, 7 input or output failed, 10 no index, \
    11 locked by another run."
)]
pub struct IngestArgs {
    /// Folders or files to add as sources; known sources are checked alone.
    pub paths: Vec<PathBuf>,
    /// Check only the files listed in FILE, one per line or separated by NUL; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    #[command(flatten)]
    pub run: RunArgs,
}

/// Rebuild the index from its sources, as one segment in date order.
#[derive(Debug, Args)]
#[command(
    after_help = "Rebuild after an upgrade of morgue that needs it, or when the index is damaged. Searches go on meanwhile. Pages \
    and raw texts that did not change come from the cache, `.morgue/cache`, which may be deleted at any time.\n\n\
    Examples:\n  morgue rebuild\n  morgue rebuild --reread"
)]
pub struct RebuildArgs {
    /// Read every file again and ignore the cache.
    #[arg(long)]
    pub reread: bool,
    /// Keep the current table of repeated lines instead of learning it again.
    #[arg(long)]
    pub keep_learned: bool,
    #[command(flatten)]
    pub run: RunArgs,
}

/// How a run that writes is done.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// How to detect people, organisations and places.
    #[arg(long, value_name = "HOW", default_value = "crf")]
    pub ner: NerChoice,
    /// Classify the parts of web pages by their layout alone: several times faster, less accurate; kept until a rebuild without
    /// it.
    #[arg(long)]
    pub fast: bool,
    /// Read articles with N threads [default: one per core].
    #[arg(long, short = 'j', value_name = "N")]
    pub threads: Option<usize>,
    /// Publish even if a source lost more than a fifth of its articles.
    #[arg(long)]
    pub allow_shrink: bool,
    /// Publish nothing if any file cannot be read.
    #[arg(long)]
    pub strict: bool,
    /// Wait up to SECS seconds for another run to end [default: do not wait].
    #[arg(long, value_name = "SECS")]
    pub wait: Option<u64>,
    /// Keep N published generations from now on [default: 3].
    #[arg(long, value_name = "N")]
    pub keep: Option<NonZeroUsize>,
    /// Print the report of the run as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Search the archive.
#[derive(Debug, Args)]
#[command(
    visible_alias = "query",
    after_help = "The query, in short (`morgue help query` explains it all):\n  \
    Starlink Taiwan           both words        Musk OR Bezos    either\n  \
    \"low orbit\"               a phrase          -Mars            without\n  \
    satel*                    any ending        title:Starlink   in the title\n  \
    author:Doe                an author         date:2024-10     a month\n\n\
    Only `-` and one letter is a flag: `-Mars` excludes a word.\n\n\
    Examples:\n  morgue search Starlink Taiwan --since 2024\n  \
    morgue search '\"low orbit\" -Mars'                quote the query for the shell\n  \
    morgue search --in ~/clippings person:Putin -f csv > putin.csv\n  \
    morgue search --dialect nexis 'satellit! w/5 taiwan or china'\n  \
    morgue search --like draft.txt --since 2024        on the subject of a text\n\n\
    Exit status: 0 found, 1 nothing found, 2 invalid query or usage, 10 no index."
)]
pub struct SearchArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// Find articles on the subject of the article in FILE, which need not be in the archive; a query narrows them.
    #[arg(long, value_name = "FILE", conflicts_with = "dialect", help_heading = FIND)]
    pub like: Option<PathBuf>,
    /// Rank articles higher that share words with the best ones; the same articles are found. Try it with few words.
    #[arg(long, conflicts_with = "like", help_heading = FIND)]
    pub expand: bool,
    /// Write the list in this format.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text", help_heading = SHOW)]
    pub format: SearchFormat,
    /// Sort the list in this order.
    #[arg(long, short = 's', value_name = "ORDER", default_value = "relevance", help_heading = SHOW)]
    pub sort: SortChoice,
    /// Show at most N articles; 0 means all [default: 10 as text, all in other formats].
    #[arg(short = 'n', long = "limit", value_name = "N", help_heading = SHOW)]
    pub limit: Option<usize>,
    /// Skip the first N articles.
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = SHOW)]
    pub offset: usize,
    /// Show one article of each story, and count stories, or show all articles [default: story as text, none in other formats].
    #[arg(long, value_name = "WHAT", help_heading = SHOW)]
    pub group: Option<GroupChoice>,
    /// Search the version of each article that was captured last, or list earlier ones after them.
    #[arg(long, value_name = "WHICH", default_value = "last", conflicts_with = "kwic", help_heading = SHOW)]
    pub versions: VersionsChoice,
    /// Write these fields, separated by commas (json, jsonl, csv).
    #[arg(long, value_name = "FIELDS", help_heading = SHOW)]
    pub fields: Option<String>,
    #[command(flatten)]
    pub sample: SampleArgs,
    #[command(flatten)]
    pub excerpts: ExcerptArgs,
}

/// The versions of an article that are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VersionsChoice {
    /// The version that was captured last.
    Last,
    /// All versions: earlier ones are read again from the sources.
    All,
}

/// What an entry of a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GroupChoice {
    /// A story: of articles that share most of their text, the one that comes first in the list.
    Story,
    /// An article.
    None,
}

/// Show how a query is read, and what each part of it finds.
#[derive(Debug, Args)]
#[command(
    after_help = "The query is that of `morgue search`; see `morgue help query`. Each required part is counted alone, and together \
    with the parts before it. A word or value that finds nothing is shown with similar ones in the archive.\n\n\
    Examples:\n  morgue explain Starlink Taiwan date:2024\n  morgue explain 'sanctions NEAR/5 (Russia OR Iran)'"
)]
pub struct ExplainArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// Write the explanation in this format; json also has the plan that the index is searched with.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text", help_heading = SHOW)]
    pub format: ExplainChoice,
    /// The same as --format json.
    #[arg(long, conflicts_with = "format", help_heading = SHOW)]
    pub json: bool,
}

/// How an explanation is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainChoice {
    Text,
    Json,
}

/// Count the articles that a search would list.
#[derive(Debug, Args)]
#[command(after_help = "The query is that of `morgue search`; see `morgue help query`.\n\n\
    Example:\n  morgue count Starlink Taiwan date:2024")]
pub struct CountArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// Count articles, or stories.
    #[arg(long, value_name = "WHAT", default_value = "article", help_heading = SHOW)]
    pub per: PerChoice,
}

/// Show articles in full.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  morgue show a_7kq2m4x5n6p3r2st\n  morgue show 2\n  morgue show a_7kq2m4x5n6p3r2st --why\n  \
    morgue show 2 --record > page.html"
)]
pub struct ShowArgs {
    /// Articles by key, number in the last list, web address, or path as a search lists it.
    #[arg(value_name = "ARTICLE", required = true)]
    pub keys: Vec<String>,
    /// Show where each value was found, and which other values were not used.
    #[arg(long, help_heading = SHOW)]
    pub why: bool,
    /// Write one JSON object per line, with every field.
    #[arg(long, help_heading = SHOW)]
    pub json: bool,
    /// Write the record that the article was read from, as its source has it: a page, or one line of a dump.
    #[arg(long, conflicts_with_all = ["json", "why"], help_heading = SHOW)]
    pub record: bool,
    /// Use the index of this folder.
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
}

/// List the articles that share most of their text with one.
#[derive(Debug, Args)]
#[command(
    after_help = "Agency copy is often printed by many outlets, under other headlines, cut, or with sentences added. All its articles are one \
    story. The earliest is listed first; the others show which part of their words it does not have (added), and which part of its words \
    they do not have (dropped). Articles that are like a copy, but not like the story, stay apart.\n\n\
    Examples:\n  morgue copies a_7kq2m4x5n6p3r2st\n  morgue copies 2 --json\n  morgue search 'copies:>=5 original:yes'\n\n\
    Exit status: 0 found, 1 no copies."
)]
pub struct CopiesArgs {
    /// The article by key, number in the last list, web address, or path as a search lists it.
    #[arg(value_name = "ARTICLE")]
    pub article: String,
    /// Write one JSON object per line.
    #[arg(long, help_heading = SHOW)]
    pub json: bool,
    /// Use the index of this folder.
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
}

/// Show how the texts of two articles differ, word by word.
#[derive(Debug, Args)]
#[command(
    after_help = "What only the first article has is red, or in [-brackets-]; what only the second has is green, or in {+braces+}.\n\n\
    `KEY@1` is the first version of an article, as `morgue versions` numbers them.\n\n\
    Examples:\n  morgue diff a_7kq2m4x5n6p3r2st a_3mzq7d2kx5w6ybrt\n  morgue diff a_7kq2m4x5n6p3r2st@1 a_7kq2m4x5n6p3r2st@2\n  morgue diff 1 2 | less\n  \
    morgue diff 1 2 -f html > changes.html\n\n\
    Exit status: 0 the same text, 1 different."
)]
pub struct DiffArgs {
    /// The first article, as for `morgue show`.
    #[arg(value_name = "ARTICLE")]
    pub old: String,
    /// The second article.
    #[arg(value_name = "ARTICLE")]
    pub new: String,
    /// Write the comparison in this format.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text", help_heading = SHOW)]
    pub format: DiffFormat,
    /// Use the index of this folder.
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
}

/// How two texts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    Text,
    /// A page of its own.
    Html,
}

/// Print what would be indexed from files, without an index.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  morgue read page.html --url https://example.com/news/a-story | jq .title\n  \
    morgue read page.html --format text --why | less\n  morgue read page.html --format markdown > story.md\n  \
    morgue read page.html --zones | less\n  find . -name '*.warc.gz' | morgue read --files-from -\n\n\
    Exit status: 0 all files read, 3 some files could not be read (stderr shows which and why).")]
pub struct ReadArgs {
    /// Files or folders to read.
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub paths: Vec<PathBuf>,
    /// Read also the files listed in FILE, one per line or separated by NUL; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// Give the address that the page was saved from.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// How to write each article; `json` writes one object per line, with every field.
    #[arg(short = 'f', long, value_name = "FORMAT", default_value = "json")]
    pub format: ReadFormat,
    /// Show where each value was found, and which other values were not used; JSON has it always.
    #[arg(long)]
    pub why: bool,
    /// Show every block of a page with its zone, in reading order, instead of the article.
    #[arg(long, conflicts_with_all = ["format", "why"])]
    pub zones: bool,
    /// Classify the parts of web pages by their layout alone, as `ingest --fast` does.
    #[arg(long)]
    pub fast: bool,
    /// How to detect people, organisations and places.
    #[arg(long, value_name = "HOW", default_value = "crf")]
    pub ner: NerChoice,
}

/// Remove articles from the index, from older generations and from every later run.
#[derive(Debug, Args)]
#[command(
    after_help = "The files themselves are not changed. Without --yes, the articles are listed and nothing is removed.\n\n\
    A forgotten article stays out of the index, even if its file is renamed or copied. Other articles with the same text of 20 \
    words or more are removed too, now and in later runs, unless --keep-copies is given. The list of forgotten articles has keys, \
    times and hashes, but no text.\n\n\
    Examples:\n  morgue forget a_7kq2m4x5n6p3r2st\n  morgue forget a_7kq2m4x5n6p3r2st --yes\n  morgue forget --query 'author:\"Jane Doe\" date:2019'"
)]
pub struct ForgetArgs {
    /// Keys of the articles to remove.
    #[arg(value_name = "KEY")]
    pub keys: Vec<String>,
    /// Remove all articles that this query finds, in any zone.
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// Remove the articles, and do not only list them.
    #[arg(long)]
    pub yes: bool,
    /// Keep other articles with the same text, now and in later runs; exact copies of the file are removed anyway.
    #[arg(long)]
    pub keep_copies: bool,
    /// List the articles that were removed earlier.
    #[arg(long)]
    pub list: bool,
}

/// Check the whole index against its checksums.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  morgue verify\n  morgue verify --subset $(date +%u)/7    a seventh of the index every day of the week\n\n\
    Exit status: 0 the index is intact, 6 it is damaged (the files are listed), 10 no index."
)]
pub struct VerifyArgs {
    /// Check the N-th of M equal parts; the names and sizes of all files are always checked.
    #[arg(long, value_name = "N/M")]
    pub subset: Option<String>,
    /// Check generation N [default: the current one].
    #[arg(long, value_name = "N")]
    pub generation: Option<u64>,
    /// Write the result as JSON.
    #[arg(long)]
    pub json: bool,
    /// Use the index of this folder.
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
}

/// Print the fields of the index.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  morgue schema | jq '.fields[].name'\n  morgue schema --table")]
pub struct SchemaArgs {
    /// Print a Markdown table of the fields that a query can name [default: the schema as JSON].
    #[arg(long)]
    pub table: bool,
}

/// Print a script that completes verbs and flags in a shell.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  morgue completions bash > ~/.local/share/bash-completion/completions/morgue\n  \
    morgue completions fish > ~/.config/fish/completions/morgue.fish")]
pub struct CompletionsArgs {
    /// Shell to write the script for.
    pub shell: clap_complete::Shell,
}

/// Print the manual page, or write all manual pages to a folder.
#[derive(Debug, Args)]
#[command(
    after_help = "A page is written for the program, for each verb, and for the query language (morgue-query, section 7). Where the \
    folder is called man1, that page goes to man7 next to it.\n\n\
    Examples:\n  morgue man | man -l -\n  morgue man ~/.local/share/man/man1\n  man morgue-query"
)]
pub struct ManArgs {
    /// Write the pages to this folder [default: print the page of the program].
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}
