//! All matches, newest first, one after another: segments are sorted by date, so their heads are merged, and a list of
//! any length needs memory only for articles with the same time. Undated articles come last; ties are ordered by key.

use super::rank::{Candidate, RankedDocument, sort_by_key};
use super::run::Run;
use crate::index::Generation;
use crate::query::Cancel;
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Scorer};
use tantivy::{DocAddress, SegmentReader, TERMINATED};

/// The remaining matches.
pub struct Newest<'g> {
    generation: &'g Generation,
    heads: Vec<Head>,
    /// Matches with the same time, in reverse order.
    moment: Vec<Candidate>,
    cancel: Cancel,
}

/// The rest of one segment.
struct Head {
    segment: u32,
    reader: SegmentReader,
    scorer: Box<dyn Scorer>,
    published: Column<i64>,
}

impl<'g> Newest<'g> {
    pub fn of(generation: &'g Generation, run: &Run) -> tantivy::Result<Self> {
        let searcher = &generation.searcher;
        let weight = run.query.weight(EnableScoring::disabled_from_searcher(searcher))?;
        let mut heads = Vec::new();
        let columns = generation.dates()?;
        for ((segment, reader), published) in (0u32..).zip(searcher.segment_readers()).zip(columns) {
            let mut head = Head {
                segment,
                reader: reader.clone(),
                scorer: weight.scorer(reader, 1.0)?,
                published: published.clone(),
            };
            head.skip_deleted();
            heads.push(head);
        }
        Ok(Self { generation, heads, moment: Vec::new(), cancel: run.cancel.clone() })
    }

    /// The next match.
    pub fn next(&mut self) -> tantivy::Result<Option<RankedDocument>> {
        if self.moment.is_empty() && !self.cancel.is_cancelled() {
            let Some(newest) = self.heads.iter().filter_map(Head::date).max() else { return Ok(None) };
            for head in &mut self.heads {
                while head.date() == Some(newest) {
                    self.moment.push(head.take(newest));
                }
            }
            if self.moment.len() > 1 {
                sort_by_key(self.generation, &mut self.moment)?;
                self.moment.reverse();
            }
        }
        let ranked = |one: Candidate| RankedDocument { address: DocAddress::new(one.segment, one.doc), score: None };
        Ok(self.moment.pop().map(ranked))
    }
}

impl Head {
    /// When the next match was published, if there is one; an undated one is older than all others.
    fn date(&self) -> Option<Option<i64>> {
        let doc = self.scorer.doc();
        (doc != TERMINATED).then(|| self.published.first(doc))
    }

    fn take(&mut self, published: Option<i64>) -> Candidate {
        let doc = self.scorer.doc();
        self.scorer.advance();
        self.skip_deleted();
        Candidate { segment: self.segment, doc, score: 0.0, published, outlet: None }
    }

    fn skip_deleted(&mut self) {
        while self.scorer.doc() != TERMINATED && self.reader.is_deleted(self.scorer.doc()) {
            self.scorer.advance();
        }
    }
}
