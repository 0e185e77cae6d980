//! Lines that name the authors without a word that says so: `Jane Doe – London`, `Ayşe YILMAZ / ANKARA`, beside a day or at
//! the end of a story. Names are known by their first name.

use crate::listed_names::{is_first_name, is_place_or_organisation};
use crate::text::fold;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Longest line, in characters.
const LONGEST: usize = 160;

/// Most people of one line.
const MOST: usize = 4;

/// Words of a name.
const WORDS: std::ops::RangeInclusive<usize> = 2..=4;

static MORE_FIRST_NAMES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("data/first_names.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// The people that a line names beside a day and other facts.
pub(super) fn people_beside_facts(line: &str) -> Option<String> {
    if line.chars().count() > LONGEST {
        return None;
    }
    let people: Vec<&str> = segments(line).filter_map(person).collect();
    ((1..=MOST).contains(&people.len())).then(|| people.join(", "))
}

/// The people of a line that has nothing but names, their place and their agency.
pub(super) fn only_people(line: &str) -> Option<String> {
    if line.chars().count() > LONGEST / 2 || line.contains(char::is_numeric) || line.ends_with(['.', '!', '?', ':']) {
        return None;
    }
    let mut people = Vec::new();
    for segment in segments(line) {
        match person(segment) {
            Some(name) => people.push(name),
            // A place is one word, or two.
            None if !people.is_empty() && is_place(segment) => {}
            None => return None,
        }
    }
    ((1..=MOST).contains(&people.len())).then(|| people.join(", "))
}

/// The parts of a line between separators.
fn segments(line: &str) -> impl Iterator<Item = &str> {
    line.split(['/', '|', '•', '·', ',', ';', '(', ')', '–', '—'])
        .flat_map(|part| part.split(" - "))
        .flat_map(split_at_hyphen)
        .flat_map(|part| {
            ["ve", "and", "und", "y", "et", "e", "i", "og", "och", "en"]
                .iter()
                .find_map(|and| part.split_once(&format!(" {and} ")))
                .map_or([part, ""], |(one, two)| [one, two])
        })
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// `Ayşe YILMAZ-Ali CAN`: a hyphen between two names has words on both sides; that of a double name has none on one.
fn split_at_hyphen(part: &str) -> [&str; 2] {
    let mut places = part.match_indices('-').map(|(at, _)| (&part[..at], &part[at + 1..]));
    let between = places.find(|(before, after)| {
        before.trim().contains(' ')
            && (after.trim().contains(' ')
                || person(before.trim()).is_some_and(|_| !before.trim().ends_with(char::is_lowercase)))
    });
    between.map_or([part, ""], |(before, after)| [before, after])
}

/// The name at the start of a part, before a label or a number.
fn person(part: &str) -> Option<&str> {
    let mut end = part.find(|c: char| c.is_numeric() || c == ':').unwrap_or(part.len());
    // `Jane Doe Published: …`
    if part[end..].starts_with(':') {
        end = part[..end].trim_end().rfind(' ')?;
    }
    let is_shouted = |word: &str| word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let mut name = part[..end].trim();
    let mut words: Vec<&str> = name.split_whitespace().collect();
    // `Ömer KAYA ANKARA 21 Ocak`: a place in capitals between the name and the day.
    if let [first, .., before, last] = words[..]
        && end < part.len()
        && !is_shouted(first)
        && is_shouted(before)
        && is_shouted(last)
    {
        name = name[..name.len() - last.len()].trim_end();
        words.pop();
    }
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_particle = |word: &str| {
        [
            "von", "van", "de", "del", "della", "da", "di", "al", "el", "bin", "der", "den", "la", "le", "ter", "ten",
            "zu", "dos",
        ]
        .contains(&word)
    };
    if !WORDS.contains(&words.len()) || !words.iter().all(|word| is_capital(word) || is_particle(word)) {
        return None;
    }
    let first = words.first()?;
    let is_initial = first.chars().count() <= 2 && first.ends_with('.');
    let second = words.get(1).filter(|_| is_initial).unwrap_or(first);
    let is_known = is_first_name(second) || MORE_FIRST_NAMES.contains(fold(second).as_str());
    let usual = words.iter().all(|word| {
        word.chars().filter(|c| c.is_alphabetic()).count() >= 1
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-'))
    });
    (is_known && usual && !is_desk(name) && !is_place_or_organisation(&words)).then_some(name)
}

/// Words of desks, sections and buttons.
fn is_desk(name: &str) -> bool {
    fold(name).split(' ').any(|word| {
        [
            "haber",
            "haberi",
            "haberleri",
            "haberler",
            "merkezi",
            "servisi",
            "spor",
            "gundem",
            "news",
            "desk",
            "team",
            "staff",
            "editor",
            "editors",
            "redaktion",
            "redaccion",
            "redazione",
            "redacao",
            "redaction",
            "politics",
            "sports",
            "world",
            "opinion",
            "ajans",
            "ajansi",
        ]
        .contains(&word)
    })
}

fn is_place(segment: &str) -> bool {
    let mut words = segment.split_whitespace();
    (1..=2).contains(&segment.split_whitespace().count()) && words.all(|word| word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_beside_days_and_places() {
        for (line, want) in [
            ("Ayşe Yılmaz-Ankara Yayınlanma: 14 Nis 2019 21:47", Some("Ayşe Yılmaz")),
            ("17.11.2004 - ALİ CAN / ANKARA (Okunma: 612)", Some("ALİ CAN")),
            ("Ali Rıza CAN / Sevgi TAN / Ömer KAYA ANKARA 21 Ocak 2015", Some("Ali Rıza CAN, Sevgi TAN, Ömer KAYA")),
            ("Mary Poole | 10 July 2015", Some("Mary Poole")),
            ("World News | 10 July 2015", None),
            ("Jordan Times | 10 July 2015", None),
            ("Virginia Beach, May 4, 2015", None),
            ("Posted MAY 5, 2015", None),
            ("Courtesy NASA 10 July 2015", None),
            ("Spor Haberleri 10 Temmuz 2015", None),
            ("10 July 2015", None),
        ] {
            assert_eq!(people_beside_facts(line).as_deref(), want, "{line}");
        }
        for (line, want) in [
            ("Kerem KAYA-Zeliha TAŞ/ORDU", Some("Kerem KAYA, Zeliha TAŞ")),
            ("Ayşe Yılmaz – Ankara", Some("Ayşe Yılmaz")),
            ("Mary Poole and John Roe", Some("Mary Poole, John Roe")),
            ("Mary Poole said that she will not go", None),
            ("Mary Poole, of the council, will not go", None),
            ("Ankara Haberleri", None),
        ] {
            assert_eq!(only_people(line).as_deref(), want, "{line}");
        }
    }
}
