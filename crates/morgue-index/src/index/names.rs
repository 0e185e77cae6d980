//! Names that are treated as one: what a generation learned from its articles, and what the archive's users say in
//! `user/aliases.toml`. Both are read on demand, so that neither needs a new index.

use super::archive::Archive;
use super::checked_file::Damage;
use super::error::IndexError;
use super::generation::searcher;
use super::read_only::ReadOnlyDirectory;
use crate::article::{LearnedName, NameKind, Names, OwnName, name_key, name_parts};
use crate::engine::column_texts;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Searcher};

/// The file of what a generation learned about names.
pub const LEARNED_NAMES: &str = "names.json";
const OWN: &str = "aliases.toml";

/// Articles that must give the full name before a short one is taken for it, and the percentage that must agree.
const FEWEST: u64 = 3;
const AGREE: u64 = 90;

/// What users say about names, by kind.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct OwnFile {
    person: Vec<OwnName>,
    org: Vec<OwnName>,
    place: Vec<OwnName>,
    nation: Vec<OwnName>,
}

/// The file in which users say which names mean the same.
pub fn own_names_file(archive: &Archive) -> PathBuf {
    archive.user().join(OWN)
}

/// What users say about names.
pub fn own_names(archive: &Archive) -> Result<Vec<(NameKind, OwnName)>, IndexError> {
    let path = own_names_file(archive);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            return Ok(Vec::new());
        }
        Err(error) => return Err(IndexError::io(&path)(error)),
    };
    let wrong = |detail: String| IndexError::Config { path: path.clone(), detail };
    let file: OwnFile = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let of = |kind: NameKind, names: Vec<OwnName>| names.into_iter().map(move |name| (kind, name));
    let all: Vec<(NameKind, OwnName)> = of(NameKind::Person, file.person)
        .chain(of(NameKind::Org, file.org))
        .chain(of(NameKind::Place, file.place))
        .chain(of(NameKind::Nation, file.nation))
        .collect();
    let mut known = HashSet::new();
    for (kind, own) in &all {
        for name in own.also.iter().chain([&own.name]) {
            if name_key(name).is_empty() {
                return Err(wrong(format!("invalid name \"{name}\"")));
            }
            if !known.insert((*kind, name_key(name))) {
                return Err(wrong(format!("the name \"{name}\" is used twice for a {}", kind.field())));
            }
        }
    }
    Ok(all)
}

/// All names of a generation that are treated as one.
pub fn names(folder: &Path) -> Result<Names, IndexError> {
    let archive = folder.parent().and_then(Path::parent).map(Archive::at);
    let own = archive.map(|archive| own_names(&archive)).transpose()?.unwrap_or_default();
    Ok(Names::of(&read_learned_names(folder)?, &own))
}

/// What a generation learned; empty if it was built before this existed.
pub fn read_learned_names(folder: &Path) -> Result<Vec<LearnedName>, IndexError> {
    let path = folder.join(LEARNED_NAMES);
    match std::fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| IndexError::damaged(&path, error)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(IndexError::io(&path)(error)),
    }
}

pub fn write_learned_names(folder: &Path, names: &[LearnedName]) -> Result<(), IndexError> {
    let path = folder.join(LEARNED_NAMES);
    let text = serde_json::to_vec(names).map_err(|error| IndexError::damaged(&path, error))?;
    super::write_atomically(&path, &text)
}

/// People by the articles that name them.
#[derive(Default)]
struct Taught {
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

/// Learns from the people of all articles which full name a surname or first name alone means: if at least nine in ten
/// articles with such a full name have the same one. Spellings that differ in middle names are one.
pub fn learn_names(folder: &Path) -> Result<Vec<LearnedName>, IndexError> {
    let damage = Damage::default();
    let directory =
        ReadOnlyDirectory::open(folder, None, damage).map_err(|error| IndexError::damaged(folder, error))?;
    let (searcher, _) = searcher(directory, folder)?;
    learned_from(&searcher).map_err(|error| IndexError::damaged(folder, error))
}

fn learned_from(searcher: &Searcher) -> tantivy::Result<Vec<LearnedName>> {
    let mut taught = Taught::default();
    for segment in searcher.segment_readers() {
        let Some(column) = segment.fast_fields().str("person")? else { continue };
        let names = column_texts(&column)?;
        for article in segment.doc_ids_alive() {
            taught.add(&column, &names, article);
        }
    }
    Ok(taught.learned())
}

impl Taught {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_names_are_read_or_refused_with_the_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = Archive::at(folder.path());
        assert!(own_names(&archive).expect("none").is_empty());
        std::fs::create_dir_all(archive.user()).expect("made");
        let read = |text: &str| {
            std::fs::write(own_names_file(&archive), text).expect("written");
            own_names(&archive).map_err(|error| error.to_string())
        };
        let names = read("[[person]]\nname = \"Ann Holt\"\nalso = [\"Holt\"]\n").expect("read");
        assert_eq!((names[0].0, names[0].1.also.as_slice()), (NameKind::Person, &["Holt".to_owned()][..]));
        for (text, want) in [
            ("[[person]]\nname = \"Ann Holt\"\nallso = [\"Holt\"]\n", "line 3"),
            ("[[persons]]\nname = \"Ann Holt\"\n", "persons"),
            ("[[person]]\nname = \"A\"\nalso = [\"a\"]\n", "the name \"A\" is used twice for a person"),
            ("[[person]]\nname = \"\"\n", "invalid name \"\""),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.contains(want), "{error}");
        }
    }
}
