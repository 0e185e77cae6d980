//! When an article was published and last changed: the first stated date that can be read, completed by a more exact
//! one of the same day. Never a file's time, never the time of capture.

use super::date_words::first_edition;
use super::losers::Losers;
use super::place::DraftLocation;
use super::rules::Rules;
use crate::article::{DateReading, FoundValue, Origin, Precision, Published, before_capture};
use crate::format::{Candidate, Draft, MetaField};

/// Chooses the publication time from what the draft states, else from a date in the address.
pub fn settle(
    draft: &Draft,
    url: Option<&FoundValue<String>>,
    place: &DraftLocation,
    rules: &Rules,
    losers: &mut Losers,
) -> Option<FoundValue<Published>> {
    let language = draft
        .candidates
        .iter()
        .find(|candidate| candidate.field == MetaField::Language)
        .map(|candidate| candidate.value.as_str());
    let reading = DateReading { now: latest(rules, place), language };
    let mut read = Vec::new();
    let is_stated = |candidate: &&Candidate| {
        candidate.field == MetaField::Published && !is_of_script(candidate) && !is_of_day_class(candidate)
    };
    for candidate in draft.candidates.iter().filter(is_stated) {
        let stated = read_edition(&reading, &candidate.value);
        // `3 hours ago` means something only on the day of the capture.
        let counted = || before_capture(&candidate.value, place.captured.as_ref()?);
        match stated.or_else(counted) {
            Some(published) => read.push(FoundValue::new(published, candidate.origin.clone())),
            None => losers.add("published", &candidate.value, &candidate.origin),
        }
    }
    let Some(first) = read.first().cloned() else { return in_address(url, place, &reading) };
    let settled = read.iter().find(|other| sharpens(&other.value, &first.value)).unwrap_or(&first).clone();
    read.iter()
        .filter(|other| other.value != settled.value)
        .for_each(|other| losers.add("published", &other.value.to_string(), &other.origin));
    Some(settled)
}

/// The day that the scripts of a page state, if it is only one: several are those of other stories.
pub fn from_scripts(draft: &Draft, rules: &Rules) -> Option<FoundValue<Published>> {
    let reading = DateReading { now: rules.now, language: None };
    let stated = draft.candidates.iter().filter(|candidate| is_of_script(candidate));
    let mut read = stated
        .filter_map(|candidate| Some(FoundValue::new(reading.parse(&candidate.value)?, candidate.origin.clone())));
    let first = read.next()?;
    let is_only = read.all(|other| other.value.day == first.value.day);
    is_only.then_some(first)
}

/// The day nearest to the heading among the elements that by their class show a day of any kind.
pub fn from_day_classes(
    draft: &Draft,
    language: Option<&FoundValue<String>>,
    rules: &Rules,
) -> Option<FoundValue<Published>> {
    let reading = DateReading { now: rules.now, language: language.map(|found| found.value.as_str()) };
    let mut stated = draft.candidates.iter().filter(|candidate| is_of_day_class(candidate));
    stated.find_map(|it| Some(FoundValue::new(read_edition(&reading, &it.value)?, it.origin.clone())))
}

fn is_of_day_class(candidate: &Candidate) -> bool {
    candidate.field == MetaField::Published && candidate.origin.as_str() == "html:day-class"
}

fn is_of_script(candidate: &Candidate) -> bool {
    candidate.field == MetaField::Published && candidate.origin.as_str() == "html:script"
}

/// Chooses the time of the last change.
pub fn settle_modified(draft: &Draft, rules: &Rules) -> Option<FoundValue<Published>> {
    let reading = DateReading { now: rules.now, language: None };
    let mut stated = draft.candidates.iter().filter(|candidate| candidate.field == MetaField::Modified);
    stated.find_map(|candidate| Some(FoundValue::new(reading.parse(&candidate.value)?, candidate.origin.clone())))
}

/// When the bytes were captured, as a saved page or a record of a crawl states it.
pub fn captured(draft: &Draft, rules: &Rules) -> Option<Published> {
    let reading = DateReading { now: rules.now, language: None };
    let mut stated = draft.candidates.iter().filter(|candidate| candidate.field == MetaField::Captured);
    stated.find_map(|candidate| reading.parse(&candidate.value))
}

/// A date in the lines around a raw text's title.
pub fn from_lines(
    facts: &[String],
    language: Option<&FoundValue<String>>,
    rules: &Rules,
) -> Option<FoundValue<Published>> {
    let reading = DateReading { now: rules.now, language: language.map(|found| found.value.as_str()) };
    facts.iter().find_map(|line| Some(FoundValue::new(read_edition(&reading, line)?, Origin::fixed("text:date"))))
}

/// The hour that a line near the title states for a day that is known from elsewhere.
pub fn sharpened(
    published: FoundValue<Published>,
    facts: &[String],
    language: Option<&FoundValue<String>>,
    rules: &Rules,
) -> FoundValue<Published> {
    match from_lines(facts, language, rules).filter(|line| sharpens(&line.value, &published.value)) {
        Some(line) if published.value.precision == Precision::Day => line,
        _ => published,
    }
}

/// The day of publication in a text that may name that of an update first.
fn read_edition(reading: &DateReading, text: &str) -> Option<Published> {
    first_edition(text).and_then(|part| reading.parse(&part)).or_else(|| reading.parse(text))
}

/// Nothing is published after it was captured.
fn latest(rules: &Rules, place: &DraftLocation) -> i64 {
    place.captured.map_or(rules.now, |captured| captured.seconds.min(rules.now))
}

/// Whether another value for the same day is more exact: it has a time, or a time zone.
fn sharpens(other: &Published, first: &Published) -> bool {
    let clock = |published: &Published| published.precision >= Precision::Minute;
    let worth = |published: &Published| (clock(published), published.offset_minutes.is_some());
    other.day == first.day && worth(other) > worth(first)
}

/// `/2024/10/25/`, `/2024-10-25-`, `20241025`; a month alone is not exact enough.
fn in_address(
    url: Option<&FoundValue<String>>,
    place: &DraftLocation,
    reading: &DateReading,
) -> Option<FoundValue<Published>> {
    let address = url.map(|found| found.value.as_str()).or(place.url.as_deref())?;
    let path = &address[address.find("://").map_or(0, |at| at + 3)..];
    let bytes = path.as_bytes();
    let starts =
        (0..bytes.len()).filter(|&at| bytes[at].is_ascii_digit() && !bytes[at.saturating_sub(1)].is_ascii_digit());
    for start in starts {
        let rest = &path[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '/' | '-' | '_')).unwrap_or(rest.len());
        let digits: Vec<&str> = rest[..end].split(['/', '-', '_']).collect();
        let text = match digits[..] {
            [year, month, day, ..]
                if year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len()) =>
            {
                format!("{year}-{month}-{day}")
            }
            [day, ..] if day.len() == 8 => day.to_owned(),
            _ => continue,
        };
        if let Some(published) =
            reading.parse(&text).filter(|published| published.precision == Precision::Day && published.year() >= 1990)
        {
            return Some(FoundValue::new(published, Origin::fixed("url")));
        }
    }
    None
}
