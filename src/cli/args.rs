//! The verbs and their flags, with the help a user reads.

use super::answers_args::{ExcerptArgs, FacetsArgs, OpenArgs, TimelineArgs};
use super::entities_args::{EntitiesArgs, EntityArgs};
use super::export_args::ExportArgs;
use super::keeping_args::{GenerationsArgs, RollbackArgs, ScheduleArgs, SourcesArgs, SpikedArgs, StatusArgs};
use super::replay_args::ReplayArgs;
use super::saved_args::{SavedArgs, WatchArgs};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Full-text search for a folder of news articles.
#[derive(Debug, Parser)]
#[command(
    name = "morgue",
    version,
    arg_required_else_help = true,
    infer_subcommands = false,
    after_help = "Examples:\n  morgue search --in ~/clippings Starlink Taiwan    index the folder on the way, and answer\n  \
                  morgue ingest ~/clippings                         keep the folder as a source\n  \
                  morgue search '\"low orbit\" outlet:\"The Harbour Courier\" date:2024'\n\n\
                  `morgue VERB --help` tells more about a verb."
)]
pub struct Cli {
    /// The index to use: a `.morgue` folder [default: the nearest one upward, else the user's own].
    #[arg(long, global = true, value_name = "DIR", env = "MORGUE_INDEX", hide_env_values = true)]
    pub index: Option<PathBuf>,
    /// When to use colours.
    #[arg(long = "color", alias = "colour", global = true, value_name = "WHEN", default_value = "auto")]
    pub colour: ColourChoice,
    /// Say nothing on stderr but errors.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Believe the index without checking what is read of it.
    #[arg(long, global = true)]
    pub no_verify: bool,
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
    Entities(Box<EntitiesArgs>),
    Entity(Box<EntityArgs>),
    Export(Box<ExportArgs>),
    Open(OpenArgs),
    Replay(ReplayArgs),
    Saved(SavedArgs),
    Watch(WatchArgs),
    Show(ShowArgs),
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

/// Bring the index up to date with its sources, and add new ones.
#[derive(Debug, Args)]
#[command(
    after_help = "Without a path, all known sources are looked at; with one, only that. Files that did not change are not read\n\
    again, and an unchanged archive is left alone.\n\n\
    With --files-from, only the listed files are looked at, and those in listed folders; all others stay in the index as they\n\
    were. A path is taken as it stands in a source, else as seen from here; one that is not there is spiked (`not-there`), one\n\
    outside all sources is refused.\n\n\
    Examples:\n  morgue ingest ~/clippings\n  morgue ingest\n  morgue ingest --wait 600\n  \
    find ~/clippings -newer stamp -print0 | morgue ingest --files-from -\n  morgue ingest --ner off dump.jsonl.zst\n\n\
    Exit codes: 0 done, 3 published but some files are newly unreadable, 4 refused, 7 input or output failed,\n\
    10 no index, 11 another run holds the lock."
)]
pub struct IngestArgs {
    /// Folders or files to add as sources, or to look at alone.
    pub paths: Vec<PathBuf>,
    /// Look only at the files that a list names, one a line or parted by NULs; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    #[command(flatten)]
    pub run: RunArgs,
}

/// Make the index anew from its sources, as one segment in date order.
#[derive(Debug, Args)]
#[command(
    after_help = "Also the way over a new version of morgue, or a damaged index. Searches go on meanwhile. Pages and raw texts that\n\
    did not change are taken from the cache of articles as they were read, `.morgue/cache`, which may be deleted at\n\
    any time.\n\n\
    Examples:\n  morgue rebuild\n  morgue rebuild --reread"
)]
pub struct RebuildArgs {
    /// Read every file again, whatever the cache holds.
    #[arg(long)]
    pub reread: bool,
    /// Use the table of repeated lines that there is, instead of learning it from the archive anew.
    #[arg(long)]
    pub keep_learned: bool,
    #[command(flatten)]
    pub run: RunArgs,
}

