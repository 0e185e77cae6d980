//! A list of articles, or of the lines of a concordance.

use super::text::{clean, facts, line, marked, title};
use crate::archive::Hit;
use crate::serve::address::View;
use maud::{Markup, html};
use std::sync::Arc;

/// The address of an article in a search, whose matches are then marked in it.
pub fn article_link(view: &View, hit: &Hit) -> String {
    let state = view.parameters();
    if view.is_empty() { format!("/article/{}", hit.key) } else { format!("/article/{}?{state}", hit.key) }
}

/// The articles of a page, in order.
pub fn list(view: &View, hits: &[Arc<Hit>], by_story: bool) -> Markup {
    html! {
        ol.hits start=(view.offset.saturating_add(1)) {
            @for hit in hits { li { (item(view, hit, by_story)) } }
        }
    }
}

fn item(view: &View, hit: &Hit, by_story: bool) -> Markup {
    let story = hit.story.as_ref().filter(|_| by_story);
    html! {
        article {
            h3 dir="auto" lang=[hit.language.as_deref()] { a href=(article_link(view, hit)) { (title(hit, &hit.title_marks)) } }
            p.facts { (facts(hit)) }
            @for passage in &hit.passages {
                p.passage dir="auto" lang=[hit.language.as_deref()] { (marked(&passage.text, &passage.marks)) }
            }
            @if let Some(story) = story {
                p.also { a href=(format!("/copies/{}", hit.key)) { (story.elsewhere(&hit.key, hit.outlet.as_deref())) } }
            }
        }
    }
}

/// The matches of a page, aligned.
pub fn concordance(view: &View, hits: &[Arc<Hit>]) -> Markup {
    html! {
        table.kwic {
            caption.hidden { "Every match with the words around it" }
            thead.hidden {
                tr { th scope="col" { "Article" } th scope="col" { "Before" } th scope="col" { "Match, and after it" } }
            }
            tbody {
                @for hit in hits {
                    @for found in &hit.lines {
                        tr {
                            td.where {
                                a href=(article_link(view, hit)) {
                                    @if let Some(outlet) = &hit.outlet { (line(outlet)) ", " }
                                    (hit.published.map_or_else(|| "undated".to_owned(), |published| published.day_text()))
                                }
                            }
                            td.left dir="auto" lang=[hit.language.as_deref()] { span { (clean(&found.left)) } }
                            td.right dir="auto" lang=[hit.language.as_deref()] {
                                mark { (clean(&found.matched)) } (clean(&found.right))
                            }
                        }
                    }
                }
            }
        }
    }
}
