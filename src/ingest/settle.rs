//! Captures of one article: which one is kept, and which are duplicates. Byte-identical records are one article with
//! several locators; of two captures of one URL the one with the latest stated time is kept; dissimilar ones are both
//! kept.

use super::captures::{Capture, Captures};
use super::error::IngestError;
use super::plan::Plan;
use super::prepared::{Facts, Made, Prepared, SUMMARY};
use super::settlements::{Settlement, Settlements, Suffix};
use super::spikes::Spikes;
use super::spill::Spill;
use crate::article::ArticleKey;
use crate::index::{
    FileEntry, Forgotten, IndexError, LineCounter, RECORDS_OF_ENTRY, RecordEntry, RecordOutcome, Writer,
};
use crate::source::Skip;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

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

    /// Whether the two have a mark in common.
    pub fn meets(&self, other: &Self) -> bool {
        self.contents.iter().any(|content| other.contents.contains(content))
            || self.urls.iter().any(|url| other.urls.contains(url))
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
pub struct Settled {
    records: Settlements,
    captures: Captures,
    /// Where the temporary file of captures is.
    folder: PathBuf,
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
    /// Nothing yet; forgotten articles will not be indexed. A temporary file is in a folder.
    pub fn new(folder: &Path, forgotten: Forgotten) -> Self {
        Self {
            records: Settlements::default(),
            captures: Captures::new(folder),
            folder: folder.to_owned(),
            starts: Vec::new(),
            held: Marks::default(),
            held_back: Vec::new(),
            spiked: HashMap::new(),
            clashes: 0,
            forgotten,
            skipped: BTreeMap::new(),
            notes: Vec::new(),
            learner: None,
        }
    }

    /// Nothing yet, in the same folder with the same forgotten articles.
    pub fn afresh(&self) -> Self {
        Self::new(&self.folder, self.forgotten.clone())
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
            self.starts.push(self.records.next());
        }
        for found in found {
            match found {
                Prepared::Spiked { locator, error } => {
                    spikes.add(plan.source_of(file), &plan.files[file].locator, &locator, &error)?;
                    self.log_spike(plan, file, &locator)?;
                }
                Prepared::Skipped(skip) => *self.skipped.entry(skip).or_insert(0) += 1,
                Prepared::Noted(note) => self.notes.push(note),
                Prepared::Article { facts, made } => self.settle(plan, file, *facts, made, target)?,
            }
        }
        Ok(())
    }

    fn log_spike(&mut self, plan: &Plan, file: usize, locator: &str) -> Result<(), IngestError> {
        let count = self.spiked.entry(file).or_insert(0);
        *count += 1;
        if *count <= MOST_SPIKED {
            self.records.push(Settlement::spiked(Suffix::of(&plan.files[file].locator, locator)));
            self.captures.push(&Capture::default())?;
        }
        Ok(())
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
            self.held_back.push((file, (self.records.next() - self.starts[file]) as usize));
            return self.log(plan, file, &facts, RecordOutcome::Duplicate);
        }
        if let Some(first) = self.records.with_content(facts.content) {
            facts.key = self.records.get(first).key().map_or(facts.key, ArticleKey::from_bits);
            return self.log(plan, file, &facts, RecordOutcome::Duplicate);
        }
        self.records.note_content(facts.content);
        if let Some(record) = self.records.standing(facts.key.bits()) {
            let standing = self.captures.get(record)?;
            // A summary has words of its own, so they do not show whether it is of the same article.
            let summary = standing.time.0 == SUMMARY || facts.time.0 == SUMMARY;
            let alike = summary || standing.sketch.share(&facts.sketch) >= SAME_ARTICLE;
            if !alike && facts.canonical_url.is_some() {
                return self.keep_apart(plan, file, facts, made, target);
            }
            if standing.time >= facts.time {
                return self.log(plan, file, &facts, RecordOutcome::Duplicate);
            }
            self.records.get_mut(record).outcome = RecordOutcome::Duplicate;
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
        let record = self.records.next();
        let forgotten = self.forgotten.covers(facts.key.as_str(), facts.content, facts.words);
        self.log(plan, file, facts, if forgotten { RecordOutcome::Forgotten } else { RecordOutcome::Indexed })?;
        self.records.keep_last();
        if let Some(learner) = self.learner.as_mut().filter(|_| !forgotten) {
            learner.count(&facts.lines);
        }
        if !forgotten {
            target.add(record, facts, made)?;
        }
        Ok(())
    }

    fn log(&mut self, plan: &Plan, file: usize, facts: &Facts, outcome: RecordOutcome) -> Result<(), IngestError> {
        let suffix = Suffix::of(&plan.files[file].locator, &facts.locator);
        let &Facts { content, url, text, words, title, rest, time, sketch, .. } = facts;
        let of_key = Settlement::of(facts.key.bits(), suffix, outcome);
        self.records.push(Settlement { content, url, text, words, title, rest, ..of_key });
        Ok(self.captures.push(&Capture { time, sketch })?)
    }

    /// Frees what only settling further records needs.
    pub fn close(&mut self) {
        self.records.close();
        self.captures = Captures::new(&self.folder);
    }

    /// The key of a record, if it is the one that is indexed under it.
    pub fn key_if_standing(&self, record: u32) -> Option<ArticleKey> {
        let settled = self.records.get(record);
        settled.key().filter(|_| settled.outcome == RecordOutcome::Indexed).map(ArticleKey::from_bits)
    }

    /// The hash of the bytes of a record.
    pub fn content_of(&self, record: u32) -> u64 {
        self.records.get(record).content
    }

    /// The file of a record, and its locator.
    pub fn place_of(&self, plan: &Plan, record: u32) -> (usize, String) {
        // Files without records start where the next one does: the last of them is the file of the record.
        let file = self.starts.partition_point(|&start| start <= record).saturating_sub(1);
        (file, self.records.get(record).suffix.after(&plan.files[file].locator))
    }

    /// Records the changed text of an indexed record.
    pub fn amend(&mut self, record: u32, text: u64) {
        self.records.get_mut(record).text = text;
    }

    /// The numbers of a file's records.
    fn records_of(&self, file: usize) -> Range<usize> {
        let start = |file: usize| self.starts.get(file).map_or(self.records.len(), |&start| start as usize);
        start(file)..start(file + 1)
    }

    /// The ledger's entry of a file, with some of its records.
    fn part(&self, plan: &Plan, file: usize, part: usize, records: Range<usize>) -> FileEntry {
        let planned = &plan.files[file];
        let entry = |settled: &Settlement| RecordEntry {
            locator: settled.suffix.after(&planned.locator),
            key: settled.key().map(|key| ArticleKey::from_bits(key).to_string()),
            outcome: settled.outcome,
            content: settled.content,
            url: settled.url,
            text: settled.text,
            words: settled.words,
            title: settled.title.into(),
            rest: settled.rest.into(),
        };
        let spiked = self.spiked.get(&file).copied().unwrap_or(0);
        FileEntry {
            source: plan.source_of(file).to_owned(),
            path: planned.locator.to_string(),
            raw_path: plan.raw_path(planned),
            size: planned.size,
            mtime_ns: planned.mtime_ns,
            stamp: planned.stamp,
            digest: planned.digest.get(),
            part: part as u64,
            spiked,
            records: self.records.range(records).map(entry).collect(),
            more_spiked: if part == 0 { spiked.saturating_sub(MOST_SPIKED) } else { 0 },
        }
    }

    /// The ledger's entry of one record of a file.
    pub fn entry(&self, plan: &Plan, file: usize, record: usize) -> FileEntry {
        let at = self.records_of(file).start + record;
        self.part(plan, file, 0, at..at + 1)
    }

    /// The entries of all files of a plan, in order; a file of many records has several.
    pub fn entries<'s>(&'s self, plan: &'s Plan) -> impl Iterator<Item = FileEntry> + 's {
        (0..plan.files.len()).flat_map(move |file| {
            let records = self.records_of(file);
            let parts = records.len().div_ceil(RECORDS_OF_ENTRY).max(1);
            (0..parts).map(move |part| {
                let from = records.start + part * RECORDS_OF_ENTRY;
                self.part(plan, file, part, from..records.end.min(from + RECORDS_OF_ENTRY))
            })
        })
    }
}
