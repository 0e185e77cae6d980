//! A hit as a reference: who wrote what, where and when, the same for all citation formats, each value on one line and
//! without invisible or direction-changing characters. What the article does not state is omitted; no date is made up.

use super::fields::web_address;
use super::sheet::Sheet;
use super::summary::summary;
use crate::archive::Hit;
use crate::article::{Byline, Precision};
use crate::text::{fold, one_line, without_hidden};

/// One reference.
pub struct Citation {
    /// `harbourcourier2024nasa-7kq2m4x5`: independent of the list that the article is in.
    pub key: String,
    /// The article's own key.
    pub id: String,
    pub title: String,
    pub authors: Vec<Author>,
    pub outlet: String,
    /// Year, month and day, as far as known.
    pub date: Vec<u32>,
    /// A web address.
    pub url: String,
    /// The stated address if it is not a web address: a text, and no link.
    pub other_address: String,
    pub section: String,
    pub language: String,
    pub summary: String,
    /// People, organisations and places, as named, without the authors.
    pub keywords: Vec<String>,
    /// The source folder, and the locator in it.
    pub archive: String,
    pub location: String,
    pub digest: String,
}

/// Who wrote it.
pub enum Author {
    Person {
        family: String,
        given: String,
        /// `Jr.`, or nothing.
        suffix: String,
    },
    /// A desk, an agency, or a name in one piece.
    Named(String),
}

impl Citation {
    pub fn of(hit: &Hit, sheet: &Sheet) -> Self {
        let line = |text: &str| without_hidden(&one_line(text)).trim().to_owned();
        let or_none = |text: &Option<String>| line(text.as_deref().unwrap_or_default());
        let names = hit.person.iter().chain(&hit.org).chain(&hit.place);
        let mut keywords: Vec<String> = Vec::new();
        // Who wrote an article is not what it is about.
        let is_author = |name: &str| hit.authors.iter().any(|author| fold(author) == fold(name));
        for name in names.map(|name| line(name)).filter(|name| !name.is_empty()) {
            if !keywords.contains(&name) && !is_author(&name) {
                keywords.push(name);
            }
        }
        let stated = or_none(&hit.record.url);
        let (url, other_address) = match web_address(&stated) {
            Some(url) => (url, String::new()),
            None => (String::new(), stated),
        };
        Self {
            key: key(hit),
            id: hit.key.clone(),
            title: line(&hit.zones.title),
            authors: hit.authors.iter().map(|name| line(name)).filter(|name| !name.is_empty()).map(author).collect(),
            outlet: or_none(&hit.outlet),
            date: date(hit),
            url,
            other_address,
            section: or_none(&hit.section),
            language: or_none(&hit.language),
            summary: line(&summary(hit, sheet.options.summary)),
            keywords,
            archive: line(&hit.source),
            location: line(&hit.path),
            digest: hit.text_digest().to_owned(),
        }
    }
}

fn date(hit: &Hit) -> Vec<u32> {
    let Some(published) = hit.published else { return Vec::new() };
    let day = u32::try_from(published.day).unwrap_or_default();
    let known = match published.precision {
        Precision::Year => 1,
        Precision::Month => 2,
        Precision::Day | Precision::Minute | Precision::Second => 3,
    };
    [day / 10_000, day / 100 % 100, day % 100].into_iter().take(known).collect()
}

/// Longest part of a key that comes from a name or a title.
const LONGEST_SLUG: usize = 24;

/// Words of a title that are not used in keys.
const ARTICLES: [&str; 16] =
    ["a", "an", "the", "der", "die", "das", "ein", "eine", "le", "la", "les", "el", "los", "las", "il", "de"];

fn key(hit: &Hit) -> String {
    let slug =
        |text: &str| -> String { fold(text).chars().filter(char::is_ascii_alphanumeric).take(LONGEST_SLUG).collect() };
    let outlet = hit.outlet.as_deref().unwrap_or_default();
    let outlet = outlet.strip_prefix("The ").unwrap_or(outlet);
    let year = hit.published.map(|published| format!("{:04}", published.year())).unwrap_or_default();
    let words = hit.zones.title.split_whitespace().map(slug);
    let word =
        words.into_iter().find(|word| !word.is_empty() && !ARTICLES.contains(&word.as_str())).unwrap_or_default();
    let id = hit.key.trim_start_matches("a_");
    format!("{}{year}{word}-{}", slug(outlet), id.get(..8).unwrap_or(id))
}