/// How a run that writes is done.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// How people, organisations and places are found.
    #[arg(long, value_name = "HOW", default_value = "crf")]
    pub ner: NerChoice,
    /// Judge web pages by their form alone: several times as fast, less often right (an archive stays so until a rebuild
    /// without it).
    #[arg(long)]
    pub fast: bool,
    /// Threads that read articles [default: one a core].
    #[arg(long, short = 'j', value_name = "N")]
    pub threads: Option<usize>,
    /// Publish although a source lost more than a fifth of its articles.
    #[arg(long)]
    pub allow_shrink: bool,
    /// Publish nothing where anything cannot be read.
    #[arg(long)]
    pub strict: bool,
    /// Wait that many seconds for another run to end [default: do not wait].
    #[arg(long, value_name = "SECS")]
    pub wait: Option<u64>,
    /// Published generations to keep, from now on [default: 3].
    #[arg(long, value_name = "N")]
    pub keep: Option<NonZeroUsize>,
    /// Write the report of the run to stdout, as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NerChoice {
    /// Not at all.
    Off,
    /// By name lists and the words round a name.
    Rules,
    /// By a model trained on English text; other languages by rule.
    Crf,
    /// The same in two passes over each article: right a little more often, at three times the work.
    Thorough,
}

/// What is searched, in which words.
#[derive(Debug, Clone, Args)]
pub struct QueryArgs {
    /// The query; several words are joined by blanks.
    #[arg(value_name = "QUERY", trailing_var_arg = true)]
    pub words: Vec<String>,
    /// Index this folder or file first, if it changed, and search it.
    #[arg(long = "in", value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// Articles of this day, month or year, and later ones.
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Articles up to and of this day, month or year.
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Any of the words is enough.
    #[arg(long)]
    pub any: bool,
    /// Parts of the articles to read: `all` (the margin too), or some of title, deck, lead, body, captions, margin.
    #[arg(long, value_name = "ZONES")]
    pub zones: Option<String>,
    /// The day that `yesterday` and `7d..` count from [default: today].
    #[arg(long, value_name = "DATE")]
    pub now: Option<String>,
    /// Words as they stand, without their inflections.
    #[arg(long)]
    pub exact: bool,
    /// The query is written for another system; its translation, and what differs, are told on stderr.
    #[arg(long, value_name = "SYSTEM", conflicts_with = "any")]
    pub dialect: Option<DialectChoice>,
    /// Articles that state only a month or a year count where it lies partly in a range of dates.
    #[arg(long)]
    pub loose_dates: bool,
    /// A query that earns a remark is refused.
    #[arg(long)]
    pub strict: bool,
    /// Seconds after which there is no answer, 0 for none.
    #[arg(long, value_name = "SECS", default_value_t = 5.0)]
    pub deadline: f64,
    /// How people, organisations and places are found while `--in` indexes.
    #[arg(long, value_name = "HOW", default_value = "crf")]
    pub ner: NerChoice,
}

/// Search the archive.
#[derive(Debug, Args)]
#[command(
    visible_alias = "query",
    after_help = "The query:\n  Starlink Taiwan        both words\n  \"low orbit\"            a phrase\n  \
    Musk OR Bezos          either\n  -Mars   NOT Mars       without\n  satel*                 any ending\n  \
    title:Starlink         in a part: title deck lead body captions margin\n  \
    outlet:\"The Harbour Courier\"  author:Doe  section:science  lang:de  person:Putin  org:NASA  place:Taiwan\n  \
    date:2024  date:2024-10  date:2024-10-01..2024-10-31  date:>=2024-10  date:none\n  words:>800   url:https://…\n  \
    title:(Starlink OR satellite)   brackets group\n\n\
    Only `-` and one letter, alone, is a flag: `-Mars` is a word to leave out. Quotation marks must reach morgue:\n  \
    morgue search '\"low orbit\"'\n\nQueries of other systems are translated (nexis, factiva, mediacloud, lucene):\n  \
    morgue search --dialect nexis 'satellit! w/5 taiwan or china'\n\nExit codes: 0 found, 1 nothing found, 2 a query that cannot be read, 10 no index."
)]
pub struct SearchArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// How the list is written.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text")]
    pub format: FormatChoice,
    /// The order of the list.
    #[arg(long, short = 's', value_name = "ORDER", default_value = "relevance")]
    pub sort: SortChoice,
    /// Most articles to list, 0 for all [default: 10 as text, all in other formats].
    #[arg(short = 'n', long = "limit", value_name = "N")]
    pub limit: Option<usize>,
    /// Articles to pass over first.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Fields to write, parted by commas (json, jsonl, csv).
    #[arg(long, value_name = "FIELDS")]
    pub fields: Option<String>,
    #[command(flatten)]
    pub excerpts: ExcerptArgs,
}

