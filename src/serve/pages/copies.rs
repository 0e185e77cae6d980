//! The copies of an article, and how two texts differ.

use super::article::entry;
use super::layout::{Frame, layout};
use super::text::{clean, line};
use crate::archive::Hit;
use crate::desk::Copies;
use crate::render::Part;
use crate::serve::address::View;
use crate::text::counted;
use maud::{Markup, html};

/// All articles of a story, the earliest first.
pub fn copies(frame: &Frame, copies: &Copies) -> String {
    let first = copies.articles.first();
    let main = html! {
        h1 { (counted(copies.articles.len() as u64, "article")) " of one story" }
        @if let Some(agency) = &copies.story.agency { p { "Agency: " (line(agency)) } }
        ol.hits {
            @for copy in &copies.articles {
                li {
                    (entry(&View::default(), &copy.hit))
                    @if let (Some(differs), Some(first)) = (&copy.differs, first) {
                        @if first.hit.key == copy.hit.key { p.also { "the earliest" } } @else {
                            p.also {
                                "added " (percent(differs.added)) ", dropped " (percent(differs.dropped)) " · "
                                a href=(format!("/diff/{}/{}", first.hit.key, copy.hit.key)) { "compare with the earliest" }
                            }
                        }
                    }
                }
            }
        }
        p { a href=(View::of(format!("story:{}", copies.story.key())).link()) { "Search in this story" } }
    };
    layout(frame, "", "Copies", &main)
}

fn percent(share: f32) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Two texts, zone by zone and word by word.
pub fn diff(frame: &Frame, old: &Hit, new: &Hit, zones: &[Vec<(Part, String)>]) -> String {
    let is_same = zones.iter().flatten().all(|(part, _)| *part == Part::Both);
    let main = html! {
        h1 { "Two texts compared" }
        dl.compared {
            dt { "First" } dd { (entry(&View::default(), old)) }
            dt { "Second" } dd { (entry(&View::default(), new)) }
        }
        @if is_same { p { "The two texts are the same." } }
        div.text.diff lang=[new.language.as_deref()] {
            @for zone in zones { @for paragraph in paragraphs(zone) { p dir="auto" { (paragraph) } } }
        }
    };
    layout(frame, "", &format!("{} compared", plain(old)), &main)
}

fn plain(hit: &Hit) -> String {
    let name = hit.zones.title.trim();
    if name.is_empty() { "untitled".to_owned() } else { name.to_owned() }
}

/// The parts of a zone by paragraph.
fn paragraphs(parts: &[(Part, String)]) -> Vec<Markup> {
    let mut all: Vec<Vec<(Part, &str)>> = vec![Vec::new()];
    for (part, text) in parts {
        for (nth, piece) in text.split("\n\n").enumerate() {
            if nth > 0 {
                all.push(Vec::new());
            }
            if let Some(last) = all.last_mut().filter(|_| !piece.is_empty()) {
                last.push((*part, piece));
            }
        }
    }
    all.retain(|pieces| !pieces.is_empty());
    let shown = |pieces: Vec<(Part, &str)>| {
        html! {
            @for (nth, (part, piece)) in pieces.iter().enumerate() {
                // Words that were replaced are apart from those in their place, also where the text is copied.
                @let before = nth.checked_sub(1).map(|last| pieces[last]);
                @if let Some((last, text)) = before {
                    @if last != Part::Both && *part != Part::Both && !text.ends_with(char::is_whitespace) { " " }
                }
                @match part {
                    Part::Both => (clean(piece)),
                    Part::Dropped => del { (clean(piece)) },
                    Part::Added => ins { (clean(piece)) },
                }
            }
        }
    };
    all.into_iter().map(shown).collect()
}
