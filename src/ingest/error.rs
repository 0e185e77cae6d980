//! What stops a run.

use crate::index::IndexError;
use crate::source::SourceError;

/// What stops a run.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    #[error(transparent)]
    Index(#[from] IndexError),
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error("there are no sources")]
    NoSources,
    #[error("refused: {0}")]
    Refused(String),
    #[error("interrupted; nothing was published")]
    Stopped,
}
