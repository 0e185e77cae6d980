//! Pages of two Japanese press databases to drafts: Kikuzo (Asahi: a table `topic-list` of facts and one `topic-detail`
//! with title and story) and Yomidasu (Yomiuri: a table of facts followed by the story). Some articles have no text.
//! The count on a page is that of the search, not of its articles.

use super::article::{Article, each_part};
use super::markup::{line, line_at, lines, parts_at};
use crate::format::html::dom::{Document, parse};
use crate::format::{Draft, Drafts, MetaField};

pub(super) fn is_kikuzo(html: &str) -> bool {
    html.contains("\"topic-list\"") && html.contains("\"topic-detail\"")
}

pub(super) fn read_kikuzo(html: &str, drafts: &mut Drafts) {
    let is_table = |tag: &str| tag.get(..6).is_some_and(|tag| tag.eq_ignore_ascii_case("<table"));
    each_part(parts_at(html, "\"topic-list\"", is_table), drafts, |part| Ok(kikuzo_article(&parse(part))));
}

fn kikuzo_article(page: &Document) -> Option<Draft> {
    let mut article = Article::new("kikuzo");
    let cells: Vec<String> =
        page.query_selector_all(page.root(), "td.topic-list").into_iter().map(|cell| line(page, cell)).collect();
    // No., 発行日, 朝夕刊, 面名, ページ, 文字数.
    article.state(MetaField::Published, "発行日", cells.get(1).map_or("", String::as_str));
    article.state(MetaField::Section, "面名", cells.get(3).map_or("", String::as_str));
    article.state(MetaField::Title, "title", &line_at(page, ".topic-detail .font002").unwrap_or_default());
    article.state(MetaField::Outlet, "database", "朝日新聞");
    article.state(MetaField::Language, "database", "ja");
    if let Some(story) = page.query_selector(page.root(), ".detail001") {
        lines(page, story).iter().for_each(|line| article.paragraph(line));
    }
    article.into_draft()
}

pub(super) fn is_yomidasu(html: &str) -> bool {
    html.contains("heiseiDetailArea") && html.contains("\"contentsTable\"")
}

pub(super) fn read_yomidasu(html: &str, drafts: &mut Drafts) {
    each_part(parts_at(html, "\"contentsTable\"", |_| true), drafts, |part| Ok(yomidasu_article(&parse(part))));
}

fn yomidasu_article(page: &Document) -> Option<Draft> {
    let mut article = Article::new("yomidasu");
    let cells: Vec<String> =
        page.query_selector_all(page.root(), ".contentsTable th").into_iter().map(|cell| line(page, cell)).collect();
    // Number, date, title, edition, page name, page, characters, columns.
    article.state(MetaField::Published, "date", cells.get(1).map_or("", String::as_str));
    article.state(MetaField::Title, "title", cells.get(2).map_or("", String::as_str));
    article.state(MetaField::Section, "page", cells.get(4).map_or("", String::as_str));
    article.state(MetaField::Outlet, "database", "読売新聞");
    article.state(MetaField::Language, "database", "ja");
    for node in page.query_selector_all(page.root(), "p") {
        lines(page, node).iter().for_each(|line| article.paragraph(line));
    }
    article.into_draft()
}
