//! What a format is: a line of the table.

use super::error::FormatError;
use super::head::Head;
use super::input::{Drafts, Input};
use super::record::stream::Records;

/// One format: how it is told, how its bytes part into records, how a record is read.
pub struct Format {
    pub name: &'static str,
    /// Raised when the drafts it gives change, so that rebuilds know what is stale.
    pub version: u32,
    pub(super) sniff: fn(&Head) -> bool,
    pub records: Records,
    pub(super) read: fn(&Input, &mut Drafts) -> Result<(), FormatError>,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Format({})", self.name)
    }
}
