//! Why a document was refused, in a fixed word and in a sentence for people.

use std::io;

/// Why a document was refused. The reason is a fixed word, the detail is for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {detail}")]
pub struct FormatError {
    pub reason: &'static str,
    pub detail: String,
}

impl FormatError {
    pub fn new(reason: &'static str, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into() }
    }

    /// The reason word of an I/O error met while reading.
    pub fn of_io(error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::FileTooLarge => "too-large",
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput => "damaged",
            io::ErrorKind::Unsupported => "unsupported-format",
            io::ErrorKind::NotFound => "not-there",
            io::ErrorKind::PermissionDenied => "no-permission",
            _ => "unreadable",
        };
        Self::new(reason, error.to_string())
    }
}
