//! Text of articles for pages: without control characters, with its matches marked, on its own direction.

use crate::archive::Hit;
use crate::text::{one_line, without_controls, without_hidden};
use maud::{Markup, html};
use std::borrow::Cow;
use std::ops::Range;

/// A value on one line.
pub fn line(text: &str) -> Markup {
    let text = one_line(text);
    html! { bdi { (clean(text.trim())) } }
}

/// A text for an attribute: on one line, without characters that change the direction of what follows.
pub fn plain(text: &str) -> String {
    clean(&without_hidden(&one_line(text))).into_owned()
}

/// A text without the characters that no page may have.
pub fn clean(text: &str) -> Cow<'_, str> {
    let is_bad = |c: char| u32::from(c) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c);
    let text = without_controls(text);
    if text.contains(is_bad) { Cow::Owned(text.replace(is_bad, "\u{fffd}")) } else { text }
}

/// A text with its matches marked. Ranges are sorted and do not overlap.
pub fn marked(text: &str, marks: &[Range<usize>]) -> Markup {
    let mut at = 0;
    let mut pieces = Vec::with_capacity(marks.len() * 2 + 1);
    for mark in marks {
        let (Some(before), Some(own)) = (text.get(at..mark.start), text.get(mark.clone())) else { continue };
        pieces.push((before, own));
        at = mark.end;
    }
    let rest = text.get(at..).unwrap_or_default();
    html! {
        @for (before, own) in pieces { (clean(before)) mark { (clean(own)) } }
        (clean(rest))
    }
}

/// The title of an article, or that it has none.
pub fn title(hit: &Hit, marks: &[Range<usize>]) -> Markup {
    let own = marked(&hit.zones.title, marks);
    html! { bdi lang=[hit.language.as_deref()] { @if hit.zones.title.trim().is_empty() { "untitled" } @else { (own) } } }
}

/// Outlet, authors, date and section, as far as they are known.
pub fn facts(hit: &Hit) -> Markup {
    let day = hit.published.map_or_else(|| "undated".to_owned(), |published| published.day_text());
    let authors = hit.authors.join(", ");
    html! {
        @if let Some(outlet) = &hit.outlet { cite { (line(outlet)) } " · " }
        @if !authors.is_empty() { (line(&authors)) " · " }
        @if hit.published.is_some() { time.day datetime=(day) { (day) } } @else { span { (day) } }
        @if let Some(section) = &hit.section { " · " (line(section)) }
    }
}
