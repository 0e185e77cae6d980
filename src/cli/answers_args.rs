//! The flags of the answers other than a list of articles: excerpts, facets, timelines, opening a hit.

use super::query_args::{OTHER, QueryArgs, SHOW};
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
    several values counts under each of them; `(none)` counts the articles without a value.\n\n\
    Examples:\n  morgue facets outlet Starlink Taiwan\n  morgue facets author,year 'outlet:\"The Harbour Courier\"' -n 0\n  \
    morgue facets person --since 2024 --format csv\n  morgue facets outlet Starlink --format svg > outlets.svg\n\n\
    Exit status: 0 found, 1 nothing found, 2 invalid field or query, 10 no index."
)]
pub struct FacetsArgs {
    /// Fields to count, separated by commas.
    #[arg(value_name = "FIELDS", required = true)]
    pub fields: String,
    #[command(flatten)]
    pub query: QueryArgs,
    /// Write the counts in this format.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text", help_heading = SHOW)]
    pub format: TableChoice,
    /// Show at most N values of each field; 0 means all [default: 10 as text and svg, all as json and csv].
    #[arg(short = 'n', long = "limit", value_name = "N", help_heading = SHOW)]
    pub limit: Option<usize>,
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
    /// Write the counts in this format.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text", help_heading = SHOW)]
    pub format: TableChoice,
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
