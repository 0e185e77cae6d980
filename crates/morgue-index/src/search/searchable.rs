//! A generation, as a searchable archive.

use super::counted::counted;
use super::dictionary::IndexDictionary;
use super::hits::{HitList, HitReader, Matches};
use super::matching::{each_match, unscored};
use super::newest::Newest;
use super::rank::{RankedDocument, each_key, top};
use super::run::{Run, copies_for, count};
use super::{facets, names, values};
use crate::archive::{ArticleValues, Days, FacetField, Facets, Hit, Hits, List, NamedArticles, Per, Searchable, Sort};
use crate::article::NameKind;
use crate::engine::{CopiesByDoc, lower_excluded};
use crate::index::{Generation, IndexError};
use crate::query::{ArchiveError, Cancel, Dictionary, Marks, Plan};
use crate::stories::Story;
use std::collections::HashSet;
use std::sync::Arc;
use tantivy::Term;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::IndexRecordOption;

impl From<IndexError> for ArchiveError {
    fn from(error: IndexError) -> Self {
        Self::Engine(Box::new(error))
    }
}

impl Generation {
    /// What the engine cannot read of a published generation is damage.
    pub(super) fn damaged(&self, error: tantivy::TantivyError) -> IndexError {
        IndexError::Damaged { path: self.folder.clone(), detail: error.to_string() }
    }

    /// Runs what reads the index, and checks afterwards that it was not cancelled.
    fn read<T>(&self, cancel: &Cancel, read: impl FnOnce() -> tantivy::Result<T>) -> Result<T, ArchiveError> {
        let read = self.guarded(|| read().map_err(|error| self.damaged(error)))?;
        cancel.check()?;
        Ok(read)
    }

    /// The first `wanted` matches in order.
    fn ranked(&self, run: &Run, sort: Sort, wanted: usize) -> tantivy::Result<Vec<RankedDocument>> {
        let words = if sort == Sort::Relevance { run.plan.words() } else { Vec::new() };
        top(self, run, sort, &words, self.at_most(wanted))
    }

    fn at_most(&self, wanted: usize) -> usize {
        wanted.min(usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX))
    }

    /// The matches of a part of a list, in order.
    fn piece(&self, run: &Run, list: &List) -> tantivy::Result<Vec<RankedDocument>> {
        let wanted = list.limit.map_or(usize::MAX, |limit| limit.saturating_add(list.offset));
        let mut ranked = match &list.only {
            None => self.ranked(run, list.sort, wanted)?,
            Some(only) => {
                let mut kept = Vec::new();
                each_key(self, &self.ranked(run, list.sort, usize::MAX)?, |ranked, key| {
                    if only.contains(key) && kept.len() < wanted {
                        kept.push(ranked.clone());
                    }
                })?;
                kept
            }
        };
        ranked.drain(..list.offset.min(ranked.len()));
        Ok(ranked)
    }

    /// A part of the list of matches.
    fn hits<'a>(&'a self, run: &Run, list: &List) -> Result<Hits<'a>, ArchiveError> {
        let (marks, cancel) = (list.excerpts.map(|excerpts| (Marks::of(run.plan), excerpts)), run.cancel);
        if let List { sort: Sort::Newest, offset: 0, limit: None, only: None, .. } = list {
            let matches = Matches::Newest(Box::new(self.read(cancel, || Newest::of(self, run))?));
            return Ok(Box::new(HitList::of(self, matches, marks, cancel, 0)));
        }
        let ranked = self.read(cancel, || self.piece(run, list))?;
        Ok(Box::new(HitList::of(self, Matches::Ranked(ranked.into_iter()), marks, cancel, list.offset)))
    }

    /// Where copies are, if counting needs to know.
    fn copies_per(&self, per: Per) -> Result<Arc<CopiesByDoc>, IndexError> {
        // The stories are read first, so that damage is an error.
        Ok(if per == Per::Story && !self.stories()?.all.is_empty() { self.copies() } else { Arc::default() })
    }

    /// The keys of the first `wanted` matches by BM25 alone: the baseline for ranking by nearness and title.
    pub fn keys_by_score(&self, plan: &Plan, wanted: usize, take: &mut dyn FnMut(&str)) -> Result<(), ArchiveError> {
        let cancel = Cancel::default();
        let run = Run::of(self, plan, &cancel);
        self.read(&cancel, || {
            each_key(self, &top(self, &run, Sort::Relevance, &[], self.at_most(wanted))?, |_, key| take(key))
        })
    }
}

