//! The copies of an article, and how two texts differ.

use super::article::entry;
use super::layout::{Frame, layout};
use super::text::{clean, line};
use crate::archive::Hit;
use crate::desk::Copies;
use crate::render::{Part, parts_by_paragraph};
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
    let shown = |pieces: Vec<(Part, &str)>| {
        html! {
            @for (part, piece) in pieces {
                @match part {
                    Part::Both => (clean(piece)),
                    Part::Dropped => del { (clean(piece)) },
                    Part::Added => ins { (clean(piece)) },
                }
            }
        }
    };
    parts_by_paragraph(parts).into_iter().map(shown).collect()
}
