//! Any of several words, scored together: one pass over windows of documents adds up, for each word, how often its
//! forms occur in each document. Derived words add to the score of a document that matches, but never make one match.

use super::bm25::Bm25;
use super::documents;
use super::language::LanguageTest;
use super::window::{List, Marks, WINDOW};
use crate::query::{Cancel, Family};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

/// Documents that have any of the words.
#[derive(Debug, Clone)]
pub struct AnyOfQuery {
    pub field: Field,
    pub families: Vec<Family>,
    pub cancel: Cancel,
}

impl Query for AnyOfQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut bm25 = Vec::with_capacity(self.families.len());
        for family in &self.families {
            bm25.push(Bm25::of_family(self.field, family, scoring)?);
        }
        Ok(Box::new(AnyOfWeight { query: self.clone(), bm25 }))
    }
}

struct AnyOfWeight {
    query: AnyOfQuery,
    /// By family.
    bm25: Vec<Option<Bm25>>,
}

impl Weight for AnyOfWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let boosted: Vec<Option<Bm25>> =
            self.bm25.iter().map(|bm25| bm25.as_ref().map(|bm25| bm25.boosted(boost))).collect();
        let words = self.query.families.iter().zip(boosted);
        let pass = Pass::open(reader, self.query.field, words, &self.query.cancel)?;
        if pass.next() == TERMINATED {
            return Ok(Box::new(EmptyScorer));
        }
        let mut scorer = AnyOfScorer { pass, found: Vec::new(), at: 0 };
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
        each_best(reader, self.query.field, &words, &self.query.cancel, threshold, callback)
    }
}

/// Passes on every document whose score is above a threshold, which the callback raises.
pub fn each_best(
    reader: &SegmentReader,
    field: Field,
    words: &[(&Family, &Bm25)],
    cancel: &Cancel,
    mut threshold: Score,
    callback: &mut dyn FnMut(DocId, Score) -> Score,
) -> tantivy::Result<()> {
    let words = words.iter().map(|(family, bm25)| (*family, Some((*bm25).clone())));
    let mut pass = Pass::open(reader, field, words, cancel)?;
    let mut start = pass.next();
    while start < TERMINATED {
        if pass.stands_alone() {
            pass.fill_one(start, &mut threshold, callback);
            start = pass.next();
            continue;
        }
        pass.fill(start, |doc, score| {
            if score > threshold {
                threshold = callback(doc, score);
            }
        });
        start = pass.next();
    }
    Ok(())
}

/// A pass over the posting lists of all words in one segment.
struct Pass {
    /// By family.
    lists: Vec<Vec<List>>,
    bm25: Vec<Option<Bm25>>,
    languages: LanguageTest,
    norms: FieldNormReader,
    /// For the documents of a window: occurrences of the current family, the score so far, and whether they match.
    times: Vec<Score>,
    scores: Vec<Score>,
    matched: Marks,
    cancel: Cancel,
}

impl Pass {
    fn open<'a>(
        reader: &SegmentReader,
        field: Field,
        words: impl Iterator<Item = (&'a Family, Option<Bm25>)>,
        cancel: &Cancel,
    ) -> tantivy::Result<Self> {
        let inverted = reader.inverted_index(field)?;
        let (mut lists, mut all) = (Vec::new(), Vec::new());
        for (family, bm25) in words {
            lists.push(List::of_family(&inverted, field, family, bm25.is_some())?);
            all.push(bm25);
        }
        Ok(Self {
            lists,
            bm25: all,
            languages: LanguageTest::of(reader)?,
            norms: reader.get_fieldnorms_reader(field)?,
            times: vec![0.0; WINDOW],
            scores: vec![0.0; WINDOW],
            matched: Marks::none(),
            cancel: cancel.clone(),
        })
    }

    /// Whether there is only one word, and all its lists make a document match.
    fn stands_alone(&self) -> bool {
        matches!(&self.lists[..], [lists] if lists.iter().all(|list| list.role.matches()))
    }

    /// The next document of any list; `None` after the search was cancelled.
    fn next(&self) -> DocId {
        if self.cancel.is_cancelled() {
            return TERMINATED;
        }
        let matching = self.lists.iter().flatten().filter(|list| list.role.matches());
        matching.map(List::doc).min().unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) {
        self.lists.iter_mut().flatten().for_each(|list| list.seek(target));
    }

    /// Reads the window that starts at a document and passes on its matches, in order.
    fn fill(&mut self, start: DocId, mut found: impl FnMut(DocId, Score)) {
        self.matched = Marks::none();
        for family in 0..self.lists.len() {
            self.add_family(family, start);
        }
        let scores = &mut self.scores;
        self.matched.each(|at| found(start + at as u32, scores[at]));
        scores.fill(0.0);
    }

    /// The same for a single family without derived words: scores only what may be among the best.
    fn fill_one(&mut self, start: DocId, threshold: &mut Score, callback: &mut dyn FnMut(DocId, Score) -> Score) {
        let Self { lists, bm25, languages, norms, times, .. } = self;
        let Some(bm25) = &bm25[0] else { return };
        let end = start.saturating_add(WINDOW as u32);
        let mut touched = Marks::none();
        for list in &mut lists[0] {
            list.each(start, end, languages, |at, more| {
                times[at] += more;
                touched.insert(at);
            });
        }
        touched.each(|at| {
            let (doc, times) = (start + at as u32, std::mem::take(&mut times[at]));
            let norm = norms.fieldnorm_id(doc);
            if bm25.may_exceed(*threshold, norm, times) {
                let score = bm25.score(norm, times);
                if score > *threshold {
                    *threshold = callback(doc, score);
                }
            }
        });
    }

    /// Adds one family's lists: occurrences first, then their score in every document that has any.
    fn add_family(&mut self, family: usize, start: DocId) {
        let Self { lists, bm25, languages, norms, times, scores, matched, .. } = self;
        let end = start.saturating_add(WINDOW as u32);
        let mut touched = Marks::none();
        for list in &mut lists[family] {
            let matches = list.role.matches();
            list.each(start, end, languages, |at, more| {
                times[at] += more;
                touched.insert(at);
                if matches {
                    matched.insert(at);
                }
            });
        }
        touched.each(|at| {
            let times = std::mem::take(&mut times[at]);
            if let Some(bm25) = &bm25[family] {
                scores[at] += bm25.score(norms.fieldnorm_id(start + at as u32), times);
            }
        });
    }
}

/// The matches of a pass, one window at a time.
struct AnyOfScorer {
    pass: Pass,
    found: Vec<(DocId, Score)>,
    at: usize,
}

impl AnyOfScorer {
    /// Fills with the first window at or after `target` that has a match.
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

impl DocSet for AnyOfScorer {
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
        self.pass.lists.iter().flatten().fold(0, |sum: u32, list| sum.saturating_add(list.doc_freq()))
    }
}

impl Scorer for AnyOfScorer {
    fn score(&mut self) -> Score {
        self.found.get(self.at).map_or(0.0, |(_, score)| *score)
    }
}
