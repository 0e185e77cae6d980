//! The flags of saved searches and of watching them.

use super::format_args::{SearchFormat, WatchFormat};
use super::query_args::{FIND, MatchArgs, OTHER, SHOW, SortChoice, WHEN};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Save searches under a name, list them, run them.
#[derive(Debug, Args)]
#[command(
    after_help = "A saved search is kept in the archive, with the flags that change what it finds. In any query, `query:NAME` means \
    that search. Runs, rebuilds and rollbacks do not change it.\n\n\
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
        /// Write JSON.
        #[arg(long, help_heading = SHOW)]
        json: bool,
        /// Use the index of this folder.
        #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
        folder: Option<PathBuf>,
    },
    /// Show a saved search: its query, its flags, and how it is read.
    #[command(after_help = "Example:\n  morgue saved show space")]
    Show {
        /// Name of the search.
        name: String,
        /// Write JSON.
        #[arg(long, help_heading = SHOW)]
        json: bool,
        /// Use the index of this folder.
        #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
        folder: Option<PathBuf>,
    },
    /// Remove a saved search, and what `watch` has noted about it.
    #[command(after_help = "Example:\n  morgue saved rm space")]
    Rm {
        /// Name of the search.
        name: String,
        /// Use the index of this folder.
        #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
        folder: Option<PathBuf>,
    },
    Run(SavedRunArgs),
}

/// Save a search under a name.
#[derive(Debug, Args)]
#[command(
    after_help = "The query is checked before it is saved. Relative dates are kept as typed: `--since 7d` counts from the day of each \
    search. A name has letters, digits, - and _; capitals do not matter.\n\n\
    Examples:\n  morgue saved add space '(Starlink OR satellite) -review' --since 2024\n  \
    morgue saved add rivals query:space 'Amazon OR Kuiper'\n  morgue saved add space Starlink --replace"
)]
pub struct SavedAddArgs {
    /// Name of the search, then its query; several arguments are joined with spaces.
    #[arg(value_name = "NAME QUERY", trailing_var_arg = true, required = true)]
    pub words: Vec<String>,
    #[command(flatten)]
    pub matching: MatchArgs,
    /// Search these parts only, as for `morgue search`.
    #[arg(long, value_name = "ZONES", help_heading = FIND)]
    pub zones: Option<String>,
    /// Sort its lists in this order.
    #[arg(long, short = 's', value_name = "ORDER", help_heading = SHOW)]
    pub sort: Option<SortChoice>,
    /// Sort at random with this seed [default: 0].
    #[arg(long, value_name = "NUMBER", requires = "sort", help_heading = SHOW)]
    pub seed: Option<u64>,
    /// Replace the search of this name.
    #[arg(long, help_heading = OTHER)]
    pub replace: bool,
    /// Use the index of this folder.
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
}

/// Run a saved search.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  morgue saved run space\n  morgue saved run space --format csv --sort newest > space.csv\n\n\
    Exit status: that of `morgue search`."
)]
pub struct SavedRunArgs {
    /// Name of the search.
    pub name: String,
    /// Write the list in this format.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text", help_heading = SHOW)]
    pub format: SearchFormat,
    /// Sort the list in this order [default: as saved, else relevance].
    #[arg(long, short = 's', value_name = "ORDER", help_heading = SHOW)]
    pub sort: Option<SortChoice>,
    /// Show at most N articles; 0 means all [default: 10 as text, all in other formats].
    #[arg(short = 'n', long = "limit", value_name = "N", help_heading = SHOW)]
    pub limit: Option<usize>,
    /// Write these fields, separated by commas (json, jsonl, csv).
    #[arg(long, value_name = "FIELDS", help_heading = SHOW)]
    pub fields: Option<String>,
    /// Count `yesterday`, `7d..` and the like from this day [default: today].
    #[arg(long, value_name = "DATE", help_heading = WHEN)]
    pub now: Option<String>,
    /// Update the index of this folder first, then search it.
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
}

/// Show what saved searches find that they did not find when they were last watched.
#[derive(Debug, Args)]
#[command(
    after_help = "Without a name, all saved searches are watched. The first time, everything that a search finds is new, unless \
    --from-now is given. Each article is shown once: an old article that arrives late is shown, one that a rollback or a \
    rebuild brings back is not. An article counts as shown after the output is written: if writing fails, the next run shows \
    it again. If nothing is new, nothing is written.\n\n\
    In a crontab, after the nightly run:\n  \
    30 3 * * *  morgue ingest -q --index ~/c/.morgue; morgue watch --index ~/c/.morgue\n\n\
    Examples:\n  morgue watch space --from-now\n  morgue watch\n  morgue watch space rivals --format jsonl -o new.jsonl\n  \
    morgue watch --format ris -o new.ris\n\n\
    Exit status: 0 something is new, 1 nothing is new, 2 a saved search cannot be read (the others are shown), 10 no index, \
    11 locked by another `morgue watch`."
)]
pub struct WatchArgs {
    /// Names of saved searches [default: all].
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Write the new articles in this format; text, json, jsonl, csv and tsv show each search, all others are one list with
    /// each article once.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text", help_heading = SHOW)]
    pub format: WatchFormat,
    /// Write to this file, and replace it, only if something is new.
    #[arg(long, short = 'o', value_name = "FILE", help_heading = SHOW)]
    pub output: Option<PathBuf>,
    /// Show nothing, and count all current articles as shown.
    #[arg(long, conflicts_with = "output", help_heading = WHEN)]
    pub from_now: bool,
    /// Write these fields, separated by commas (json, jsonl, csv, tsv, xlsx).
    #[arg(long, value_name = "FIELDS", help_heading = SHOW)]
    pub fields: Option<String>,
    /// Count `yesterday`, `7d..` and the like from this day [default: today].
    #[arg(long, value_name = "DATE", help_heading = WHEN)]
    pub now: Option<String>,
    /// Use the index of this folder.
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
}

/// List the queries that were searched for in this terminal and others.
#[derive(Debug, Args)]
#[command(
    after_help = "Queries whose answers go to a terminal are kept in a file that only you can read; those whose answers go to a file or a program are \
    not, nor is `*`. In a query, `query:last` is the last one of the same index: `morgue search query:last -Mars` narrows it. A saved search cannot \
    name it.\n\n\
    Examples:\n  morgue history\n  morgue history --all -n 100\n  morgue history --off\n\n\
    Exit status: 0 found, 1 no queries."
)]
pub struct HistoryArgs {
    /// Show at most N queries, the latest ones; 0 means all.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 20, help_heading = SHOW)]
    pub limit: usize,
    /// List queries of all indexes.
    #[arg(long, help_heading = SHOW)]
    pub all: bool,
    /// Write one JSON object per line.
    #[arg(long, help_heading = SHOW)]
    pub json: bool,
    /// Remove all queries.
    #[arg(long)]
    pub clear: bool,
    /// Remove all queries, and keep none from now on.
    #[arg(long, conflicts_with = "on")]
    pub off: bool,
    /// Keep queries again.
    #[arg(long)]
    pub on: bool,
}
