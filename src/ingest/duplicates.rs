//! Captures of one article: which of them stands, and which are duplicates. Byte-identical records are one article with
//! several locators; of two captures of one URL the latest stated one stands; dissimilar ones are both kept.

use super::pipeline::{Facts, Found};
use super::{IngestError, Plan, Spikes, key_bits};
use crate::article::ArticleKey;
use crate::index::{FileEntry, Forgotten, RecordEntry, RecordOutcome, Writer};
use std::collections::{HashMap, HashSet};

/// Hashes a sketch holds.
const SKETCH: usize = 16;

/// Words of a shingle.
const SHINGLE: usize = 4;

/// Odd numbers that tell the places of a shingle apart.
const WEIGHTS: [u32; SHINGLE] = [0x9e37_79b1, 0x85eb_ca77, 0xc2b2_ae3d, 0x27d4_eb2f];

/// Where the hash of a word starts.
const WORD_SEED: u32 = 17;

/// The smallest hashes of a text's shingles: the share that two sketches have in common estimates the share of shingles
/// two texts have in common (Broder's bottom-k sketch).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketch([u32; SKETCH]);

impl Sketch {
    pub fn of(text: &str) -> Self {
        let mut least = [u32::MAX; SKETCH];
        // The hashes of the last words, oldest first.
        let mut last = [0u32; SHINGLE];
        let (mut words, mut hash) = (0usize, WORD_SEED);
        let mut end_word = |hash: u32, words: usize, least: &mut [u32; SKETCH]| {
            last = [last[1], last[2], last[3], hash];
            if words >= SHINGLE {
                let weighted = last.iter().zip(WEIGHTS).map(|(&word, weight)| word.wrapping_mul(weight));
                keep_least(least, mix(weighted.fold(0, u32::wrapping_add)));
            }
        };
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || byte >= 0x80 {
                hash = (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
            } else if hash != WORD_SEED && byte.is_ascii_whitespace() {
                words += 1;
                end_word(hash, words, &mut least);
                hash = WORD_SEED;
            }
        }
        // A text shorter than a shingle is one.
        if hash != WORD_SEED || words < SHINGLE {
            end_word(hash, SHINGLE.max(words + 1), &mut least);
        }
        Self(least)
    }

    /// Estimated share of shingles in common, 0 to 1.
    fn share(&self, other: &Self) -> f32 {
        let mut union: Vec<u32> = self.0.iter().chain(&other.0).copied().filter(|&hash| hash != u32::MAX).collect();
        union.sort_unstable();
        union.dedup();
        union.truncate(SKETCH);
        if union.is_empty() {
            return 1.0;
        }
        let common = union.iter().filter(|hash| self.0.contains(hash) && other.0.contains(hash)).count();
        common as f32 / union.len() as f32
    }
}

