//! Which names are the same: the key that spellings of a name share, and the embedded table of usual alternative names.

use crate::text::fold;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The kind of thing that a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    Person,
    Org,
    Place,
    /// A country whose people or things are named: `Russian`.
    Nation,
}

impl NameKind {
    pub const ALL: [NameKind; 4] = [NameKind::Person, NameKind::Org, NameKind::Place, NameKind::Nation];

    /// The field of the index, also its name in queries.
    pub fn field(self) -> &'static str {
        match self {
            NameKind::Person => "person",
            NameKind::Org => "org",
            NameKind::Place => "place",
            NameKind::Nation => "nation",
        }
    }

    /// The kind with this field.
    pub fn of_field(field: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.field() == field)
    }
}

/// The common form of all spellings of a name: no case, accents, full stops, possessive ending or article.
///
/// ```
/// assert_eq!(morgue_article::article::name_key("The U.S."), "us");
/// ```
pub fn name_key(name: &str) -> String {
    let folded = fold(name);
    let folded = folded.trim_end_matches("'s").trim_end_matches("’s");
    let bare = folded.strip_prefix("the ").unwrap_or(folded);
    if bare.contains(['.', '’', ',']) {
        let plain: String = bare.chars().filter(|c| !matches!(c, '.' | ',')).collect();
        return plain.replace('’', "'").trim().to_owned();
    }
    bare.to_owned()
}

/// One line of the table: a usual name and its other names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    pub kind: NameKind,
    pub name: &'static str,
    pub others: Vec<&'static str>,
}

/// The embedded table.
pub fn shipped_aliases() -> &'static [Alias] {
    static TABLE: LazyLock<Vec<Alias>> = LazyLock::new(|| {
        let line = |line: &'static str| {
            let mut parts = line.split('\t');
            let (kind, name, others) = (parts.next()?, parts.next()?, parts.next()?);
            Some(Alias { kind: NameKind::of_field(kind)?, name, others: others.split('|').collect() })
        };
        include_str!("data/aliases.tsv").lines().filter_map(line).collect()
    });
    &TABLE
}

/// The usual name of something that is also known by another one.
pub fn usual_name(kind: NameKind, key: &str) -> Option<&'static str> {
    /// By kind.
    type Usual = [HashMap<String, &'static str>; 4];
    static USUAL: LazyLock<Usual> = LazyLock::new(|| {
        let mut usual = Usual::default();
        for alias in shipped_aliases() {
            let all = alias.others.iter().chain([&alias.name]);
            usual[alias.kind as usize].extend(all.map(|name| (name_key(name), alias.name)));
        }
        usual
    });
    USUAL[kind as usize].get(key).copied()
}

/// The country whose people or things a word names: `Russian`, `Russians`.
pub fn nation_of(word: &str) -> Option<&'static str> {
    static NATIONS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
        let mut nations = HashMap::new();
        for (country, words) in include_str!("data/nations.tsv").lines().filter_map(|line| line.split_once('\t')) {
            for word in words.split(' ') {
                let word = fold(&word.replace('_', " "));
                nations.insert(format!("{word}s"), country);
                nations.insert(word, country);
            }
        }
        nations
    });
    NATIONS.get(&name_key(word)).copied()
}

/// Whether a key means a country, under any of its names.
pub fn is_country(key: &str) -> bool {
    static COUNTRIES: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let lines = include_str!("data/nations.tsv").lines();
        lines.filter_map(|line| line.split_once('\t')).map(|(country, _)| name_key(country)).collect()
    });
    let usual = usual_name(NameKind::Place, key).map(name_key);
    COUNTRIES.contains(usual.as_deref().unwrap_or(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_names_have_a_usual_one() {
        for (kind, name, want) in [
            (NameKind::Place, "U.S.", Some("United States")),
            (NameKind::Place, "US", Some("United States")),
            (NameKind::Place, "Ala.", Some("Alabama")),
            (NameKind::Org, "WSJ", Some("The Wall Street Journal")),
            (NameKind::Org, "the Wall Street Journal", Some("The Wall Street Journal")),
            (NameKind::Place, "WSJ", None),
            (NameKind::Person, "US", None),
        ] {
            assert_eq!(usual_name(kind, &name_key(name)), want, "{name}");
        }
    }

    #[test]
    fn the_table_names_everything_once() {
        let mut keys: Vec<(NameKind, String)> = Vec::new();
        for alias in shipped_aliases() {
            assert!(!alias.others.is_empty(), "{}", alias.name);
            let mut own: Vec<String> = alias.others.iter().chain([&alias.name]).map(|name| name_key(name)).collect();
            own.sort();
            own.dedup();
            keys.extend(own.into_iter().map(|key| (alias.kind, key)));
        }
        let count = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), count, "a name stands under two usual names");
    }

    #[test]
    fn nations_are_recognised_by_their_adjectives_and_people() {
        for (word, want) in [
            ("Russian", Some("Russia")),
            ("Russians", Some("Russia")),
            ("South Koreans", Some("South Korea")),
            ("Dutch", Some("Netherlands")),
            ("Islamic", None),
        ] {
            assert_eq!(nation_of(word), want, "{word}");
        }
    }
}
