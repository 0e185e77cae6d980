//! All matches of a query in one segment, for what counts articles without ranking them: facets and timelines.

use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

/// A query made ready to go through the segments of a searcher.
pub fn unscored(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<Box<dyn Weight>> {
    query.weight(EnableScoring::disabled_from_searcher(searcher))
}

/// Hands on every article of a segment that matches, in order; those that were deleted are left out.
pub fn each_match(weight: &dyn Weight, segment: &SegmentReader, mut take: impl FnMut(DocId)) -> tantivy::Result<()> {
    let mut scorer = weight.scorer(segment, 1.0)?;
    while scorer.doc() != TERMINATED {
        if !segment.is_deleted(scorer.doc()) {
            take(scorer.doc());
        }
        scorer.advance();
    }
    Ok(())
}