/// What belongs to the family name after it.
const PARTICLES: [&str; 33] = [
    "von", "van", "de", "der", "den", "del", "della", "dello", "degli", "di", "da", "dos", "das", "do", "du", "des",
    "la", "le", "las", "los", "bin", "ibn", "al", "el", "ben", "ter", "ten", "te", "zu", "zur", "zum", "af", "av",
];

/// The same with a capital. Words that are also common given names, such as `Al` or `Ben`, are not included.
const CAPITAL_PARTICLES: [&str; 19] = [
    "De", "Del", "Della", "Den", "Der", "Di", "Da", "Dos", "Du", "La", "Le", "Van", "Von", "Ter", "Ten", "St", "St.",
    "Ste.", "Saint",
];

/// What joins two family names.
const JOINTS: [&str; 3] = ["y", "i", "e"];

/// What follows the family name without belonging to it.
const SUFFIXES: [&str; 6] = ["jr", "sr", "ii", "iii", "iv", "v"];

/// A person's name is split before its last word, with the particles in front of that, and two joined family names
/// before the first. What the byline rules do not take for one person stays in one piece, and so does a single family
/// name.
fn author(name: String) -> Author {
    let plain = name.rsplit_once(',').filter(|(_, last)| is_suffix(last)).map(|(first, last)| format!("{first}{last}"));
    let whole = plain.as_deref().unwrap_or(&name);
    let read = Byline::parse(whole);
    let mut words: Vec<&str> = whole.split(' ').filter(|word| !word.is_empty()).collect();
    if !read.people || read.authors.len() != 1 || words.len() < 2 || whole.contains(',') {
        return Author::Named(name);
    }
    let suffix = words.pop_if(|word| is_suffix(word)).unwrap_or_default().to_owned();
    let mut start = words.len() - 1;
    if start > 2 && JOINTS.contains(&words[start - 1]) {
        start -= 2;
    }
    let is_particle = |word: &str| PARTICLES.contains(&word) || CAPITAL_PARTICLES.contains(&word);
    while start > 1 && is_particle(words[start - 1]) {
        start -= 1;
    }
    if start == 0 || start == 1 && PARTICLES.contains(&words[0]) {
        return Author::Named(name);
    }
    Author::Person { family: words[start..].join(" "), given: words[..start].join(" "), suffix }
}

fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word.trim().trim_end_matches('.').to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_parted_and_desks_are_not() {
        let shown = |name: &str| match author(name.to_owned()) {
            Author::Person { family, given, suffix } if suffix.is_empty() => format!("{family}, {given}"),
            Author::Person { family, given, suffix } => format!("{family}, {given}, {suffix}"),
            Author::Named(name) => name,
        };
        for (name, want) in [
            ("Jane Doe", "Doe, Jane"),
            ("Ursula von der Leyen", "von der Leyen, Ursula"),
            ("John B. Roe Jr.", "Roe, John B., Jr."),
            ("John B. Roe, Jr.", "Roe, John B., Jr."),
            ("Henry Roe III", "Roe, Henry, III"),
            ("José Ortega y Gasset", "Ortega y Gasset, José"),
            ("Anna De Groot", "De Groot, Anna"),
            ("Oliver St. John", "St. John, Oliver"),
            ("Yves Saint Laurent", "Saint Laurent, Yves"),
            ("Pieter van der Berg", "van der Berg, Pieter"),
            ("van der Berg", "van der Berg"),
            ("Van Morrison", "Morrison, Van"),
            ("John Ben Smith", "Smith, John Ben"),
            ("The Week Staff", "The Week Staff"),
            ("Reuters", "Reuters"),
            ("Smith, Jones & Co", "Smith, Jones & Co"),
            ("王小明", "王小明"),
        ] {
            assert_eq!(shown(name), want);
        }
    }
}
