//! A sign that an answer is no longer wanted.

use super::failure::ArchiveError;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Shared between a search and whoever may cancel it. Clones are one.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the search to stop: within one segment, or a thousand documents of a slow one.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// An error once the search was cancelled: what was found by then is not an answer.
    pub fn check(&self) -> Result<(), ArchiveError> {
        if self.is_cancelled() { Err(ArchiveError::Stopped) } else { Ok(()) }
    }
}
