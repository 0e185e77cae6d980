//! What an archive covers: shown when nothing was found, so that the answer is not taken for more than it is.

use super::error::SearchError;
use super::question::Question;
use super::request::Request;
use crate::archive::{FacetField, Per, Searchable};
use crate::query::Cancel;

/// Articles, outlets and dates of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    pub articles: u64,
    pub outlets: usize,
    /// The first and the last year, month or day that an article states.
    pub dates: Option<(String, String)>,
    pub undated: u64,
}

/// What an archive covers.
pub fn coverage(archive: &dyn Searchable) -> Result<Coverage, SearchError> {
    let everything = Request::everything();
    let question = Question::of(archive, &everything)?;
    let outlet = FacetField::named("outlet").ok();
    let counted = question.facets(outlet.as_slice())?;
    let outlets = counted.facets.first().map_or(0, |outlets| outlets.values.len());
    let days = archive.days(&question.plan, Per::Article, &Cancel::default())?;
    let mut dated = days.keys().flatten();
    let dates = dated.next().map(|first| (stated(*first), stated(*dated.next_back().unwrap_or(first))));
    let undated = days.get(&None).copied().unwrap_or(0);
    Ok(Coverage { articles: counted.total, outlets, dates, undated })
}

/// A day of the index as far as it is known: 00 means an unknown month or day.
fn stated(day: i64) -> String {
    let (year, month, day) = (day / 10_000, day / 100 % 100, day % 100);
    match (month, day) {
        (0, _) => format!("{year:04}"),
        (_, 0) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    }
}