impl Searchable for Generation {
    fn dictionary(&self) -> Result<Box<dyn Dictionary + '_>, ArchiveError> {
        Ok(Box::new(IndexDictionary::of(self)))
    }

    fn count(&self, plan: &Plan, cancel: &Cancel) -> Result<u64, ArchiveError> {
        self.read(cancel, || count(self, Run::of(self, plan, cancel).query.as_ref(), cancel))
    }

    fn count_only_in_margins(&self, plan: &Plan, cancel: &Cancel) -> Result<u64, ArchiveError> {
        let must = |plan: &Plan| (Occur::Must, Run::of(self, plan, cancel).query);
        // Few margins have any of the words: only their articles are looked at.
        let only = BooleanQuery::new(vec![
            must(&plan.words_in_margins()),
            must(&plan.anywhere()),
            (Occur::MustNot, lower_excluded(plan, self.fields, copies_for(self, plan).as_ref(), cancel)),
        ]);
        self.read(cancel, || count(self, &only, cancel))
    }

    fn list<'a>(&'a self, plan: &Plan, list: &List, cancel: &Cancel) -> Result<Hits<'a>, ArchiveError> {
        self.hits(&Run::for_list(self, plan, list, cancel), list)
    }

    fn count_and_list<'a>(
        &'a self,
        plan: &Plan,
        list: &List,
        cancel: &Cancel,
    ) -> Result<(u64, Hits<'a>), ArchiveError> {
        let run = Run::for_list(self, plan, list, cancel);
        let hits = self.hits(&run, list)?;
        let total = match run.total.get() {
            Some(total) => total,
            None => self.read(cancel, || count(self, run.query.as_ref(), cancel))?,
        };
        Ok((total, hits))
    }

    fn keys(&self, plan: &Plan, list: &List, cancel: &Cancel, take: &mut dyn FnMut(&str)) -> Result<(), ArchiveError> {
        let run = Run::for_list(self, plan, list, cancel);
        self.read(cancel, || each_key(self, &self.piece(&run, list)?, |_, key| take(key)))
    }

    fn article(&self, key: &str) -> Result<Option<Hit>, ArchiveError> {
        let (cancel, term) = (Cancel::default(), Term::from_field_text(self.fields.key, key));
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let mut found = Vec::new();
        self.read(&cancel, || {
            let weight = unscored(&self.searcher, &query)?;
            for (segment, reader) in (0u32..).zip(self.searcher.segment_readers()) {
                each_match(weight.as_ref(), reader, &cancel, |doc| {
                    found.push(RankedDocument { address: tantivy::DocAddress::new(segment, doc), score: None });
                })?;
            }
            Ok(())
        })?;
        let read = |ranked: &RankedDocument| self.guarded(|| HitReader::new(self).read(ranked, None));
        Ok(found.first().map(read).transpose()?)
    }

    fn story(&self, key: &str) -> Result<Option<Arc<Story>>, ArchiveError> {
        Ok(self.stories()?.of(key).cloned())
    }

    fn count_stories(&self, plan: &Plan, cancel: &Cancel) -> Result<u64, ArchiveError> {
        if self.stories()?.all.is_empty() {
            return self.count(plan, cancel);
        }
        let (run, copies) = (Run::of(self, plan, cancel), self.copies());
        self.read(cancel, || {
            let weight = unscored(&self.searcher, run.query.as_ref())?;
            let (mut alone, mut stories) = (0, HashSet::new());
            for reader in self.searcher.segment_readers() {
                let mut known = copies.of(reader).iter().peekable();
                each_match(weight.as_ref(), reader, cancel, |doc| {
                    while known.next_if(|copy| copy.doc < doc).is_some() {}
                    match known.next_if(|copy| copy.doc == doc) {
                        Some(copy) => drop(stories.insert(copy.story)),
                        None => alone += 1,
                    }
                })?;
            }
            Ok(alone + stories.len() as u64)
        })
    }

    fn facets(&self, plan: &Plan, fields: &[FacetField], per: Per, cancel: &Cancel) -> Result<Facets, ArchiveError> {
        let names = self.names()?;
        let copies = self.copies_per(per)?;
        let run = Run::of(self, plan, cancel);
        self.read(cancel, || {
            let weight = unscored(&self.searcher, run.query.as_ref())?;
            let found = counted(&self.searcher, weight.as_ref(), per, &copies, cancel)?;
            facets::facets(&self.searcher, &found, names, fields, per)
        })
    }

    fn values(&self, plan: &Plan, fields: &[FacetField], cancel: &Cancel) -> Result<ArticleValues, ArchiveError> {
        let names = self.names()?;
        let run = Run::of(self, plan, cancel);
        self.read(cancel, || {
            let weight = unscored(&self.searcher, run.query.as_ref())?;
            let found = counted(&self.searcher, weight.as_ref(), Per::Article, &Arc::default(), cancel)?;
            values::values(&self.searcher, &found, names, fields)
        })
    }

    fn days(&self, plan: &Plan, per: Per, cancel: &Cancel) -> Result<Days, ArchiveError> {
        let copies = self.copies_per(per)?;
        let run = Run::of(self, plan, cancel);
        self.read(cancel, || {
            let weight = unscored(&self.searcher, run.query.as_ref())?;
            let mut days = Days::new();
            let found = counted(&self.searcher, weight.as_ref(), per, &copies, cancel)?;
            for (segment, found) in self.searcher.segment_readers().iter().zip(found) {
                let column = segment.fast_fields().i64("day")?;
                found.into_iter().for_each(|article| *days.entry(column.first(article)).or_default() += 1);
            }
            Ok(days)
        })
    }

    fn named_articles(
        &self,
        plan: &Plan,
        companion: Option<&Plan>,
        kinds: &[NameKind],
        cancel: &Cancel,
    ) -> Result<NamedArticles, ArchiveError> {
        let (run, names) = (Run::of(self, plan, cancel), self.names()?);
        let companion = companion.map(|plan| Run::of(self, plan, cancel).query);
        self.read(cancel, || {
            names::named_articles(&self.searcher, run.query.as_ref(), companion.as_deref(), kinds, names, cancel)
        })
    }
}
