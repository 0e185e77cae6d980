//! Why a search failed.

use std::error::Error;

/// An error of an archive, with any engine.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The search was cancelled before its answer was complete.
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
