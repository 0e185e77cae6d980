//! A flag that cancels a search.

use super::failure::ArchiveError;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Shared between a search and its caller, who may cancel it. Clones share one flag.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Tells the search to stop: it does so within one segment, or a thousand documents of a slow one.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Fails once the search was cancelled: what was found until then is not an answer.
    pub fn check(&self) -> Result<(), ArchiveError> {
        if self.is_cancelled() { Err(ArchiveError::Stopped) } else { Ok(()) }
    }
}
