//! ProQuest downloads to drafts: texts separated by lines of underscores, pages and mails separated by anchors
//! `DocID_…`. Every article is lines under known labels; the story is under `Full text:`. Links of a library's proxy
//! are not used as the address: that is built from the document's number.

use super::article::{Article, each_part};
use super::markup::{cut_at, lines, parts_at};
use super::proquest_labels::english;
use crate::format::html::dom::parse;
use crate::format::{Draft, Drafts, MetaField};
use crate::text::squeeze;

/// Fewest underscores of the line between two articles.
const BAR: usize = 50;

fn is_bar(line: &str) -> bool {
    let line = line.trim();
    line.len() >= BAR && line.bytes().all(|byte| byte == b'_')
}

pub(super) fn is_text(text: &str) -> bool {
    let labels = ["Full text:", "Full Text:", "ProQuest document ID:", "Publication title:", "Publication info:"];
    let main = |line: &&str| {
        let name = label(line).map(|(name, _)| name);
        matches!(name, Some("Full text" | "Full Text" | "ProQuest document ID" | "Publication title"))
    };
    let labelled = labels.iter().filter(|label| text.contains(**label)).count() >= 2
        || text.lines().filter(main).take(2).count() == 2;
    labelled && text.lines().any(|line| is_bar(line) || document_of(line).is_some())
}

pub(super) fn is_markup(html: &str) -> bool {
    html.contains("\"DocID_") && (html.contains("Publication info") || html.contains("ProQuest"))
}

/// `Document 3 of 40`.
fn document_of(line: &str) -> Option<(u64, u64)> {
    let (number, total) = line.trim().strip_prefix("Document ")?.split_once(" of ")?;
    Some((number.trim().parse().ok()?, total.trim().parse().ok()?))
}

pub(super) fn read_text(text: &str, drafts: &mut Drafts) {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_bar(line) || document_of(line).is_some() {
            starts.push(at);
        }
        if let Some((1, total)) = document_of(line) {
            drafts.stated = Some(total);
        }
        at += line.len();
    }
    each_part(cut_at(text, &starts), drafts, |part| {
        let lines: Vec<String> = part.lines().filter(|line| !is_bar(line)).map(squeeze).collect();
        let lines = lines.into_iter().filter(|line| document_of(line).is_none());
        Ok(read_article(&lines.collect::<Vec<_>>()))
    });
}

pub(super) fn read_markup(html: &str, drafts: &mut Drafts) {
    each_part(parts_at(html, "\"DocID_", |_| true), drafts, |part| {
        let page = parse(part);
        Ok(read_article(&lines(&page, page.root())))
    });
}

/// Labels that start a line.
const LABELS: [&str; 58] = [
    "Abstract",
    "Abstract (summary)",
    "Accession number",
    "Alternate title",
    "Author",
    "Business indexing term",
    "Classification",
    "Column",
    "Company / organization",
    "Copyright",
    "Correspondence author",
    "Country of publication",
    "Database",
    "Dateline",
    "Document feature",
    "Document type",
    "Document URL",
    "DocumentURL",
    "DOI",
    "Edition",
    "e-ISSN",
    "First page",
    "Full text",
    "Full Text",
    "Identifier / keyword",
    "Illustrations",
    "ISBN",
    "ISSN",
    "Issue",
    "Journal subject",
    "Journal title",
    "Language of publication",
    "Last updated",
    "Links",
    "Location",
    "Number of pages",
    "Pages",
    "People",
    "Place of publication",
    "Product name",
    "ProQuest document ID",
    "ProQuest documentID",
    "Publication date",
    "Publication info",
    "Publication subject",
    "Publication title",
    "Publication year",
    "Publisher",
    "Publisher logo",
    "Section",
    "Source",
    "Source type",
    "Subject",
    "Subtitle",
    "Supplement",
    "Title",
    "Volume",
    "Year",
];

/// Labels that end the story: no paragraph of a story starts with one.
const ENDS: [&str; 12] = [
    "Business indexing term",
    "Classification",
    "Company / organization",
    "Copyright",
    "Document type",
    "Identifier / keyword",
    "Last updated",
    "ProQuest document ID",
    "Publication date",
    "Publication title",
    "Publication year",
    "Source type",
];

fn label(line: &str) -> Option<(&'static str, &str)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim();
    let label = LABELS.iter().find(|label| **label == name).copied().or_else(|| english(name))?;
    Some((label, value.trim()))
}

/// Reads the lines of one article; lines with neither labels nor text are not one.
fn read_article(lines: &[String]) -> Option<Draft> {
    let mut article = Article::new("proquest");
    let full = lines.iter().position(|line| matches!(label(line), Some(("Full text" | "Full Text", _))));
    let end = full.map_or(lines.len(), |full| full + end_of_story(&lines[full..]));
    let facts = lines[..full.unwrap_or(lines.len())].iter().chain(&lines[end..]);
    let facts: Vec<&String> = facts.collect();
    if facts.iter().filter(|line| label(line).is_some()).count() < 2 {
        return None;
    }
    let summary = read_facts(&facts, &mut article);
    if let Some(full) = full {
        story(&lines[full..end], &mut article);
    }
    if !article.has_story() && !summary.is_empty() {
        article.paragraph(&summary);
        article.is_partial();
    } else {
        article.state(MetaField::Deck, "Abstract", &summary);
    }
    article.into_draft()
}

