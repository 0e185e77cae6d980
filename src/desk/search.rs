//! Searching: a request to hits, and their number.

use super::error::SearchError;
use super::question::Question;
use super::request::Request;
use crate::archive::{Hit, Hits, List, Searchable};
use crate::query::ArchiveError;
use std::collections::HashSet;
use std::sync::Arc;

/// What a search found. Hits are read on demand, in order.
pub struct Found<'a> {
    /// All articles that match, shown or not.
    pub total: u64,
    hits: Hits<'a>,
}

impl<'a> Found<'a> {
    pub fn of(total: u64, hits: Hits<'a>) -> Self {
        Self { total, hits }
    }

    /// The same, where another number is the total.
    pub fn of_total(self, total: u64) -> Self {
        Self { total, ..self }
    }
}

impl std::fmt::Debug for Found<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Found({} in all)", self.total)
    }
}

impl Iterator for Found<'_> {
    type Item = Result<Arc<Hit>, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.hits.next()
    }
}

/// A list of stories: of each the article that comes first in the list.
pub struct FoundStories<'a> {
    /// Stories that match; an article without copies is one.
    pub stories: u64,
    /// Articles that match, as many as without stories.
    pub found: Found<'a>,
}

/// Fewest articles that are ranked for a list of stories: as many are reranked in any case.
const RANKED: usize = 100;

/// The first article of each story of a list, which is read part by part.
struct OnePerStory<'a> {
    hits: Hits<'a>,
    /// The next part of the list; `None` after the last one.
    more: Box<dyn FnMut() -> Result<Option<Hits<'a>>, ArchiveError> + Send + 'a>,
    seen: HashSet<String>,
    stories: u64,
}

impl Iterator for OnePerStory<'_> {
    type Item = Result<Arc<Hit>, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let hit = match self.hits.next() {
                Some(Ok(hit)) => hit,
                Some(Err(error)) => return Some(Err(error)),
                None => match (self.more)() {
                    Ok(Some(hits)) => {
                        self.hits = hits;
                        continue;
                    }
                    Ok(None) => return None,
                    Err(error) => return Some(Err(error)),
                },
            };
            if hit.story.as_ref().is_none_or(|story| self.seen.insert(story.key().to_owned())) {
                self.stories += 1;
                let mut hit = Arc::unwrap_or_clone(hit);
                hit.rank = self.stories;
                return Some(Ok(Arc::new(hit)));
            }
        }
    }
}

impl<'a> Question<'a> {
    /// Counts the articles that match, and returns the requested stories: `offset` and `limit` of the list count stories.
    pub fn search_stories(&self, list: &List) -> Result<FoundStories<'a>, SearchError> {
        let size = list.limit.map(|limit| limit.saturating_add(list.offset).saturating_mul(2).max(RANKED));
        let part = |offset: usize, limit: Option<usize>| List { offset, limit, ..list.clone() };
        let first = part(0, size);
        let (total, hits) = self.count_and_list(&first)?;
        let stories = self.archive.count_stories(&self.plan, &self.cancel)?;
        let (archive, plan, cancel) = (self.archive, self.plan.clone(), self.cancel.clone());
        // Each part is twice as long as all before it.
        let mut next = size.filter(|&size| (size as u64) < total).map(|size| part(size, Some(size.saturating_mul(2))));
        let more = move || {
            let Some(list) = next.take() else { return Ok(None) };
            let end = list.offset.saturating_add(list.limit.unwrap_or(usize::MAX));
            if (end as u64) < total {
                next = Some(List { offset: end, limit: Some(end.saturating_mul(2)), ..list.clone() });
            }
            archive.list(&plan, &list, &cancel).map(Some)
        };
        let one_each = OnePerStory { hits, more: Box::new(more), seen: HashSet::new(), stories: 0 };
        let shown = one_each.skip(list.offset).take(list.limit.unwrap_or(usize::MAX));
        Ok(FoundStories { stories, found: Found::of(total, Box::new(shown)) })
    }

    /// The requested entries of a list, with their number in all: stories, or articles.
    pub fn entries(&self, list: &List, by_story: bool) -> Result<(u64, Found<'a>), SearchError> {
        if by_story {
            let FoundStories { stories, found } = self.search_stories(list)?;
            return Ok((stories, found));
        }
        self.search(list).map(|found| (found.total, found))
    }

    /// Counts the articles that match, and returns the requested ones.
    pub fn search(&self, list: &List) -> Result<Found<'a>, SearchError> {
        let (total, hits) = self.count_and_list(list)?;
        Ok(Found::of(total, hits))
    }
}

/// Searches an archive.
pub fn search<'a>(archive: &'a dyn Searchable, request: &Request) -> Result<Found<'a>, SearchError> {
    Question::of(archive, request)?.search(&request.list())
}

/// Counts the articles that match.
pub fn count(archive: &dyn Searchable, request: &Request) -> Result<u64, SearchError> {
    Question::of(archive, request)?.count()
}

/// Articles that match only when the margin is read too.
pub fn count_only_in_margins(archive: &dyn Searchable, request: &Request) -> Result<u64, SearchError> {
    Question::of(archive, request)?.only_in_margins()
}

/// The article with a key, complete.
pub fn article(archive: &dyn Searchable, key: &str) -> Result<Option<Hit>, SearchError> {
    Ok(archive.article(key)?)
}
