//! Nexis downloads to drafts: texts separated by lines `n of N DOCUMENTS`, pages separated by `<DOC NUMBER=n>` inside
//! comments, and the paragraphs of Nexis Uni, where every article ends with `End of Document`. Cover pages, subject
//! lists and copyright lines are not text; a document that the provider could not show is an article that cannot be
//! read.

use super::article::{Article, each_part};
use super::markup::{cut_at, parts_at};
use super::nexis_labels::{Label, label, label_like};
use crate::article::{DateReading, language_tag};
use crate::format::html::blocks;
use crate::format::html::dom::parse;
use crate::format::reason::Reason;
use crate::format::{Drafts, FormatError, MetaField};
use crate::text::{fold, squeeze};

/// One paragraph, and whether it is indented like the lines of a document's head.
#[derive(Debug)]
pub(super) struct Paragraph {
    pub(super) text: String,
    centred: bool,
    /// Whether a blank line comes before it.
    apart: bool,
}

pub(super) fn is_text(text: &str) -> bool {
    text.contains("DOCUMENT") && text.lines().any(|line| separator(line).is_some())
}

pub(super) fn is_markup(html: &str) -> bool {
    html.contains("<DOC NUMBER=") || (html.contains("\"DOC_ID_") && html.contains("<DOCFULL>"))
}

/// Reads a download as text.
pub(super) fn read_text(text: &str, drafts: &mut Drafts) {
    let mut starts = Vec::new();
    let mut at = 0;
    let mut first = None;
    for line in text.split_inclusive('\n') {
        if let Some(numbers) = separator(line) {
            first.get_or_insert(numbers);
            starts.push(at);
        }
        at += line.len();
    }
    let cover = &text[..starts.first().copied().unwrap_or(0)];
    drafts.stated = selected(cover).or_else(|| first.filter(|(number, _)| *number == 1).map(|(_, total)| total));
    each_part(cut_at(text, &starts), drafts, |part| {
        read_document(&paragraphs(part.split_once('\n').map_or("", |(_, rest)| rest)))
    });
}

/// Reads a download as a page.
pub(super) fn read_markup(html: &str, drafts: &mut Drafts) {
    let starts: Vec<usize> = html.match_indices("<DOC NUMBER=").map(|(at, _)| at).collect();
    let parts = if starts.is_empty() { parts_at(html, "\"DOC_ID_", |_| true) } else { cut_at(html, &starts) };
    drafts.stated = after(html, "DOCUMENTS=\"").or_else(|| after(html, "documents=\""));
    each_part(parts, drafts, |part| {
        // The mark is inside a comment; the part must start after it.
        let part = if part.starts_with("<DOC ") { part.split_once("-->").map_or("", |(_, rest)| rest) } else { part };
        let (blocks, _) = blocks::blocks(&parse(part));
        let paragraphs = blocks.into_iter().filter(|block| separator(&block.text).is_none());
        let paragraphs: Vec<Paragraph> =
            paragraphs.map(|block| Paragraph { text: block.text, centred: false, apart: true }).collect();
        read_document(&paragraphs)
    });
}

/// `3 of 74 DOCUMENTS` alone on a line, in the languages of the interface.
fn separator(line: &str) -> Option<(u64, u64)> {
    let line = line.trim();
    if line.len() > 60 {
        return None;
    }
    let mut words = line.split_whitespace();
    let (number, of, total, noun) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let is_noun = ["DOCUMENT", "DOKUMENT", "DOCUMENTO"].iter().any(|start| noun.starts_with(start));
    let is_of = ["of", "von", "sur", "de", "di", "van"].contains(&of.to_lowercase().as_str());
    (is_of && is_noun && words.next().is_none()).then_some((number.parse().ok()?, total.replace(',', "").parse().ok()?))
}

/// `Selected Items: 1-10` on the cover: how many articles were requested.
fn selected(cover: &str) -> Option<u64> {
    let range = cover.split_once("Selected Items:")?.1.lines().next()?.trim();
    let mut total = 0u64;
    for part in range.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to): (u64, u64) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
        total = total.checked_add(to.checked_sub(from)?)?.checked_add(1)?;
    }
    Some(total)
}

/// The number after the first occurrence of a mark.
fn after(html: &str, mark: &str) -> Option<u64> {
    let rest = html.split_once(mark)?.1;
    rest.get(..rest.find('"')?)?.parse().ok()
}

