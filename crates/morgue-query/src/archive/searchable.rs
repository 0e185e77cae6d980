//! What an archive must be able to do to be searched. Every request is a plan; every answer is data.

use super::facets::{FacetField, Facets};
use super::hit::Hit;
use super::list::{List, Per};
use super::names::NamedArticles;
use super::timeline::Days;
use super::values::ArticleValues;
use crate::article::NameKind;
use crate::query::{ArchiveError, Cancel, Dictionary, Plan};
use crate::stories::Story;
use std::sync::Arc;

/// Hits in list order, read on demand.
pub type Hits<'a> = Box<dyn Iterator<Item = Result<Arc<Hit>, ArchiveError>> + Send + 'a>;

/// Articles that can be searched. The number that `count` returns is the number of hits in `list`, and the total of all
/// other answers.
///
/// A cancelled request ends with `ArchiveError::Stopped`, within one segment or a thousand documents.
pub trait Searchable: Sync {
    /// The words and values with which queries are resolved.
    fn dictionary(&self) -> Result<Box<dyn Dictionary + '_>, ArchiveError>;

    /// Articles that match.
    fn count(&self, plan: &Plan, cancel: &Cancel) -> Result<u64, ArchiveError>;

    /// Articles that match only when margins are read too.
    fn count_only_in_margins(&self, plan: &Plan, cancel: &Cancel) -> Result<u64, ArchiveError>;

    /// The articles that match, in order, with where they match.
    fn list<'a>(&'a self, plan: &Plan, list: &List, cancel: &Cancel) -> Result<Hits<'a>, ArchiveError>;

    /// The number of articles that match, and a part of their list: at most the time of both, less where one pass gives both.
    fn count_and_list<'a>(
        &'a self,
        plan: &Plan,
        list: &List,
        cancel: &Cancel,
    ) -> Result<(u64, Hits<'a>), ArchiveError> {
        Ok((self.count(plan, cancel)?, self.list(plan, list, cancel)?))
    }

    /// The keys of a part of the list of articles that match, without reading any article.
    fn keys(&self, plan: &Plan, list: &List, cancel: &Cancel, take: &mut dyn FnMut(&str)) -> Result<(), ArchiveError>;

    /// The article with a key.
    fn article(&self, key: &str) -> Result<Option<Hit>, ArchiveError>;

    /// The story of the article with a key; none if it has no copies.
    fn story(&self, key: &str) -> Result<Option<Arc<Story>>, ArchiveError>;

    /// Stories of which articles match; an article without copies is one.
    fn count_stories(&self, plan: &Plan, cancel: &Cancel) -> Result<u64, ArchiveError>;

    /// The values of fields in the articles, or of each story in its earliest article, that match.
    fn facets(&self, plan: &Plan, fields: &[FacetField], per: Per, cancel: &Cancel) -> Result<Facets, ArchiveError>;

    /// The values of fields in each article that matches.
    fn values(&self, plan: &Plan, fields: &[FacetField], cancel: &Cancel) -> Result<ArticleValues, ArchiveError>;

    /// The articles that match, or of each story the earliest, by their stated day.
    fn days(&self, plan: &Plan, per: Per, cancel: &Cancel) -> Result<Days, ArchiveError>;

    /// The names of some kinds in each article that matches; with a companion, whether the article matches that too.
    fn named_articles(
        &self,
        plan: &Plan,
        companion: Option<&Plan>,
        kinds: &[NameKind],
        cancel: &Cancel,
    ) -> Result<NamedArticles, ArchiveError>;
}
