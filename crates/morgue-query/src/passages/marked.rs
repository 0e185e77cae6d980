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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Aside, AsideKind, Names};
    use crate::query::{ParseOptions, ZoneChoice, parse, resolve};
    use crate::terms::ZONE_SIGN;

    #[test]
    fn matches_are_given_in_each_text() {
        let zones = Zones {
            title: "A ferry".to_owned(),
            deck: format!("The {ZONE_SIGN}ferry"),
            story: "One ferry sank.\n\nThe old ferry did not.".to_owned(),
            captions: vec!["Nothing".to_owned(), "The ferry".to_owned()],
            ..Zones::default()
        };
        let aside = Aside::of(AsideKind::Teaser, "Take a ferry".to_owned());
        let record = Record { margin: vec![aside], ..Record::default() };
        let list = crate::archive::ArticleList::of(Vec::new(), Names::default());
        let dictionary = crate::archive::Searchable::dictionary(&list).expect("one");
        let options = ParseOptions { any: false, today: &jiff::civil::Date::default };
        let query = parse("ferry", options).expect("parsed");
        let plan = resolve(&query, &ZoneChoice::All, dictionary.as_ref()).expect("resolved");
        let found = marked(&zones, &record, Some("en"), &Marks::of(&plan));
        let shown = |text: &str, ranges: &[Range<usize>]| -> Vec<(usize, String)> {
            ranges.iter().map(|range| (range.start, text[range.clone()].to_owned())).collect()
        };
        let ferry = |at: usize| (at, "ferry".to_owned());
        assert_eq!(shown(&zones.title, &found.texts[&0]), [ferry(2)]);
        // A text with a sign of the index in it is not marked rather than marked wrongly.
        assert!(!found.texts.contains_key(&1));
        assert_eq!(shown(&zones.story, &found.texts[&2]), [ferry(4), ferry(25)]);
        assert_eq!(shown(&zones.captions[1], &found.texts[&4]), [ferry(4)]);
        assert_eq!(shown("Take a ferry", &found.margin[0]), [ferry(7)]);
        assert_eq!(found.matches, 5);
    }
}