/// Paragraphs of hard-wrapped text: lines at the margin are joined, indented lines are paragraphs of their own.
pub(super) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let (mut joins, mut apart) = (false, true);
    for line in text.lines().flat_map(|line| line.split(['\r', '\u{c}'])) {
        let words = squeeze(line);
        let centred = line.starts_with("            ");
        match paragraphs.last_mut() {
            _ if words.is_empty() => {
                (joins, apart) = (false, true);
                continue;
            }
            Some(last) if joins && !centred => {
                last.text.push(' ');
                last.text.push_str(&words);
            }
            _ => paragraphs.push(Paragraph { text: words, centred, apart }),
        }
        (joins, apart) = (!centred && is_broken(line), false);
    }
    paragraphs
}

/// Whether a line is so long that the next one continues it; tables and lists have short ones.
fn is_broken(line: &str) -> bool {
    line.trim_end().chars().count() >= 45
}

/// The provider's message for a document that it cannot show.
const SORRY: &str = "there is an error in this document and it is not possible to display it";

pub(super) fn read_document(paragraphs: &[Paragraph]) -> Result<Option<crate::format::Draft>, FormatError> {
    if paragraphs.iter().take(4).any(|paragraph| paragraph.text.contains(SORRY)) {
        return Err(FormatError::new(
            Reason::ProviderError,
            "the provider delivered an error message instead of the article",
        ));
    }
    let mut article = Article::new("nexis");
    let labels = head(paragraphs, &mut article);
    let tail = tail(paragraphs, labels);
    let body = head_labels(&paragraphs[..tail], labels, &mut article);
    story(&paragraphs[body..tail], &mut article);
    tail_labels(&paragraphs[tail..], &mut article);
    Ok(article.into_draft())
}

/// Longest line of a head that states a date.
const LONGEST_DATE: usize = 90;

/// Outlet and date are within this many paragraphs from the top.
const HEAD: usize = 8;

/// Outlet, date and title; returns where the labels start.
fn head(paragraphs: &[Paragraph], article: &mut Article) -> usize {
    let is_label = |paragraph: &Paragraph| label(&paragraph.text).is_some();
    let labels = paragraphs.iter().take(HEAD * 2).position(is_label);
    let top = &paragraphs[..labels.unwrap_or(paragraphs.len()).min(HEAD * 2)];
    let date = top.iter().take(HEAD).position(|paragraph| is_date(&paragraph.text));
    let outlet = top[..date.unwrap_or(1).min(top.len())].iter().rev().find(|it| !is_copyright(&it.text));
    if let Some(outlet) = outlet {
        article.state(MetaField::Outlet, "source", outlet.text.trim_end_matches('.'));
    }
    if let Some(date) = date {
        article.state(MetaField::Published, "date", &top[date].text);
    }
    // Editions and notes follow the date, indented; if no line is at the margin, the last line is the title.
    let above = date.or(outlet.map(|_| 0)).map_or(0, |at| at + 1).min(top.len());
    let below = &top[above..];
    let at_margin = below.iter().position(|it| !it.centred && !is_note(&it.text) && !is_copyright(&it.text));
    let title = at_margin.or_else(|| below.len().checked_sub(1));
    let Some(title) = title else { return labels.unwrap_or(paragraphs.len()) };
    let lines = below[title + 1..].iter().take_while(|line| !line.apart && !line.centred).count();
    let words: Vec<&str> = below[title..=title + lines].iter().map(|line| line.text.as_str()).collect();
    article.state(MetaField::Title, "title", &words.join(" "));
    // Without labels the story starts after the title.
    labels.unwrap_or(above + title + lines + 1)
}

pub(super) fn is_date(text: &str) -> bool {
    let reading = DateReading { now: i64::MAX, language: None };
    text.len() <= LONGEST_DATE && !is_copyright(text) && reading.parse(text).is_some()
}

pub(super) fn is_copyright(text: &str) -> bool {
    let lower = text.to_lowercase();
    let starts =
        ["copyright", "copy ", "©", "(c)", "all rights reserved", "alle rechte", "tous droits", "todos los derechos"];
    starts.iter().any(|start| lower.starts_with(start)) && text.len() < 400
}

/// Most words of the line that names an edition: `Late Edition - Final`.
const MOST_EDITION_WORDS: usize = 4;

/// Lines between date and title that are neither.
fn is_note(text: &str) -> bool {
    const EDITIONS: [&str; 8] = ["edition", "edicion", "edicao", "edizione", "ausgabe", "editie", "utgave", "upplaga"];
    let folded = fold(text);
    let names_edition = || folded.split(' ').any(|word| EDITIONS.contains(&word));
    text == "Correction Appended" || (folded.split(' ').count() <= MOST_EDITION_WORDS && names_edition())
}

