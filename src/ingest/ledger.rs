//! Writes the ledger of a new generation: entries of unchanged files and of files that were read, in the order of the
//! walk; counts what it lists, and notes which articles have captures that differ.

use super::error::IngestError;
use super::plan::Plan;
use super::regroup::{Outcomes, gone_files};
use super::spikes::Spikes;
use crate::index::{Changes, FileEntry, Generation, LedgerReader, LedgerWriter, RecordOutcome};
use crate::source::walk_order;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::Path;

/// What a ledger lists.
#[derive(Debug, Default)]
pub struct Tally {
    pub articles: u64,
    pub duplicates: u64,
    pub spiked: u64,
    /// Records of forgotten articles.
    pub withheld: u64,
    /// Articles by source.
    pub by_source: BTreeMap<String, u64>,
    /// Sum of a hash of every article's key and text: the same for the same articles in any order.
    sum: u128,
    /// A sample of keys, for trial searches.
    pub sampled: Vec<String>,
}

/// Articles that are searched for before a generation is published.
const SAMPLED: u64 = 40;

impl Tally {
    fn count(&mut self, entry: &FileEntry) {
        self.spiked += entry.more_spiked;
        for record in &entry.records {
            match record.outcome {
                RecordOutcome::Duplicate => self.duplicates += 1,
                RecordOutcome::Spiked => self.spiked += 1,
                RecordOutcome::Forgotten => self.withheld += 1,
                RecordOutcome::Indexed => {
                    self.articles += 1;
                    *self.by_source.entry(entry.source.clone()).or_insert(0) += 1;
                    let key = record.key.as_deref().unwrap_or_default();
                    self.sum = self.sum.wrapping_add(hash(key, record.text));
                    self.sample(key);
                }
            }
        }
    }

    /// Samples every article of a small archive, and a decreasing share of a large one.
    fn sample(&mut self, key: &str) {
        if self.articles <= SAMPLED {
            self.sampled.push(key.to_owned());
        } else if (self.articles - 1).is_multiple_of((self.articles / SAMPLED).next_power_of_two()) {
            let place = (self.articles % SAMPLED) as usize;
            self.sampled[place] = key.to_owned();
        }
    }

    pub fn digest(&self) -> String {
        format!("{:032x}", self.sum)
    }
}

fn hash(key: &str, text: u64) -> u128 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key.as_bytes());
    hasher.update(&text.to_be_bytes());
    hasher.finalize().as_bytes()[..16].iter().fold(0, |bits, &byte| bits << 8 | u128::from(byte))
}

/// Writes the ledger and counts what is in it. Spikes of files that stay are carried over.
pub fn write(
    folder: &Path,
    plan: &Plan,
    kept: Option<&Generation>,
    read: &mut dyn Iterator<Item = FileEntry>,
    outcomes: &Outcomes,
    spikes: &mut Spikes,
) -> Result<Tally, IngestError> {
    let mut book = Book { writer: LedgerWriter::create(folder)?, outcomes, tally: Tally::default() };
    let mut read = read.peekable();
    let gone = gone_files(plan);
    let mut carried: Option<FileEntry> = None;
    let place = |entry: &FileEntry| plan.sources.iter().position(|source| *source == entry.source);
    if let Some(kept) = kept {
        for entry in LedgerReader::open(&kept.folder)? {
            let entry = entry?;
            if gone.contains(&(entry.source.as_str(), entry.path.as_str())) {
                continue;
            }
            let order =
                |other: &FileEntry| place(other).cmp(&place(&entry)).then_with(|| walk_order(&other.path, &entry.path));
            while let Some(earlier) = read.next_if(|other| order(other) == Ordering::Less) {
                book.push(earlier)?;
            }
            if entry.more_spiked > 0 {
                spikes.keep_file(&entry.source, &entry.path)?;
                carried = Some(entry.head());
            } else if !carried.as_ref().is_some_and(|whole| entry.continues(whole)) {
                for record in entry.records.iter().filter(|record| record.outcome == RecordOutcome::Spiked) {
                    spikes.keep(&entry.source, &record.locator)?;
                }
            }
            book.push(entry)?;
        }
    }
    for entry in read {
        book.push(entry)?;
    }
    book.writer.finish()?;
    if book.tally.duplicates > 0 {
        Changes::of_ledger(folder)?.write(folder)?;
    }
    Ok(book.tally)
}

struct Book<'a> {
    writer: LedgerWriter,
    outcomes: &'a Outcomes,
    tally: Tally,
}

impl Book<'_> {
    fn push(&mut self, mut entry: FileEntry) -> Result<(), IngestError> {
        if !self.outcomes.is_empty() {
            for record in &mut entry.records {
                if let Some(new) = self.outcomes.get(&(entry.source.clone(), record.locator.clone())) {
                    *record = new.clone();
                }
            }
        }
        self.tally.count(&entry);
        Ok(self.writer.push(&entry)?)
    }
}
