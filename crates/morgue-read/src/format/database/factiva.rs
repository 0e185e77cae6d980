//! Factiva downloads to drafts: pages with a reading layout (section, headline, authors, word count, date, outlet,
//! story), and pages or texts with two-letter codes (`HD` headline, `LP` lead paragraph, `TD` story). Labels and dates
//! follow the language of the interface. Index terms and copyright lines are not text; Factiva's XML is read elsewhere.

use super::article::{Article, each_part};
use super::markup::{line, line_at, lines, parts_at};
use crate::article::{DateReading, language_tag};
use crate::format::html::dom::{Document, NodeId, parse};
use crate::format::{Draft, Drafts, FormatError, MetaField};

/// Every article is in `<div class="article enArticle">`, with the language in the second word.
const MARK: &str = "article ";

fn is_article(tag: &str) -> bool {
    let tag = tag.split('>').next().unwrap_or_default();
    let class = tag.split_once("class=").map(|(_, class)| class.trim_start_matches(['"', '\'']));
    let words = class.and_then(|class| class.split(['"', '\'']).next());
    words.is_some_and(|words| match words.split_once(' ') {
        Some(("article", second)) => {
            second.strip_suffix("Article").is_some_and(|language| (2..=5).contains(&language.len()))
        }
        _ => false,
    })
}

pub(super) fn is_markup(html: &str) -> bool {
    let marks = html.contains("articleParagraph") || html.contains("Headline");
    marks && html.contains("Article\"") && !parts_at(html, MARK, is_article).is_empty()
}

pub(super) fn read_markup(html: &str, drafts: &mut Drafts) {
    each_part(parts_at(html, MARK, is_article), drafts, |part| {
        let page = parse(part);
        Ok(match page.query_selector(page.root(), "td.index") {
            Some(_) => coded_page(&page),
            None => laid_out(&page),
        })
    });
}

/// A table of codes and values.
fn coded_page(page: &Document) -> Option<Draft> {
    let mut article = Article::new("factiva");
    for node in page.query_selector_all(page.root(), "td.index") {
        let code = line(page, node);
        if let Some(value) = page.next_element_sibling(node) {
            coded(&mut article, &code, &lines(page, value));
        }
    }
    article.into_draft()
}

/// Gives the lines under a code their field. A time is part of the date before it.
fn coded(article: &mut Article, code: &str, lines: &[String]) {
    let value = || lines.join(" ");
    match code {
        "HD" => article.state(MetaField::Title, code, &value()),
        "BY" => article.authors(code, &value()),
        "SN" => article.state(MetaField::Outlet, code, &value()),
        "SE" => article.state(MetaField::Section, code, &value()),
        "PD" => article.state(MetaField::Published, code, &value()),
        "ET" => article.add_clock(&value()),
        "LA" => article.state(MetaField::Language, code, &value()),
        "LP" | "TD" => lines.iter().for_each(|line| article.paragraph(line)),
        "ART" => lines.iter().for_each(|line| article.caption(line)),
        "CT" | "RF" => lines.iter().for_each(|line| article.furniture(line)),
        _ => {}
    }
}

/// Elements of an article that hold its lines.
const PARTS: &str = "div, p.articleParagraph, p";

/// An article with a reading layout: the position of a line shows what it states.
fn laid_out(page: &Document) -> Option<Draft> {
    let mut article = Article::new("factiva");
    let title = line_at(page, "#hd").or_else(|| line_at(page, "[class$=Headline]"));
    article.state(MetaField::Title, "headline", title.as_deref().unwrap_or_default());
    let mut head: Vec<(String, bool)> = Vec::new();
    let mut tail: Vec<String> = Vec::new();
    let mut story = false;
    for node in page.query_selector_all(page.root(), PARTS) {
        if is_box(page, node) {
            continue;
        }
        let text = line(page, node);
        let paragraph = page.class_name(node).contains("articleParagraph");
        story |= paragraph;
        match (paragraph, story) {
            _ if text.is_empty() => {}
            (true, _) => article.paragraph(&text),
            (false, true) => tail.push(text),
            (false, false) => head.push((text, page.class_name(node) == "author")),
        }
    }
    head_of(&head, title.as_deref().unwrap_or_default(), &mut article);
    tail_of(&tail, &mut article);
    article.into_draft()
}

