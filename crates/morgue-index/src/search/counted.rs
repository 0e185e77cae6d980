//! The articles that count: all that match, or of each story the earliest of them.

use super::matching::each_match;
use crate::archive::Per;
use crate::engine::CopiesByDoc;
use crate::query::Cancel;
use std::collections::HashMap;
use tantivy::query::Weight;
use tantivy::{DocId, Searcher};

/// The articles that count, of each segment, in order.
pub fn counted(
    searcher: &Searcher,
    weight: &dyn Weight,
    per: Per,
    copies: &CopiesByDoc,
    cancel: &Cancel,
) -> tantivy::Result<Vec<Vec<DocId>>> {
    let mut all = Vec::with_capacity(searcher.segment_readers().len());
    for segment in searcher.segment_readers() {
        let mut found = Vec::new();
        each_match(weight, segment, cancel, |article| found.push(article))?;
        all.push(found);
    }
    if per == Per::Story {
        keep_earliest(searcher, &mut all, copies);
    }
    Ok(all)
}

fn keep_earliest(searcher: &Searcher, all: &mut [Vec<DocId>], copies: &CopiesByDoc) {
    let mut earliest: HashMap<u32, u32> = HashMap::new();
    for (segment, found) in searcher.segment_readers().iter().zip(&*all) {
        for copy in copies.of(segment).iter().filter(|copy| found.binary_search(&copy.doc).is_ok()) {
            let place = earliest.entry(copy.story).or_insert(copy.place);
            *place = copy.place.min(*place);
        }
    }
    for (segment, found) in searcher.segment_readers().iter().zip(all) {
        let known = copies.of(segment);
        found.retain(|article| match known.binary_search_by_key(article, |copy| copy.doc) {
            Ok(at) => earliest.get(&known[at].story) == Some(&known[at].place),
            Err(_) => true,
        });
    }
}
