//! When an article was published and last changed: the first stated date that can be read, made more exact by another of
//! the same day. Never a file's time, never the time of capture.

use super::losers::Losers;
use super::place::Place;
use super::rules::Rules;
use crate::article::{DateReading, Found, Origin, Precision, Published, before_capture};
use crate::format::{Draft, MetaField};

/// Settles the publication time from what the draft states, else from a date in the address.
pub fn settle(
    draft: &Draft,
    url: Option<&Found<String>>,
    place: &Place,
    rules: &Rules,
    losers: &mut Losers,
) -> Option<Found<Published>> {
    let language = draft
        .candidates
        .iter()
        .find(|candidate| candidate.field == MetaField::Language)
        .map(|candidate| candidate.value.as_str());
    let reading = DateReading { now: latest(rules, place), language };
    let mut read = Vec::new();
    for candidate in draft.candidates.iter().filter(|candidate| candidate.field == MetaField::Published) {
        let stated = reading.parse(&candidate.value);
        // `3 hours ago` means something on the day of the capture alone.
        let counted = || before_capture(&candidate.value, place.captured.as_ref()?);
        match stated.or_else(counted) {
            Some(published) => read.push(Found::new(published, candidate.origin.clone())),
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

/// Settles the time of the last change.
pub fn settle_modified(draft: &Draft, rules: &Rules) -> Option<Found<Published>> {
    let reading = DateReading { now: rules.now, language: None };
    let mut stated = draft.candidates.iter().filter(|candidate| candidate.field == MetaField::Modified);
    stated.find_map(|candidate| Some(Found::new(reading.parse(&candidate.value)?, candidate.origin.clone())))
}

/// When the bytes were captured, as they state it themselves: a saved page, a record of a crawl.
pub fn captured(draft: &Draft, rules: &Rules) -> Option<Published> {
    let reading = DateReading { now: rules.now, language: None };
    let mut stated = draft.candidates.iter().filter(|candidate| candidate.field == MetaField::Captured);
    stated.find_map(|candidate| reading.parse(&candidate.value))
}

/// A date in the lines around a raw text's title.
pub fn from_lines(facts: &[String], language: Option<&Found<String>>, rules: &Rules) -> Option<Found<Published>> {
    let reading = DateReading { now: rules.now, language: language.map(|found| found.value.as_str()) };
    facts.iter().find_map(|line| Some(Found::new(reading.parse(line)?, Origin::fixed("text:date"))))
}

/// Nothing is published after it was captured.
fn latest(rules: &Rules, place: &Place) -> i64 {
    place.captured.map_or(rules.now, |captured| captured.seconds.min(rules.now))
}

/// Whether another statement of the same day says more: a clock, or the clock's zone.
fn sharpens(other: &Published, first: &Published) -> bool {
    let clock = |published: &Published| published.precision >= Precision::Minute;
    let worth = |published: &Published| (clock(published), published.offset_minutes.is_some());
    other.day == first.day && worth(other) > worth(first)
}

/// `/2024/10/25/`, `/2024-10-25-`, `20241025`; a month alone is not enough to tell when.
fn in_address(url: Option<&Found<String>>, place: &Place, reading: &DateReading) -> Option<Found<Published>> {
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
            return Some(Found::new(published, Origin::fixed("url")));
        }
    }
    None
}
