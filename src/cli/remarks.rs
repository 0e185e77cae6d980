//! Remarks of the search verbs on stderr.

use super::deadline::Deadline;
use super::error::Failure;
use super::output::Output;
use morgue::desk::{Asked, FewFound, Meant, Nothing, Question, Respelled, beside as remarks};
use morgue::text::counted;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

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
        for Meant { field, asked, names, more } in remarks.meant.iter().filter(|meant| !meant.names.is_empty()) {
            let names: Vec<String> = names.iter().map(|(name, articles)| format!("{name} ({articles})")).collect();
            let more = if *more > 0 { format!(" and {more} more") } else { String::new() };
            let asked = if asked.contains(' ') { format!("\"{asked}\"") } else { asked.clone() };
            margins.push_str(&format!("\nnote: {field}:{asked} finds {}{more}", names.join(", ")));
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
        margins.push_str(&few_found(&remarks.few, found));
        remarks.nothing.map_or_else(|| margins.clone(), |nothing| nothing_found(&nothing, &margins))
    };
    deadline.met();
    Ok(remark)
}

/// What each part finds alone and what the others find without it, and the articles that come nearest.
fn few_found(few: &FewFound, found: u64) -> String {
    let mut text = String::new();
    if let Some(part) = few.narrowest(found) {
        text.push_str(&format!("\nnote: {} without {}", matching(part.without), part.text));
    }
    let table = few.table(found);
    if !table.is_empty() {
        let width = table.iter().map(|part| part.text.width()).max().unwrap_or(0).min(MOST_COLUMNS);
        text.push_str(&format!("\n{:width$}  {:>13}  {:>11}", "part", "matches alone", "if left out"));
        for part in table {
            let shown = cut(&part.text, MOST_COLUMNS);
            let gap = " ".repeat(width.saturating_sub(shown.width()));
            text.push_str(&format!("\n{shown}{gap}  {:>13}  {:>11}", part.alone, part.without));
        }
    }
    if let Some(more) = few.more_in_story(found) {
        text.push_str(&format!("\nnote: {} in any zone of the story\nhint: search without `--zones`", matching(more)));
    }
    for (nth, hit) in few.nearest.iter().enumerate() {
        let title = if hit.zones.title.trim().is_empty() { "untitled" } else { hit.zones.title.trim() };
        let about = [hit.outlet.clone(), hit.published.map(|published| published.day_text())];
        let about = about.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let about = if about.is_empty() { about } else { format!(" ({about})") };
        text.push_str(&format!("\n{}{title}{about}", if nth == 0 { "nearest: " } else { "         " }));
    }
    text
}

/// Most columns of a part of a query.
const MOST_COLUMNS: usize = 48;

/// The start of a text, if it is longer than this many columns.
fn cut(text: &str, most: usize) -> String {
    if text.width() <= most {
        return text.to_owned();
    }
    let mut columns = 1;
    let kept = text.chars().take_while(|c| {
        columns += c.width().unwrap_or(0);
        columns <= most
    });
    format!("{}…", kept.collect::<String>())
}

fn matching(articles: u64) -> String {
    if articles == 1 { "1 article matches".to_owned() } else { format!("{articles} articles match") }
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
    let near: String = nothing
        .near
        .iter()
        .map(|(part, near)| {
            let part = if part.contains('"') { part.clone() } else { format!("\"{part}\"") };
            format!("\nnote: no article has {part}; similar: {}", near.join(", "))
        })
        .collect();
    let articles = counted(covered.articles, "article");
    format!("no match in {articles}{outlets}{dates}{undated}{spiked}{margins}{near}")
}
