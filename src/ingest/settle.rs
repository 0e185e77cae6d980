//! Captures of one article: which one is kept, and which are duplicates. Byte-identical records are one article with
//! several locators; of two captures of one URL the one with the latest stated time is kept; dissimilar ones are both
//! kept.

use super::error::IngestError;
use super::plan::Plan;
use super::prepared::{Facts, Made, Prepared, SUMMARY};
use super::sketch::Sketch;
use super::spikes::Spikes;
use super::spill::Spill;
use crate::article::ArticleKey;
use crate::index::{FileEntry, Forgotten, IndexError, LineCounter, RecordEntry, RecordOutcome, Writer};
use crate::source::Skip;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Where articles go.
pub enum Target<'t> {
    Index(&'t mut Writer),
    /// Kept until the repeated lines are known.
    Spill(&'t mut Spill),
}

impl Target<'_> {
    fn add(&mut self, record: u32, facts: &Facts, made: Made) -> Result<(), IndexError> {
        match (self, made) {
            (Self::Index(writer), Made::Document(document)) => {
                let fields = writer.fields();
                writer.add(document.with_key(&facts.key, fields))
            }
            (Self::Spill(spill), Made::Packed(packed)) => spill.add(record, &packed, &facts.lines.lines),
            // What is made follows from whether the run learns, as the target does.
            _ => Ok(()),
        }
    }

    /// Takes back what was added under a key. What is kept is looked through later.
    fn remove(&mut self, key: &str) {
        if let Self::Index(writer) = self {
            writer.remove(key);
        }
    }
}

/// Captures with fewer shingles in common are different articles under one URL.
const SAME_ARTICLE: f32 = 0.5;

/// The capture that is kept under a key.
struct Standing {
    /// The latest wins: stated time, then time of capture.
    time: (i64, u32),
    sketch: Sketch,
    /// Its number among all records.
    record: u32,
}

/// One settled record, in as few bytes as possible: there may be millions.
struct Settlement {
    key: Option<u128>,
    content: u64,
    url: u64,
    text: u64,
    words: u64,
    suffix: Suffix,
    outcome: RecordOutcome,
}

/// What follows the file's locator.
enum Suffix {
    /// The number of the record, and of the article in it; 0 if there is none: `#12`, `#12#2`.
    Numbers(u32, u32),
    /// A member of a container: `!folder/page.html`.
    Named(Box<str>),
}

