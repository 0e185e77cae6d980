//! The flags of the answers that compare: the terms of a query, and two queries side by side.

use super::query_args::{FIND, MatchArgs, OTHER, QueryArgs, SHOW};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// List the words and two-word terms that the articles of a query have more often than the others.
#[derive(Debug, Args)]
#[command(
    after_help = "Each term is shown with the articles of the query that have it, all articles that have it, and how many times as \
    frequent it is in the articles of the query. The surest come first (log-likelihood ratio over articles); terms that chance \
    could explain are not shown, nor are the words of the query. Terms are looked for in at most 500 of the articles, and \
    counted in all.\n\n\
    Examples:\n  morgue keywords Starlink\n  morgue keywords 'outlet:\"The Harbour Courier\"' --since 2024 -n 50\n  \
    morgue keywords Starlink --format csv > terms.csv\n\n\
    Exit status: 0 found, 1 nothing found, 2 invalid query, 10 no index."
)]
pub struct KeywordsArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// Write the terms in this format.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text", help_heading = SHOW)]
    pub format: RowsChoice,
    /// Show at most N terms.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value = "20", value_parser = clap::value_parser!(u16).range(1..=1000), help_heading = SHOW)]
    pub limit: u16,
}

/// Show what two queries both find, and what only one of them does.
#[derive(Debug, Args)]
#[command(
    after_help = "Articles are counted that both queries find, that only A finds, and that only B finds; also by outlet and by year. To list \
    them, search for `(A) (B)` or `(A) -(B)`.\n\n\
    Examples:\n  morgue compare Starlink Musk\n  morgue compare '\"low orbit\"' 'satellite* -Mars' --since 2024\n  \
    morgue compare Starlink Musk --by section,language --format csv\n\n\
    Exit status: 0 either finds something, 1 nothing found, 2 invalid query or field, 10 no index."
)]
pub struct CompareArgs {
    /// The first query, in quotation marks for the shell if it has several words.
    #[arg(value_name = "A")]
    pub first: String,
    /// The second query.
    #[arg(value_name = "B")]
    pub second: String,
    #[command(flatten)]
    pub matching: MatchArgs,
    /// Search these parts only, separated by commas: title, deck, lead, body, captions, margin, or `all` [default: all but margin].
    #[arg(long, value_name = "ZONES", help_heading = FIND)]
    pub zones: Option<String>,
    /// Count by these fields too, separated by commas.
    #[arg(long, value_name = "FIELDS", default_value = "outlet,year", help_heading = SHOW)]
    pub by: String,
    /// Write the counts in this format.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text", help_heading = SHOW)]
    pub format: RowsChoice,
    /// Show at most N values of each field; 0 means all [default: 10 as text, all as json and csv].
    #[arg(short = 'n', long = "limit", value_name = "N", help_heading = SHOW)]
    pub limit: Option<usize>,
    /// Give up after SECS seconds; 0 means never.
    #[arg(long, value_name = "SECS", default_value_t = 5.0, help_heading = OTHER)]
    pub deadline: f64,
    /// Use the index of this folder.
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RowsChoice {
    Text,
    Json,
    Csv,
}
