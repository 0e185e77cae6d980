//! Observes an export: every article in the order in which it is written, and the complete file.

use super::certificate::Checksum;
use super::certify::Certifier;
use super::error::DeskError;
use crate::archive::Hit;

/// Counts what passes, and certifies it if requested.
#[derive(Default)]
pub struct Witness {
    pub hits: u64,
    certifier: Option<Certifier>,
}

impl Witness {
    pub fn certifying(certifier: Option<Certifier>) -> Self {
        Self { hits: 0, certifier }
    }

    /// An article on its way into the file.
    pub fn saw(&mut self, hit: &Hit) {
        self.hits += 1;
        if let Some(certifier) = &mut self.certifier {
            certifier.saw(hit);
        }
    }

    pub fn certifies(&self) -> bool {
        self.certifier.is_some()
    }

    /// What was written: complete and on disk, or standard output to its end.
    pub fn finished(self, sum: Checksum) -> Result<(), DeskError> {
        self.certifier.map_or(Ok(()), |certifier| certifier.finish(sum))
    }
}
