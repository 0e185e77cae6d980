//! Articles by the story they belong to: how many copies there are, and whether an article is the first of them.

use super::documents;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::query::{BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{BitSet, DocId, Score, SegmentReader};

/// The articles that have copies.
#[derive(Debug, Default)]
pub struct CopiesByDoc {
    /// By the name of the segment, in the order of its documents.
    pub segments: HashMap<String, Vec<CopyAt>>,
}

/// An article that has copies.
#[derive(Debug, Clone, Copy)]
pub struct CopyAt {
    pub doc: DocId,
    /// The number of its story.
    pub story: u32,
    /// Articles of the story.
    pub copies: u32,
    /// Its place among them, from 0 for the earliest.
    pub place: u32,
}

impl CopiesByDoc {
    pub fn of(&self, reader: &SegmentReader) -> &[CopyAt] {
        self.segments.get(&reader.segment_id().uuid_string()).map_or(&[], Vec::as_slice)
    }
}

/// What is required of an article.
#[derive(Debug, Clone, Copy)]
pub enum CopiesTest {
    /// Articles of its story, both ends inclusive; 1 if it has no copies.
    Copies(u64, u64),
    /// Whether it is the first of its story, as every article without copies is.
    Original(bool),
}

/// Articles that meet a test.
#[derive(Debug, Clone)]
pub struct CopiesQuery {
    pub copies: Arc<CopiesByDoc>,
    pub test: CopiesTest,
}

impl CopiesTest {
    fn holds(self, copies: u32, original: bool) -> bool {
        match self {
            Self::Copies(from, to) => (from..=to).contains(&u64::from(copies)),
            Self::Original(wanted) => original == wanted,
        }
    }
}

impl Query for CopiesQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(CopiesWeight(self.clone())))
    }
}

struct CopiesWeight(CopiesQuery);

impl CopiesWeight {
    fn found(&self, reader: &SegmentReader) -> BitSet {
        let known = self.0.copies.of(reader).iter().filter(|copy| copy.doc < reader.max_doc());
        let test = self.0.test;
        if !test.holds(1, true) {
            let mut found = BitSet::with_max_value(reader.max_doc());
            known.filter(|copy| test.holds(copy.copies, copy.place == 0)).for_each(|copy| {
                found.insert(copy.doc);
            });
            return found;
        }
        // Most articles have no copies.
        let mut found = BitSet::with_max_value_and_full(reader.max_doc());
        known.filter(|copy| !test.holds(copy.copies, copy.place == 0)).for_each(|copy| found.remove(copy.doc));
        found
    }
}

impl Weight for CopiesWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let found = self.found(reader);
        if found.len() == 0 {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        documents::explained(self, reader, doc, "articles by their copies")
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        Ok(documents::count_alive(self.found(reader), reader))
    }
}
