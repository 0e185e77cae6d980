//! All of several words, each with its inflections: the rarest leads through windows of documents, the others are
//! checked only for documents that can still enter the list. Finds and scores the same as an intersection of the words'
//! own queries.

use super::bm25::Bm25;
use super::documents;
use super::family::FamilyQuery;
use super::language::LanguageTest;
use super::window::{List, Marks, WINDOW};
use crate::query::{Cancel, Family};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{BooleanQuery, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocId, Score, SegmentReader, TERMINATED};

/// Number of postings that can be read for the cost of one lookup: an estimate, which the bench `latency`
/// confirms.
const LOOK_UP: u64 = 8;

/// Documents that have all the words.
#[derive(Debug, Clone)]
pub struct AllOfQuery {
    pub field: Field,
    pub families: Vec<Family>,
    pub cancel: Cancel,
}

impl Query for AllOfQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let words = |family: &Family| -> Box<dyn Query> {
            Box::new(FamilyQuery { field: self.field, family: family.clone(), cancel: self.cancel.clone() })
        };
        let inner = BooleanQuery::intersection(self.families.iter().map(words).collect()).weight(scoring)?;
        let mut bm25 = Vec::with_capacity(self.families.len());
        for family in &self.families {
            bm25.push(Bm25::of_family(self.field, family, scoring)?);
        }
        Ok(Box::new(AllOfWeight { query: self.clone(), bm25, inner }))
    }
}

struct AllOfWeight {
    query: AllOfQuery,
    /// By family.
    bm25: Vec<Option<Bm25>>,
    /// The same, document by document: for intersections with other queries.
    inner: Box<dyn Weight>,
}

impl Weight for AllOfWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        self.inner.scorer(reader, boost)
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        documents::explained(self, reader, doc, "all of several words")
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        let words = self.query.families.iter().map(|family| (family, None));
        let Some(mut pass) = Pass::open(reader, self.query.field, words)? else { return Ok(0) };
        let mut count = 0;
        pass.run(&self.query.cancel, Score::MIN, &mut |doc, _| {
            count += u32::from(!reader.is_deleted(doc));
            Score::MIN
        });
        Ok(count)
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let mut words = Vec::with_capacity(self.bm25.len());
        for (family, bm25) in self.query.families.iter().zip(&self.bm25) {
            words.push((family, Some(bm25.clone().ok_or_else(documents::unscored)?)));
        }
        if let Some(mut pass) = Pass::open(reader, self.query.field, words.into_iter())? {
            pass.run(&self.query.cancel, threshold, callback);
        }
        Ok(())
    }
}

/// One word's lists in a segment.
struct Word {
    lists: Vec<List>,
    bm25: Option<Bm25>,
    /// Upper bound of the score that the words after this one can add.
    rest: Score,
}

impl Word {
    fn frequency(&self) -> u64 {
        self.lists.iter().map(|list| u64::from(list.doc_freq())).sum()
    }

    fn next(&self) -> DocId {
        self.lists.iter().map(List::doc).min().unwrap_or(TERMINATED)
    }

    fn score(&self, norms: &FieldNormReader, doc: DocId, times: Score) -> Score {
        self.bm25.as_ref().map_or(0.0, |bm25| bm25.score(norms.fieldnorm_id(doc), times))
    }
}

struct Pass {
    /// The rarest first.
    words: Vec<Word>,
    languages: LanguageTest,
    norms: FieldNormReader,
    documents: u64,
    /// For the documents of a window: how often the current word occurs there.
    times: Vec<Score>,
    /// Documents of a window that have all words so far, and their scores.
    candidates: Vec<(DocId, Score)>,
}

impl Pass {
    /// `None` if the segment lacks one of the words.
    fn open<'a>(
        reader: &SegmentReader,
        field: Field,
        families: impl Iterator<Item = (&'a Family, Option<Bm25>)>,
    ) -> tantivy::Result<Option<Self>> {
        let inverted = reader.inverted_index(field)?;
        let mut words = Vec::new();
        for (family, bm25) in families {
            let lists = List::of_family(&inverted, field, family, bm25.is_some())?;
            if lists.is_empty() {
                return Ok(None);
            }
            words.push(Word { lists, bm25, rest: 0.0 });
        }
        words.sort_by_key(Word::frequency);
        let mut rest = 0.0;
        for word in words.iter_mut().rev() {
            word.rest = rest;
            rest += word.bm25.as_ref().map_or(0.0, Bm25::most);
        }
        Ok(Some(Self {
            words,
            languages: LanguageTest::of(reader)?,
            norms: reader.get_fieldnorms_reader(field)?,
            documents: u64::from(reader.max_doc()).max(1),
            times: vec![0.0; WINDOW],
            candidates: Vec::new(),
        }))
    }

    fn run(&mut self, cancel: &Cancel, mut threshold: Score, callback: &mut dyn FnMut(DocId, Score) -> Score) {
        let mut start = self.words[0].next();
        while start < TERMINATED && !cancel.is_cancelled() {
            self.lead(start, threshold);
            for nth in 1..self.words.len() {
                if self.candidates.is_empty() {
                    break;
                }
                self.narrow(nth, start, threshold);
            }
            for &(doc, score) in &self.candidates {
                if score > threshold {
                    threshold = callback(doc, score);
                }
            }
            start = self.words[0].next();
        }
    }

    /// The first word's documents in the window that can still enter the list.
    fn lead(&mut self, start: DocId, threshold: Score) {
        let Self { words, languages, norms, times, candidates, .. } = self;
        let end = start.saturating_add(WINDOW as u32);
        let mut marks = Marks::none();
        for list in &mut words[0].lists {
            list.each(start, end, languages, |at, more| {
                times[at] += more;
                marks.insert(at);
            });
        }
        candidates.clear();
        let word = &words[0];
        marks.each(|at| {
            let doc = start + at as u32;
            let score = word.score(norms, doc, std::mem::take(&mut times[at]));
            if word.bm25.is_none() || score + word.rest > threshold {
                candidates.push((doc, score));
            }
        });
    }

    /// Keeps those candidates that also have another word.
    fn narrow(&mut self, nth: usize, start: DocId, threshold: Score) {
        let Self { words, languages, norms, times, candidates, documents } = self;
        let word = &mut words[nth];
        let postings = word.frequency() * WINDOW as u64 / *documents;
        let read = postings < candidates.len() as u64 * word.lists.len() as u64 * LOOK_UP;
        if read {
            let end = start.saturating_add(WINDOW as u32);
            for list in &mut word.lists {
                list.each(start, end, languages, |at, more| times[at] += more);
            }
        }
        candidates.retain_mut(|(doc, score)| {
            let times = if read {
                times[(*doc - start) as usize]
            } else {
                word.lists.iter_mut().map(|list| list.times_at(*doc, languages)).sum()
            };
            *score += word.score(norms, *doc, times);
            times > 0.0 && (word.bm25.is_none() || *score + word.rest > threshold)
        });
        if read {
            times.fill(0.0);
        }
    }
}
