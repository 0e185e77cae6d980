//! Organisations and places of one article: long names, and their initials, first and last words as short names.

use super::gazetteer::{hash_lower, is_listed_as, list};
use super::maps::FastMap;
use crate::article::{NameKind, name_key, usual_name};

/// Company endings that are not part of the name in use.
const COMPANY_ENDINGS: [&str; 14] = [
    "inc",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "plc",
    "llc",
    "group",
    "ag",
    "sa",
    "gmbh",
    "holdings",
];

/// Long names of one kind, and the short names for them.
#[derive(Debug)]
pub(super) struct Groups {
    kind: NameKind,
    /// The long name for a short one; `None` if there are two candidates.
    short: FastMap<String, Option<String>>,
}

/// How a short name was formed: the lower, the more certain.
type ShortForm<'a> = (u8, String, &'a str);

impl Groups {
    /// Builds the groups from the keys of all names of a kind in an article.
    pub fn of<'a>(kind: NameKind, keys: impl Iterator<Item = &'a str>) -> Self {
        let mut long: Vec<&str> = keys.filter(|key| key.contains(' ')).collect();
        long.sort_unstable();
        long.dedup();
        let mut made: Vec<ShortForm> = Vec::new();
        for name in &long {
            if kind == NameKind::Org { short_orgs(name, &mut made) } else { short_places(name, &mut made) }
        }
        made.sort();
        let mut surest: FastMap<String, u8> = FastMap::default();
        let mut short: FastMap<String, Option<String>> = FastMap::default();
        for (rank, key, name) in made {
            if key == name || *surest.entry(key.clone()).or_insert(rank) < rank {
                continue;
            }
            let group = Some(group_key(kind, name));
            let known = short.entry(key).or_insert_with(|| group.clone());
            if *known != group {
                *known = None;
            }
        }
        Self { kind, short }
    }

    /// The key shared by all mentions of one organisation or place; `short`: it may be short for a longer name.
    pub fn key(&self, key: &str, short: bool) -> String {
        let long = self.short.get(key).cloned().flatten().filter(|_| short);
        // `New York` does not mean a newspaper.
        let listed = self.kind == NameKind::Org && usual_name(NameKind::Place, key).is_some();
        long.filter(|_| !listed).unwrap_or_else(|| group_key(self.kind, key))
    }

    /// Whether it is a short form of a longer name of the article.
    pub fn knows(&self, key: &str) -> bool {
        self.short.get(key).is_some_and(Option::is_some)
    }
}

/// The usual name of a key, or the key without the ending of a company.
fn group_key(kind: NameKind, key: &str) -> String {
    if let Some(usual) = usual_name(kind, key) {
        return name_key(usual);
    }
    let mut bare = key;
    while let Some((start, _)) =
        bare.rsplit_once(' ').filter(|(_, end)| kind == NameKind::Org && COMPANY_ENDINGS.contains(end))
    {
        bare = start.trim_end_matches(" &");
    }
    bare.to_owned()
}

fn short_orgs<'a>(name: &'a str, made: &mut Vec<ShortForm<'a>>) {
    let words: Vec<&str> = name.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    let is_small = |word: &&str| matches!(*word, "of" | "the" | "and" | "for" | "in" | "on" | "&" | "de" | "to");
    let initials =
        |words: &mut dyn Iterator<Item = &&str>| -> String { words.filter_map(|word| word.chars().next()).collect() };
    let spaced: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    for letters in [
        initials(&mut words.iter().filter(|word| !is_small(word))),
        initials(&mut words.iter()),
        initials(&mut spaced.iter().filter(|word| !is_small(word))),
    ] {
        if letters.chars().count() > 1 {
            made.push((0, letters, name));
        }
    }
    let bare = group_key(NameKind::Org, name);
    if bare != name {
        made.push((0, bare, name));
    }
    for end in 1..spaced.len() {
        let start = spaced[..end].join(" ");
        if start.len() > 2 && !is_small(&spaced[end - 1]) {
            made.push((1, start, name));
        }
        let tail = spaced[end..].join(" ");
        if tail.len() > 2 && !is_small(&spaced[end]) && !COMPANY_ENDINGS.contains(&tail.as_str()) {
            made.push((2, tail, name));
        }
    }
}

/// `Ganges` for `Ganges River`, `Heathrow` for `London's Heathrow Airport`.
fn short_places<'a>(name: &'a str, made: &mut Vec<ShortForm<'a>>) {
    let words: Vec<&str> = name.split(' ').collect();
    let Some((last, rest)) = words.split_last() else { return };
    if !is_listed_as(hash_lower(last), list::PLACE_ENDING) {
        return;
    }
    let rest = match rest {
        [first, others @ ..] if first.ends_with("'s") && !others.is_empty() => others,
        rest => rest,
    };
    made.push((1, rest.join(" "), name));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_mean_the_long_one_of_the_article() {
        use NameKind::{Org, Place};
        for (kind, long, short, want) in [
            (Org, &["tartu harbour trust"][..], "tht", "tartu harbour trust"),
            (Org, &["council on harbour-city affairs"], "chca", "council on harbour-city affairs"),
            (Org, &["ministry of sea and air"], "msa", "ministry of sea and air"),
            (Org, &["home depot inc"], "home depot", "home depot"),
            (Org, &["the wall street journal"], "journal", "wall street journal"),
            (Org, &["hanse heat", "hanse trust"], "hanse", "hanse"),
            (Org, &["hanse heat"], "heat", "hanse heat"),
            (Org, &["hanse heat"], "wsj", "wall street journal"),
            (Place, &["ganges river"], "ganges", "ganges river"),
            (Place, &["london's heathrow airport"], "heathrow", "london's heathrow airport"),
            (Place, &["new york"], "york", "york"),
        ] {
            let long: Vec<String> = long.iter().map(|name| name_key(name)).collect();
            let groups = Groups::of(kind, long.iter().map(String::as_str));
            assert_eq!(groups.key(short, true), want, "{short} of {long:?}");
        }
    }
}
