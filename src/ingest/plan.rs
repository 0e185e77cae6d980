//! The plan of a run: which files there are, and whether anything differs from what the last generation was made from.

use super::IngestError;
use crate::index::{Archive, Generation, Ledger};
use crate::source::{Skip, SourceError, SourceFile, walk};
use std::collections::BTreeMap;

/// One file to read.
#[derive(Debug)]
pub struct PlannedFile {
    /// Index into `Plan::sources`.
    pub source: usize,
    pub file: SourceFile,
}

/// What a run will read, in order.
#[derive(Debug, Default)]
pub struct Plan {
    pub sources: Vec<String>,
    pub files: Vec<PlannedFile>,
    pub skipped: Vec<(String, Skip)>,
    pub unreadable: Vec<(String, String)>,
    /// Nothing differs from the last generation.
    pub unchanged: bool,
}

impl Plan {
    /// Walks all sources. A source that gave articles before and is now missing or empty is refused: an unmounted disk
    /// deletes nothing.
    pub fn make(archive: &Archive, previous: Option<&Generation>, made_with: &str) -> Result<Self, IngestError> {
        let ledger = match previous {
            Some(generation) => generation.ledger()?,
            None => Ledger::default(),
        };
        let before = files_by_source(&ledger);
        let mut plan = Plan::default();
        for source in archive.sources()? {
            let path = archive.source_path(&source);
            let walked = walk(&path);
            if let Some(reason) = lost(&walked, before.get(source.name.as_str()).copied().unwrap_or(0)) {
                return Err(IngestError::Refused(format!(
                    "source `{}` ({}) {reason}; nothing was changed",
                    source.name,
                    path.display()
                )));
            }
            let walked = walked?;
            let nth = plan.sources.len();
            plan.sources.push(source.name);
            plan.files.extend(walked.files.into_iter().map(|file| PlannedFile { source: nth, file }));
            plan.skipped.extend(walked.skipped);
            plan.unreadable.extend(walked.unreadable);
        }
        if plan.sources.is_empty() {
            return Err(IngestError::NoSources);
        }
        plan.unchanged =
            previous.is_some_and(|generation| generation.manifest.made_with == made_with) && plan.equals(&ledger);
        Ok(plan)
    }

    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|planned| planned.file.size).sum()
    }

    pub fn source_of(&self, file: usize) -> &str {
        &self.sources[self.files[file].source]
    }

    /// Whether the ledger lists exactly these files, with the same sizes and times.
    fn equals(&self, ledger: &Ledger) -> bool {
        let same = |(planned, entry): (&PlannedFile, &crate::index::FileEntry)| {
            self.sources[planned.source] == entry.source
                && planned.file.locator == entry.path
                && planned.file.size == entry.size
                && planned.file.mtime_ns == entry.mtime_ns
        };
        self.unreadable.is_empty()
            && self.files.len() == ledger.files.len()
            && self.files.iter().zip(&ledger.files).all(same)
    }
}

/// Why a source that had files counts as lost.
fn lost(walked: &Result<crate::source::Walked, SourceError>, before: usize) -> Option<&'static str> {
    match walked {
        Err(SourceError::Missing(_)) if before > 0 => Some("is not there any more"),
        Ok(walked) if before > 0 && walked.files.is_empty() => Some("is empty; it held files before"),
        _ => None,
    }
}

fn files_by_source(ledger: &Ledger) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for file in &ledger.files {
        *counts.entry(file.source.as_str()).or_insert(0) += 1;
    }
    counts
}
