//! Captures of one article: which of them stands, and which are duplicates. Byte-identical records are one article with
//! several locators; of two captures of one URL the latest stated one stands; dissimilar ones are both kept.

use super::error::IngestError;
use super::learn::Learner;
use super::pipeline::{Facts, Found, SUMMARY};
use super::plan::Plan;
use super::spikes::Spikes;
use crate::article::ArticleKey;
use crate::index::{FileEntry, Forgotten, NewsDocument, RecordEntry, RecordOutcome, Writer};
use crate::source::Skip;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Hashes a sketch holds.
const SKETCH: usize = 12;

/// Words of a shingle.
const SHINGLE: usize = 4;

/// Words of a text up to which every shingle is looked at.
const ALL_WORDS: usize = 64;

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
            // Of a long text, one shingle in four is enough; its first word says which.
            if words >= SHINGLE && (words <= ALL_WORDS || last[0] & 3 == 0) {
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
    /// The latest wins: stated time, then time of capture.
    time: (i64, u32),
    sketch: Sketch,
    /// Its place among all records.
    record: u32,
}

/// One record that was settled, in as few bytes as it takes: there may be millions.
struct Settlement {
    key: Option<u128>,
    content: u64,
    url: u64,
    text: u64,
    part: Part,
    outcome: RecordOutcome,
}

/// What follows the file's locator.
enum Part {
    /// The number of the record, and of the article in it; 0 where there is none: `#12`, `#12#2`.
    Numbers(u32, u32),
    /// A member of a container: `!folder/page.html`.
    Named(Box<str>),
}

impl Part {
    fn of(file: &str, locator: &str) -> Self {
        let suffix = locator.get(file.len()..).unwrap_or_default();
        let mut parts = suffix.split('#').skip(1).map(|part| part.parse().unwrap_or(0));
        let numbers = Self::Numbers(parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        if numbers.behind(file) == locator { numbers } else { Self::Named(suffix.into()) }
    }

    fn behind(&self, file: &str) -> String {
        match self {
            Part::Numbers(0, _) => file.to_owned(),
            Part::Numbers(number, 0) => format!("{file}#{number}"),
            Part::Numbers(number, part) => format!("{file}#{number}#{part}"),
            Part::Named(suffix) => format!("{file}{suffix}"),
        }
    }
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
    /// The first record of every text of bytes, by their hash.
    contents: HashMap<u64, u32>,
    records: Vec<Settlement>,
    /// Where the records of each file start.
    starts: Vec<u32>,
    /// Marks of articles that stay as they are: a record that bears one is not settled here but with them.
    pub held: Marks,
    /// Records that were held back, by file and record.
    pub held_back: Vec<(usize, usize)>,
    pub clashes: u64,
    /// Articles that are settled like others and not indexed.
    pub forgotten: Forgotten,
    /// Members of containers that were passed over.
    pub skipped: BTreeMap<Skip, u64>,
    /// What was noted about records.
    pub notes: Vec<String>,
    /// Counts lines, in a run that learns.
    pub learner: Option<Learner>,
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
        while self.starts.len() <= file {
            self.starts.push(self.next_record());
        }
        for found in found {
            match found {
                Found::Spiked { locator, error } => {
                    let part = Part::of(&plan.files[file].locator, &locator);
                    let outcome = RecordOutcome::Spiked;
                    self.records.push(Settlement { key: None, content: 0, url: 0, text: 0, part, outcome });
                    spikes.add(plan.source_of(file), &plan.files[file].locator, &locator, &error);
                }
                Found::Skipped(skip) => *self.skipped.entry(skip).or_insert(0) += 1,
                Found::Noted(note) => self.notes.push(note),
                Found::Article { facts, document } => self.settle(plan, file, *facts, document, writer)?,
            }
        }
        Ok(())
    }

    /// The number of the next record. Four thousand million records would need more memory than any machine has.
    fn next_record(&self) -> u32 {
        u32::try_from(self.records.len()).unwrap_or(u32::MAX)
    }

    fn settle(
        &mut self,
        plan: &Plan,
        file: usize,
        mut facts: Facts,
        document: NewsDocument,
        writer: &mut Writer,
    ) -> Result<(), IngestError> {
        if self.held.meet(facts.content, facts.url) {
            self.held.add(facts.content, facts.url);
            self.held_back.push((file, (self.next_record() - self.starts[file]) as usize));
            self.log(plan, file, &facts, RecordOutcome::Duplicate);
            return Ok(());
        }
        if let Some(&first) = self.contents.get(&facts.content) {
            facts.key = self.records[first as usize].key.map_or(facts.key, ArticleKey::from_bits);
            self.log(plan, file, &facts, RecordOutcome::Duplicate);
            return Ok(());
        }
        self.contents.insert(facts.content, self.next_record());
        if let Some(standing) = self.standing.get(&facts.key.bits()) {
            // A summary is worded anew, so that its words do not tell whether it is one of the same article.
            let summary = standing.time.0 == SUMMARY || facts.time.0 == SUMMARY;
            let alike = summary || standing.sketch.share(&facts.sketch) >= SAME_ARTICLE;
            if !alike && facts.canonical_url.is_some() {
                return self.keep_apart(plan, file, facts, document, writer);
            }
            if standing.time >= facts.time {
                self.log(plan, file, &facts, RecordOutcome::Duplicate);
                return Ok(());
            }
            self.records[standing.record as usize].outcome = RecordOutcome::Duplicate;
            writer.remove(facts.key.as_str());
        }
        self.stand(plan, file, &facts, document, writer)
    }

