//! Why a document was rejected, as a fixed word and as a sentence for people.

use super::reason::Reason;
use std::io;

/// Why a document was rejected: the reason, and a detail for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {detail}")]
pub struct FormatError {
    pub reason: Reason,
    pub detail: String,
}

impl FormatError {
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into() }
    }

    /// The reason for an I/O error while reading.
    pub fn of_io(error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::FileTooLarge => Reason::TooLarge,
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput => Reason::Damaged,
            io::ErrorKind::Unsupported => Reason::UnsupportedFormat,
            io::ErrorKind::NotFound => Reason::NotThere,
            io::ErrorKind::PermissionDenied => Reason::NoPermission,
            _ => Reason::Unreadable,
        };
        Self::new(reason, error.to_string())
    }
}
