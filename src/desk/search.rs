//! Searching: a request to hits, and their number.

use super::error::SearchError;
use super::question::Question;
use super::request::Request;
use crate::archive::{Hit, Hits, List, Searchable};
use crate::query::ArchiveError;
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

impl<'a> Question<'a> {
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
