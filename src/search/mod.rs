//! The read flow: a query and a generation to hits. Parse, plan, count, rank, and only then read the articles that are
//! shown. A search reads one generation from start to end, whatever is published meanwhile. Whatever reads the index does
//! so inside `guarded`, which turns damage that was met into the outcome.

mod about;
mod ahead;
mod best;
mod certificate;
mod certified;
mod context;
mod coverage;
mod entities;
mod explain;
mod facets;
mod hit;
mod matching;
mod newest;
mod passage;
mod rank;
mod replay;
mod rerank;
mod timeline;

pub use about::{About, about};
pub use ahead::ahead;
pub use certificate::{
    CERTIFICATE_VERSION, Certificate, Checksum, Expansion, Hashed, IndexState, certificate_of, is_certificate, keys_of,
};
pub use certified::{Certified, CertifiedWriter, read_certified};
pub use context::KwicLine;
pub use coverage::{Coverage, coverage};
pub use entities::{Edge, Graph, NamedList, NamedValue, Together, graph, named_list};
pub use explain::{Clause, Explained, Forms, TakenName, TakenNames, explain};
pub use facets::{FACETS, Facet, FacetField, Facets, UnknownFacet, facets};
pub use hit::{Hit, Passage};
pub use passage::Excerpts;
pub use rank::{Ranked, Sort};
pub use replay::{Change, Difference, Replayed, replay};
pub use timeline::{Bucket, Interval, Share, Timeline, timeline};

use crate::index::{Generation, IndexError, stored_text};
use crate::query::{Ground, Plan, PlanError, Query, QueryError, ZoneChoice, plan};
use hit::HitReader;
use newest::Newest;
use std::sync::Arc;
use tantivy::query::BooleanQuery;

/// What is asked of a generation.
#[derive(Debug, Clone)]
pub struct Request {
    pub query: Query,
    pub zones: ZoneChoice,
    pub sort: Sort,
    /// Hits passed over.
    pub offset: usize,
    /// Most hits given; all where it is `None`.
    pub limit: Option<usize>,
    /// Whether hits show where they match, which takes reading their texts.
    pub passages: bool,
}

/// Why a search cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    Index(#[from] IndexError),
}

impl SearchError {
    /// What the engine cannot read of a published generation is damage.
    fn engine(generation: &Generation) -> impl Fn(tantivy::TantivyError) -> Self {
        let folder = generation.folder.clone();
        move |error| Self::Index(IndexError::Damaged { path: folder.clone(), detail: error.to_string() })
    }
}

/// What a search found. Hits are read when they are asked for, in order.
pub struct Found<'g> {
    /// All articles that match, shown or not.
    pub total: u64,
    matches: Matches<'g>,
    /// Damage was met.
    ended: bool,
    rank: u64,
    plan: Plan,
    reader: HitReader<'g>,
    excerpts: Option<Excerpts>,
}

/// Where the matches come from.
enum Matches<'g> {
    Ranked(std::vec::IntoIter<rank::Ranked>),
    /// Found while they are read.
    Newest(Box<Newest<'g>>),
}

impl std::fmt::Debug for Found<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Found({} read, {} in all)", self.rank, self.total)
    }
}

impl Found<'_> {
    /// With other excerpts than the one best passage; without any, where the request wants none.
    pub fn showing(self, excerpts: Excerpts) -> Self {
        Self { excerpts: self.excerpts.map(|_| excerpts), ..self }
    }

    /// With those hits alone whose keys are wanted, and how many they are; articles that are not wanted are not read.
    pub fn keeping(self, wanted: &mut dyn FnMut(&str) -> bool) -> Result<(Self, u64), SearchError> {
        let generation = self.reader.generation();
        let wrong = SearchError::engine(generation);
        let ranked = generation.guarded(|| {
            let all = match self.matches {
                Matches::Ranked(ranked) => ranked.collect(),
                Matches::Newest(mut newest) => std::iter::from_fn(|| newest.next().transpose())
                    .collect::<tantivy::Result<Vec<_>>>()
                    .map_err(&wrong)?,
            };
            rank::with_keys(generation, all, wanted).map_err(&wrong)
        })?;
        let left = ranked.len() as u64;
        Ok((Self { matches: Matches::Ranked(ranked.into_iter()), ..self }, left))
    }
}

