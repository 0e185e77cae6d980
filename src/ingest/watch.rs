//! Who watches a run.

/// What a run tells while it works, and asks.
pub trait Watch: Sync {
    fn planned(&self, _files: usize, _bytes: u64) {}
    fn read(&self, _files: usize, _bytes: u64) {}
    fn writing(&self) {}
    /// Whether the run is to end now, with nothing published.
    fn stopped(&self) -> bool {
        false
    }
}

/// A watch that says nothing and never stops.
pub struct Unwatched;

impl Watch for Unwatched {}
