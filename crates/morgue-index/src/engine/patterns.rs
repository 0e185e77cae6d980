//! A pattern without other words, as an engine query: its terms are streamed from the dictionary, however many there
//! are, and their documents marked. It finds and does not rank.

use super::documents;
use crate::query::{Cancel, Pattern};
use tantivy::query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, FuzzyTermQuery, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, InvertedIndexReader, Score, SegmentReader, Term};

/// Documents that have a word of the pattern in one field.
#[derive(Debug, Clone)]
pub struct PatternQuery {
    pub field: Field,
    pub pattern: Pattern,
    pub cancel: Cancel,
}

impl Query for PatternQuery {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(PatternWeight(self.clone())))
    }
}

struct PatternWeight(PatternQuery);

impl PatternWeight {
    fn documents(&self, reader: &SegmentReader) -> tantivy::Result<BitSet> {
        let PatternQuery { field, pattern, cancel } = &self.0;
        let inverted = reader.inverted_index(*field)?;
        let mut found = BitSet::with_max_value(reader.max_doc());
        if let Pattern::Fuzzy(word, edits) = pattern {
            let wanted = FuzzyTermQuery::new(Term::from_field_text(*field, word), *edits, true).automaton()?;
            let mut stream = inverted.terms().search(&wanted).into_stream()?;
            while !cancel.is_cancelled() && stream.advance() {
                // Markers and cased terms start with a control character.
                if stream.key().first().is_some_and(|byte| !byte.is_ascii_control()) {
                    mark(&inverted, stream.value(), &mut found)?;
                }
            }
            return Ok(found);
        }
        let whole = matches!(pattern, Pattern::Prefix(_));
        for start in pattern.starts() {
            let range = inverted.terms().range().ge(start.as_bytes());
            let mut stream = match end_of(start.as_bytes()) {
                Some(end) => range.lt(end),
                None => range,
            }
            .into_stream()?;
            while !cancel.is_cancelled() && stream.advance() {
                if whole || std::str::from_utf8(stream.key()).is_ok_and(|term| pattern.matches_joined(term)) {
                    mark(&inverted, stream.value(), &mut found)?;
                }
            }
        }
        Ok(found)
    }
}

/// The first key after all those with this prefix.
fn end_of(start: &[u8]) -> Option<Vec<u8>> {
    let mut end = start.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}

fn mark(inverted: &InvertedIndexReader, term: &tantivy::postings::TermInfo, found: &mut BitSet) -> tantivy::Result<()> {
    documents::mark(inverted.read_block_postings_from_terminfo(term, IndexRecordOption::Basic)?, |_| true, found);
    Ok(())
}

impl Weight for PatternWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(self.documents(reader)?), boost)))
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        Ok(documents::count_alive(self.documents(reader)?, reader))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        documents::explained(self, reader, doc, "a word of the pattern")
    }
}
