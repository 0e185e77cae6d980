//! The paragraphs of Nexis Uni downloads to drafts: every article is its title, outlet, date and labels, the word
//! `Body`, the story, the word `Classification`, further labels, and `End of Document`. A cover or a list of contents
//! before the first article is skipped. Readers of DOCX, RTF and PDF pass their paragraphs to `split_text`.

use super::article::{Article, each_part};
use super::nexis::{is_copyright, state};
use super::nexis_labels::{Label, uni_label};
use crate::article::DateReading;
use crate::format::{Draft, Drafts, FormatError, MetaField};
use crate::text::squeeze;

/// The last line of an article, folded, in the languages of the interface.
const ENDS: [&str; 7] = [
    "end of document",
    "ende des dokuments",
    "fin du document",
    "fin del documento",
    "fine del documento",
    "einde van document",
    "fim do documento",
];

/// The label of the day on which the database took an article in.
const LOAD_DATES: [&str; 4] = ["load-date", "update", "date-chargement", "fecha-de-carga"];

/// The line above the story.
const BODIES: [&str; 7] = ["body", "hauptteil", "textkorper", "corps", "cuerpo", "corpo", "tekst"];

/// The line after the story.
const CLASSIFICATIONS: [&str; 7] = [
    "classification",
    "klassifizierung",
    "klassifikation",
    "clasificacion",
    "classificazione",
    "classificatie",
    "classificacao",
];

/// The articles of a Nexis Uni download; `None` if the paragraphs are not one.
pub(super) fn split_text<'a>(paragraphs: impl IntoIterator<Item = &'a str>) -> Option<Drafts> {
    let lines: Vec<String> =
        paragraphs.into_iter().flat_map(str::lines).map(squeeze).filter(|line| !line.is_empty()).collect();
    let marked = lines.iter().any(|line| is_one_of(line, &ENDS));
    // Texts that were copied end with the day on which the database took them in.
    let is_end = |line: &String| if marked { is_one_of(line, &ENDS) } else { is_load_date(line) };
    let has_bodies = || lines.iter().any(|line| is_one_of(line, &BODIES));
    let ends = if marked || has_bodies() { lines.iter().filter(|line| is_end(line)).count() } else { 0 };
    let labelled = lines.iter().filter(|line| is_head_label(line)).count();
    if ends == 0 || labelled == 0 {
        return None;
    }
    let mut drafts =
        Drafts { stated: lines.iter().take(HEADER_LINES).find_map(|line| stated(line)), ..Drafts::default() };
    // What follows the last end is not an article.
    let articles = lines.split(is_end).take(ends);
    each_part(articles, &mut drafts, read_article);
    (!drafts.found.is_empty()).then_some(drafts)
}

pub(super) fn is_uni_text(text: &str) -> bool {
    let has_bodies = || text.lines().any(|line| is_one_of(line, &BODIES));
    let ends = |line: &str| is_one_of(line, &ENDS) || (is_load_date(line) && has_bodies());
    text.lines().any(is_head_label) && text.lines().any(ends)
}

pub(super) fn read_uni_text(text: &str, drafts: &mut Drafts) {
    if let Some(found) = split_text([text]) {
        *drafts = found;
    }
}

/// The number of articles is within this many lines of a cover.
const HEADER_LINES: usize = 12;

/// `Documents (100)` on the cover.
fn stated(line: &str) -> Option<u64> {
    let (word, number) = line.split_once('(')?;
    let is_noun =
        ["documents", "dokumente", "documentos", "documenti", "documenten"].contains(&fold(word.trim()).as_str());
    is_noun.then(|| number.trim_end_matches(')').parse().ok())?
}

fn fold(text: &str) -> String {
    crate::text::fold(text)
}

fn is_one_of(line: &str, words: &[&str]) -> bool {
    line.len() <= 40 && words.contains(&fold(line.trim()).as_str())
}

/// `Load-Date: May 7, 2024`.
pub(super) fn is_load_date(line: &str) -> bool {
    matches!(uni_label(line), Some((Label::Fact, name, _)) if LOAD_DATES.contains(&fold(name).as_str()))
}

fn is_head_label(line: &str) -> bool {
    matches!(uni_label(line), Some((Label::Length | Label::Byline, ..)))
}

fn read_article(lines: &[String]) -> Result<Option<Draft>, FormatError> {
    let Some(body) = lines.iter().position(|line| is_one_of(line, &BODIES)) else { return Ok(None) };
    let mut article = Article::new("nexis");
    head(&lines[..body], &mut article);
    let rest = &lines[body + 1..];
    let facts = rest.iter().rposition(|line| is_one_of(line, &CLASSIFICATIONS)).unwrap_or(rest.len());
    story(&rest[..facts], &mut article);
    for line in &rest[facts..] {
        if let Some((label @ (Label::Language | Label::Address), name, value)) = uni_label(line) {
            state(&mut article, label, name, value);
        }
    }
    Ok(article.into_draft())
}

/// Title, outlet and date come before the labels in this order; a cover may come before them.
fn head(lines: &[String], article: &mut Article) {
    let reading = DateReading { now: i64::MAX, language: None };
    let is_date = |line: &String| {
        line.len() <= 90 && uni_label(line).is_none() && !is_copyright(line) && reading.parse(line).is_some()
    };
    if let Some(date) = lines.iter().rposition(is_date) {
        article.state(MetaField::Published, "date", &lines[date]);
        let above: Vec<&String> = lines[..date].iter().rev().filter(|line| !is_copyright(line)).take(2).collect();
        if let Some(outlet) = above.first() {
            article.state(MetaField::Outlet, "source", outlet.trim_end_matches('.'));
        }
        if let Some(title) = above.get(1) {
            article.state(MetaField::Title, "title", title);
        }
    } else if let Some(title) = lines.first() {
        article.state(MetaField::Title, "title", title);
    }
    for line in lines {
        match uni_label(line) {
            Some((label, name, value)) if !label.is_tail() && label != Label::Title => {
                state(article, label, name, value)
            }
            _ => {}
        }
    }
}

/// The story. `ABSTRACT` and `FULL TEXT` are the headings of its summary and of itself.
fn story(lines: &[String], article: &mut Article) {
    let full = lines.iter().take(20).position(|line| line == "FULL TEXT");
    let summary = lines.iter().take(3).position(|line| line == "ABSTRACT");
    let lines = match (summary, full) {
        (Some(summary), Some(full)) if summary < full => {
            article.state(MetaField::Deck, "ABSTRACT", &lines[summary + 1..full].join(" "));
            &lines[full + 1..]
        }
        (None, Some(0)) => &lines[1..],
        _ => lines,
    };
    let mut captions = false;
    for line in lines {
        if is_one_of(line, &["graphic", "grafik", "graphique", "grafico"]) {
            captions = true;
        } else if captions {
            article.caption(line);
        } else {
            article.paragraph(line);
        }
    }
}
