//! What our own queries of the engine have in common: marking the documents of a posting list, counting those that are
//! alive, and telling the engine why one matches.

use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{BitSetDocSet, Explanation, Weight};
use tantivy::{BitSet, DocId, DocSet, SegmentReader, TantivyError};

/// Marks the documents of a list that count, a block at a time.
pub fn mark(mut blocks: BlockSegmentPostings, counts: impl Fn(DocId) -> bool, found: &mut BitSet) {
    while !blocks.docs().is_empty() {
        for &doc in blocks.docs() {
            if counts(doc) {
                found.insert(doc);
            }
        }
        blocks.advance();
    }
}

/// Marked documents that were not deleted.
pub fn count_alive(found: BitSet, reader: &SegmentReader) -> u32 {
    match reader.alive_bitset() {
        Some(alive) => BitSetDocSet::from(found).count(alive),
        None => found.len() as u32,
    }
}

/// The score of a document that matches, and what it is the score of.
pub fn explained(
    weight: &dyn Weight,
    reader: &SegmentReader,
    doc: DocId,
    what: &'static str,
) -> tantivy::Result<Explanation> {
    let mut scorer = weight.scorer(reader, 1.0)?;
    if scorer.doc() > doc || scorer.seek(doc) != doc {
        return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
    }
    Ok(Explanation::new(what, scorer.score()))
}

/// The error of a ranked pass for which no scores were asked.
pub fn unscored() -> TantivyError {
    TantivyError::InvalidArgument("a ranked pass over a query without scores".to_owned())
}
