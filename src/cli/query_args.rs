//! The flags that search verbs share, and the headings that group flags in help texts.

use clap::{Args, ValueEnum};
use morgue::archive::Per;
use std::path::PathBuf;

/// Headings of the flags, in the order of the help texts.
pub const FIND: &str = "What to find";
pub const WHEN: &str = "When";
pub const SHOW: &str = "How to show it";
pub const OTHER: &str = "Index and other";

/// Flags that change what a query finds, also in a saved search.
#[derive(Debug, Clone, Args)]
pub struct MatchArgs {
    /// Find only articles of this day, month or year and later.
    #[arg(long, value_name = "DATE", help_heading = WHEN)]
    pub since: Option<String>,
    /// Find only articles of this day, month or year and earlier.
    #[arg(long, value_name = "DATE", help_heading = WHEN)]
    pub until: Option<String>,
    /// Find articles with any of the words, not only those with all of them.
    #[arg(long, help_heading = FIND)]
    pub any: bool,
    /// Match words exactly as written: without inflections and other written forms.
    #[arg(long, help_heading = FIND)]
    pub exact: bool,
    /// Include undated articles, and those dated only by month or year if that period overlaps a date range.
    #[arg(long, help_heading = WHEN)]
    pub loose_dates: bool,
}

/// What is searched, in which words.
#[derive(Debug, Clone, Args)]
pub struct QueryArgs {
    /// Query to search for; several arguments are joined with spaces.
    #[arg(value_name = "QUERY", trailing_var_arg = true)]
    pub words: Vec<String>,
    /// Read the query from FILE, which may have line breaks, and comments after `# `; `-` reads standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "words", help_heading = FIND)]
    pub query_file: Option<PathBuf>,
    /// Update the index of this folder or file first, then search it [default: use the existing index].
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
    #[command(flatten)]
    pub matching: MatchArgs,
    /// Search these parts only, separated by commas: title, deck, lead, body, captions, margin, or `all` [default: all but margin].
    #[arg(long, value_name = "ZONES", help_heading = FIND)]
    pub zones: Option<String>,
    /// Count `yesterday`, `7d..` and the like from this day [default: today].
    #[arg(long, value_name = "DATE", help_heading = WHEN)]
    pub now: Option<String>,
    /// Translate the query from another system's language; the translation and the differences go to stderr.
    #[arg(long, value_name = "SYSTEM", conflicts_with = "any", help_heading = FIND)]
    pub dialect: Option<DialectChoice>,
    /// Treat warnings about the query as errors.
    #[arg(long, help_heading = FIND)]
    pub strict: bool,
    /// Give up after SECS seconds; 0 means never.
    #[arg(long, value_name = "SECS", default_value_t = 5.0, help_heading = OTHER)]
    pub deadline: f64,
    /// How to detect people, organisations and places while --in indexes.
    #[arg(long, value_name = "HOW", default_value = "crf", help_heading = OTHER)]
    pub ner: NerChoice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NerChoice {
    /// No detection.
    Off,
    /// Name lists and the words around a name.
    Rules,
    /// A model trained on English text, and rules for other languages.
    Crf,
    /// The model in two passes over each article: slightly more accurate, three times the work.
    Thorough,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PerChoice {
    /// Every article.
    Article,
    /// Articles that share most of their text once, by the earliest that matches.
    Story,
}

impl From<PerChoice> for Per {
    fn from(choice: PerChoice) -> Self {
        match choice {
            PerChoice::Article => Self::Article,
            PerChoice::Story => Self::Story,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DialectChoice {
    Nexis,
    Factiva,
    Mediacloud,
    Lucene,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SortChoice {
    Relevance,
    Newest,
    Oldest,
    Outlet,
    /// At random, the same for the same --seed.
    Random,
}
