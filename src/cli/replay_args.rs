//! The flags of `replay`.

use super::query_args::OTHER;
use clap::Args;
use std::path::PathBuf;

/// Check an export: whether the file is unchanged, and whether its query still gives this list.
#[derive(Debug, Args)]
#[command(
    after_help = "The certificate next to the file records the query, its saved searches and the day. That query is run again on the \
    current index. Every difference is listed with its article and its reason:\n  \
    gone              no longer in the archive\n  \
    no match          in the archive, but no longer found; what changed follows in brackets\n  \
    new               not in the list then\n  \
    text changed      the article has another text\n  \
    facts changed     another date, outlet, author, section, language or address\n  \
    read differently  the same file, read differently by another version or table\n\n\
    A certificate shows changes, also your own; it is not a signature: whoever can write one can write another.\n\n\
    Examples:\n  morgue replay starlink.csv\n  morgue replay starlink.csv.prov.json --json | jq .differences\n\n\
    Exit status: 0 the same, 1 different, 2 missing or changed certificate, 10 no index."
)]
pub struct ReplayArgs {
    /// Export to check, or its certificate.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Read FILE as a certificate, whatever its name.
    #[arg(long)]
    pub certificate: bool,
    /// Write JSON.
    #[arg(long)]
    pub json: bool,
    /// Use the index of this folder.
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
}