/// Where the facts after the story start: at the first label of the run that ends with the language, which all
/// documents state, else of the run that ends the document. A run holds only labels and copyright lines.
fn tail(paragraphs: &[Paragraph], from: usize) -> usize {
    let from = from.min(paragraphs.len());
    let is_language = |it: &Paragraph| {
        label(&it.text).is_some_and(|(label, _, value)| label == Label::Language && language_tag(value).is_some())
    };
    let end = paragraphs[from..].iter().position(is_language).map_or(paragraphs.len(), |at| from + at + 1);
    let is_fact = |it: &&Paragraph| label_like(&it.text) || is_copyright(&it.text) || it.centred;
    let start = end - paragraphs[from..end].iter().rev().take_while(is_fact).count();
    let is_tail = |it: &Paragraph| label(&it.text).is_some_and(|(label, ..)| label.is_tail()) || is_copyright(&it.text);
    start + paragraphs[start..].iter().position(is_tail).unwrap_or(paragraphs.len() - start)
}

/// The labels above the story; returns where the story starts.
fn head_labels(paragraphs: &[Paragraph], from: usize, article: &mut Article) -> usize {
    for (at, paragraph) in paragraphs.iter().enumerate().skip(from) {
        let Some((label, name, value)) = label(&paragraph.text).filter(|(label, ..)| !label.is_tail()) else {
            return at;
        };
        state(article, label, name, value);
    }
    paragraphs.len()
}

/// Adds a labelled value to its field.
pub(super) fn state(article: &mut Article, label: Label, name: &str, value: &str) {
    match label {
        Label::Byline => article.authors(name, value),
        Label::Section => article.state(MetaField::Section, name, value.split(';').next().unwrap_or(value)),
        Label::Title => article.state(MetaField::Title, name, value),
        Label::Deck => deck(article, name, value),
        Label::Language => article.state(MetaField::Language, name, value.split(';').next().unwrap_or(value)),
        Label::Address => article.state(MetaField::Url, name, value),
        Label::Graphic => article.caption(value),
        Label::Dateline => article.furniture(value),
        Label::Length | Label::Other | Label::Fact => {}
    }
}

/// The summary, after which some providers put the article's address: `…; http://www.example.org/a.html`.
fn deck(article: &mut Article, name: &str, value: &str) {
    let (summary, address) = match value.rsplit_once("; http") {
        Some((summary, rest)) if !rest.contains(' ') => (summary, Some(format!("http{rest}"))),
        _ => (value, None),
    };
    article.state(MetaField::Deck, name, summary);
    article.state(MetaField::Url, name, address.as_deref().unwrap_or_default());
}

/// The story, and after the label of graphics their captions.
fn story(paragraphs: &[Paragraph], article: &mut Article) {
    let mut captions = false;
    for paragraph in paragraphs {
        if let Some((Label::Graphic, _, value)) = label(&paragraph.text) {
            captions = true;
            article.caption(value);
        } else if captions {
            article.caption(&paragraph.text);
        } else {
            article.paragraph(&paragraph.text);
        }
    }
}

/// Facts after the story. A graphic's caption continues until the next label.
fn tail_labels(paragraphs: &[Paragraph], article: &mut Article) {
    let mut captions = false;
    for paragraph in paragraphs {
        if let Some((label, name, value)) = label(&paragraph.text) {
            captions = label == Label::Graphic;
            if matches!(label, Label::Language | Label::Address | Label::Graphic) {
                state(article, label, name, value);
            }
        } else if captions && !is_copyright(&paragraph.text) && !label_like(&paragraph.text) && !paragraph.centred {
            article.caption(&paragraph.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_covers_state_numbers() {
        for (line, want) in [
            ("                 3 of 74 DOCUMENTS\r", Some((3, 74))),
            ("1 von 1,200 DOKUMENTEN", Some((1, 1200))),
            ("3 of 74 DOCUMENTS were lost", None),
            ("three of 74 DOCUMENTS", None),
            ("3 of 74 documents", None),
        ] {
            assert_eq!(separator(line), want, "{line}");
        }
        for (cover, want) in [
            ("Selected Items: 1-10", Some(10)),
            ("x\nSelected Items: 1-3, 7\r\ny", Some(4)),
            ("Selected Items: 9-1", None),
            ("Selected Items: 1-18446744073709551615, 1-18446744073709551615", None),
            ("", None),
        ] {
            assert_eq!(selected(cover), want, "{cover}");
        }
    }

    #[test]
    fn lines_of_one_width_are_joined_and_short_or_centred_ones_stay_separate() {
        let text = "                    The Courier\r\n\r\nA line that is long enough to have been broken here\r\nand goes on.\r\n\r\nShort\r\nlines";
        let got: Vec<_> = paragraphs(text).into_iter().map(|it| (it.text, it.centred, it.apart)).collect();
        let long = "A line that is long enough to have been broken here and goes on.";
        let want = [("The Courier", true, true), (long, false, true), ("Short", false, true), ("lines", false, false)];
        assert_eq!(got, want.map(|(text, centred, apart)| (text.to_owned(), centred, apart)));
    }
}
