//! The flags of the verbs that keep an archive: its state, its generations, its sources, its schedule.

use super::args::NerChoice;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Tell what the index holds and how the last run went.
#[derive(Debug, Args)]
#[command(
    after_help = "Fresh means: the sources were read without an error, whether or not something had changed.\n\n\
    Examples:\n  morgue status\n  morgue status --max-age 26h || echo 'the nightly run is missing'\n  \
    morgue status --nagios --max-age 26h\n  morgue status --prometheus /var/lib/node_exporter/morgue.prom\n\n\
    Exit codes: 0 fine, 6 damaged, 10 no index, 12 older than --max-age.\n\
    With --nagios: 0 OK, 1 WARNING (too old, or newly spiked files), 2 CRITICAL (no index, damaged, the last run\n\
    failed), 3 UNKNOWN."
)]
pub struct StatusArgs {
    /// As JSON.
    #[arg(long)]
    pub json: bool,
    /// Of the index of this folder.
    #[arg(long = "in", value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// Fail with code 12 if the last successful run is longer ago: 90m, 26h, 2d.
    #[arg(long, value_name = "AGE")]
    pub max_age: Option<String>,
    /// One line with performance data, and the exit codes of a Nagios plugin.
    #[arg(long, conflicts_with = "json")]
    pub nagios: bool,
    /// Write metrics for the textfile collector of Prometheus' node_exporter, and print nothing else unless asked to.
    #[arg(long, value_name = "FILE")]
    pub prometheus: Option<PathBuf>,
}

/// List the documents that could not be read, and why.
#[derive(Debug, Args)]
#[command(
    after_help = "A document is tried again by itself when its file changes, or what reads it. --retry is for what lies outside:\n\
    permissions, a disk that failed.\n\n\
    Examples:\n  morgue spiked\n  morgue spiked --retry\n  morgue spiked --json | jq -r .reason | sort | uniq -c"
)]
pub struct SpikedArgs {
    /// Bring the index up to date and read the files of these documents again, although they did not change.
    #[arg(long)]
    pub retry: bool,
    /// How people, organisations and places are found [as for `morgue ingest`].
    #[arg(long, value_name = "HOW", default_value = "crf", requires = "retry")]
    pub ner: NerChoice,
    /// Wait that many seconds for another run to end [default: do not wait].
    #[arg(long, value_name = "SECS", requires = "retry")]
    pub wait: Option<u64>,
    /// One JSON object a line.
    #[arg(long)]
    pub json: bool,
}

/// List the kept generations of the index.
#[derive(Debug, Args)]
#[command(after_help = "A generation is the index as one run published it; `*` marks the one that searches read.\n\n\
    Example:\n  morgue generations\n  morgue rollback")]
pub struct GenerationsArgs {
    /// As JSON.
    #[arg(long)]
    pub json: bool,
}

/// Go back to an earlier generation of the index.
#[derive(Debug, Args)]
#[command(
    after_help = "Nothing is removed: `morgue rollback N` goes forward again. The next run that finds a change publishes\n\
    a new generation from the sources.\n\nExamples:\n  morgue rollback\n  morgue rollback 41\n\n\
    Exit codes: 0 done, 4 that generation is not kept, 6 it is damaged, 10 no index, 11 another run holds the lock."
)]
pub struct RollbackArgs {
    /// The generation to go to [default: the one before].
    #[arg(value_name = "N")]
    pub generation: Option<u64>,
    /// Wait that many seconds for another run to end [default: do not wait].
    #[arg(long, value_name = "SECS")]
    pub wait: Option<u64>,
}

/// List the sources of the archive, or take one out.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  morgue sources list\n  morgue sources remove clippings-2019\n\n\
    `morgue ingest FOLDER` adds one.")]
pub struct SourcesArgs {
    #[command(subcommand)]
    pub action: SourcesAction,
}

#[derive(Debug, Subcommand)]
pub enum SourcesAction {
    /// List the folders and files that `ingest` reads.
    #[command(after_help = "Example:\n  morgue sources list --json")]
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Take a source out; its articles leave the index with the next ingest.
    #[command(
        after_help = "The files of the source are left alone.\n\nExample:\n  morgue sources remove clippings-2019"
    )]
    Remove {
        /// The source's name, as `sources list` prints it.
        name: String,
        /// Wait that many seconds for another run to end [default: do not wait].
        #[arg(long, value_name = "SECS")]
        wait: Option<u64>,
    },
}

/// Print or install what runs `ingest` every night.
#[derive(Debug, Args)]
#[command(after_help = "Without a kind: launchd on macOS, systemd where it runs, else cron.\n\n\
    Examples:\n  morgue schedule                       print it, to read or to change\n  \
    morgue schedule --at 04:15 --install\n  morgue schedule --cron\n  morgue schedule --show")]
pub struct ScheduleArgs {
    /// A service and a timer for systemd.
    #[arg(long, group = "kind")]
    pub systemd: bool,
    /// A line for a crontab.
    #[arg(long, group = "kind")]
    pub cron: bool,
    /// A property list for launchd.
    #[arg(long, group = "kind")]
    pub launchd: bool,
    /// The time of the day, in the machine's own time.
    #[arg(long, value_name = "HH:MM", default_value = "02:30")]
    pub at: String,
    /// Put it into place for this user: systemd's user units, the crontab, or ~/Library/LaunchAgents.
    #[arg(long)]
    pub install: bool,
    /// Tell when it last ran and when it will.
    #[arg(long, conflicts_with_all = ["install", "at"])]
    pub show: bool,
}
