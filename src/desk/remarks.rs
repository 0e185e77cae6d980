//! Remarks on an answer: matches in margins only, and, if nothing was found, what was searched and what is similar to
//! the part that found nothing.

use super::ask::Asked;
use super::coverage::{Coverage, coverage};
use super::error::DeskError;
use super::explain::explain;
use super::question::Question;
use crate::ingest::spikes_by_reason;
use crate::query::ArchiveError;

/// Remarks on an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// Articles that match only in margins.
    pub only_in_margins: u64,
    /// Articles without a date that match but for `--since` and `--until`.
    pub undated: u64,
    /// Names after `source:` that no source folder has, but an outlet.
    pub outlets_meant: Vec<String>,
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
    /// The part that finds nothing, and similar values of the archive.
    pub near: Option<(String, Vec<String>)>,
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
    let (only_in_margins, outlets_meant) = (question.only_in_margins(found)?, outlets_meant(question)?);
    Ok(Beside { only_in_margins, undated, outlets_meant, nothing })
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
    let near = explained.emptied().filter(|clause| !clause.nearest.is_empty());
    Ok(Nothing {
        coverage: coverage(&asked.generation)?,
        unreadable: spikes_by_reason(&asked.generation.folder)?.values().sum(),
        near: near.map(|clause| (clause.text.clone(), clause.nearest.clone())),
    })
}
