//! The answer to a search: how many, when, which ones, and what they have in common.

use super::facets::{chips, facets};
use super::form::form;
use super::layout::{Frame, layout};
use super::list::{concordance, list};
use super::remarks::{nothing, remarks};
use super::text::line;
use super::timeline::timeline;
use crate::archive::{Facets, Hit, Timeline};
use crate::desk::{Beside, Question};
use crate::serve::address::View;
use crate::text::counted;
use maud::{Markup, html};
use std::sync::Arc;

/// What a page of results shows.
pub struct SearchPage<'a> {
    pub view: &'a View,
    pub question: &'a Question<'a>,
    /// How the query was read.
    pub read: &'a [String],
    /// Stories and articles found.
    pub stories: u64,
    pub total: u64,
    pub hits: Vec<Arc<Hit>>,
    pub by_story: bool,
    pub facets: Facets,
    pub timeline: Timeline,
    pub beside: Beside,
}

/// Formats that a list can be saved in, each with its name for people.
const EXPORTS: [(&str, &str); 8] = [
    ("xlsx", "Excel"),
    ("csv", "CSV"),
    ("ris", "RIS (Zotero)"),
    ("bibtex", "BibTeX"),
    ("csl-json", "CSL"),
    ("html", "HTML"),
    ("jsonl", "JSON Lines"),
    ("markdown", "Markdown"),
];

/// The page.
pub fn search(frame: &Frame, page: &SearchPage) -> String {
    let view = page.view;
    let main = html! {
        h1.hidden { "Search" }
        p.printed { "Search: " (line(&view.text())) }
        (form(view, false))
        (chips(view))
        @if page.total > 0 { (timeline(view, &page.timeline)) }
        div.columns {
            section.results aria-label="Results" {
                @if page.total > 0 { (head(page)) }
                (remarks(view, page.question, &page.beside, page.total, page.read))
                @match &page.beside.nothing {
                    Some(why) => (nothing(view, why, &page.beside.few)),
                    None => {
                        @if page.hits.is_empty() {
                            p { "The list ends before entry " (view.offset.saturating_add(1)) ". " a href=(view.first().link()) { "From the start" } }
                        } @else if view.kwic {
                            (concordance(view, &page.hits))
                        } @else {
                            (list(view, &page.hits, page.by_story))
                        }
                        (pager(page))
                    }
                }
            }
            @if page.total > 0 {
                aside aria-label="Narrow, download and save" {
                    h2 { "Narrow" }
                    (facets(view, &page.facets))
                    (take_along(view, frame.login))
                }
            }
        }
    };
    let title = if view.text().is_empty() { "All articles".to_owned() } else { view.text() };
    layout(frame, "/", &title, &main)
}

fn entries(page: &SearchPage) -> u64 {
    if page.by_story { page.stories } else { page.total }
}

fn head(page: &SearchPage) -> Markup {
    let other = View { kwic: !page.view.kwic, ..page.view.first() };
    let articles = counted(page.total, "article");
    html! {
        div.head {
            h2 #found {
                @if page.by_story && page.stories < page.total {
                    (counted(page.stories, "story")) " (" (articles) ")"
                } @else { (articles) }
            }
            p.tabs {
                @if page.view.kwic {
                    a href=(other.link()) { "List" } " " strong { "Concordance" }
                } @else {
                    strong { "List" } " " a href=(other.link()) { "Concordance" }
                }
            }
        }
    }
}

fn pager(page: &SearchPage) -> Markup {
    let (view, shown) = (page.view, page.view.shown());
    let last = view.offset.saturating_add(page.hits.len()) as u64;
    let at = |offset: usize| View { offset, ..view.clone() }.link();
    html! {
        nav.pager aria-label="Further entries" {
            @if view.offset > 0 {
                a rel="prev" href=(at(view.offset.saturating_sub(shown))) { "Previous" }
            }
            @if !page.hits.is_empty() {
                span { (view.offset.saturating_add(1)) " to " (last) " of " (entries(page)) }
            }
            @if last < entries(page) && !page.hits.is_empty() {
                a rel="next" href=(at(view.offset.saturating_add(shown))) { "Next" }
            }
        }
    }
}

/// Exports, the feed, and saving the search.
fn take_along(view: &View, tokens: bool) -> Markup {
    let state = View { kwic: false, limit: None, ..view.first() }.parameters();
    html! {
        h2 { "Download and save" }
        ul.exports {
            @for (format, name) in EXPORTS {
                li { a href=(format!("/export?{state}&format={format}")) download { (name) } }
            }
        }
        p { a href=(format!("/export?{state}&format=csv&certificate=1")) download { "CSV with a certificate (ZIP)" } }
        @if tokens {
            form method="post" action="/feeds" {
                input type="hidden" name="search" value=(state);
                button.quiet type="submit" { "Make an address for a feed reader" }
            }
        } @else {
            p { a href=(format!("/feed?{state}")) { "Feed of new articles" } }
        }
        form.save method="post" action="/saved" {
            input type="hidden" name="search" value=(state);
            label for="name" { "Save this search as" }
            div.box {
                input #name name="name" required pattern="[A-Za-z0-9_\\-]+" title="letters, digits, - and _" maxlength="60" autocomplete="off";
                button type="submit" { "Save" }
            }
        }
    }
}
