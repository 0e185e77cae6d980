//! What a format is: one line of the table.

use super::error::FormatError;
use super::head::DocumentHead;
use super::input::{Drafts, Input};
use super::record::stream::Records;

/// One format: how it is detected, how its bytes are split into records, how a record is read.
pub struct Format {
    pub name: &'static str,
    /// Raised when the drafts it gives change, so that rebuilds know what is stale.
    pub version: u32,
    pub(super) sniff: fn(&DocumentHead) -> bool,
    pub records: Records,
    pub(super) read: fn(&Input, &mut Drafts) -> Result<(), FormatError>,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Format({})", self.name)
    }
}
