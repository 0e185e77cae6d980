//! The flags of what a search answers beside a list of articles: excerpts, facets, timelines, opening a hit.

use super::args::QueryArgs;
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// What a list shows of the texts of its articles.
#[derive(Debug, Args)]
pub struct ExcerptArgs {
    /// Most passages of each article; with --kwic, most lines [default: 1; with --kwic, all].
    #[arg(long, value_name = "N")]
    pub passages: Option<NonZeroUsize>,
    /// So many words at each side of a match, in place of whole sentences.
    #[arg(long, value_name = "WORDS")]
    pub context: Option<usize>,
    /// A concordance: every match on a line of its own, all in one column (text, csv).
    #[arg(long)]
    pub kwic: bool,
}

/// Count the values of fields among the articles that a search would list.
#[derive(Debug, Args)]
#[command(
    after_help = "The fields come first, parted by commas: outlet, domain, author, section, language, person, org, place,\n\
    entity (any of these three), source (the folder), year, month. The query is that of `morgue search`; without one, the\n\
    whole archive is counted. An article with several values counts under each of them; `(none)` are those without one.\n\n\
    Examples:\n  morgue facets outlet Starlink Taiwan\n  morgue facets author,year 'outlet:\"The Harbour Courier\"' -n 0\n  \
    morgue facets person --since 2024 --format csv\n  morgue facets outlet Starlink --format svg > outlets.svg\n\n\
    Exit codes: 0 found, 1 nothing found, 2 a field or query that cannot be read, 10 no index."
)]
pub struct FacetsArgs {
    /// The fields, parted by commas.
    #[arg(value_name = "FIELDS", required = true)]
    pub fields: String,
    #[command(flatten)]
    pub query: QueryArgs,
    /// How the counts are written.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text")]
    pub format: TableChoice,
    /// Most values of each field, 0 for all [default: 10 as text and svg, all as json and csv].
    #[arg(short = 'n', long = "limit", value_name = "N")]
    pub limit: Option<usize>,
}

/// Count the articles that a search would list by time, beside those that the archive has at all.
#[derive(Debug, Args)]
#[command(
    after_help = "Each line has the articles found, all articles of the archive from that time, and the share of the one in the\n\
    other: where the archive has nothing, that nothing was found means nothing. Without a query, the archive itself is\n\
    shown. Weeks are those of ISO 8601. Articles that state a month or a year only are counted on a line of their own where\n\
    buckets are shorter, and so are those without a date.\n\n\
    Examples:\n  morgue timeline Starlink Taiwan\n  morgue timeline --by week Nobel --since 2024-09 --until 2024-12\n  \
    morgue timeline --by year --format csv 'outlet:\"The Harbour Courier\"'\n  morgue timeline Starlink --format svg > starlink.svg\n\n\
    Exit codes: 0 found, 1 nothing found, 2 a query that cannot be read, 10 no index."
)]
pub struct TimelineArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// How long each bucket is [default: by the time between the first article and the last].
    #[arg(long, value_name = "INTERVAL")]
    pub by: Option<IntervalChoice>,
    /// How the counts are written.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text")]
    pub format: TableChoice,
}

/// Open an article of the last list with the desktop's own program.
#[derive(Debug, Args)]
#[command(
    after_help = "The last list is that of the last `morgue search` on a terminal, for the same index. An address is opened with\n\
    $BROWSER if that is set, and files and other addresses with the desktop's opener (xdg-open, open). Only http and https\n\
    addresses are opened, and no file that a desktop would run.\n\n\
    Examples:\n  morgue search Starlink Taiwan\n  morgue open 2\n  morgue open 2 --file\n  morgue open 2 --print"
)]
pub struct OpenArgs {
    /// The article's number in the list.
    #[arg(value_name = "N")]
    pub number: u64,
    /// Its address [default, where it has one].
    #[arg(long, conflicts_with = "file")]
    pub url: bool,
    /// Its file.
    #[arg(long)]
    pub file: bool,
    /// Only print what would be opened.
    #[arg(long)]
    pub print: bool,
    /// The last list of the index of this folder.
    #[arg(long = "in", value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableChoice {
    Text,
    Json,
    Csv,
    /// A picture for a document.
    Svg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum IntervalChoice {
    Day,
    Week,
    Month,
    Year,
}
