//! Ranges of days as engine queries. Days are numbers, yyyymmdd, with 00 for an unstated part.

use super::parts::without;
use crate::query::{DayRange, partly_inside};
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, ExistsQuery, Occur, Query as EngineQuery, RangeQuery};
use tantivy::schema::Field;

/// Articles whose day is in the range; one that states only a month or a year must be in it completely.
pub fn articles_of(field: Field, days: DayRange) -> Box<dyn EngineQuery> {
    let dated: Box<dyn EngineQuery> = Box::new(ExistsQuery::new("day".to_owned(), false));
    if days.undated {
        return without(vec![dated]);
    }
    let term = |day: i32| Term::from_field_i64(field, i64::from(day));
    // A month is numbered 00 before its first day, a year before its first month.
    let lower = match days.from {
        None => Bound::Unbounded,
        Some(from) if from % 10_000 == 101 => Bound::Included(term(from / 10_000 * 10_000)),
        Some(from) if from % 100 == 1 => Bound::Included(term(from / 100 * 100)),
        Some(from) => Bound::Included(term(from)),
    };
    let upper = days.to.map_or(Bound::Unbounded, |to| Bound::Included(term(to)));
    if lower == Bound::Unbounded && upper == Bound::Unbounded {
        return if days.loose { Box::new(AllQuery) } else { dated };
    }
    let range: Box<dyn EngineQuery> = Box::new(RangeQuery::new(lower, upper));
    if days.loose {
        let from = days.from.map(|from| vec![from / 100 * 100, from / 10_000 * 10_000]).unwrap_or_default();
        let exactly = |day: i32| RangeQuery::new(Bound::Included(term(day)), Bound::Included(term(day)));
        let partial = from.into_iter().map(|day| Box::new(exactly(day)) as Box<dyn EngineQuery>);
        let all = [range, without(vec![dated])].into_iter().chain(partial);
        return Box::new(BooleanQuery::union(all.collect()));
    }
    let mut clauses = vec![(Occur::Must, range)];
    for partial in days.to.map(partly_inside).unwrap_or_default() {
        let exactly = RangeQuery::new(Bound::Included(term(partial)), Bound::Included(term(partial)));
        clauses.push((Occur::MustNot, Box::new(exactly)));
    }
    Box::new(BooleanQuery::new(clauses))
}
