//! What our own engine queries share: marking the documents of a posting list, counting those not deleted, and
//! explaining a match to the engine.

use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{BitSetDocSet, Explanation, Weight};
use tantivy::{BitSet, DocId, DocSet, SegmentReader, TantivyError};

/// Marks the matching documents of a list, a block at a time.
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

/// The score of a document that matches, and a description of it.
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

/// The error of a ranked pass that was started without scores.
pub fn unscored() -> TantivyError {
    TantivyError::InvalidArgument("a ranked pass over a query without scores".to_owned())
}