impl Iterator for Found<'_> {
    type Item = Result<Arc<Hit>, SearchError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let generation = self.reader.generation();
        let wrong = SearchError::engine(generation);
        let plan = self.excerpts.map(|excerpts| (&self.plan, excerpts));
        let read = || -> Result<Option<Hit>, SearchError> {
            let ranked = match &mut self.matches {
                Matches::Ranked(ranked) => ranked.next(),
                Matches::Newest(newest) => newest.next().map_err(wrong)?,
            };
            ranked.map(|ranked| self.reader.read(&ranked, plan)).transpose()
        };
        self.rank += 1;
        let rank = self.rank;
        let next = generation.guarded(read).transpose();
        if matches!(next, Some(Err(_))) {
            // Damage stays: a list that met it ends there.
            self.matches = Matches::Ranked(Vec::new().into_iter());
            self.ended = true;
        }
        next.map(|hit| hit.map(|hit| Arc::new(Hit { rank, ..hit })))
    }
}

/// Searches a generation.
pub fn search<'g>(generation: &'g Generation, request: &Request) -> Result<Found<'g>, SearchError> {
    generation.guarded(|| find(generation, request))
}

fn find<'g>(generation: &'g Generation, request: &Request) -> Result<Found<'g>, SearchError> {
    let plan = planned(generation, request)?;
    let total = total(generation, &plan)?;
    let reader = HitReader::new(generation);
    let excerpts = request.passages.then(Excerpts::default);
    let (limit, sort, offset) = (request.limit, request.sort, request.offset);
    if (limit, sort, offset) == (None, Sort::Newest, 0) {
        let matches =
            Matches::Newest(Box::new(Newest::of(generation, &plan).map_err(SearchError::engine(generation))?));
        return Ok(Found { total, matches, rank: 0, ended: false, plan, reader, excerpts });
    }
    let wanted = limit.map_or(usize::MAX, |limit| limit.saturating_add(offset));
    let wanted = wanted.min(usize::try_from(total).unwrap_or(usize::MAX));
    let mut ranked = top(generation, &plan, sort, wanted)?;
    ranked.drain(..offset.min(ranked.len()));
    let matches = Matches::Ranked(ranked.into_iter());
    Ok(Found { total, matches, rank: offset as u64, ended: false, plan, reader, excerpts })
}

/// The first `wanted` matches of a plan, in order, without reading them. By relevance, the first of them are ranked anew by
/// the plan's words.
pub fn top(generation: &Generation, plan: &Plan, sort: Sort, wanted: usize) -> Result<Vec<Ranked>, SearchError> {
    rank::top(generation, plan, sort, wanted).map_err(SearchError::engine(generation))
}

/// Counts the articles that match.
pub fn count(generation: &Generation, request: &Request) -> Result<u64, SearchError> {
    generation.guarded(|| total(generation, &planned(generation, request)?))
}

/// Articles that match only when the margin is read too: those under all zones that are not among the default ones.
pub fn count_only_in_margins(generation: &Generation, request: &Request) -> Result<u64, SearchError> {
    let anywhere = Request { zones: ZoneChoice::All, ..request.clone() };
    generation.guarded(|| {
        let (all, story) = (planned(generation, &anywhere)?, planned(generation, request)?);
        let everywhere = total(generation, &all)?;
        // Counted as what is left over: an exclusion would ask the engine's phrases for documents behind them.
        let both = BooleanQuery::intersection(vec![all.query, story.query]);
        Ok(everywhere.saturating_sub(total(generation, &Plan::of(Box::new(both)))?))
    })
}

/// The article under a key, whole.
pub fn article(generation: &Generation, key: &str) -> Result<Option<Hit>, SearchError> {
    let query = tantivy::query::TermQuery::new(
        tantivy::Term::from_field_text(generation.fields.key, key),
        tantivy::schema::IndexRecordOption::Basic,
    );
    generation.guarded(|| {
        let plan = Plan::of(Box::new(query));
        let found = top(generation, &plan, Sort::Newest, 1)?;
        found.first().map(|ranked| HitReader::new(generation).read(ranked, None)).transpose()
    })
}

fn planned(generation: &Generation, request: &Request) -> Result<Plan, SearchError> {
    let ground = Ground {
        searcher: &generation.searcher,
        fields: generation.fields,
        zones: &request.zones,
        stored: stored_text,
        names: generation.names()?,
    };
    plan(&request.query, ground).map_err(|error| match error {
        PlanError::Query(error) => error.into(),
        PlanError::Engine(error) => SearchError::engine(generation)(error),
    })
}

fn total(generation: &Generation, plan: &Plan) -> Result<u64, SearchError> {
    let total = plan.query.count(&generation.searcher).map_err(SearchError::engine(generation))?;
    Ok(total as u64)
}
