//! Why a question has no answer.

use crate::index::IndexError;
use crate::query::{ArchiveError, PlanError, QueryError};

/// Why a search cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The search was cancelled, or an archive of another kind failed.
    #[error(transparent)]
    Archive(ArchiveError),
}

impl From<ArchiveError> for SearchError {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::Engine(error) => match error.downcast::<IndexError>() {
                Ok(error) => Self::Index(*error),
                Err(error) => Self::Archive(ArchiveError::Engine(error)),
            },
            stopped => Self::Archive(stopped),
        }
    }
}

impl From<PlanError> for SearchError {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Query(error) => error.into(),
            PlanError::Archive(error) => error.into(),
        }
    }
}
