//! Which positions of a document count, by zone, and where its sentences and paragraphs start.

use crate::query::{Outline, PositionRange, zone_at};
use crate::terms::Zone;
use tantivy::columnar::Column;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet};

/// Which positions count, by zone.
pub(super) enum ZoneTest {
    Everywhere,
    /// The title comes first: its length decides.
    Title(Column<u64>),
    Starts {
        wanted: Vec<Zone>,
        starts: Vec<(Zone, SegmentPostings)>,
    },
}

impl ZoneTest {
    pub(super) fn keep(&mut self, doc: DocId, places: &mut Vec<Outline>) {
        match self {
            ZoneTest::Everywhere => {}
            ZoneTest::Title(words) => {
                let words = words.first(doc).unwrap_or(0);
                places.retain(|place| u64::from(place.start()) < words);
            }
            ZoneTest::Starts { wanted, starts } => {
                let mut all: Vec<(u32, Zone)> = Vec::new();
                let mut positions = Vec::new();
                for (zone, postings) in starts {
                    if seek_to(postings, doc) {
                        postings.positions(&mut positions);
                        all.extend(positions.iter().map(|&position| (position, *zone)));
                    }
                }
                all.sort_unstable_by_key(|(position, _)| *position);
                places.retain(|place| zone_at(&all, place.start()).is_some_and(|zone| wanted.contains(&zone)));
            }
        }
    }
}

/// Moves a list to a document; returns whether the document is in it.
pub(super) fn seek_to(postings: &mut SegmentPostings, doc: DocId) -> bool {
    postings.doc() <= doc && (postings.doc() == doc || postings.seek(doc) == doc)
}

/// Lists of the markers at which units start.
pub(super) struct Markers(pub(super) Vec<SegmentPostings>);

impl Markers {
    pub(super) fn boundaries(&mut self, doc: DocId) -> Vec<u32> {
        let (mut all, mut positions) = (Vec::new(), Vec::new());
        for postings in &mut self.0 {
            if seek_to(postings, doc) {
                postings.positions(&mut positions);
                all.extend_from_slice(&positions);
            }
        }
        all.sort_unstable();
        all
    }
}
