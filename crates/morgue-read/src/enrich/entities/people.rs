//! People of one article: full names grouped by person, and the people that shorter mentions mean.

use super::maps::FastMap;
use crate::article::{long_names, name_key, name_parts, same_first_name, without_article};
use std::collections::BTreeMap;

/// One person the article names in full.
#[derive(Debug, Clone)]
struct Person {
    first: String,
    /// Full forms, with their counts.
    names: Vec<(String, u32)>,
}

/// People that the article names in full, by the words they may be named with.
#[derive(Debug, Default)]
pub(super) struct People {
    people: Vec<Person>,
    by_full: FastMap<String, usize>,
    by_last: FastMap<String, Vec<usize>>,
    by_first: BTreeMap<String, Vec<usize>>,
}

impl People {
    /// Collects people from the full names of an article, with their counts.
    pub fn of<'a>(full: impl Iterator<Item = (&'a str, u32)>) -> Self {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        full.for_each(|(name, count)| *counts.entry(name).or_default() += count);
        let mut names: Vec<(&str, u32)> = counts.into_iter().collect();
        names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(b.0)));
        let mut people = Self::default();
        for (name, count) in names {
            people.add(name, count);
        }
        people
    }

    fn add(&mut self, name: &str, count: u32) {
        let key = name_key(name);
        let Some((first, lasts)) = name_parts(&key) else { return };
        // `Van der Maas` is the surname of a longer name.
        if self.by_last.contains_key(&key) {
            return;
        }
        let same = lasts.iter().find_map(|last| {
            self.by_last.get(*last)?.iter().copied().find(|&person| same_first_name(&first, &self.people[person].first))
        });
        let person = same.unwrap_or(self.people.len());
        if same.is_none() {
            self.people.push(Person { first: first.clone(), names: Vec::new() });
        }
        self.people[person].names.push((name.to_owned(), count));
        for last in lasts {
            add_once(self.by_last.entry(last.to_owned()).or_default(), person);
        }
        if first.chars().count() > 1 {
            add_once(self.by_first.entry(first).or_default(), person);
        }
        self.by_full.insert(key, person);
    }

    /// The most frequent form of a person's name; of several the longest.
    pub fn name(&self, person: usize) -> &str {
        let names = &self.people[person].names;
        // Longest first, so that the last of equals would be the shortest.
        names.iter().rev().max_by_key(|(_, count)| *count).map_or("", |(name, _)| name)
    }

    /// The person of a full name.
    pub fn full(&self, key: &str) -> Option<usize> {
        self.by_full.get(key).copied()
    }

    /// People with this surname.
    pub fn surname(&self, key: &str) -> &[usize] {
        let whole = |key: &str| self.by_last.get(key).map(Vec::as_slice);
        whole(key).or_else(|| whole(without_article(key)?)).unwrap_or_default()
    }

    /// People with this first name, or with one that starts with it: `Shaq`.
    pub fn given(&self, key: &str) -> Vec<usize> {
        if let Some(people) = self.by_first.get(key) {
            return people.clone();
        }
        if key.len() < 4 {
            return Vec::new();
        }
        let starts = self.by_first.range(key.to_owned()..).take_while(|(first, _)| first.starts_with(key));
        let longer = long_names(key).filter_map(|long| self.by_first.get(long));
        let found = starts.map(|(_, people)| people).chain(longer);
        let mut people: Vec<usize> = found.flatten().copied().take(MOST_OF_A_NAME).collect();
        people.sort_unstable();
        people.dedup();
        people
    }
}

/// People of one article that a surname or first name may mean. Real articles have far fewer; comparing every one with all
/// others would take hours on a text of nothing but names.
const MOST_OF_A_NAME: usize = 64;

fn add_once(list: &mut Vec<usize>, person: usize) {
    if list.len() < MOST_OF_A_NAME && !list.contains(&person) {
        list.push(person);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_first_name_and_surname() {
        for (one, other, want) in [
            ("Gregory Harwood", "G. Harwood", true),
            ("Gregory Harwood", "Gregory M. Harwood", true),
            ("Greg Harwood", "Gregory Harwood", true),
            ("Gregory Harwood", "Gregory Harwood Jr.", true),
            ("Gregory Harwood", "Ann Harwood", false),
            ("Nadim al-Tarek", "Nadim Tarek", true),
            ("Ilse van der Maas", "Ilse Maas", true),
        ] {
            let people = People::of([one, other].into_iter().map(|name| (name, 1)));
            assert_eq!(people.people.len() == 1, want, "{one}, {other}");
        }
    }

    #[test]
    fn a_text_of_nothing_but_names_compares_few_of_them() {
        let names: Vec<String> = (0..5000).map(|nth| format!("Jane{nth} Doe")).collect();
        let people = People::of(names.iter().map(|name| (name.as_str(), 1)));
        assert_eq!(people.people.len(), 5000);
        assert_eq!(people.surname("doe").len(), MOST_OF_A_NAME);
        assert_eq!(people.given("jane").len(), MOST_OF_A_NAME);
        assert!(people.full("jane4999 doe").is_some());
    }

    #[test]
    fn a_person_is_known_by_parts_of_the_name() {
        let people = People::of(
            ["Ilse van der Maas", "Nadim al-Tarek", "Ann Holt-Brandt", "Shaquin Orr"].into_iter().map(|name| (name, 1)),
        );
        for (key, want) in [
            ("maas", 0),
            ("van der maas", 0),
            ("der maas", 0),
            ("tarek", 1),
            ("al-tarek", 1),
            ("holt", 2),
            ("brandt", 2),
            ("holt-brandt", 2),
        ] {
            let names: Vec<&str> = people.surname(key).iter().map(|&person| people.name(person)).collect();
            let all = ["Ilse van der Maas", "Nadim al-Tarek", "Ann Holt-Brandt"];
            assert_eq!(names, [all[want]], "{key}");
        }
        assert_eq!(people.given("shaq").len(), 1);
        assert!(people.given("sha").is_empty() && people.surname("van").is_empty());
    }
}