    /// A different article under the same URL gets a key over URL and place.
    fn keep_apart(
        &mut self,
        plan: &Plan,
        file: usize,
        mut facts: Facts,
        document: NewsDocument,
        writer: &mut Writer,
    ) -> Result<(), IngestError> {
        let url = facts.canonical_url.take().unwrap_or_default();
        facts.key = ArticleKey::of_clash(&url, plan.source_of(file), &facts.locator);
        self.clashes += 1;
        let document = document.with_key(&facts.key, writer.fields());
        self.stand(plan, file, &facts, document, writer)
    }

    fn stand(
        &mut self,
        plan: &Plan,
        file: usize,
        facts: &Facts,
        document: NewsDocument,
        writer: &mut Writer,
    ) -> Result<(), IngestError> {
        let record = self.next_record();
        let forgotten = self.forgotten.has(facts.key.as_str());
        self.log(plan, file, facts, if forgotten { RecordOutcome::Forgotten } else { RecordOutcome::Indexed });
        self.standing.insert(facts.key.bits(), Standing { time: facts.time, sketch: facts.sketch, record });
        if let Some(learner) = self.learner.as_mut().filter(|_| !forgotten) {
            learner.count(record, &facts.lines)?;
        }
        if !forgotten {
            writer.add(document)?;
        }
        Ok(())
    }

    fn log(&mut self, plan: &Plan, file: usize, facts: &Facts, outcome: RecordOutcome) {
        let part = Part::of(&plan.files[file].locator, &facts.locator);
        let (key, content, url, text) = (Some(facts.key.bits()), facts.content, facts.url, facts.text);
        self.records.push(Settlement { key, content, url, text, part, outcome });
    }

    /// Whether a record is what its key stands for in the index.
    pub fn stands(&self, record: u32) -> bool {
        self.records[record as usize].outcome == RecordOutcome::Indexed
    }

    /// The file of a record, and its locator.
    pub fn place(&self, plan: &Plan, record: u32) -> (usize, String) {
        let file = self.starts.partition_point(|&start| start <= record) - 1;
        (file, self.records[record as usize].part.behind(&plan.files[file].locator))
    }

    /// Notes another text of a record that stands; gives its key.
    pub fn amend(&mut self, record: u32, text: u64) -> ArticleKey {
        let settled = &mut self.records[record as usize];
        settled.text = text;
        // Every record that stands has a key.
        ArticleKey::from_bits(settled.key.unwrap_or_default())
    }

    /// The ledger's entry of a file.
    pub fn entry(&self, plan: &Plan, file: usize) -> FileEntry {
        let planned = &plan.files[file];
        let from = self.starts.get(file).map_or(self.records.len(), |&start| start as usize);
        let to = self.starts.get(file + 1).map_or(self.records.len(), |&start| start as usize);
        let entry = |settled: &Settlement| RecordEntry {
            locator: settled.part.behind(&planned.locator),
            key: settled.key.map(|key| ArticleKey::from_bits(key).to_string()),
            outcome: settled.outcome,
            content: settled.content,
            url: settled.url,
            text: settled.text,
        };
        FileEntry {
            source: plan.source_of(file).to_owned(),
            path: planned.locator.to_string(),
            raw_path: plan.raw_path(planned),
            size: planned.size,
            mtime_ns: planned.mtime_ns,
            records: self.records[from..to].iter().map(entry).collect(),
        }
    }

    /// The entries of all files of a plan, in order.
    pub fn entries<'s>(&'s self, plan: &'s Plan) -> impl Iterator<Item = FileEntry> + 's {
        (0..plan.files.len()).map(|file| self.entry(plan, file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locators_are_kept_whole() {
        let files = [
            ("a.jsonl", ["", "#12", "#12#2", "#0", "#12#2#3", "#99999999999"]),
            ("b#7.zip", ["!c/d.html", "!c.jsonl#3", "!e.zip!f.txt", "!g#x", "#1!", "#1#0"]),
        ];
        for (file, parts) in files {
            for part in parts {
                let place = format!("{file}{part}");
                assert_eq!(Part::of(file, &place).behind(file), place);
            }
        }
        assert!(matches!(Part::of("a", "a#12#2"), Part::Numbers(12, 2)));
    }

    #[test]
    fn sketches_tell_a_later_capture_from_another_article() {
        let text = |from: usize| (from..from + 300).map(|word| format!("w{word}")).collect::<Vec<_>>().join(" ");
        let (one, corrected, other) = (Sketch::of(&text(0)), Sketch::of(&text(20)), Sketch::of(&text(1000)));
        assert!(one.share(&corrected) > SAME_ARTICLE);
        assert!(one.share(&other) < 0.1);
        assert_eq!(Sketch::of("").share(&Sketch::of("")), 1.0);
    }
}
