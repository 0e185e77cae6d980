//! The flags of saved searches and of watching them.

use super::args::{FormatChoice, SortChoice};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Keep searches under a name.
#[derive(Debug, Args)]
#[command(
    after_help = "A saved search is kept in the archive, with the flags that change what it finds. In any query, `query:NAME` stands\n\
    for it. Runs, rebuilds and rollbacks leave it alone.\n\n\
    Examples:\n  morgue saved add space '(Starlink OR satellite) -review' --since 2024\n  morgue saved run space -n 20\n  \
    morgue search query:space Taiwan\n  morgue watch space"
)]
pub struct SavedArgs {
    #[command(subcommand)]
    pub action: SavedAction,
}

#[derive(Debug, Subcommand)]
pub enum SavedAction {
    Add(SavedAddArgs),
    /// List the saved searches.
    #[command(after_help = "Example:\n  morgue saved list --json | jq -r '.[] | select(.error) | .name'")]
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// Those of the index of this folder.
        #[arg(long = "in", value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
    /// Show a saved search: its query, its flags, and how it is read.
    #[command(after_help = "Example:\n  morgue saved show space")]
    Show {
        /// Its name.
        name: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// Of the index of this folder.
        #[arg(long = "in", value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
    /// Take a saved search out, and what `watch` knows of it.
    #[command(after_help = "Example:\n  morgue saved rm space")]
    Rm {
        /// Its name.
        name: String,
        /// Of the index of this folder.
        #[arg(long = "in", value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
    Run(SavedRunArgs),
}

/// Save a search.
#[derive(Debug, Args)]
#[command(
    after_help = "The query is read before it is saved: a mistake in it is an error now and not at night. Relative dates are kept as\n\
    typed: `--since 7d` counts from the day of each search. Names are of letters, digits, - and _, in any case.\n\n\
    Examples:\n  morgue saved add space '(Starlink OR satellite) -review' --since 2024\n  \
    morgue saved add rivals query:space 'Amazon OR Kuiper'\n  morgue saved add space Starlink --replace"
)]
pub struct SavedAddArgs {
    /// The name, and the query behind it; several words are joined by blanks.
    #[arg(value_name = "NAME QUERY", trailing_var_arg = true, required = true)]
    pub words: Vec<String>,
    /// Articles of this day, month or year, and later ones.
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Articles up to and of this day, month or year.
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Any of the words is enough.
    #[arg(long)]
    pub any: bool,
    /// Words as they stand, without their inflections.
    #[arg(long)]
    pub exact: bool,
    /// Articles that state only a month or a year count where it lies partly in a range of dates.
    #[arg(long)]
    pub loose_dates: bool,
    /// Parts of the articles to read, as for `morgue search`.
    #[arg(long, value_name = "ZONES")]
    pub zones: Option<String>,
    /// The order of its lists.
    #[arg(long, short = 's', value_name = "ORDER")]
    pub sort: Option<SortChoice>,
    /// In place of the search that has the name now.
    #[arg(long)]
    pub replace: bool,
    /// In the index of this folder.
    #[arg(long = "in", value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

/// Search for a saved search.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  morgue saved run space\n  morgue saved run space --format csv --sort newest > space.csv\n\n\
    Exit codes: those of `morgue search`."
)]
pub struct SavedRunArgs {
    /// Its name.
    pub name: String,
    /// How the list is written.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text")]
    pub format: FormatChoice,
    /// The order of the list [default: the one it was saved with, else relevance].
    #[arg(long, short = 's', value_name = "ORDER")]
    pub sort: Option<SortChoice>,
    /// Most articles to list, 0 for all [default: 10 as text, all in other formats].
    #[arg(short = 'n', long = "limit", value_name = "N")]
    pub limit: Option<usize>,
    /// Fields to write, parted by commas (json, jsonl, csv).
    #[arg(long, value_name = "FIELDS")]
    pub fields: Option<String>,
    /// The day that `yesterday` and `7d..` count from [default: today].
    #[arg(long, value_name = "DATE")]
    pub now: Option<String>,
    /// In the index of this folder, brought up to date first.
    #[arg(long = "in", value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

/// Tell what saved searches find that they did not find when they were last watched.
#[derive(Debug, Args)]
#[command(
    after_help = "Without a name, all saved searches are watched. The first time, everything that a search finds is new, unless\n\
    --from-now is given. What was shown once is never shown again: an old article that came late is shown, one that a\n\
    rollback or a rebuild brings back is not. That it was shown is noted after the output is written: if writing fails, the next\n\
    run shows it again. Where nothing is new, nothing is written.\n\n\
    In a crontab, behind the nightly run:\n  \
    30 3 * * *  morgue ingest --quiet --index ~/clippings/.morgue; morgue watch --index ~/clippings/.morgue\n\n\
    Examples:\n  morgue watch space --from-now\n  morgue watch\n  morgue watch space rivals --format jsonl -o new.jsonl\n  \
    morgue watch --format ris -o new.ris\n\n\
    Exit codes: 0 something is new, 1 nothing is, 2 a saved search cannot be read (the others are shown), 10 no index,\n\
    11 another `morgue watch` is at work."
)]
pub struct WatchArgs {
    /// Names of saved searches [default: all].
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// How the new articles are written: text, json, jsonl, csv and tsv name the search of each; all others are one list,
    /// with each article once.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text")]
    pub format: WatchFormat,
    /// Write to this file, which is replaced whole, and only if something is new.
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Show nothing, and take everything there is now as shown.
    #[arg(long, conflicts_with = "output")]
    pub from_now: bool,
    /// Fields to write, parted by commas (json, jsonl, csv, tsv, xlsx).
    #[arg(long, value_name = "FIELDS")]
    pub fields: Option<String>,
    /// The day that `yesterday` and `7d..` count from [default: today].
    #[arg(long, value_name = "DATE")]
    pub now: Option<String>,
    /// The index of this folder.
    #[arg(long = "in", value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WatchFormat {
    Text,
    Json,
    Jsonl,
    Csv,
    Tsv,
    Xlsx,
    Ris,
    Bibtex,
    Biblatex,
    CslJson,
    #[value(alias = "md")]
    Markdown,
    Html,
    Ids,
    Paths,
    Urls,
}
