//! One article: its text with every match marked and every name linked, what was next to it, where each fact was found, and how
//! to cite it.

use super::layout::{Frame, layout};
use super::list::article_link;
use super::text::{clean, facts, line, marked, title};
use crate::archive::Hit;
use crate::article::{NameKind, NamedAt};
use crate::passages::MarkedArticle;
use crate::render::web_address;
use crate::serve::address::{View, path_part};
use crate::stories::Story;
use crate::text::counted;
use maud::{Markup, html};
use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

/// What the page of an article shows.
pub struct ArticlePage<'a> {
    pub view: &'a View,
    pub hit: &'a Hit,
    pub marks: MarkedArticle,
    pub story: Option<Arc<Story>>,
    /// Names of citation formats, each with the reference.
    pub citations: Vec<(&'static str, String)>,
}

/// Matches that are listed by number.
const LISTED: usize = 60;

/// The address of a name.
pub fn entity_link(kind: NameKind, name: &str) -> String {
    format!("/entity/{}?kind={}", path_part(name), kind.field())
}

/// The page.
pub fn article(frame: &Frame, page: &ArticlePage) -> String {
    let ArticlePage { view, hit, marks, .. } = page;
    let count = Cell::new(0usize);
    let own = |number: u32| marks.texts.get(&number).map_or(&[][..], Vec::as_slice);
    let main = html! {
        @if !view.is_empty() { p.back { a href=(view.link()) { "Back to the list" } } }
        article.whole {
            header {
                h1 dir="auto" lang=[hit.language.as_deref()] { @if hit.zones.title.trim().is_empty() { "untitled" } @else { (annotated(hit, 0, 0..hit.zones.title.len(), own(0), &count)) } }
                @if !hit.zones.deck.trim().is_empty() {
                    p.deck dir="auto" lang=[hit.language.as_deref()] { (annotated(hit, 1, 0..hit.zones.deck.len(), own(1), &count)) }
                }
                p.facts { (facts(hit)) }
                @for note in hit.corrections() { p.correction { strong { "Corrected: " } (line(&note)) } }
                @if let Some(url) = hit.record.url.as_deref().and_then(web_address) {
                    p { a href=(url) rel="noreferrer noopener external" { (line(&url)) } }
                }
                @if let Some(story) = &page.story {
                    p { a href=(format!("/copies/{}", hit.key)) { (story.elsewhere(&hit.key, hit.outlet.as_deref())) } }
                }
            }
            (numbers(marks.matches))
            div.text lang=[hit.language.as_deref()] {
                @for range in paragraphs(&hit.zones.story) {
                    p dir="auto" { (annotated(hit, 2, range, own(2), &count)) }
                }
            }
            @if !hit.zones.captions.is_empty() {
                section.captions aria-labelledby="captions" {
                    h2 #captions { "Captions" }
                    @for (number, caption) in (3u32..).zip(&hit.zones.captions) {
                        p dir="auto" lang=[hit.language.as_deref()] { (annotated(hit, number, 0..caption.len(), own(number), &count)) }
                    }
                }
            }
        }
        (margin(hit, marks))
        (names(hit))
        (references(page))
        (origins(hit))
        p.links {
            a href=(format!("/similar/{}", hit.key)) { "Articles on the same subject" } " · "
            a href=(format!("/versions/{}", hit.key)) { "Versions" } " · "
            a href=(format!("/article/{}/record", hit.key)) download { "The record as kept" } " · "
            a href=(format!("/api/article/{}", hit.key)) { "JSON" }
        }
        p.facts { code { (hit.key) } " " (line(&format!("{}/{}", hit.source, hit.path))) }
    };
    let name = if hit.zones.title.trim().is_empty() { "untitled" } else { hit.zones.title.trim() };
    layout(frame, "", name, &main)
}

/// The byte ranges of the paragraphs of a story.
fn paragraphs(story: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    for paragraph in story.split("\n\n") {
        if !paragraph.trim().is_empty() {
            ranges.push(at..at + paragraph.len());
        }
        at += paragraph.len() + 2;
    }
    ranges
}

/// Links to the matches, in order.
fn numbers(matches: usize) -> Markup {
    html! {
        @if matches > 0 {
            nav.matches aria-label="Matches" {
                span { (counted(matches as u64, "match")) ":" }
                @for nth in 1..=matches.min(LISTED) { " " a href=(format!("#m{nth}")) { (nth) } }
                @if matches > LISTED { " …" }
            }
        }
    }
}

