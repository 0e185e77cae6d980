//! Remarks on an answer: matches in margins only, and, if nothing was found, what was searched and what is similar to
//! the part that found nothing.

use super::ask::Asked;
use super::coverage::{Coverage, coverage};
use super::error::DeskError;
use super::explain::explain;
use super::few::{FewFound, few};
use super::meant::{Meant, meant};
use super::question::Question;
use super::respelled::{Respelled, respelled};
use crate::article::{NameKind, without_office};
use crate::ingest::spikes_by_reason;
use crate::query::ArchiveError;
use crate::terms::keyword_term;

/// Remarks on an answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Beside {
    /// Articles that match only in margins.
    pub only_in_margins: u64,
    /// Articles without a date that match but for `--since` and `--until`.
    pub undated: u64,
    /// Names after `source:` that no source folder has, but an outlet.
    pub outlets_meant: Vec<String>,
    /// Names with an office in front, and the names that were searched instead.
    pub without_office: Vec<(String, String)>,
    /// Words that are far rarer than a similar one with which the query finds more.
    pub respelled: Vec<Respelled>,
    /// Names that mean another name of the archive, or several.
    pub meant: Vec<Meant>,
    /// What the parts of a query with few matches find.
    pub few: FewFound,
    /// If nothing was found.
    pub nothing: Option<Nothing>,
}

/// Why nothing may have been found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nothing {
    /// What the archive covers.
    pub coverage: Coverage,
    /// Documents that could not be read.
    pub unreadable: u64,
    /// The parts that find nothing, each with similar words or values of the archive.
    pub near: Vec<(String, Vec<String>)>,
}

/// Remarks on an answer with this number of articles.
pub fn beside(asked: &Asked, question: &Question, found: u64) -> Result<Beside, DeskError> {
    let nothing = if found == 0 { Some(nothing(asked, question)?) } else { None };
    let typed = &asked.typed;
    let dates = if typed.loose_dates { 0 } else { typed.since.iter().chain(&typed.until).count() };
    let undated = match question.plan.of_undated(dates) {
        Some(plan) => question.count_of(&plan)?,
        None => 0,
    };
    let (only_in_margins, outlets_meant) = (question.only_in_margins()?, outlets_meant(question)?);
    let without_office = searched_without_office(question);
    let respelled = respelled(question, found)?;
    // What takes too long is left out; the answer is complete without it.
    let few = few(question, found).or_else(|error| match question.is_cancelled() {
        true => Ok(FewFound::default()),
        false => Err(error),
    })?;
    let meant = meant(question)?;
    Ok(Beside { only_in_margins, undated, outlets_meant, without_office, respelled, meant, few, nothing })
}

fn searched_without_office(question: &Question) -> Vec<(String, String)> {
    let people =
        question.plan.names().into_iter().filter(|name| name.kind == NameKind::Person && !name.names.is_empty());
    let used = people.filter(|name| !name.names.iter().any(|known| known.contains(&keyword_term(&name.asked))));
    let pair =
        |asked: String| (asked != without_office(&asked)).then(|| (asked.clone(), without_office(&asked).to_owned()));
    used.filter_map(|name| pair(name.asked)).collect()
}

/// `source:` is the source folder, and in other systems the paper.
fn outlets_meant(question: &Question) -> Result<Vec<String>, DeskError> {
    let asked = question.plan.values_of("source");
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let dictionary = question.archive.dictionary()?;
    let has = |field: &str, values: &[String]| -> Result<bool, ArchiveError> {
        values.iter().try_fold(false, |any, value| Ok(any || dictionary.articles_with(field, value)? > 0))
    };
    let mut meant = Vec::new();
    for values in asked {
        if let Some(name) = values.first()
            && !has("source", &values)?
            && has("outlet", &values)?
        {
            meant.push(name.clone());
        }
    }
    Ok(meant)
}

fn nothing(asked: &Asked, question: &Question) -> Result<Nothing, DeskError> {
    let explained = explain(question)?;
    let near = explained.clauses.iter().filter(|clause| !clause.nearest.is_empty());
    Ok(Nothing {
        coverage: coverage(asked.generation.as_ref())?,
        unreadable: spikes_by_reason(&asked.generation.folder)?.values().sum(),
        near: near.map(|clause| (clause.text.clone(), clause.nearest.clone())).collect(),
    })
}
