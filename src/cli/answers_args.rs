//! The flags of the answers other than a list of articles: excerpts, facets, timelines, opening a hit.

use super::format_args::{CiteFormat, SearchFormat};
use super::query_args::{OTHER, PerChoice, QueryArgs, SHOW, WHEN};
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// What a list shows of the texts of its articles.
#[derive(Debug, Args)]
pub struct ExcerptArgs {
    /// Show at most N passages of each article, or N lines with --kwic [default: 1; with --kwic, all].
    #[arg(long, value_name = "N", help_heading = SHOW)]
    pub passages: Option<NonZeroUsize>,
    /// Show N words on each side of a match instead of whole sentences.
    #[arg(long, value_name = "N", help_heading = SHOW)]
    pub context: Option<usize>,
    /// Show a concordance: one line per match, with the matches aligned (text, csv).
    #[arg(long, help_heading = SHOW)]
    pub kwic: bool,
}

/// Count the values of fields among the articles that a search would list.
#[derive(Debug, Args)]
#[command(
    after_help = "Fields: outlet, domain, author, section, language, person, org, place, entity (any of these three), source (the \
    folder), year, month. The query is that of `morgue search`; without one, the whole archive is counted. An article with \
    several values counts under each of them; `(none)` counts the articles without a value. With --graph, outlets are linked by the number of stories that both published, \
    with the number expected by chance.\n\n\
    Examples:\n  morgue facets outlet Starlink Taiwan\n  morgue facets author,year 'outlet:\"The Harbour Courier\"' -n 0\n  \
    morgue facets person --since 2024 --format csv\n  morgue facets outlet Starlink --format svg > outlets.svg\n  morgue facets outlet --across year Starlink\n  morgue facets outlet --graph outlets.graphml wire:AP\n\n\
    Exit status: 0 found, 1 nothing found, 2 invalid field or query, 10 no index."
)]
pub struct FacetsArgs {
    /// Fields to count, separated by commas.
    #[arg(value_name = "FIELDS", required = true)]
    pub fields: String,
    #[command(flatten)]
    pub query: QueryArgs,
    /// Count articles, or stories.
    #[arg(long, value_name = "WHAT", default_value = "article", help_heading = SHOW)]
    pub per: PerChoice,
    /// Show each value of the field by the values of this one; json and csv also have the articles of the archive.
    #[arg(long, value_name = "FIELD", conflicts_with_all = ["per", "graph"], help_heading = SHOW)]
    pub across: Option<String>,
    /// Write the counts in this format.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text", help_heading = SHOW)]
    pub format: TableChoice,
    /// Show at most N values of each field; 0 means all [default: 10 as text and svg, all as json and csv].
    #[arg(short = 'n', long = "limit", value_name = "N", help_heading = SHOW)]
    pub limit: Option<usize>,
    /// Write which outlets share stories with which to this file, `.graphml` or `.csv` (only for the field outlet).
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "per"], help_heading = SHOW)]
    pub graph: Option<PathBuf>,
}

/// Count the articles that a search would list over time, next to all articles of the archive.
#[derive(Debug, Args)]
#[command(
    after_help = "Each line shows the articles found, all articles of the archive from that time, and the share of the first in the \
    second: where the archive has no articles, nothing found means nothing. Without a query, the whole archive is shown. \
    Weeks follow ISO 8601. Articles dated only by month or year are counted on a separate line where the buckets are shorter, \
    and so are articles without a date.\n\n\
    Examples:\n  morgue timeline Starlink Taiwan\n  morgue timeline --by week Nobel --since 2024-09 --until 2024-12\n  \
    morgue timeline --by year --format csv 'outlet:\"The Harbour Courier\"'\n  morgue timeline Starlink --format svg > starlink.svg\n\n\
    Exit status: 0 found, 1 nothing found, 2 invalid query, 10 no index."
)]
pub struct TimelineArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// Count by day, week, month or year [default: chosen from the time between the first and the last article].
    #[arg(long, value_name = "INTERVAL", help_heading = SHOW)]
    pub by: Option<IntervalChoice>,
    /// Count articles, or stories.
    #[arg(long, value_name = "WHAT", default_value = "article", help_heading = SHOW)]
    pub per: PerChoice,
    /// Write the counts in this format.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text", help_heading = SHOW)]
    pub format: TableChoice,
}