/// A piece of a text with its matches marked and its names linked. Matches are numbered through the article.
fn annotated(hit: &Hit, number: u32, piece: Range<usize>, marks: &[Range<usize>], count: &Cell<usize>) -> Markup {
    let text = match number {
        0 => hit.zones.title.as_str(),
        1 => &hit.zones.deck,
        2 => &hit.zones.story,
        caption => hit.zones.captions.get(caption as usize - 3).map_or("", String::as_str),
    };
    let names = names_at(hit, number, &piece);
    let inside = |range: &Range<usize>| range.start.max(piece.start)..range.end.min(piece.end);
    let marks: Vec<Range<usize>> = marks.iter().map(inside).filter(|range| !range.is_empty()).collect();
    let mut edges: Vec<usize> = [piece.start, piece.end].to_vec();
    edges.extend(marks.iter().flat_map(|range| [range.start, range.end]));
    edges.extend(names.iter().flat_map(|(range, _)| [range.start, range.end]));
    edges.retain(|edge| text.is_char_boundary(*edge));
    edges.sort_unstable();
    edges.dedup();
    html! {
        @for pair in edges.windows(2) {
            @let own = clean(&text[pair[0]..pair[1]]);
            @let name = names.iter().find(|(range, _)| range.start <= pair[0] && pair[1] <= range.end);
            @let mark = marks.iter().find(|range| range.start <= pair[0] && pair[1] <= range.end);
            @let shown = piece_of(&own, mark.map(|mark| mark.start == pair[0]), count);
            @match name {
                Some((_, link)) => a.name href=(link) { (shown) },
                None => (shown),
            }
        }
    }
}

/// A piece between two edges; `starts`: it is marked, and whether its match starts here.
fn piece_of(text: &str, starts: Option<bool>, count: &Cell<usize>) -> Markup {
    match starts {
        None => html! { (text) },
        Some(false) => html! { mark { (text) } },
        Some(true) => {
            count.set(count.get() + 1);
            html! { mark id=(format!("m{}", count.get())) tabindex="-1" { (text) } }
        }
    }
}

/// Where names are in a piece of a text, in order and without overlap, each with its address.
fn names_at(hit: &Hit, number: u32, piece: &Range<usize>) -> Vec<(Range<usize>, String)> {
    let mut places: Vec<(Range<usize>, String)> = Vec::new();
    for (kind, entity) in hit.record.entities.each() {
        for NamedAt(text, start, end) in &entity.at {
            let range = *start as usize..*end as usize;
            if *text == number && piece.start <= range.start && range.end <= piece.end && !range.is_empty() {
                places.push((range, entity_link(kind, &entity.name)));
            }
        }
    }
    places.sort_by_key(|(range, _)| (range.start, usize::MAX - range.end));
    let mut end = 0;
    places.retain(|(range, _)| {
        let is_free = range.start >= end;
        if is_free {
            end = range.end;
        }
        is_free
    });
    places
}

fn margin(hit: &Hit, marks: &MarkedArticle) -> Markup {
    let asides = hit.margin();
    let matched = marks.margin.iter().any(|marks| !marks.is_empty());
    html! {
        @if !asides.is_empty() {
            details.margin open[matched] {
                summary { "Next to the story on its page: " (counted(asides.len() as u64, "piece")) }
                @for (nth, aside) in asides.iter().enumerate() {
                    p dir="auto" { (marked(&aside.text, marks.margin.get(nth).map_or(&[], Vec::as_slice))) }
                }
            }
        }
    }
}

fn names(hit: &Hit) -> Markup {
    html! {
        @if hit.record.entities.each().next().is_some() {
            section.names aria-labelledby="names" {
                h2 #names { "Names" }
                dl {
                    @for kind in NameKind::ALL {
                        @let own = hit.record.entities.of_kind(kind);
                        @if !own.is_empty() {
                            dt { (kind.field()) }
                            dd {
                                @for (nth, entity) in own.iter().enumerate() {
                                    @if nth > 0 { ", " }
                                    a href=(entity_link(kind, &entity.name)) { (line(&entity.name)) }
                                    @if entity.mentions > 1 { " (" (entity.mentions) ")" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn references(page: &ArticlePage) -> Markup {
    html! {
        details.cite {
            summary { "Cite" }
            @for (nth, (name, reference)) in page.citations.iter().enumerate() {
                h3 id=(format!("cite-{nth}")) { (name) }
                pre.copy tabindex="0" role="group" aria-labelledby=(format!("cite-{nth}")) { (reference) }
            }
        }
    }
}

fn origins(hit: &Hit) -> Markup {
    html! {
        details.origins {
            summary { "Where each value was found" }
            table {
                thead { tr { th scope="col" { "value" } th scope="col" { "found in" } } }
                tbody {
                    @for (field, origin) in &hit.record.origins {
                        tr { th scope="row" { (field) } td { (line(origin.as_str())) } }
                    }
                    @for (field, values) in &hit.record.losers {
                        @for value in values {
                            tr { th scope="row" { (field) ", not used" } td { (line(&value.value)) " (" (line(value.origin.as_str())) ")" } }
                        }
                    }
                }
            }
            @for note in &hit.record.notes { p { (line(note)) } }
        }
    }
}

/// A list entry of another article, as pages of one article show it.
pub fn entry(view: &View, hit: &Hit) -> Markup {
    html! { a href=(article_link(view, hit)) { (title(hit, &[])) } " " span.facts { (facts(hit)) } }
}
