//! What stops a run.

use crate::index::IndexError;
use crate::source::SourceError;
use std::path::PathBuf;

/// What stops a run.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    #[error(transparent)]
    Index(#[from] IndexError),
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error("there are no sources")]
    NoSources,
    /// A source that had files before.
    #[error("refused: source \"{name}\" ({}) no longer exists; nothing was changed", path.display())]
    SourceGone { name: String, path: PathBuf },
    #[error("refused: {0}")]
    Refused(String),
    /// The place of an article that was read twice.
    #[error("{0} changed while it was read; nothing was published. Run it again")]
    Changing(String),
    #[error("interrupted; nothing was published")]
    Stopped,
}
