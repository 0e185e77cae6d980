//! The flags of the verbs that maintain an archive: its state, its generations, its sources, its schedule.

use super::query_args::{NerChoice, OTHER};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Show what the index holds and how the last run went.
#[derive(Debug, Args)]
#[command(
    after_help = "The index is up to date if the sources were read without an error, whether or not something had changed.\n\n\
    Examples:\n  morgue status\n  morgue status --max-age 26h || echo 'the nightly run is missing'\n  \
    morgue status --nagios --max-age 26h\n  morgue status --prometheus /var/lib/node_exporter/morgue.prom\n\n\
    Exit status: 0 fine, 6 damaged, 10 no index, 12 older than --max-age.\n\
    With --nagios: 0 OK, 1 WARNING (too old, or newly unreadable files), 2 CRITICAL (no index, damaged, or the last run \
    failed), 3 UNKNOWN."
)]
pub struct StatusArgs {
    /// Write JSON.
    #[arg(long)]
    pub json: bool,
    /// Use the index of this folder.
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
    /// Exit with 12 if the last successful run is older than AGE, such as 90m, 26h or 2d.
    #[arg(long, value_name = "AGE")]
    pub max_age: Option<String>,
    /// Print one line with performance data, and exit as a Nagios plugin does.
    #[arg(long, conflicts_with = "json")]
    pub nagios: bool,
    /// Write metrics for the textfile collector of Prometheus' node_exporter; print nothing unless requested.
    #[arg(long, value_name = "FILE")]
    pub prometheus: Option<PathBuf>,
}

/// List the documents that could not be read, and why.
#[derive(Debug, Args)]
#[command(
    after_help = "A document is tried again when its file changes, or when a new version of morgue reads it differently. Use --retry \
    after other repairs: permissions, a failed disk.\n\n\
    Examples:\n  morgue spiked\n  morgue spiked --retry\n  morgue spiked --by reason\n  morgue spiked -n 20"
)]
pub struct SpikedArgs {
    /// Count the documents by reason, the most common first, instead of listing them.
    #[arg(long, value_name = "WHAT", conflicts_with_all = ["retry", "json"])]
    pub by: Option<SpikedBy>,
    /// Show at most this many lines [default: all].
    #[arg(long = "limit", short = 'n', value_name = "N", conflicts_with = "retry")]
    pub limit: Option<usize>,
    /// Update the index, and read the files of these documents again even if they did not change.
    #[arg(long)]
    pub retry: bool,
    /// How to detect people, organisations and places [as for `morgue ingest`].
    #[arg(long, value_name = "HOW", default_value = "crf", requires = "retry")]
    pub ner: NerChoice,
    /// Wait up to SECS seconds for another run to end [default: do not wait].
    #[arg(long, value_name = "SECS", requires = "retry")]
    pub wait: Option<u64>,
    /// Write one JSON object per line.
    #[arg(long)]
    pub json: bool,
}

/// What `spiked` counts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SpikedBy {
    Reason,
}

/// List the kept generations of the index.
#[derive(Debug, Args)]
#[command(
    after_help = "A generation is the index as one run published it; `*` marks the current one, which searches read.\n\n\
    Examples:\n  morgue generations\n  morgue rollback"
)]
pub struct GenerationsArgs {
    /// Write JSON.
    #[arg(long)]
    pub json: bool,
}

/// Go back to an earlier generation of the index.
#[derive(Debug, Args)]
#[command(
    after_help = "Nothing is removed: `morgue rollback N` also goes forward again. The next run that finds a change publishes a new \
    generation from the sources.\n\nExamples:\n  morgue rollback\n  morgue rollback 41\n\n\
    Exit status: 0 done, 4 the generation is not kept, 6 it is damaged, 10 no index, 11 locked by another run."
)]
pub struct RollbackArgs {
    /// Generation to go to [default: the previous one].
    #[arg(value_name = "N")]
    pub generation: Option<u64>,
    /// Wait up to SECS seconds for another run to end [default: do not wait].
    #[arg(long, value_name = "SECS")]
    pub wait: Option<u64>,
}

/// List the sources of the archive, move or remove one.
#[derive(Debug, Args)]
#[command(after_help = "`morgue ingest FOLDER` adds a source.\n\n\
    Examples:\n  morgue sources list\n  morgue sources move clippings /mnt/archive/clippings\n  morgue sources remove clippings-2019")]
pub struct SourcesArgs {
    #[command(subcommand)]
    pub action: SourcesAction,
}

#[derive(Debug, Subcommand)]
pub enum SourcesAction {
    /// List the folders and files that `ingest` reads.
    #[command(after_help = "Example:\n  morgue sources list --json")]
    List {
        /// Write JSON.
        #[arg(long)]
        json: bool,
    },
    /// Change the folder of a source that was moved; its articles keep their keys.
    #[command(
        after_help = "The source keeps its name, and articles keep their keys if their files have the same path inside the new \
        folder. An article whose file has another path there gets a new key, unless it has a web address. Files that kept their \
        times (mv, cp -a, rsync -a) are only compared with the index; others are read again.\n\n\
        Example:\n  morgue sources move clippings /mnt/archive/clippings"
    )]
    Move {
        /// Name of the source, as `sources list` prints it, or its old path.
        old: String,
        /// New folder or file of the source.
        new: PathBuf,
        /// Wait up to SECS seconds for another run to end [default: do not wait].
        #[arg(long, value_name = "SECS")]
        wait: Option<u64>,
    },
    /// Remove a source; its articles leave the index with the next ingest.
    #[command(
        after_help = "The files of the source are not changed.\n\nExample:\n  morgue sources remove clippings-2019"
    )]
    Remove {
        /// Name of the source, as `sources list` prints it.
        name: String,
        /// Wait up to SECS seconds for another run to end [default: do not wait].
        #[arg(long, value_name = "SECS")]
        wait: Option<u64>,
    },
}

/// Print or install a schedule that runs `ingest` every night.
#[derive(Debug, Args)]
#[command(
    after_help = "Without --systemd, --cron or --launchd: launchd on macOS, systemd where it runs, else cron.\n\n\
    Examples:\n  morgue schedule                       print it, to read or to edit\n  \
    morgue schedule --at 04:15 --install\n  morgue schedule --cron\n  morgue schedule --show"
)]
pub struct ScheduleArgs {
    /// Use a systemd service and timer.
    #[arg(long, group = "kind")]
    pub systemd: bool,
    /// Use a crontab line.
    #[arg(long, group = "kind")]
    pub cron: bool,
    /// Use a launchd property list.
    #[arg(long, group = "kind")]
    pub launchd: bool,
    /// Run at this time of day, in local time.
    #[arg(long, value_name = "HH:MM", default_value = "02:30")]
    pub at: String,
    /// Install it for this user: in systemd's user units, the crontab, or ~/Library/LaunchAgents.
    #[arg(long)]
    pub install: bool,
    /// Show when it last ran and when it runs next.
    #[arg(long, conflicts_with_all = ["install", "at"])]
    pub show: bool,
}
