//! Progress and cancellation of a run.

/// Receives the progress of a run, and can cancel it.
pub trait Watch: Sync {
    fn planned(&self, _files: usize, _bytes: u64) {}
    fn read(&self, _files: usize, _bytes: u64) {}
    /// Articles that were found in what is read.
    fn found(&self, _articles: usize) {}
    /// Articles that were made and are now indexed.
    fn indexed(&self, _done: u64, _total: u64) {}
    fn writing(&self) {}
    /// Whether to end the run now, with nothing published.
    fn stopped(&self) -> bool {
        false
    }
}

/// Shows nothing and never cancels.
pub struct Unwatched;

impl Watch for Unwatched {}
