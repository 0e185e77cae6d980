//! What the search verbs say on stderr beside their answer.

use super::deadline::Deadline;
use super::error::Failure;
use super::output::Output;
use morgue::desk::{Asked, Nothing, Question, beside as remarks};
use morgue::text::counted;

/// What is said beside an answer of so many articles. With it the answer is whole, and its deadline met: it may be written
/// for as long as its reader takes.
pub fn beside(
    asked: &Asked,
    deadline: &Deadline,
    question: &Question,
    found: u64,
    output: &Output,
) -> Result<String, Failure> {
    let remark = if output.quiet {
        String::new()
    } else {
        let remarks = remarks(asked, question, found)?;
        let margins = match remarks.only_in_margins {
            0 => String::new(),
            more => format!(" (+{more} more only in margins: --zones all)"),
        };
        remarks.nothing.map_or_else(|| margins.clone(), |nothing| nothing_found(&nothing, &margins))
    };
    deadline.met();
    Ok(remark)
}

/// That nothing was found, and in what: an archive without the outlet or the year that was asked for says so.
fn nothing_found(nothing: &Nothing, margins: &str) -> String {
    let covered = &nothing.coverage;
    let outlets = match covered.outlets {
        0 => String::new(),
        outlets => format!(" of {}", counted(outlets as u64, "outlet")),
    };
    let dates = match &covered.dates {
        Some((first, last)) => format!(", dated {first} to {last}"),
        None => String::new(),
    };
    let undated = if covered.undated > 0 { format!(", {} undated", covered.undated) } else { String::new() };
    let spiked = match nothing.unreadable {
        0 => String::new(),
        spiked => format!("; {} could not be read (see `morgue spiked`)", counted(spiked, "document")),
    };
    let near = nothing.near.as_ref().map_or_else(String::new, |(part, near)| {
        format!("\nnote: no article has \"{part}\"; similar: {}", near.join(", "))
    });
    let articles = counted(covered.articles, "article");
    format!("no match in {articles}{outlets}{dates}{undated}{spiked}{margins}{near}")
}
