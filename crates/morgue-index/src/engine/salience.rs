//! How much an article is about a name: how often it mentions it for its length, how early, and whether its title does. Finds the
//! articles that mention any of the terms of the field `mention`; only adds to the score of those found by other means.

use super::documents;
use super::fields::Fields;
use super::positional_zones::seek_to;
use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Saturation and normalisation by length. These constants were chosen on half of the names of an archive of news, for which
/// articles with the surname in their hidden title are right (nDCG@10 .883; the other half .925; with K1 1.2 and half the weight of the first mention .873 and .912).
const K1: Score = 2.0;
const B: Score = 0.75;

/// Position of the first mention at which its part of the score is half of the greatest.
const EARLY: Score = 150.0;

/// What the first mention adds at most.
const FIRST: Score = 2.0;

/// What a mention in the title adds.
const TITLE: Score = 1.0;

/// Documents that mention a name, scored by salience.
#[derive(Debug, Clone)]
pub struct SalienceQuery {
    /// Terms of the field `mention`.
    pub terms: Vec<String>,
    pub fields: Fields,
}

impl Query for SalienceQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let average = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                let documents = statistics_provider.total_num_docs()?.max(1);
                statistics_provider.total_num_tokens(self.fields.text)? as Score / documents as Score
            }
            EnableScoring::Disabled { .. } => 1.0,
        };
        Ok(Box::new(SalienceWeight { query: self.clone(), average: average.max(1.0) }))
    }
}

struct SalienceWeight {
    query: SalienceQuery,
    /// Words of a text on average.
    average: Score,
}

impl Weight for SalienceWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let fields = self.query.fields;
        let inverted = reader.inverted_index(fields.mention)?;
        let mut lists = Vec::new();
        for term in &self.query.terms {
            let term = Term::from_field_text(fields.mention, term);
            lists.extend(inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        if lists.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let mut scorer = SalienceScorer {
            lists,
            doc: 0,
            norms: reader.get_fieldnorms_reader(fields.text)?,
            titles: reader.fast_fields().u64("title_words")?,
            average: self.average,
            boost,
            positions: Vec::new(),
        };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        documents::explained(self, reader, doc, "salience of a name")
    }
}

struct SalienceScorer {
    lists: Vec<SegmentPostings>,
    doc: DocId,
    norms: FieldNormReader,
    titles: Column<u64>,
    average: Score,
    boost: Score,
    positions: Vec<u32>,
}

impl SalienceScorer {
    fn settle(&mut self) -> DocId {
        self.doc = self.lists.iter().map(DocSet::doc).min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for SalienceScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.seek(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for list in self.lists.iter_mut().filter(|list| list.doc() < target) {
            list.seek(target);
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.lists.iter().fold(0, |sum: u32, list| sum.saturating_add(list.doc_freq()))
    }
}

impl Scorer for SalienceScorer {
    fn score(&mut self) -> Score {
        let (mut times, mut first) = (0, u32::MAX);
        let doc = self.doc;
        for list in self.lists.iter_mut().filter(|list| list.doc() == doc) {
            if seek_to(list, doc) {
                list.positions(&mut self.positions);
                times += self.positions.len();
                first = first.min(self.positions.first().copied().unwrap_or(u32::MAX));
            }
        }
        let length = FieldNormReader::id_to_fieldnorm(self.norms.fieldnorm_id(doc)) as Score;
        let norm = K1 * (1.0 - B + B * length / self.average);
        let often = (1.0 + K1) * times as Score / (times as Score + norm);
        let early = FIRST * EARLY / (EARLY + first as Score);
        let title = if u64::from(first) < self.titles.first(doc).unwrap_or(0) { TITLE } else { 0.0 };
        self.boost * (often + early + title)
    }
}
