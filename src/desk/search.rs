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

impl<'a> Question<'a> {
    /// Counts the articles that match, and returns the requested stories: `offset` and `limit` of the list count stories.
    pub fn search_stories(&self, list: &List) -> Result<FoundStories<'a>, SearchError> {
        if !self.archive.has_stories()? {
            let found = self.search(list)?;
            return Ok(FoundStories { stories: found.total, found });
        }
        let whole = List { offset: 0, limit: None, excerpts: None, ..list.clone() };
        let (mut stories, mut articles) = (0u64, 0u64);
        let (mut seen, mut shown, mut failed) = (HashSet::new(), HashSet::new(), None);
        let most = list.limit.map_or(u64::MAX, |limit| (list.offset as u64).saturating_add(limit as u64));
        self.keys(&whole, &mut |key| {
            articles += 1;
            let is_new = match self.archive.story(key) {
                Ok(Some(story)) => seen.insert(story.key().to_owned()),
                Ok(None) => true,
                Err(error) => {
                    failed.get_or_insert(error);
                    false
                }
            };
            if is_new {
                if (list.offset as u64..most).contains(&stories) {
                    shown.insert(key.to_owned());
                }
                stories += 1;
            }
        })?;
        if let Some(error) = failed {
            return Err(error.into());
        }
        if shown.is_empty() {
            return Ok(FoundStories { stories, found: Found::of(articles, Box::new(std::iter::empty())) });
        }
        let list = List { offset: 0, limit: Some(shown.len()), only: Some(shown), ..list.clone() };
        let found = Found::of(articles, self.list(&list)?);
        Ok(FoundStories { stories, found })
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
