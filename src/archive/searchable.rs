//! What an archive must be able to do to be searched. Whatever is asked of it is asked with a plan; what it gives is data.

use super::facets::{FacetField, Facets};
use super::hit::Hit;
use super::list::List;
use super::names::NamedArticles;
use super::timeline::Days;
use crate::article::NameKind;
use crate::query::{ArchiveError, Cancel, Dictionary, Plan};
use std::sync::Arc;

/// Hits in the order of their list, read when they are asked for.
pub type Hits<'a> = Box<dyn Iterator<Item = Result<Arc<Hit>, ArchiveError>> + Send + 'a>;

/// Articles that can be searched. The number that `count` gives is that of the hits in `list`, and the sum of all that the
/// other answers count.
///
/// A cancelled question ends with `ArchiveError::Stopped`, within one segment or a thousand documents.
pub trait Searchable: Sync {
    /// The words and values that queries are resolved with.
    fn dictionary(&self) -> Result<Box<dyn Dictionary + '_>, ArchiveError>;

    /// Articles that match.
    fn count(&self, plan: &Plan, cancel: &Cancel) -> Result<u64, ArchiveError>;

    /// Articles that match `one` and `other`.
    fn count_both(&self, one: &Plan, other: &Plan, cancel: &Cancel) -> Result<u64, ArchiveError>;

    /// The articles that match, in order, with where they match.
    fn list<'a>(&'a self, plan: &Plan, list: &List, cancel: &Cancel) -> Result<Hits<'a>, ArchiveError>;

    /// The keys of a piece of the list of articles that match, without reading any of them.
    fn keys(&self, plan: &Plan, list: &List, cancel: &Cancel, take: &mut dyn FnMut(&str)) -> Result<(), ArchiveError>;

    /// The article under a key.
    fn article(&self, key: &str) -> Result<Option<Hit>, ArchiveError>;

    /// The values of fields among the articles that match.
    fn facets(&self, plan: &Plan, fields: &[FacetField], cancel: &Cancel) -> Result<Facets, ArchiveError>;

    /// The articles that match, by the day they state.
    fn days(&self, plan: &Plan, cancel: &Cancel) -> Result<Days, ArchiveError>;

    /// The names of some kinds in each article that matches; with a companion, whether the article matches that too.
    fn named_articles(
        &self,
        plan: &Plan,
        companion: Option<&Plan>,
        kinds: &[NameKind],
        cancel: &Cancel,
    ) -> Result<NamedArticles, ArchiveError>;
}