/// List articles on the same subject as one.
#[derive(Debug, Args)]
#[command(
    after_help = "The words that are frequent in the article and rare in the archive become a query for any of them, with weights. The article \
    itself and its copies are not listed. With --print-query, that query is printed, to be changed or saved.\n\n\
    Examples:\n  morgue similar a_7kq2m4x5n6p3r2st\n  morgue similar 2 --since 2024 -n 20\n  morgue similar 2 --print-query\n\n\
    Exit status: 0 found, 1 nothing found."
)]
pub struct SimilarArgs {
    /// The article by key, number in the last list, web address, or path as a search lists it.
    #[arg(value_name = "ARTICLE")]
    pub article: String,
    /// List only articles of this day, month or year and later.
    #[arg(long, value_name = "DATE", help_heading = WHEN)]
    pub since: Option<String>,
    /// List only articles of this day, month or year and earlier.
    #[arg(long, value_name = "DATE", help_heading = WHEN)]
    pub until: Option<String>,
    /// Print the query instead of the articles it finds.
    #[arg(long, conflicts_with_all = ["format", "fields", "limit"], help_heading = SHOW)]
    pub print_query: bool,
    /// Write the list in this format.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text", help_heading = SHOW)]
    pub format: SearchFormat,
    /// Show at most N articles; 0 means all [default: 10 as text, all in other formats].
    #[arg(short = 'n', long = "limit", value_name = "N", help_heading = SHOW)]
    pub limit: Option<usize>,
    /// Skip the first N articles.
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = SHOW)]
    pub offset: usize,
    /// Write these fields, separated by commas (json, jsonl, csv).
    #[arg(long, value_name = "FIELDS", help_heading = SHOW)]
    pub fields: Option<String>,
    /// Give up after SECS seconds; 0 means never.
    #[arg(long, value_name = "SECS", default_value_t = 5.0, help_heading = OTHER)]
    pub deadline: f64,
    /// Use the index of this folder.
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
}

/// List the versions of an article: captures of its address whose texts differ.
#[derive(Debug, Args)]
#[command(
    after_help = "Where the sources have several captures of one address, the latest is searched. The others are read again from the sources, the \
    oldest first, with how much each changed; they are not kept in the index. Captures with the same text are listed once. Captures that share \
    less than half of their text are articles of their own, which are named below the list. `changed:yes` in a query finds articles with \
    several versions, and `morgue search --versions all` searches them.\n\n\
    Examples:\n  morgue versions a_7kq2m4x5n6p3r2st\n  morgue versions 2 --json\n  morgue diff a_7kq2m4x5n6p3r2st@1 a_7kq2m4x5n6p3r2st@2\n\n\
    Exit status: 0 several versions, 1 only one."
)]
pub struct VersionsArgs {
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

/// Write articles as references, for a footnote or a reference manager.
#[derive(Debug, Args)]
#[command(
    after_help = "A reference has what the article states; nothing is made up. To cite all articles of a search, export them: \
    `morgue export QUERY -o list.ris`.\n\n\
    Examples:\n  morgue cite 1 3\n  morgue cite a_7kq2m4x5n6p3r2st --style apa\n  morgue cite 1 2 -f ris > two.ris\n\n\
    Exit status: 0 written, 1 an article is not in the index, 2 usage."
)]
pub struct CiteArgs {
    /// Articles by key, number in the last list, web address, or path as a search lists it.
    #[arg(value_name = "ARTICLE", required = true)]
    pub articles: Vec<String>,
    /// Write plain text in this style.
    #[arg(long, value_name = "STYLE", default_value = "chicago", help_heading = SHOW)]
    pub style: StyleChoice,
    /// Write the references in this format.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text", help_heading = SHOW)]
    pub format: CiteFormat,
    /// Use the index of this folder.
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
}

/// A style of references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StyleChoice {
    /// Authors, title, outlet, date, as in the Chicago manual.
    Chicago,
    /// Authors, date, title, outlet, as in APA's manual.
    Apa,
}

/// Open an article of the last result list in the browser or another program.
#[derive(Debug, Args)]
#[command(
    after_help = "The last list is that of the last `morgue search` in a terminal, for the same index. An address is opened with \
    $BROWSER if that is set; files and other addresses are opened with the desktop's opener (xdg-open, open). Only http and \
    https addresses are opened, and no file that a desktop would run.\n\n\
    Examples:\n  morgue search Starlink Taiwan\n  morgue open 2\n  morgue open 2 --file\n  morgue open 2 --print"
)]
pub struct OpenArgs {
    /// Number of the article in the list.
    #[arg(value_name = "N")]
    pub number: u64,
    /// Open the article's address [default if it has one].
    #[arg(long, conflicts_with = "file")]
    pub url: bool,
    /// Open the article's file.
    #[arg(long)]
    pub file: bool,
    /// Print what would be opened, and open nothing.
    #[arg(long)]
    pub print: bool,
    /// Use the last list of the index of this folder.
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableChoice {
    Text,
    Json,
    Csv,
    /// A picture.
    Svg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum IntervalChoice {
    Day,
    Week,
    Month,
    Year,
}
