//! A list of articles, or of the lines of a concordance.

use super::text::{facts, marked, title};
use crate::archive::Hit;
use crate::serve::address::View;
use crate::text::without_controls;
use maud::{Markup, html};
use std::sync::Arc;

/// The address of an article in a search, whose matches are then marked in it.
pub fn article_link(view: &View, hit: &Hit) -> String {
    let state = view.first().parameters();
    if view.is_empty() { format!("/article/{}", hit.key) } else { format!("/article/{}?{state}", hit.key) }
}

/// The articles of a page, in order.
pub fn list(view: &View, hits: &[Arc<Hit>], by_story: bool) -> Markup {
    html! {
        ol.hits start=(view.offset + 1) {
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
        div.wide tabindex="0" role="region" aria-label="Concordance" {
            table.kwic {
                caption.hidden { "Every match with the words around it" }
                thead { tr { th scope="col" { "Before" } th scope="col" { "Match" } th scope="col" { "After" } th scope="col" { "Article" } } }
                tbody {
                    @for hit in hits {
                        @for line in &hit.lines {
                            tr dir="auto" lang=[hit.language.as_deref()] {
                                td.left { (without_controls(&line.left)) }
                                td { mark { (without_controls(&line.matched)) } }
                                td { (without_controls(&line.right)) }
                                td.where {
                                    a href=(article_link(view, hit)) {
                                        @if let Some(outlet) = &hit.outlet { (outlet) ", " }
                                        (hit.published.map_or_else(|| "undated".to_owned(), |published| published.day_text()))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
