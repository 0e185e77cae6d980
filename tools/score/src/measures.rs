//! How far a found value is from the gold one: the measures of the public benchmarks for extraction. Two programs that score
//! the same pages must get the same figures to the third digit.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Precision, recall and F1 from counts of right, wrong and missing.
pub fn f1(right: f64, wrong: f64, missing: f64) -> f64 {
    let share = |of: f64| if of > 0.0 { right / of } else { 0.0 };
    let (precision, recall) = (share(right + wrong), share(right + missing));
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

/// F1 of the words of two texts, in any order.
pub fn token_f1(found: &str, gold: &str) -> f64 {
    let (found, gold) = (count(tokens(found)), count(tokens(gold)));
    if found.is_empty() && gold.is_empty() {
        return 1.0;
    }
    let shares = shared(&found, &gold);
    f1(shares, total(&found) - shares, total(&gold) - shares)
}

/// Shares of right, wrong and missing runs of four words.
pub fn shingles(found: &str, gold: &str) -> [f64; 3] {
    let (found, gold) = (count(fours(found)), count(fours(gold)));
    let right = shared(&found, &gold);
    let (wrong, missing) = (total(&found) - right, total(&gold) - right);
    let all = right + wrong + missing;
    if all > 0.0 { [right / all, wrong / all, missing / all] } else { [0.0; 3] }
}

fn count<T: Hash + Eq>(items: impl IntoIterator<Item = T>) -> HashMap<T, u32> {
    let mut counts = HashMap::new();
    items.into_iter().for_each(|item| *counts.entry(item).or_insert(0) += 1);
    counts
}

fn total<T>(counts: &HashMap<T, u32>) -> f64 {
    counts.values().copied().map(f64::from).sum()
}

fn shared<T: Hash + Eq>(one: &HashMap<T, u32>, other: &HashMap<T, u32>) -> f64 {
    one.iter().map(|(item, &times)| f64::from(times.min(other.get(item).copied().unwrap_or(0)))).sum()
}

fn is_word(c: char) -> bool {
    (c.is_alphanumeric() && !is_combining_mark(c)) || c == '_'
}

/// Scripts without spaces between words: every character is a token.
fn is_own_token(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{e00}'..='\u{e7f}')
}

pub fn tokens(text: &str) -> Vec<String> {
    let text = text.nfkc().collect::<String>().to_lowercase();
    let mut tokens = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if is_word(c) && !is_own_token(c) {
            word.push(c);
            continue;
        }
        tokens.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        tokens.extend(is_own_token(c).then(|| c.to_string()));
    }
    tokens.extend((!word.is_empty()).then_some(word));
    tokens
}

fn fours(text: &str) -> Vec<Vec<&str>> {
    let words: Vec<&str> = text.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
    let length = words.len().min(4);
    if length == 0 { Vec::new() } else { words.windows(length).map(<[&str]>::to_vec).collect() }
}

/// Text without differences of case, quotation marks, dashes and whitespace.
pub fn fold(text: &str) -> String {
    let folded: String = case_folded(text.replace('…', "...").nfkc().filter_map(|c| match c {
        '‘' | '’' | '‚' | '‛' | '“' | '”' | '„' | '«' | '»' | '"' | '\'' | '`' => None,
        '–' | '—' | '−' | '‐' | '‑' => Some('-'),
        _ => Some(c),
    }));
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn case_folded(text: impl Iterator<Item = char>) -> String {
    text.collect::<String>().to_lowercase().replace('ß', "ss").replace('ς', "σ")
}

/// Letters and digits alone, without case and accents.
pub fn letters(text: &str) -> String {
    let plain = case_folded(text.chars());
    plain.nfkd().filter(|&c| c.is_alphanumeric() && !is_combining_mark(c)).collect()
}

/// Folded names without `by` and similar words.
pub fn names<'a>(stated: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let name = |stated: &str| {
        let folded = fold(stated);
        let openings = ["by ", "von ", "par ", "por ", "di "];
        let name = openings.iter().find_map(|opening| folded.strip_prefix(opening)).unwrap_or(&folded);
        name.trim_matches([' ', ',', '.']).to_owned()
    };
    stated.into_iter().map(name).filter(|name| !name.is_empty()).collect()
}

pub fn same_name_score(found: &BTreeSet<String>, gold: &BTreeSet<String>) -> f64 {
    let right = found.intersection(gold).count();
    f1(right as f64, (found.len() - right) as f64, (gold.len() - right) as f64)
}

/// Whether a chunk of text is in a body, whatever the whitespace and the soft hyphens, which are no part of words.
pub fn has_chunk(body: &str, chunk: &str) -> bool {
    let plain = |text: &str| one_line(&text.replace('\u{ad}', ""));
    plain(body).contains(&plain(chunk))
}

pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A stated day, and the instant where clock time and zone are stated too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct When {
    pub day: Date,
    pub instant: Option<Timestamp>,
}

impl When {
    /// Reads the first ISO date of a text.
    pub fn parse(text: &str) -> Option<Self> {
        let starts = text.char_indices().filter(|(_, c)| c.is_ascii_digit());
        let day_at = |at: usize| text.get(at..at + 10).filter(|day| day.is_ascii()).and_then(|day| day.parse().ok());
        let (at, day) = starts.map(|(at, _)| at).find_map(|at| Some((at, day_at(at)?)))?;
        Some(Self { day, instant: instant(day, &text[at + 10..]) })
    }

    /// The stated day, and the day in UTC.
    pub fn days(&self) -> [Date; 2] {
        let utc = self.instant.map(|instant| jiff::tz::Offset::UTC.to_datetime(instant).date());
        [self.day, utc.unwrap_or(self.day)]
    }

    pub fn same_day(&self, other: &Self) -> bool {
        self.days().iter().any(|day| other.days().contains(day))
    }

    pub fn same_instant(&self, other: &Self) -> bool {
        let seconds = |when: &Self| when.instant.map(|instant| instant.as_second());
        seconds(self).zip(seconds(other)).is_some_and(|(one, other)| one.abs_diff(other) <= 60)
    }
}

/// `T14:03:00+02:00` after a day.
fn instant(day: Date, rest: &str) -> Option<Timestamp> {
    let rest = rest.strip_prefix(['T', ' '])?;
    let number = |from: usize, to: usize| rest.get(from..to).and_then(|part| part.parse::<i8>().ok());
    let (hour, minute) = (number(0, 2)?, number(3, 5)?);
    let has_second = rest.get(5..6) == Some(":");
    let second = if has_second { number(6, 8)? } else { 0 };
    let zone = rest[if has_second { 8 } else { 5 }..].trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let zone = zone.trim_start();
    let minutes: i32 = if zone.starts_with('Z') {
        0
    } else {
        let sign = if zone.starts_with('-') { -1 } else { 1 };
        let digits: String = zone.strip_prefix(['+', '-'])?.chars().filter(char::is_ascii_digit).take(4).collect();
        sign * (digits.get(..2)?.parse::<i32>().ok()? * 60 + digits.get(2..4)?.parse::<i32>().ok()?)
    };
    let civil = DateTime::new(day.year(), day.month(), day.day(), hour, minute, second, 0).ok()?;
    jiff::tz::Offset::from_seconds(minutes * 60).ok()?.to_timestamp(civil).ok()
}
