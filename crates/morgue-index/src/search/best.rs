//! The best matches by score, kept while the index passes them on: the requested number, and any with the same score as
//! the last of them that may come before it by date. Segments are in order of date, newest first, so that among equal
//! ones in a segment only the first are needed; matches that can no longer enter the list raise the required score.

use tantivy::columnar::Column;
use tantivy::{DocId, Score};

/// A match and its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    pub score: Score,
    pub segment: u32,
    pub doc: DocId,
}

/// The best so far.
pub struct Best {
    wanted: usize,
    kept: Vec<Scored>,
    /// Score of the last requested one, once there are enough.
    worst: Score,
    /// The last of enough equal ones in the current segment: from now on only those of its date are needed.
    last: Option<DocId>,
    /// Whether the current segment is past that date.
    closed: bool,
    full: usize,
}

impl Best {
    pub fn of(wanted: usize) -> Self {
        let full = wanted.saturating_mul(2).max(8);
        Self { wanted, kept: Vec::new(), worst: Score::MIN, last: None, closed: false, full }
    }

    /// The score that a match must be above, at the start of a segment.
    pub fn start_segment(&mut self) -> Score {
        (self.last, self.closed) = (None, false);
        self.threshold()
    }

    /// The score that a match must be above.
    fn threshold(&self) -> Score {
        if self.closed || self.worst == Score::MIN { self.worst } else { self.worst.next_down() }
    }

    /// Takes a match of the current segment, later ones being older; returns the score that the next must be above.
    pub fn take(&mut self, found: Scored, published: &Column<i64>) -> Score {
        if found.score == self.worst
            && let Some(last) = self.last
            && published.first(found.doc) != published.first(last)
        {
            // So is every equal one after it.
            self.closed = true;
            return self.worst;
        }
        self.kept.push(found);
        if self.kept.len() >= self.full {
            self.drop_worst(found, published);
        }
        self.threshold()
    }

    /// All that may be among the requested ones, in no order.
    pub fn into_kept(self) -> Vec<Scored> {
        self.kept
    }

    fn drop_worst(&mut self, newest: Scored, published: &Column<i64>) {
        let (_, last, rest) = self.kept.select_nth_unstable_by(self.wanted - 1, |a, b| b.score.total_cmp(&a.score));
        let worst = last.score;
        self.worst = worst;
        if rest.iter().all(|one| one.score < worst) {
            self.kept.truncate(self.wanted);
        } else {
            self.drop_equal(newest.segment, published);
        }
        // If this segment has filled all slots with this score, what follows can only have the date of the last.
        let (mut here, mut last) = (true, 0);
        for one in self.kept.iter().filter(|one| one.score == worst) {
            here &= one.segment == newest.segment;
            last = last.max(one.doc);
        }
        (self.last, self.closed) = (here.then_some(last), false);
        self.full = self.full.max(self.kept.len() * 2);
    }

    /// Drops those with the same score as the last requested one that come after it by date, which is known in the
    /// current segment.
    fn drop_equal(&mut self, segment: u32, published: &Column<i64>) {
        let worst = self.worst;
        let mut equal: Vec<Scored> = self.kept.iter().filter(|one| one.score == worst).copied().collect();
        self.kept.retain(|one| one.score > worst);
        let places = self.wanted - self.kept.len();
        equal.sort_unstable_by_key(|one| (one.segment, one.doc));
        for run in equal.chunk_by(|one, other| one.segment == other.segment) {
            if run[0].segment != segment || run.len() <= places {
                self.kept.extend(run);
                continue;
            }
            let date = published.first(run[places - 1].doc);
            self.kept.extend(&run[..places]);
            self.kept.extend(run[places..].iter().take_while(|one| published.first(one.doc) == date));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tantivy::schema::{FAST, NumericOptions, Schema};
    use tantivy::{Index, TantivyDocument};

    /// A column of these dates, as the engine stores them.
    fn column(dates: &[i64]) -> Column<i64> {
        let mut schema = Schema::builder();
        let published = schema.add_i64_field("published", NumericOptions::from(FAST));
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 15_000_000).expect("there is memory");
        for date in dates {
            let mut document = TantivyDocument::default();
            document.add_i64(published, *date);
            writer.add_document(document).expect("there is memory");
        }
        writer.commit().expect("there is memory");
        let searcher = index.reader().expect("it was just made").searcher();
        searcher.segment_reader(0).fast_fields().i64("published").expect("there is such a column")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        /// Compared with sorting everything by score, then date.
        #[test]
        fn the_best_are_those_that_sorting_everything_gives(
            mut dates in prop::collection::vec(0i64..6, 1..120),
            scores in prop::collection::vec(0u8..4, 120),
            wanted in 1usize..30,
        ) {
            dates.sort_by(|a, b| b.cmp(a));
            let column = column(&dates);
            let mut best = Best::of(wanted);
            let all: Vec<Scored> = (0..dates.len())
                .map(|doc| Scored { score: f32::from(scores[doc]), segment: 0, doc: doc as u32 })
                .collect();
            let mut threshold = best.start_segment();
            for one in &all {
                if one.score > threshold {
                    threshold = best.take(*one, &column);
                }
            }
            let kept = best.into_kept();
            let order = |one: &Scored| (std::cmp::Reverse(one.score as i64), std::cmp::Reverse(dates[one.doc as usize]));
            let mut sorted = all.clone();
            sorted.sort_by_key(order);
            let cut = order(&sorted[wanted.min(sorted.len()) - 1]);
            for one in sorted.iter().filter(|one| order(one) <= cut) {
                prop_assert!(kept.contains(one), "{one:?} is missing");
            }
        }
    }
}
