//! Remarks of the search verbs on stderr.

use super::deadline::Deadline;
use super::error::Failure;
use super::output::Output;
use morgue::desk::{Asked, Nothing, Question, Respelled, beside as remarks};
use morgue::text::counted;

/// The remarks on an answer with `found` articles. The answer is then complete, and its deadline met: writing it may
/// take as long as its reader needs.
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
        let mut margins = match remarks.only_in_margins {
            0 => String::new(),
            more => format!(" (+{more} more only in margins: --zones all)"),
        };
        if remarks.undated > 0 {
            let undated = match remarks.undated {
                1 => "1 undated match".to_owned(),
                more => format!("{more} undated matches"),
            };
            margins.push_str(&format!("\n{undated} not shown: --loose-dates"));
        }
        for (asked, used) in &remarks.without_office {
            margins.push_str(&format!(
                "\nnote: nobody is named \"{asked}\"; searched for \"{used}\", since offices are not part of names"
            ));
        }
        for name in &remarks.outlets_meant {
            let quoted = if name.contains(' ') { format!("\"{name}\"") } else { name.clone() };
            margins.push_str(&format!(
                "\nnote: no source folder is named \"{name}\", but an outlet is; search with outlet:{quoted}"
            ));
        }
        for one in &remarks.respelled {
            let Respelled { word, articles, similar, similar_articles, found } = one;
            margins.push_str(&format!(
                "\nnote: {} \"{word}\", but {similar_articles} have \"{similar}\"; with that word the query finds {}",
                if *articles == 1 { "1 article has".to_owned() } else { format!("{articles} articles have") },
                counted(*found, "article")
            ));
        }
        remarks.nothing.map_or_else(|| margins.clone(), |nothing| nothing_found(&nothing, &margins))
    };
    deadline.met();
    Ok(remark)
}

/// The message that nothing was found, and where: says so if the archive lacks the requested outlet or year.
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