/// The finaliser of murmur3: every bit of the input moves half of the output's.
fn mix(mut hash: u32) -> u32 {
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

/// Inserts into a sorted array of distinct hashes, dropping the largest.
fn keep_least(least: &mut [u32; SKETCH], hash: u32) {
    if hash >= least[SKETCH - 1] || least.contains(&hash) {
        return;
    }
    let at = least.partition_point(|&kept| kept < hash);
    least.copy_within(at..SKETCH - 1, at + 1);
    least[at] = hash;
}

/// Captures with fewer shingles in common are different articles under one URL.
const SAME_ARTICLE: f32 = 0.5;

/// The capture that stands for a key.
struct Standing {
    stated: i64,
    sketch: Sketch,
    /// Its place in the ledger.
    file: usize,
    record: usize,
}

/// Marks by which records may be one article: the hashes of their bytes and of their canonical URLs.
#[derive(Debug, Default)]
pub struct Marks {
    pub contents: HashSet<u64>,
    pub urls: HashSet<u64>,
}

impl Marks {
    /// Whether a record bears one of these marks.
    pub fn meet(&self, content: u64, url: u64) -> bool {
        self.contents.contains(&content) || (url != 0 && self.urls.contains(&url))
    }

    pub fn add(&mut self, content: u64, url: u64) {
        self.contents.insert(content);
        if url != 0 {
            self.urls.insert(url);
        }
    }
}

/// Everything settled so far.
#[derive(Default)]
pub struct Settled {
    standing: HashMap<u128, Standing>,
    /// Key of every record by the hash of its bytes.
    contents: HashMap<u64, ArticleKey>,
    files: Vec<FileEntry>,
    /// Marks of articles that stay as they are: a record that bears one is not settled here but with them.
    pub held: Marks,
    /// Records that were held back, by file and record.
    pub held_back: Vec<(usize, usize)>,
    pub clashes: u64,
    /// Articles that are settled like others and not indexed.
    pub forgotten: Forgotten,
}

impl Settled {
    /// Nothing yet; forgotten articles will not be indexed.
    pub fn without(forgotten: Forgotten) -> Self {
        Self { forgotten, ..Self::default() }
    }

    /// Takes what was found in one record of a file; files come in order.
    pub fn take(
        &mut self,
        plan: &Plan,
        file: usize,
        found: Vec<Found>,
        writer: &mut Writer,
        spikes: &mut Spikes,
    ) -> Result<(), IngestError> {
        while self.files.len() <= file {
            let planned = &plan.files[self.files.len()];
            let entry = FileEntry {
                source: plan.source_of(self.files.len()).to_owned(),
                path: planned.file.locator.clone(),
                size: planned.file.size,
                mtime_ns: planned.file.mtime_ns,
                records: Vec::new(),
            };
            self.files.push(entry);
        }
        for found in found {
            match found {
                Found::Spiked { locator, error } => {
                    self.files[file].records.push(RecordEntry::spiked(locator.clone()));
                    spikes.add(plan.source_of(file), &locator, &error);
                }
                Found::Article { facts, document } => self.settle(file, *facts, document, writer)?,
            }
        }
        Ok(())
    }

    fn settle(
        &mut self,
        file: usize,
        mut facts: Facts,
        document: crate::index::NewsDocument,
        writer: &mut Writer,
    ) -> Result<(), IngestError> {
        if self.held.meet(facts.content, facts.url) {
            self.held.add(facts.content, facts.url);
            self.held_back.push((file, self.files[file].records.len()));
            self.log(file, &facts, RecordOutcome::Duplicate);
            return Ok(());
        }
        if let Some(key) = self.contents.get(&facts.content) {
            facts.key = key.clone();
            self.log(file, &facts, RecordOutcome::Duplicate);
            return Ok(());
        }
        self.contents.insert(facts.content, facts.key.clone());
        let bits = key_bits(&facts.key);
        if let Some(standing) = self.standing.get(&bits) {
            if standing.sketch.share(&facts.sketch) < SAME_ARTICLE && facts.canonical_url.is_some() {
                return self.keep_apart(file, facts, document, writer);
            }
            if standing.stated >= facts.stated {
                self.log(file, &facts, RecordOutcome::Duplicate);
                return Ok(());
            }
            let (old_file, old_record) = (standing.file, standing.record);
            self.files[old_file].records[old_record].outcome = RecordOutcome::Duplicate;
            writer.remove(facts.key.as_str());
        }
        self.stand(file, &facts, document, writer)
    }

    /// A different article under the same URL gets a key over URL and place.
    fn keep_apart(
        &mut self,
        file: usize,
        mut facts: Facts,
        document: crate::index::NewsDocument,
        writer: &mut Writer,
    ) -> Result<(), IngestError> {
        let url = facts.canonical_url.take().unwrap_or_default();
        facts.key = ArticleKey::of_clash(&url, &self.files[file].source, &facts.locator);
        self.contents.insert(facts.content, facts.key.clone());
        self.clashes += 1;
        let document = document.with_key(&facts.key, writer.fields());
        self.stand(file, &facts, document, writer)
    }

    fn stand(
        &mut self,
        file: usize,
        facts: &Facts,
        document: crate::index::NewsDocument,
        writer: &mut Writer,
    ) -> Result<(), IngestError> {
        let record = self.files[file].records.len();
        let forgotten = self.forgotten.has(facts.key.as_str());
        self.log(file, facts, if forgotten { RecordOutcome::Forgotten } else { RecordOutcome::Indexed });
        let standing = Standing { stated: facts.stated, sketch: facts.sketch, file, record };
        self.standing.insert(key_bits(&facts.key), standing);
        if !forgotten {
            writer.add(document)?;
        }
        Ok(())
    }

    fn log(&mut self, file: usize, facts: &Facts, outcome: RecordOutcome) {
        self.files[file].records.push(RecordEntry {
            locator: facts.locator.clone(),
            key: Some(facts.key.to_string()),
            outcome,
            content: facts.content,
            url: facts.url,
            text: facts.text,
        });
    }

    pub fn files(&self) -> &[FileEntry] {
        &self.files
    }

    pub fn into_files(self) -> Vec<FileEntry> {
        self.files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sketches_tell_a_later_capture_from_another_article() {
        let text = |from: usize| (from..from + 300).map(|word| format!("w{word}")).collect::<Vec<_>>().join(" ");
        let (one, corrected, other) = (Sketch::of(&text(0)), Sketch::of(&text(20)), Sketch::of(&text(1000)));
        assert!(one.share(&corrected) > SAME_ARTICLE);
        assert!(one.share(&other) < 0.1);
        assert_eq!(Sketch::of("").share(&Sketch::of("")), 1.0);
    }
}
