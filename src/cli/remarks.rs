//! What the search verbs say on stderr beside their answer: what only margins hold, and, where nothing was found, what was
//! searched.

use super::error::Failure;
use super::output::Output;
use super::query::Asked;
use morgue::desk::{Question, coverage, explain};
use morgue::ingest::read_spikes;
use morgue::text::counted;

/// What is said beside an answer of so many articles. With it the answer is whole, and its deadline met: it may be written
/// for as long as its reader takes.
pub fn beside(asked: &Asked, question: &Question, found: u64, output: &Output) -> Result<String, Failure> {
    let remark = match found {
        _ if output.quiet => String::new(),
        0 => nothing_found(asked, question)?,
        _ => margins(question, found)?,
    };
    asked.deadline.met();
    Ok(remark)
}

/// ` (+2 more only in margins: --zones all)`, or nothing.
fn margins(question: &Question, found: u64) -> Result<String, Failure> {
    let more = question.only_in_margins(found)?;
    Ok(if more > 0 { format!(" (+{more} more only in margins: --zones all)") } else { String::new() })
}

/// That nothing was found, and in what: an archive without the outlet or the year that was asked for says so.
fn nothing_found(asked: &Asked, question: &Question) -> Result<String, Failure> {
    let covered = coverage(&asked.generation)?;
    let outlets = match covered.outlets {
        0 => String::new(),
        outlets => format!(" of {}", counted(outlets as u64, "outlet")),
    };
    let dates = match &covered.dates {
        Some((first, last)) => format!(", dated {first} to {last}"),
        None => String::new(),
    };
    let undated = if covered.undated > 0 { format!(", {} undated", covered.undated) } else { String::new() };
    let spiked = match read_spikes(&asked.generation.folder)?.len() as u64 {
        0 => String::new(),
        spiked => format!("; {} could not be read (see `morgue spiked`)", counted(spiked, "document")),
    };
    Ok(format!(
        "no match in {}{outlets}{dates}{undated}{spiked}{}{}",
        counted(covered.articles, "article"),
        margins(question, 0)?,
        misspelt(question)?
    ))
}

/// A word that the archive does not hold, and those it holds that are spelt like it.
fn misspelt(question: &Question) -> Result<String, Failure> {
    let explained = explain(question)?;
    Ok(match explained.emptied() {
        Some(clause) if !clause.nearest.is_empty() => {
            format!("\nnote: no article has \"{}\"; similar: {}", clause.text, clause.nearest.join(", "))
        }
        _ => String::new(),
    })
}