/// Whether an element contains others that hold lines.
fn is_box(page: &Document, node: NodeId) -> bool {
    !page.iter_descendants(node, &["div", "p", "table"]).is_empty()
}

/// Section above the headline, authors up to the word count, then date, time, outlet, and further codes.
pub(super) fn head_of(head: &[(String, bool)], title: &str, article: &mut Article) {
    let headline = head.iter().position(|(text, _)| !title.is_empty() && text == title);
    let below = headline.map_or(0, |at| at + 1);
    if let Some((section, _)) = headline.and_then(|at| head[..at].last()) {
        article.state(MetaField::Section, "section", section);
    }
    let words = head.iter().skip(below).position(|(text, _)| is_word_count(text)).map(|at| below + at);
    let facts = words.map_or(below, |at| at + 1);
    for (text, by_class) in &head[below..words.unwrap_or(below)] {
        let short = text.split(' ').count() <= 40;
        if *by_class || short {
            article.authors("author", text);
        } else {
            article.furniture(text);
        }
    }
    let facts: Vec<&String> = head[facts.min(head.len())..].iter().map(|(text, _)| text).collect();
    let reading = DateReading { now: i64::MAX, language: None };
    let Some(date) = facts.iter().position(|text| text.len() <= 60 && reading.parse(text).is_some()) else { return };
    article.state(MetaField::Published, "date", facts[date]);
    let mut rest = facts[date + 1..].iter();
    let mut outlet = rest.next();
    if let Some(clock) = outlet.filter(|text| is_clock(text)) {
        article.add_clock(clock);
        outlet = rest.next();
    }
    article.state(MetaField::Outlet, "source", outlet.map_or("", |outlet| outlet));
    if let Some(language) =
        rest.find(|text| text.len() <= 30 && language_tag(text).is_some_and(|tag| tag.len() == 2 && text.len() > 3))
    {
        article.state(MetaField::Language, "language", language);
    }
}

/// `808 words`, `1,341 Wörter`, `295 mots`: a number and one or two words.
pub(super) fn is_word_count(text: &str) -> bool {
    let mut words = text.split(' ');
    let number = words.next().unwrap_or_default();
    let digits = number.chars().any(|c| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '\u{a0}' | '\u{202f}'));
    digits && (1..=2).contains(&words.clone().count()) && words.all(|word| word.chars().all(char::is_alphabetic))
}

/// `15:32`, `09:04 GMT`.
fn is_clock(text: &str) -> bool {
    text.len() <= 12
        && text.split_once(':').is_some_and(|(hour, rest)| {
            let digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
            hour.len() <= 2 && digits(hour) && digits(rest)
        })
}

/// After the story: captions and notes, the publisher, and the number of the document.
fn tail_of(tail: &[String], article: &mut Article) {
    let numbered = tail.iter().rposition(|text| text.split(' ').count() <= 3 && text.split(' ').any(is_accession));
    let tail = &tail[..numbered.unwrap_or(tail.len())];
    let (publisher, notes) = match tail.split_last() {
        Some((last, notes)) if numbered.is_some() && is_publisher(last) => (Some(last), notes),
        _ => (None, tail),
    };
    notes.iter().for_each(|note| article.caption(note));
    if let Some(publisher) = publisher {
        article.furniture(publisher);
    }
}

/// A few words that are not a sentence: `Digital Chosun Inc.`
fn is_publisher(line: &str) -> bool {
    let companies = ["Inc.", "Ltd.", "Co.", "Corp.", "S.A.", "S.p.A.", "A/S.", "AG."];
    let closed = line.ends_with(['.', '!', '?']) && !companies.iter().any(|company| line.ends_with(company));
    !closed && line.split(' ').count() <= 10
}

/// `SDDZ000020171125edbp0006f`: the source, a date, and letters.
pub(super) fn is_accession(word: &str) -> bool {
    word.len() >= 20 && word.len() <= 40 && word.bytes().filter(u8::is_ascii_digit).count() >= 10 && word.is_ascii()
}

/// Codes that open a line of a text.
const CODES: [&str; 28] = [
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "ED", "PG", "LA", "CY", "LP", "TD", "ART", "CT",
    "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN",
];

