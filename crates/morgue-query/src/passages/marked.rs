//! All matches in the texts of an article, for showing it in full.

use crate::article::{Record, Zones};
use crate::query::Marks;
use crate::terms::{Zone, margin_text, named_story, story_places, story_text};
use std::collections::BTreeMap;
use std::ops::Range;
use std::slice::from_ref;

/// Byte ranges that match, sorted and without overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MarkedArticle {
    /// By the number of the text: title, deck, story, then the captions.
    pub texts: BTreeMap<u32, Vec<Range<usize>>>,
    /// Of each piece of the margin, in order.
    pub margin: Vec<Vec<Range<usize>>>,
    /// Matches in all.
    pub matches: usize,
}

/// Marks every match in an article.
pub fn marked(zones: &Zones, record: &Record, language: Option<&str>, marks: &Marks) -> MarkedArticle {
    if marks.is_empty() {
        return MarkedArticle::default();
    }
    let story = if marks.has_names() { named_story(zones, &record.entities) } else { story_text(zones).into() };
    let mut texts: BTreeMap<u32, Vec<Range<usize>>> = BTreeMap::new();
    let places = story_places(zones);
    for range in marks.matches(&story, language).ranges {
        for place in &places {
            let (from, to) = (range.start.max(place.first), range.end.min(place.first + place.inside.len()));
            if from < to {
                let shift = |at: usize| at - place.first + place.inside.start;
                texts.entry(place.number).or_default().push(shift(from)..shift(to));
            }
        }
    }
    let sign = Zone::Margin.sign().len();
    let beside = |aside| {
        let ranges = marks.matches(&margin_text(from_ref(aside)).into(), language).ranges;
        ranges.into_iter().map(|range| range.start - sign..range.end - sign).collect::<Vec<_>>()
    };
    let margin: Vec<Vec<Range<usize>>> = record.margin.iter().map(beside).collect();
    let matches = texts.values().chain(&margin).map(Vec::len).sum();
    MarkedArticle { texts, margin, matches }
}
