//! A word with its inflections as one term of the index. How often it occurs in a text counts its forms together, the word
//! itself in full and an inflection in part, and BM25 scores that number once: a sum of scores over forms would reward
//! texts that use many of them. Formula and weights: `k1` 1.2, `b` 0.75, forms at .3, derived words at .2 (score only).

use super::bm25::Bm25;
use super::documents;
use super::language::LanguageTest;
use crate::query::{Cancel, Family, Role};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Documents that have a word or one of its inflections.
#[derive(Debug, Clone)]
pub struct FamilyQuery {
    pub field: Field,
    pub family: Family,
    pub cancel: Cancel,
}

impl Query for FamilyQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = Bm25::of_family(self.field, &self.family, scoring)?;
        Ok(Box::new(FamilyWeight { query: self.clone(), bm25 }))
    }
}

struct FamilyWeight {
    query: FamilyQuery,
    bm25: Option<Bm25>,
}

impl FamilyWeight {
    fn lists(
        &self,
        reader: &SegmentReader,
        option: IndexRecordOption,
    ) -> tantivy::Result<Vec<(SegmentPostings, Role)>> {
        let inverted = reader.inverted_index(self.query.field)?;
        let scored = self.bm25.is_some();
        let counted = |role: Role| role.matches() || scored && role == Role::Accented;
        let mut lists = Vec::new();
        for (word, role) in self.query.family.members().filter(|(_, role)| counted(*role)) {
            let term = Term::from_field_text(self.query.field, word);
            lists.extend(inverted.read_postings(&term, option)?.map(|list| (list, role)));
        }
        Ok(lists)
    }
}

impl Weight for FamilyWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let option = if self.bm25.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let lists = self.lists(reader, option)?;
        if lists.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let mut scorer = FamilyScorer {
            lists,
            doc: 0,
            languages: LanguageTest::of(reader)?,
            bm25: self.bm25.as_ref().map(|bm25| bm25.boosted(boost)),
            norms: reader.get_fieldnorms_reader(self.query.field)?,
        };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        documents::explained(self, reader, doc, "a word and its inflections")
    }

    /// Counts by marking documents, a block of postings at a time.
    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        let languages = LanguageTest::of(reader)?;
        let inverted = reader.inverted_index(self.query.field)?;
        let mut found = BitSet::with_max_value(reader.max_doc());
        for (word, role) in self.query.family.members().filter(|(_, role)| role.matches()) {
            let term = Term::from_field_text(self.query.field, word);
            let Some(blocks) = inverted.read_block_postings(&term, IndexRecordOption::Basic)? else { continue };
            documents::mark(blocks, |doc| counts(role, doc, &languages), &mut found);
        }
        Ok(documents::count_alive(found, reader))
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let bm25 = self.bm25.as_ref().ok_or_else(documents::unscored)?;
        super::any_of::each_best(
            reader,
            self.query.field,
            &[(&self.query.family, bm25)],
            &self.query.cancel,
            threshold,
            callback,
        )
    }
}

/// The members' posting lists as one, document by document: for intersections, which skip most.
struct FamilyScorer {
    lists: Vec<(SegmentPostings, Role)>,
    doc: DocId,
    languages: LanguageTest,
    bm25: Option<Bm25>,
    norms: FieldNormReader,
}

/// Whether a member counts in a document.
fn counts(role: Role, doc: DocId, languages: &LanguageTest) -> bool {
    match role {
        Role::Inflected(language) => languages.are_all(language) || languages.holds(doc, language),
        Role::Word | Role::Unaccented | Role::Accented | Role::Written | Role::Derived => true,
    }
}

impl FamilyScorer {
    /// The lists that are at the current document and count there.
    fn here(&self) -> impl Iterator<Item = &(SegmentPostings, Role)> {
        self.lists.iter().filter(|(list, role)| list.doc() == self.doc && counts(*role, self.doc, &self.languages))
    }

    /// Moves to the first matching document at or after `target`.
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            let mut doc = TERMINATED;
            for (list, _) in &mut self.lists {
                doc = doc.min(if list.doc() < target { list.seek(target) } else { list.doc() });
            }
            self.doc = doc;
            if doc == TERMINATED || self.here().next().is_some() {
                return doc;
            }
            target = doc + 1;
        }
    }
}

impl DocSet for FamilyScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.settle(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.lists.iter().fold(0, |sum: u32, (list, _)| sum.saturating_add(list.doc_freq()))
    }
}

impl Scorer for FamilyScorer {
    fn score(&mut self) -> Score {
        let Some(bm25) = &self.bm25 else { return 1.0 };
        let times = self.here().map(|(list, role)| role.weight() * list.term_freq() as Score).sum();
        bm25.score(self.norms.fieldnorm_id(self.doc), times)
    }
}