/// Show how a query is read, and what each part of it finds.
#[derive(Debug, Args)]
#[command(
    after_help = "The query is that of `morgue search`. Each part that must match is counted alone and together with those before\n\
    it; a word or value that finds nothing is shown with those of the archive that are near it.\n\n\
    Examples:\n  morgue explain Starlink Taiwan date:2024\n  morgue explain 'sanctions NEAR/5 (Russia OR Iran)'"
)]
pub struct ExplainArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// Write the explanation as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Count the articles that a search would list.
#[derive(Debug, Args)]
#[command(after_help = "The query is that of `morgue search`.\n\nExample:\n  morgue count Starlink Taiwan date:2024")]
pub struct CountArgs {
    #[command(flatten)]
    pub query: QueryArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DialectChoice {
    Nexis,
    Factiva,
    Mediacloud,
    Lucene,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatChoice {
    Text,
    Json,
    Jsonl,
    Csv,
    Ids,
    Paths,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SortChoice {
    Relevance,
    Newest,
    Oldest,
    Outlet,
}

/// Show one article whole.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  morgue show a_7kq2m4x5n6p3r2st --why")]
pub struct ShowArgs {
    /// The article's key, as a search lists it; several are shown one after another.
    #[arg(value_name = "KEY", required = true)]
    pub keys: Vec<String>,
    /// Tell where each value was found, and what was not taken.
    #[arg(long)]
    pub why: bool,
    /// One JSON object a line, with every field.
    #[arg(long)]
    pub json: bool,
    /// Look in the index of this folder.
    #[arg(long = "in", value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

/// Print what would be indexed from files, as JSON Lines, without an index.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  morgue read page.html --url https://example.com/news/a-story | jq .title\n  \
    morgue read page.html --zones | less\n  find . -name '*.warc.gz' | morgue read --files-from -\n\n\
    Exit codes: 0 all read, 3 some could not be read (stderr says which and why).")]
pub struct ReadArgs {
    /// Files or folders.
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub paths: Vec<PathBuf>,
    /// Also read what a list names, one path a line or parted by NULs; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// The address the page was saved from.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Show every block of a page with its zone, in reading order, instead of JSON.
    #[arg(long)]
    pub zones: bool,
    /// Judge web pages by their form alone, as `ingest --fast` does.
    #[arg(long)]
    pub fast: bool,
    /// How people, organisations and places are found.
    #[arg(long, value_name = "HOW", default_value = "crf")]
    pub ner: NerChoice,
}

/// Take articles down: out of the index, out of older generations, and out of every later run.
#[derive(Debug, Args)]
#[command(
    after_help = "The files themselves are not touched. Without --yes, what would go is listed and nothing is done.\n\n\
    Examples:\n  morgue forget a_7kq2m4x5n6p3r2st --yes\n  morgue forget --query 'author:\"Jane Doe\" date:2019'"
)]
pub struct ForgetArgs {
    /// Keys of articles.
    #[arg(value_name = "KEY")]
    pub keys: Vec<String>,
    /// All articles that a query finds, in any zone.
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// Do it.
    #[arg(long)]
    pub yes: bool,
    /// List what was forgotten.
    #[arg(long)]
    pub list: bool,
}

/// Read the whole index and tell what is not as it was published.
#[derive(Debug, Args)]
#[command(
    after_help = "Example, a seventh of the index every day of the week:\n  morgue verify --subset $(date +%u)/7\n\n\
    Exit codes: 0 all is as it was published, 6 damaged (the files are named), 10 no index."
)]
pub struct VerifyArgs {
    /// The N-th of M equal parts; sizes and names of all files are always checked.
    #[arg(long, value_name = "N/M")]
    pub subset: Option<String>,
    /// A kept generation other than the current one.
    #[arg(long, value_name = "N")]
    pub generation: Option<u64>,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
    /// The index of this folder.
    #[arg(long = "in", value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

/// Print the fields of the index.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// As a table of the fields a query may name, in Markdown.
    #[arg(long)]
    pub table: bool,
}

/// Print what a shell needs to complete verbs and flags.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  morgue completions bash > ~/.local/share/bash-completion/completions/morgue\n  \
    morgue completions fish > ~/.config/fish/completions/morgue.fish")]
pub struct CompletionsArgs {
    /// The shell.
    pub shell: clap_complete::Shell,
}

/// Print the manual page, or write one page for each verb into a folder.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  morgue man | man -l -\n  morgue man ~/.local/share/man/man1")]
pub struct ManArgs {
    /// Write a page for each verb into this folder.
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}