/// Where the story ends: at the first label after which only labels and their values follow.
fn end_of_story(lines: &[String]) -> usize {
    let named = |line: &String| label(line).map(|(name, _)| name);
    let Some(sure) = lines.iter().skip(1).position(|line| named(line).is_some_and(|name| ENDS.contains(&name))) else {
        return lines.len();
    };
    // Labels right above it are facts too (`Subject:`, `Title:`).
    let mut end = sure + 1;
    for (at, line) in lines[..end].iter().enumerate().skip(1).rev() {
        match named(line) {
            Some(_) => end = at,
            None if line.is_empty() => {}
            None => break,
        }
    }
    end
}

/// Reads the facts under labels; returns the summary.
fn read_facts(lines: &[&String], article: &mut Article) -> String {
    let mut summary = String::new();
    let mut in_summary = false;
    let mut at_top = true;
    for line in lines {
        let is_first = at_top && !line.is_empty();
        at_top &= line.is_empty();
        let Some((name, value)) = label(line) else {
            if in_summary {
                summary.push(' ');
                summary.push_str(line);
            } else if is_first {
                article.state(MetaField::Title, "heading", line);
            }
            continue;
        };
        in_summary = name.starts_with("Abstract");
        if in_summary && !value.starts_with("None available") {
            summary = value.to_owned();
        }
        fact(article, name, value);
    }
    summary.trim().to_owned()
}

fn fact(article: &mut Article, name: &str, value: &str) {
    match name {
        "Title" => article.state(MetaField::Title, name, value),
        "Subtitle" => article.state(MetaField::Deck, name, value),
        "Author" if value != "Anonymous" => article.authors(name, value),
        // `Toronto Star; Toronto, Ont.`: the outlet's place comes after it.
        "Publication title" => {
            article.state(MetaField::Outlet, name, value.split(';').next().unwrap_or(value));
        }
        "Publication date" => article.state(MetaField::Published, name, value),
        "Publication year" if !article.has(MetaField::Published) => article.state(MetaField::Published, name, value),
        "Publication info" => info(article, value),
        "Section" => article.state(MetaField::Section, name, value.split(';').next().unwrap_or(value)),
        "Language of publication" => article.state(MetaField::Language, name, value.split(';').next().unwrap_or(value)),
        "ProQuest document ID" | "ProQuest documentID" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
            article.state(MetaField::Url, name, &format!("https://www.proquest.com/docview/{value}"));
        }
        "Dateline" => article.furniture(value),
        _ => {}
    }
}

/// `Toronto Star ; Toronto, Ont. [Toronto, Ont]. 09 Mar 2022: A.1.`: outlet, place, date and page.
fn info(article: &mut Article, value: &str) {
    let date = value.rsplit([']', ';']).next().unwrap_or(value);
    article.state(MetaField::Published, "Publication info", date.trim_start_matches(['.', ' ']));
    if let Some((outlet, _)) = value.split_once(';') {
        article.state(MetaField::Outlet, "Publication info", outlet);
    }
}

/// The paragraphs of the story. Captions and credits are at its end under labels in capitals.
fn story(lines: &[String], article: &mut Article) {
    for (at, line) in lines.iter().enumerate() {
        let line = if at == 0 { line.split_once(':').map_or("", |(_, rest)| rest) } else { line };
        if let Some(caption) = line.strip_prefix("CAPTION:").or_else(|| line.strip_prefix("Caption:")) {
            article.caption(caption);
        } else if let Some(names) = line.strip_prefix("CREDIT:").or_else(|| line.strip_prefix("Credit:")) {
            credit(names, article);
        } else if !is_remnant(line) {
            article.paragraph(line);
        }
    }
}

/// Remains of the markup that a story was sent in (`html>`), and the heading of its pictures.
fn is_remnant(line: &str) -> bool {
    line == "Illustration" || (line.ends_with('>') && !line.contains(' '))
}

/// Names of two or three words are authors; longer lines mix names, roles and outlets.
fn credit(names: &str, article: &mut Article) {
    let names = names.trim().trim_end_matches(';');
    article.furniture(&format!("Credit: {names}"));
    if (2..=3).contains(&names.split_whitespace().count()) {
        article.state(MetaField::Byline, "CREDIT", names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_ends_where_only_facts_follow() {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        for (text, want) in [
            ("Full text: a\nSubject: the king\nb\n\nSubject: Dams\n\nTitle: x\nPublication title: y", 4),
            ("Full text: a\nb", 2),
            ("Full text: a\nCopyright: b", 1),
        ] {
            assert_eq!(end_of_story(&lines(text)), want, "{text}");
        }
    }

    #[test]
    fn bars_and_numbers_part_articles() {
        assert!(is_bar(&"_".repeat(60)) && is_bar("____________________________________________________________\r"));
        assert!(!is_bar("____") && !is_bar("_______________________________________________________ a"));
        assert_eq!(document_of("Document 3 of 40"), Some((3, 40)));
        assert_eq!(document_of("Document 3 of the court"), None);
    }
}
