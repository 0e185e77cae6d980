//! Why an archive could not be asked.

use std::error::Error;

/// What went wrong in an archive, whichever engine it is kept in.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The question was cancelled before its answer was whole.
    #[error("stopped before the answer was complete")]
    Stopped,
    /// The engine's own error.
    #[error(transparent)]
    Engine(Box<dyn Error + Send + Sync>),
}

/// Why a query cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error(transparent)]
    Query(#[from] crate::query::language::QueryError),
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}