pub(super) fn is_text(text: &str) -> bool {
    let opens = |code: &str| text.lines().any(|line| code_of(line).is_some_and(|(found, _)| found == code));
    ["HD", "PD", "SN", "LP"].into_iter().all(opens)
}

/// A line that opens with a code: the code and what follows on the line.
fn code_of(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim_start();
    let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
    let code = CODES.iter().find(|code| **code == &line[..end])?;
    let rest = &line[end..];
    // `TD Garden` is not a code: a code is followed by two spaces or a tab before the next word, or by nothing.
    let is_separate = rest.trim().is_empty() || rest.starts_with(['\t', '\u{a0}']) || rest.starts_with("  ");
    is_separate.then(|| (*code, rest.trim()))
}

/// Reads a text with codes: an article ends with the line of its number (`AN`) or where the next one starts.
pub(super) fn read_text(text: &str, drafts: &mut Drafts) {
    let mut articles: Vec<Vec<(&str, Vec<String>)>> = Vec::new();
    let (mut titled, mut numbered) = (false, false);
    for line in text.lines() {
        let Some((code, rest)) = code_of(line) else {
            if let Some((_, lines)) = articles.last_mut().and_then(|article| article.last_mut()) {
                lines.push(line.trim().to_owned());
            }
            continue;
        };
        if articles.is_empty() || numbered || (code == "HD" && titled) {
            articles.push(Vec::new());
            (titled, numbered) = (false, false);
        }
        (titled, numbered) = (titled || code == "HD", numbered || code == "AN");
        if let Some(article) = articles.last_mut() {
            article.push((code, vec![rest.to_owned()]));
        }
    }
    each_part(articles, drafts, |codes| Ok::<_, FormatError>(coded_text(&codes)));
}

fn coded_text(codes: &[(&str, Vec<String>)]) -> Option<Draft> {
    let mut article = Article::new("factiva");
    for (code, lines) in codes {
        // Blank lines separate the paragraphs of a story and end every other value.
        let lines: Vec<String> = match *code {
            "LP" | "TD" | "ART" => lines.split(String::is_empty).map(|lines| lines.join(" ")).collect(),
            _ => vec![
                lines
                    .iter()
                    .enumerate()
                    .take_while(|(at, line)| *at == 0 || !line.is_empty())
                    .map(|(_, line)| line.as_str())
                    .collect::<Vec<_>>()
                    .join(" "),
            ],
        };
        coded(&mut article, code, &lines);
    }
    article.into_draft()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_recognised_by_their_form() {
        for (text, want) in [("808 words", true), ("1,341 Wörter", true), ("13 November 2017", false), ("B22", false)]
        {
            assert_eq!(is_word_count(text), want, "{text}");
        }
        for (text, want) in [("15:32", true), ("09:04 GMT", true), ("Reuters: News", false), ("", false)] {
            assert_eq!(is_clock(text), want, "{text}");
        }
        for (text, want) in [("Digital Chosun Inc.", true), ("Ein Verlag GmbH", true), ("The wall at dawn.", false)] {
            assert_eq!(is_publisher(text), want, "{text}");
        }
        assert!(is_accession("SDDZ000020171125edbp0006f") && !is_accession("Donaudampfschifffahrtsgesellschaft"));
    }

    #[test]
    fn codes_open_lines_and_words_do_not() {
        for (line, want) in [
            ("HD   The dam", Some(("HD", "The dam"))),
            ("TD", Some(("TD", ""))),
            ("WC\t14 words", Some(("WC", "14 words"))),
            ("TD Garden was dark", None),
            ("HDTV  sets", None),
            ("", None),
        ] {
            assert_eq!(code_of(line), want, "{line}");
        }
    }

    #[test]
    fn articles_are_recognised_by_language_and_class() {
        for (tag, want) in [
            ("<div class=\"article enArticle\">", true),
            ("<div id='x' class='article zhcnArticle'>", true),
            ("<div class=\"article featuredArticle\">", false),
            ("<div class=\"article\"><p class=\"article enArticle\">", false),
        ] {
            assert_eq!(is_article(tag), want, "{tag}");
        }
    }
}
