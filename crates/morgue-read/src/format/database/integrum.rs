//! Integrum downloads to drafts: after a list of contents every article is an anchor with its number, lines of codes
//! (`^ИС` source, `^ДТ` date, `^АВ` authors, `^ЗГ` title), the title, and the story as preformatted text. In its
//! workbooks every row is an article.

use super::article::{Article, each_part};
use super::markup::{line_at, lines, parts_at};
use crate::format::html::dom::{Document, parse};
use crate::format::reason::Reason;
use crate::format::{Draft, Drafts, FormatError, MetaField};
use crate::text::squeeze;

pub(crate) fn is_markup(html: &str) -> bool {
    html.contains("^ИС:") && (html.contains("^ДТ:") || html.contains("^ЗГ:"))
}

pub(crate) fn read_markup(html: &str, drafts: &mut Drafts) {
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
    // The codes are on lines of their own, their values beside or below them.
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

const OUTLET: &str = "Источник";
const DAY: &str = "Дата";
const TIME: &str = "Время";
const TITLE: &str = "Заголовок";
const TEXT: &str = "Анонс";
const BYLINE: &str = "Автор";

/// The column of addresses, which are links under the names of their sites.
pub(crate) const ADDRESS: &str = "Оригинал";

/// Whether a table of a workbook has the columns of a download.
pub(crate) fn is_table<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    let names: Vec<&str> = names.collect();
    [OUTLET, DAY, TITLE, TEXT].iter().all(|name| names.contains(name))
}

/// Reads a row of a workbook: names of columns, and their cells. Its text begins with the title and often the day.
pub(crate) fn read_row<'a>(cells: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Draft, FormatError> {
    let cells: Vec<(&str, &str)> = cells.collect();
    let cell = |name| cells.iter().find(|(column, _)| *column == name).map(|(_, text)| text.trim()).unwrap_or_default();
    let mut article = Article::new("integrum");
    article.state(MetaField::Title, TITLE, cell(TITLE));
    article.state(MetaField::Outlet, OUTLET, cell(OUTLET));
    article.state(MetaField::Byline, BYLINE, cell(BYLINE));
    article.state(MetaField::Published, DAY, &moment(cell(DAY), cell(TIME)));
    if cell(ADDRESS).contains("://") {
        article.state(MetaField::Url, ADDRESS, cell(ADDRESS));
    }
    let title = squeeze(cell(TITLE));
    let repeats = |text: &String| *text == title || text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let paragraphs = paragraphs(cell(TEXT));
    let head = paragraphs.iter().take(2).take_while(|text| repeats(text)).count();
    paragraphs[head..].iter().for_each(|text| article.paragraph(text));
    article.into_draft().ok_or_else(|| FormatError::new(Reason::NotAnArticle, "the row has no title and no text"))
}

/// `31.12.12` and `12:59`. The archive begins in the nineties, so a two-digit year is unambiguous. Midnight means that
/// the time is unknown.
fn moment(day: &str, time: &str) -> String {
    let parts: Option<Vec<u32>> = day.split('.').map(|part| part.parse().ok()).collect();
    let Some([day, month, year]) = parts.as_deref() else { return day.to_owned() };
    let century = match year {
        0..70 => 2000,
        70..100 => 1900,
        _ => 0,
    };
    let clock = if matches!(time, "" | "0:00" | "00:00") { String::new() } else { format!(" {time}") };
    format!("{:04}-{month:02}-{day:02}{clock}", century + year)
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

/// Paragraphs of hard-wrapped text: a blank line or an indent starts a new one.
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
    fn rows_of_workbooks_are_read() {
        let text =
            "Плотина устояла\r\n\r\n31.12.2012\r\n\r\nЗатвор сдвинулся в четыре утра.\r\n\r\nНикто не пострадал.";
        let row = [
            (OUTLET, "Курьер: Новости"),
            (DAY, "31.12.12"),
            (TIME, "12:59"),
            (TITLE, "Плотина устояла"),
            (TEXT, text),
            (ADDRESS, "https://courier.example/1"),
            (BYLINE, "Иван Иванов"),
        ];
        assert!(is_table(row.iter().map(|(name, _)| *name)) && !is_table([TITLE, TEXT].into_iter()));
        let draft = read_row(row.into_iter()).expect("read");
        let stated: Vec<_> = draft.candidates.iter().map(|it| (it.field, it.value.as_str())).collect();
        let want = [
            (MetaField::Title, "Плотина устояла"),
            (MetaField::Outlet, "Курьер: Новости"),
            (MetaField::Byline, "Иван Иванов"),
            (MetaField::Published, "2012-12-31 12:59"),
            (MetaField::Url, "https://courier.example/1"),
        ];
        assert_eq!(stated, want);
        let lines: Vec<&str> = draft.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(lines, ["Затвор сдвинулся в четыре утра.", "Никто не пострадал."]);
        assert!(read_row([(OUTLET, "Курьер")].into_iter()).is_err());
    }

    #[test]
    fn days_have_their_century() {
        for (day, time, want) in [
            ("28.02.05", "00:00", "2005-02-28"),
            ("06.06.1993", "", "1993-06-06"),
            ("01.12.94", "7:30", "1994-12-01 7:30"),
            ("soon", "12:00", "soon"),
        ] {
            assert_eq!(moment(day, time), want);
        }
    }

    #[test]
    fn indents_and_blank_lines_start_paragraphs() {
        assert_eq!(paragraphs("\n     one\ntwo\n     three\n\nfour\n"), ["one two", "three", "four"]);
        assert!(is_number("<a name=\"12\"></a>") && !is_number("<a name=\"\">") && !is_number("<a name=\"x1\">"));
    }
}
