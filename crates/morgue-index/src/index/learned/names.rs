//! Which full name a short one means, learned from the people of all articles: Holt for Ann Holt, where nobody else of
//! that name is in the archive.

use super::LearnedTable;
use crate::article::{LearnedName, NameKind, name_key, name_parts};
use crate::engine::column_texts;
use crate::index::IndexError;
use crate::index::checked_file::Damage;
use crate::index::read_only::ReadOnlyDirectory;
use crate::index::searcher::searcher;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Searcher};

/// Full names for short ones.
pub const LEARNED_NAMES: LearnedTable = LearnedTable { name: "names", file: "names.json", version: 1 };

/// Articles that must have the full name before a short one is replaced by it, and the percentage that must agree.
const FEWEST: u64 = 3;
const AGREE: u64 = 90;

/// The names that a generation learned; none if it was built before there was this table.
pub fn read_names(folder: &Path) -> Result<Vec<LearnedName>, IndexError> {
    match LEARNED_NAMES.read(folder)? {
        Some(bytes) => serde_json::from_slice(&bytes).map_err(|error| LEARNED_NAMES.damaged(folder, error)),
        None => Ok(Vec::new()),
    }
}

pub fn write_names(folder: &Path, names: &[LearnedName]) -> Result<(), IndexError> {
    let text = serde_json::to_vec(names).map_err(|error| LEARNED_NAMES.damaged(folder, error))?;
    crate::index::write_atomically(&LEARNED_NAMES.path(folder), &text)
}

/// Learns from the people of all articles which full name a surname or first name alone means: if at least nine in ten
/// articles with such a full name have the same one. Spellings that differ in middle names are one.
pub fn learn_names(folder: &Path) -> Result<Vec<LearnedName>, IndexError> {
    let damage = Damage::default();
    let directory =
        ReadOnlyDirectory::open(folder, None, damage).map_err(|error| IndexError::damaged(folder, error))?;
    let (searcher, _) = searcher(directory, folder)?;
    learned_from(&searcher).map_err(|error| IndexError::damaged(folder, error))
}

/// People by the articles that name them.
#[derive(Default)]
struct PeopleCounts {
    /// By first name and surname: full spellings, with their articles.
    people: BTreeMap<(String, String), BTreeMap<String, u64>>,
    /// By surname or first name: articles with anybody of that name, and with each person.
    surnames: HashMap<String, Holders>,
    first_names: HashMap<String, Holders>,
    /// Names of one word.
    single: BTreeMap<String, String>,
}

/// People who share a name.
#[derive(Default)]
struct Holders {
    articles: u64,
    each: HashMap<(String, String), u64>,
}

fn learned_from(searcher: &Searcher) -> tantivy::Result<Vec<LearnedName>> {
    let mut people = PeopleCounts::default();
    for segment in searcher.segment_readers() {
        let Some(column) = segment.fast_fields().str("person")? else { continue };
        let names = column_texts(&column)?;
        for article in segment.doc_ids_alive() {
            people.add(&column, &names, article);
        }
    }
    Ok(people.learned())
}

impl PeopleCounts {
    fn add(&mut self, column: &StrColumn, names: &[String], article: DocId) {
        let (mut surnames, mut first_names) = (BTreeMap::<String, Vec<_>>::new(), BTreeMap::<String, Vec<_>>::new());
        for name in column.term_ords(article).filter_map(|ordinal| names.get(ordinal as usize)) {
            let key = name_key(name);
            let Some((first, lasts)) = name_parts(&key) else {
                self.single.entry(key).or_insert_with(|| name.clone());
                continue;
            };
            // A son of the same name is another person.
            let son = key.rsplit(' ').next().filter(|last| matches!(*last, "jr" | "sr" | "ii" | "iii" | "iv"));
            let person = (first.clone(), format!("{} {}", lasts[0], son.unwrap_or_default()));
            *self.people.entry(person.clone()).or_default().entry(name.clone()).or_default() += 1;
            for last in lasts {
                surnames.entry(last.to_owned()).or_default().push(person.clone());
            }
            first_names.entry(first).or_default().push(person);
        }
        for (known, named) in [(&mut self.surnames, surnames), (&mut self.first_names, first_names)] {
            for (name, mut people) in named {
                let holders = known.entry(name).or_default();
                holders.articles += 1;
                people.sort();
                people.dedup();
                people.into_iter().for_each(|person| *holders.each.entry(person).or_default() += 1);
            }
        }
    }

    fn learned(self) -> Vec<LearnedName> {
        let mut learned = Vec::new();
        let kind = NameKind::Person;
        for spellings in self.people.values() {
            let articles = spellings.values().sum();
            let Some(name) = usual(spellings) else { continue };
            for (short, &agree) in one_person(spellings).filter(|(spelling, _)| name_key(spelling) != name_key(name)) {
                learned.push(LearnedName { kind, short: short.clone(), name: name.clone(), agree, articles });
            }
        }
        for (key, short) in &self.single {
            let found = [&self.surnames, &self.first_names].into_iter().find_map(|known| {
                let holders = known.get(key)?;
                let (person, &agree) = holders.each.iter().max_by_key(|(person, agree)| (**agree, *person))?;
                let agrees = holders.articles >= FEWEST && agree * 100 >= holders.articles * AGREE;
                let name = usual(self.people.get(person)?)?;
                Some(agrees.then_some((name, agree, holders.articles)))
            });
            if let Some((name, agree, articles)) = found.flatten() {
                learned.push(LearnedName { kind, short: short.clone(), name: name.clone(), agree, articles });
            }
        }
        learned
    }
}

/// The most common spelling.
fn usual(spellings: &BTreeMap<String, u64>) -> Option<&String> {
    spellings.iter().max_by_key(|(name, articles)| (**articles, std::cmp::Reverse(*name))).map(|(name, _)| name)
}

/// Spellings that may mean one person: those without a middle name, and those with one if all have the same.
fn one_person(spellings: &BTreeMap<String, u64>) -> impl Iterator<Item = (&String, &u64)> {
    let middle = |name: &str| {
        let key = name_key(name);
        key.split(' ').nth(1).filter(|_| key.split(' ').count() > 2).and_then(|word| word.chars().next())
    };
    let mut middles: Vec<char> = spellings.keys().filter_map(|name| middle(name)).collect();
    middles.sort_unstable();
    middles.dedup();
    let one = middles.len() < 2;
    spellings.iter().filter(move |(name, _)| one || middle(name).is_none())
}
