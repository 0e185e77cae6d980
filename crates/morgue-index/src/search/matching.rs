//! All matches of a query in one segment, to count articles without ranking them: facets and timelines.

use crate::query::Cancel;
use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

/// Documents between two checks whether the search was cancelled.
const CHECKED: u32 = 1_000;

/// A query prepared to run over the segments of a searcher.
pub fn unscored(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<Box<dyn Weight>> {
    query.weight(EnableScoring::disabled_from_searcher(searcher))
}

/// Passes on every matching article of a segment, in order, without deleted ones. A cancelled search ends early.
pub fn each_match(
    weight: &dyn Weight,
    segment: &SegmentReader,
    cancel: &Cancel,
    mut take: impl FnMut(DocId),
) -> tantivy::Result<()> {
    if cancel.is_cancelled() {
        return Ok(());
    }
    let mut scorer = weight.scorer(segment, 1.0)?;
    let mut seen = 0u32;
    while scorer.doc() != TERMINATED {
        if !segment.is_deleted(scorer.doc()) {
            take(scorer.doc());
        }
        seen += 1;
        if seen.is_multiple_of(CHECKED) && cancel.is_cancelled() {
            break;
        }
        scorer.advance();
    }
    Ok(())
}
