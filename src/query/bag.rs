//! Any of several words, scored together: one pass over windows of documents adds up, for each word, how often its forms
//! stand in each document. Derived words add to the score of a document that matches, and never make one match.

use super::bm25::Bm25;
use super::documents;
use super::english::EnglishTest;
use super::family::{Family, Role};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Documents of one window: its arrays stay in the processor's first cache.
const WINDOW: usize = 2048;

/// One occurrence in each document of a block.
const ONES: [u32; 128] = [1; 128];

/// Documents that hold any of the words.
#[derive(Debug, Clone)]
pub struct BagQuery {
    pub field: Field,
    pub families: Vec<Family>,
}

impl Query for BagQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut bm25 = Vec::with_capacity(self.families.len());
        for family in &self.families {
            bm25.push(Bm25::of_family(self.field, family, scoring)?);
        }
        Ok(Box::new(BagWeight { query: self.clone(), bm25 }))
    }
}

struct BagWeight {
    query: BagQuery,
    /// By family.
    bm25: Vec<Option<Bm25>>,
}

impl Weight for BagWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let boosted: Vec<Option<Bm25>> =
            self.bm25.iter().map(|bm25| bm25.as_ref().map(|bm25| bm25.boosted(boost))).collect();
        let words = self.query.families.iter().zip(boosted);
        let pass = Pass::open(reader, self.query.field, words)?;
        if pass.lists.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let mut scorer = BagScorer { pass, found: Vec::new(), at: 0 };
        scorer.refill(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        documents::explained(self, reader, doc, "any of several words")
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let mut words = Vec::with_capacity(self.bm25.len());
        for (family, bm25) in self.query.families.iter().zip(&self.bm25) {
            words.push((family, bm25.as_ref().ok_or_else(documents::unscored)?));
        }
        each_best(reader, self.query.field, &words, threshold, callback)
    }
}

/// Hands on every document whose score is above a threshold, which the callback raises.
pub fn each_best(
    reader: &SegmentReader,
    field: Field,
    words: &[(&Family, &Bm25)],
    mut threshold: Score,
    callback: &mut dyn FnMut(DocId, Score) -> Score,
) -> tantivy::Result<()> {
    let words = words.iter().map(|(family, bm25)| (*family, Some((*bm25).clone())));
    let mut pass = Pass::open(reader, field, words)?;
    let mut start = pass.next();
    while start < TERMINATED {
        pass.fill(start, |doc, score| {
            if score > threshold {
                threshold = callback(doc, score);
            }
        });
        start = pass.next();
    }
    Ok(())
}

/// One member's posting list, and how far it has been read.
struct List {
    blocks: BlockSegmentPostings,
    /// Place inside the block.
    at: usize,
    family: usize,
    role: Role,
}

impl List {
    fn doc(&self) -> DocId {
        self.blocks.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) {
        if self.doc() < target {
            self.at = self.blocks.seek(target);
        }
    }
}

/// A pass over the posting lists of all words in one segment.
struct Pass {
    /// By family.
    lists: Vec<List>,
    bm25: Vec<Option<Bm25>>,
    english: EnglishTest,
    norms: FieldNormReader,
    /// Of the documents of a window: occurrences of the family at hand, the score so far, and whether they match.
    times: Vec<Score>,
    scores: Vec<Score>,
    matched: [u64; WINDOW / 64],
}

impl Pass {
    fn open<'a>(
        reader: &SegmentReader,
        field: Field,
        words: impl Iterator<Item = (&'a Family, Option<Bm25>)>,
    ) -> tantivy::Result<Self> {
        let inverted = reader.inverted_index(field)?;
        let (mut lists, mut all) = (Vec::new(), Vec::new());
        for (nth, (family, bm25)) in words.enumerate() {
            let option = if bm25.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
            for (word, role) in family.members().filter(|(_, role)| bm25.is_some() || *role != Role::Derived) {
                let term = Term::from_field_text(field, word);
                if let Some(blocks) = inverted.read_block_postings(&term, option)? {
                    lists.push(List { blocks, at: 0, family: nth, role });
                }
            }
            all.push(bm25);
        }
        Ok(Self {
            lists,
            bm25: all,
            english: EnglishTest::of(reader)?,
            norms: reader.get_fieldnorms_reader(field)?,
            times: vec![0.0; WINDOW],
            scores: vec![0.0; WINDOW],
            matched: [0; WINDOW / 64],
        })
    }

