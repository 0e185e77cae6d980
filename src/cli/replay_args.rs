//! The flags of `replay`.

use clap::Args;
use std::path::PathBuf;

/// Check an export: is the file as it was written, and does its query still give this list?
#[derive(Debug, Args)]
#[command(
    after_help = "The certificate beside the file says what was asked, with which saved searches, and on which day: that is asked again\n\
    of the index there is now. Every difference is named with its article and its reason:\n  \
    gone               no longer in the archive\n  \
    no match           in the archive, but not found any more; in brackets what changed: its text, its facts, its reading\n  \
    new                not in the list then\n  \
    text changed       the article has another text\n  \
    facts changed      another date, outlet, author, section, language or address\n  \
    read differently   the same bytes, read otherwise by another version or table\n\n\
    A certificate shows changes, also those of one's own hand; it is no signature: who can write one can write another.\n\n\
    Examples:\n  morgue replay starlink.csv\n  morgue replay starlink.csv.prov.json --json | jq .differences\n\n\
    Exit codes: 0 the same, 1 different, 2 no certificate, or one that was changed, 10 no index."
)]
pub struct ReplayArgs {
    /// The export, or its certificate.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The file is a certificate, whatever its name.
    #[arg(long)]
    pub certificate: bool,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
    /// Ask the index of this folder.
    #[arg(long = "in", value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}
