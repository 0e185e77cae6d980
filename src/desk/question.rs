//! A query resolved once against an archive, and the requests that can be made with it.

use super::error::SearchError;
use super::request::Request;
use crate::archive::{FacetField, Facets, Hits, Interval, List, NamedArticles, Per, Searchable, Timeline};
use crate::article::NameKind;
use crate::query::{Cancel, DayRange, Kind, Node, Plan, Query, ZoneChoice, resolve};

/// A query and its plan for one archive.
pub struct Question<'a> {
    pub archive: &'a dyn Searchable,
    pub query: Query,
    pub plan: Plan,
    pub(super) cancel: Cancel,
}

impl<'a> Question<'a> {
    /// Resolves a request.
    pub fn of(archive: &'a dyn Searchable, request: &Request) -> Result<Self, SearchError> {
        Self::cancelled_by(archive, request, &Cancel::default())
    }

    /// Resolves a request whose answer may be cancelled.
    pub fn cancelled_by(archive: &'a dyn Searchable, request: &Request, cancel: &Cancel) -> Result<Self, SearchError> {
        let plan = resolve(&request.query, &request.zones, archive.dictionary()?.as_ref())?;
        Ok(Self { archive, query: request.query.clone(), plan, cancel: cancel.clone() })
    }

    /// The plan of another query, in the same zones of the same archive.
    pub fn plan_of(&self, root: Node) -> Result<Plan, SearchError> {
        let query = Query { root, hints: Vec::new() };
        Ok(resolve(&query, &self.plan.zones, self.archive.dictionary()?.as_ref())?)
    }

    /// Whether its time is over.
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// The plan of the query in other zones.
    pub fn plan_in(&self, zones: &ZoneChoice) -> Result<Plan, SearchError> {
        Ok(resolve(&self.query, zones, self.archive.dictionary()?.as_ref())?)
    }

    /// Articles that match.
    pub fn count(&self) -> Result<u64, SearchError> {
        self.count_of(&self.plan)
    }

    /// Articles that match another plan.
    pub fn count_of(&self, plan: &Plan) -> Result<u64, SearchError> {
        Ok(self.archive.count(plan, &self.cancel)?)
    }

    /// Articles that match only when the margin is read too.
    pub fn only_in_margins(&self) -> Result<u64, SearchError> {
        if self.plan.zones != ZoneChoice::Story || !self.plan.depends_on_zones() {
            return Ok(0);
        }
        Ok(self.archive.count_only_in_margins(&self.plan, &self.cancel)?)
    }

    /// A part of the list of articles that match another plan.
    pub fn list_of(&self, plan: &Plan, list: &List) -> Result<Hits<'a>, SearchError> {
        Ok(self.archive.list(plan, list, &self.cancel)?)
    }

    /// The number of articles that match, and a part of their list.
    pub fn count_and_list(&self, list: &List) -> Result<(u64, Hits<'a>), SearchError> {
        Ok(self.archive.count_and_list(&self.plan, list, &self.cancel)?)
    }

    /// A part of the list of articles that match.
    pub fn list(&self, list: &List) -> Result<Hits<'a>, SearchError> {
        Ok(self.archive.list(&self.plan, list, &self.cancel)?)
    }

    /// The keys of a part of the list of articles that match.
    pub fn keys(&self, list: &List, take: &mut dyn FnMut(&str)) -> Result<(), SearchError> {
        Ok(self.archive.keys(&self.plan, list, &self.cancel, take)?)
    }

    /// The values of fields among the articles that match.
    pub fn facets(&self, fields: &[FacetField]) -> Result<Facets, SearchError> {
        self.facets_per(Per::Article, fields)
    }

    /// The same, counting articles or stories.
    pub fn facets_per(&self, per: Per, fields: &[FacetField]) -> Result<Facets, SearchError> {
        Ok(self.archive.facets(&self.plan, fields, per, &self.cancel)?)
    }

    /// Articles or stories that match.
    pub fn count_per(&self, per: Per) -> Result<u64, SearchError> {
        match per {
            Per::Article => self.count(),
            Per::Story => Ok(self.archive.count_stories(&self.plan, &self.cancel)?),
        }
    }

    /// The articles that match, and those of the archive, by time. Without an interval, one that gives a few dozen
    /// buckets is chosen.
    pub fn timeline(&self, interval: Option<Interval>) -> Result<Timeline, SearchError> {
        self.timeline_per(Per::Article, interval)
    }

    /// The same, counting articles or stories next to the articles of the archive.
    pub fn timeline_per(&self, per: Per, interval: Option<Interval>) -> Result<Timeline, SearchError> {
        let found = self.archive.days(&self.plan, per, &self.cancel)?;
        let dates = dates_of(&self.query.root);
        let archive = self.archive.days(&self.plan_of(of_dates(&dates))?, Per::Article, &self.cancel)?;
        let ends = (dates.iter().any(|days| days.from.is_some()), dates.iter().any(|days| days.to.is_some()));
        let mut timeline = Timeline::of(&found, &archive, interval, ends);
        timeline.per = per;
        Ok(timeline)
    }

    /// The names in the articles that match; with a companion, whether each matches that too.
    pub fn named_articles(&self, kinds: &[NameKind], companion: Option<&Plan>) -> Result<NamedArticles, SearchError> {
        Ok(self.archive.named_articles(&self.plan, companion, kinds, &self.cancel)?)
    }
}

/// The dates that the query requires of all articles.
fn dates_of(node: &Node) -> Vec<DayRange> {
    match &node.kind {
        Kind::Date(days) => vec![*days],
        Kind::And(parts) => parts.iter().flat_map(dates_of).collect(),
        _ => Vec::new(),
    }
}

/// All articles of some dates, or all there are.
fn of_dates(dates: &[DayRange]) -> Node {
    let parts: Vec<Node> = dates.iter().map(|days| Node::new(0..0, Kind::Date(*days))).collect();
    Node::new(0..0, if parts.is_empty() { Kind::All } else { Kind::And(parts) })
}
