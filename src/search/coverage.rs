//! What an archive covers: what can be said when nothing was found, so that the answer is not taken for more than it is.

use super::facets::{FacetField, facets};
use super::{Request, SearchError, Sort};
use crate::index::Generation;
use crate::query::{Kind, Node, Query, ZoneChoice};

/// Articles, outlets and dates of a generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    pub articles: u64,
    pub outlets: usize,
    /// The first and the last year, month or day that an article states.
    pub dates: Option<(String, String)>,
    pub undated: u64,
}

/// Tells what a generation covers, from its columns.
pub fn coverage(generation: &Generation) -> Result<Coverage, SearchError> {
    let query = Query { root: Node::new(0..0, Kind::All), hints: Vec::new() };
    let everything =
        Request { query, zones: ZoneChoice::Story, sort: Sort::Newest, offset: 0, limit: None, passages: false };
    let fields = ["outlet", "month"].into_iter().filter_map(|name| FacetField::named(name).ok()).collect::<Vec<_>>();
    let counted = facets(generation, &everything, &fields)?;
    let (outlets, undated) = match &counted.facets[..] {
        [outlets, months] => (outlets.values.len(), months.none),
        _ => (0, 0),
    };
    let dates = generation.guarded(|| dates(generation).map_err(SearchError::engine(generation)))?;
    Ok(Coverage { articles: counted.total, outlets, dates, undated })
}

fn dates(generation: &Generation) -> tantivy::Result<Option<(String, String)>> {
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    for segment in generation.searcher.segment_readers() {
        let days = segment.fast_fields().i64("day")?;
        for article in segment.doc_ids_alive() {
            if let Some(day) = days.first(article) {
                (first, last) = (first.min(day), last.max(day));
            }
        }
    }
    Ok((first <= last).then(|| (stated(first), stated(last))))
}

/// A day of the index as far as it is known: 00 stands for a month or day that is not.
fn stated(day: i64) -> String {
    let (year, month, day) = (day / 10_000, day / 100 % 100, day % 100);
    match (month, day) {
        (0, _) => format!("{year:04}"),
        (_, 0) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    }
}