impl Suffix {
    fn of(file: &str, locator: &str) -> Self {
        let suffix = locator.get(file.len()..).unwrap_or_default();
        let mut parts = suffix.split('#').skip(1).map(|part| part.parse().unwrap_or(0));
        let numbers = Self::Numbers(parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        if numbers.after(file) == locator { numbers } else { Self::Named(suffix.into()) }
    }

    fn after(&self, file: &str) -> String {
        match self {
            Suffix::Numbers(0, _) => file.to_owned(),
            Suffix::Numbers(number, 0) => format!("{file}#{number}"),
            Suffix::Numbers(number, part) => format!("{file}#{number}#{part}"),
            Suffix::Named(suffix) => format!("{file}{suffix}"),
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
    /// Whether a record has one of these marks.
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

/// Records of one file that could not be read and are listed in the ledger; of the others only the number is.
const MOST_SPIKED: u64 = 10_000;

/// Everything settled so far.
#[derive(Default)]
pub struct Settled {
    standing: HashMap<u128, Standing>,
    /// The first record with each content, by the hash of its bytes.
    contents: HashMap<u64, u32>,
    records: Vec<Settlement>,
    /// Where the records of each file start.
    starts: Vec<u32>,
    /// Marks of articles that stay unchanged: a record with one of them is settled together with those articles, not
    /// here.
    pub held: Marks,
    /// Deferred records, by file and record.
    pub held_back: Vec<(usize, usize)>,
    /// Records of each file that could not be read.
    spiked: HashMap<usize, u64>,
    pub clashes: u64,
    /// Forgotten articles: settled like others, but not indexed.
    pub forgotten: Forgotten,
    /// Skipped members of containers.
    pub skipped: BTreeMap<Skip, u64>,
    /// Notes about records.
    pub notes: Vec<String>,
    /// Counts lines, in a run that learns.
    pub learner: Option<LineCounter>,
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
        found: Vec<Prepared>,
        target: &mut Target,
        spikes: &mut Spikes,
    ) -> Result<(), IngestError> {
        while self.starts.len() <= file {
            self.starts.push(self.next_record());
        }
        for found in found {
            match found {
                Prepared::Spiked { locator, error } => {
                    spikes.add(plan.source_of(file), &plan.files[file].locator, &locator, &error)?;
                    self.log_spike(plan, file, &locator);
                }
                Prepared::Skipped(skip) => *self.skipped.entry(skip).or_insert(0) += 1,
                Prepared::Noted(note) => self.notes.push(note),
                Prepared::Article { facts, made } => self.settle(plan, file, *facts, made, target)?,
            }
        }
        Ok(())
    }

    fn log_spike(&mut self, plan: &Plan, file: usize, locator: &str) {
        let count = self.spiked.entry(file).or_insert(0);
        *count += 1;
        if *count <= MOST_SPIKED {
            let suffix = Suffix::of(&plan.files[file].locator, locator);
            let outcome = RecordOutcome::Spiked;
            self.records.push(Settlement { key: None, content: 0, url: 0, text: 0, words: 0, suffix, outcome });
        }
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
        made: Made,
        target: &mut Target,
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
            // A summary has words of its own, so they do not show whether it is of the same article.
            let summary = standing.time.0 == SUMMARY || facts.time.0 == SUMMARY;
            let alike = summary || standing.sketch.share(&facts.sketch) >= SAME_ARTICLE;
            if !alike && facts.canonical_url.is_some() {
                return self.keep_apart(plan, file, facts, made, target);
            }
            if standing.time >= facts.time {
                self.log(plan, file, &facts, RecordOutcome::Duplicate);
                return Ok(());
            }
            self.records[standing.record as usize].outcome = RecordOutcome::Duplicate;
            target.remove(facts.key.as_str());
        }
        self.stand(plan, file, &facts, made, target)
    }

    /// A different article under the same URL gets a key over URL and place.
    fn keep_apart(
        &mut self,
        plan: &Plan,
        file: usize,
        mut facts: Facts,
        made: Made,
        target: &mut Target,
    ) -> Result<(), IngestError> {
        let url = facts.canonical_url.take().unwrap_or_default();
        facts.key = ArticleKey::of_clash(&url, plan.source_of(file), &facts.locator);
        self.clashes += 1;
        self.stand(plan, file, &facts, made, target)
    }

    fn stand(
        &mut self,
        plan: &Plan,
        file: usize,
        facts: &Facts,
        made: Made,
        target: &mut Target,
    ) -> Result<(), IngestError> {
        let record = self.next_record();
        let forgotten = self.forgotten.covers(facts.key.as_str(), facts.content, facts.words);
        self.log(plan, file, facts, if forgotten { RecordOutcome::Forgotten } else { RecordOutcome::Indexed });
        self.standing.insert(facts.key.bits(), Standing { time: facts.time, sketch: facts.sketch, record });
        if let Some(learner) = self.learner.as_mut().filter(|_| !forgotten) {
            learner.count(&facts.lines);
        }
        if !forgotten {
            target.add(record, facts, made)?;
        }
        Ok(())
    }

    fn log(&mut self, plan: &Plan, file: usize, facts: &Facts, outcome: RecordOutcome) {
        let suffix = Suffix::of(&plan.files[file].locator, &facts.locator);
        let &Facts { content, url, text, words, .. } = facts;
        let key = Some(facts.key.bits());
        self.records.push(Settlement { key, content, url, text, words, suffix, outcome });
    }

    /// Frees what only settling further records needs.
    pub fn close(&mut self) {
        (self.standing, self.contents) = Default::default();
    }

    /// The key of a record, if it is the one that is indexed under it.
    pub fn key_if_standing(&self, record: u32) -> Option<ArticleKey> {
        let settled = &self.records[record as usize];
        settled.key.filter(|_| settled.outcome == RecordOutcome::Indexed).map(ArticleKey::from_bits)
    }

    /// Records the changed text of an indexed record.
    pub fn amend(&mut self, record: u32, text: u64) {
        self.records[record as usize].text = text;
    }

    /// The ledger's entry of a file.
    pub fn entry(&self, plan: &Plan, file: usize) -> FileEntry {
        let planned = &plan.files[file];
        let from = self.starts.get(file).map_or(self.records.len(), |&start| start as usize);
        let to = self.starts.get(file + 1).map_or(self.records.len(), |&start| start as usize);
        let entry = |settled: &Settlement| RecordEntry {
            locator: settled.suffix.after(&planned.locator),
            key: settled.key.map(|key| ArticleKey::from_bits(key).to_string()),
            outcome: settled.outcome,
            content: settled.content,
            url: settled.url,
            text: settled.text,
            words: settled.words,
        };
        FileEntry {
            source: plan.source_of(file).to_owned(),
            path: planned.locator.to_string(),
            raw_path: plan.raw_path(planned),
            size: planned.size,
            mtime_ns: planned.mtime_ns,
            stamp: planned.stamp,
            digest: planned.digest.get(),
            records: self.records[from..to].iter().map(entry).collect(),
            more_spiked: self.spiked.get(&file).map_or(0, |count| count.saturating_sub(MOST_SPIKED)),
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
                assert_eq!(Suffix::of(file, &place).after(file), place);
            }
        }
        assert!(matches!(Suffix::of("a", "a#12#2"), Suffix::Numbers(12, 2)));
    }
}