    /// The first document that a list still holds.
    fn next(&self) -> DocId {
        let matching = self.lists.iter().filter(|list| list.role != Role::Derived);
        matching.map(List::doc).min().unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) {
        self.lists.iter_mut().for_each(|list| list.seek(target));
    }

    /// Reads the window that starts at a document and hands its matches on, in order.
    fn fill(&mut self, start: DocId, mut found: impl FnMut(DocId, Score)) {
        let end = start.saturating_add(WINDOW as u32);
        self.matched = [0; WINDOW / 64];
        let mut first = 0;
        while first < self.lists.len() {
            let family = self.lists[first].family;
            let last = first + self.lists[first..].iter().take_while(|list| list.family == family).count();
            self.add_family(first..last, start, end);
            first = last;
        }
        for (nth, bits) in self.matched.iter().enumerate() {
            let mut bits = *bits;
            while bits != 0 {
                let at = nth * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                found(start + at as u32, self.scores[at]);
            }
        }
        self.scores.fill(0.0);
    }

    /// Adds one family's lists: occurrences first, then their score in every document that has some.
    fn add_family(&mut self, lists: std::ops::Range<usize>, start: DocId, end: DocId) {
        let mut touched = [0u64; WINDOW / 64];
        let Some(family) = self.lists.get(lists.start).map(|list| list.family) else { return };
        let everywhere = self.english.is_everywhere();
        for list in &mut self.lists[lists] {
            list.seek(start);
            let weight = list.role.weight();
            let checked = list.role == Role::Inflected && !everywhere;
            loop {
                let docs = &list.blocks.docs()[list.at..];
                let inside = docs.partition_point(|&doc| doc < end);
                // Without scores no frequencies are read.
                let freqs = list.blocks.freqs().get(list.at..list.at + inside).unwrap_or(&ONES[..inside]);
                for (&doc, &times) in docs[..inside].iter().zip(freqs) {
                    let at = (doc - start) as usize;
                    if checked && !self.english.holds(doc) {
                        continue;
                    }
                    self.times[at] += weight * times as Score;
                    touched[at / 64] |= 1 << (at % 64);
                    if list.role != Role::Derived {
                        self.matched[at / 64] |= 1 << (at % 64);
                    }
                }
                list.at += inside;
                if list.at < list.blocks.docs().len() || list.blocks.docs().is_empty() {
                    break;
                }
                list.blocks.advance();
                list.at = 0;
            }
        }
        let bm25 = self.bm25[family].as_ref();
        for (nth, bits) in touched.iter().enumerate() {
            let mut bits = *bits;
            while bits != 0 {
                let at = nth * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                if let Some(bm25) = bm25 {
                    self.scores[at] += bm25.score(self.norms.fieldnorm_id(start + at as u32), self.times[at]);
                }
                self.times[at] = 0.0;
            }
        }
    }
}

/// The matches of a pass, a window at a time.
struct BagScorer {
    pass: Pass,
    found: Vec<(DocId, Score)>,
    at: usize,
}

impl BagScorer {
    /// Fills with the first window at or after `target` that holds a match.
    fn refill(&mut self, target: DocId) {
        self.pass.seek(target);
        self.found.clear();
        self.at = 0;
        while self.found.is_empty() {
            let start = self.pass.next();
            if start == TERMINATED {
                return;
            }
            let found = &mut self.found;
            self.pass.fill(start, |doc, score| found.push((doc, score)));
        }
    }
}

impl DocSet for BagScorer {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        if self.at >= self.found.len() && !self.found.is_empty() {
            self.refill(0);
        }
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        if self.found.last().is_some_and(|(last, _)| *last >= target) {
            self.at = self.found.partition_point(|(doc, _)| *doc < target);
        } else {
            self.refill(target);
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.found.get(self.at).map_or(TERMINATED, |(doc, _)| *doc)
    }

    fn size_hint(&self) -> u32 {
        self.pass.lists.iter().fold(0, |sum: u32, list| sum.saturating_add(list.blocks.doc_freq()))
    }
}

impl Scorer for BagScorer {
    fn score(&mut self) -> Score {
        self.found.get(self.at).map_or(0.0, |(_, score)| *score)
    }
}
