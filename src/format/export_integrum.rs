//! Integrum downloads to drafts: behind a list of contents every article is an anchor with its number, lines of codes
//! (`^ИС` source, `^ДТ` date, `^АВ` authors, `^ЗГ` title), the title, and the story as preformatted text.

use super::export::{Article, each_part};
use super::export_markup::{line_at, lines, parse, parts_at};
use super::{Draft, Drafts, MetaField};
use crate::text::squeeze;
use trafilatura::dom::Document;

pub(super) fn is_markup(html: &str) -> bool {
    html.contains("^ИС:") && (html.contains("^ДТ:") || html.contains("^ЗГ:"))
}

pub(super) fn read_markup(html: &str, drafts: &mut Drafts) {
    let contents = html.matches("<a href=\"#").count() as u64;
    drafts.stated = (contents > 0).then_some(contents);
    each_part(parts_at(html, "name=\"", is_number), drafts, |part| Ok(read_article(&parse(part))));
}

/// `<a name="12">`.
fn is_number(tag: &str) -> bool {
    let name = tag.split('>').next().and_then(|tag| tag.split("name=\"").nth(1)?.split('"').next());
    name.is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()))
}

fn read_article(page: &Document) -> Option<Draft> {
    let mut article = Article::new("integrum");
    let table = page.query_selector(page.root(), "table");
    // The codes stand on lines of their own, their values beside or below them.
    let codes = table.map(|table| lines(page, table).join("\n")).unwrap_or_default();
    for field in codes.split('^').filter_map(|field| field.split_once(':')) {
        code(field.0.trim(), field.1, &mut article);
    }
    if !article.has(MetaField::Title) {
        article.state(MetaField::Title, "h3", &line_at(page, "h3").unwrap_or_default());
    }
    for node in page.query_selector_all(page.root(), "pre") {
        paragraphs(&page.text_content(node)).iter().for_each(|paragraph| article.paragraph(paragraph));
    }
    article.into_draft()
}

fn code(code: &str, value: &str, article: &mut Article) {
    let field = match code {
        "ИС" => MetaField::Outlet,
        "ДТ" => MetaField::Published,
        "АВ" => MetaField::Byline,
        "ЗГ" => MetaField::Title,
        "РБ" => MetaField::Section,
        "ПЗ" => MetaField::Deck,
        "ЯЗ" => MetaField::Language,
        _ => return,
    };
    article.state(field, code, value);
}

/// Paragraphs of text broken at some width: a blank line or an indent starts a new one.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut joins = false;
    for line in text.lines() {
        let words = squeeze(line);
        if words.is_empty() {
            joins = false;
            continue;
        }
        let indented = line.starts_with("   ") || line.starts_with('\t');
        match paragraphs.last_mut() {
            Some(last) if joins && !indented => {
                last.push(' ');
                last.push_str(&words);
            }
            _ => paragraphs.push(words),
        }
        joins = true;
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indents_and_blank_lines_start_paragraphs() {
        assert_eq!(paragraphs("\n     one\ntwo\n     three\n\nfour\n"), ["one two", "three", "four"]);
        assert!(is_number("<a name=\"12\"></a>") && !is_number("<a name=\"\">") && !is_number("<a name=\"x1\">"));
    }
}
