//! What sees an export pass: every article in the order in which it is written, and the file when it is whole.

use morgue::search::Hit;
use std::path::Path;

/// Counts what passed.
#[derive(Debug, Default)]
pub struct Witness {
    pub hits: u64,
}

impl Witness {
    /// An article on its way into the file.
    pub fn saw(&mut self, _hit: &Hit) {
        self.hits += 1;
    }

    /// The file under its own name, whole and on the disk; a folder for texts. Not called for standard output.
    pub fn finished(&self, _file: &Path) {}
}
