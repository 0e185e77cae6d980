//! Building blocks of the engine's queries.

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query as EngineQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

pub fn word(field: Field, word: &str) -> Box<dyn EngineQuery> {
    Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs))
}

/// A query that finds and does not score.
pub fn filter(query: Box<dyn EngineQuery>) -> Box<dyn EngineQuery> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// Every document except these.
pub fn without(excluded: Vec<Box<dyn EngineQuery>>) -> Box<dyn EngineQuery> {
    let all: (Occur, Box<dyn EngineQuery>) = (Occur::Must, filter(Box::new(AllQuery)));
    let excluded = excluded.into_iter().map(|query| (Occur::MustNot, query));
    Box::new(BooleanQuery::new(std::iter::once(all).chain(excluded).collect()))
}

pub fn any_of(mut queries: Vec<Box<dyn EngineQuery>>) -> Box<dyn EngineQuery> {
    if queries.len() == 1 { queries.remove(0) } else { Box::new(BooleanQuery::union(queries)) }
}

/// Documents with a term, without their frequencies.
pub fn basic(term: Term) -> Box<dyn EngineQuery> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}
