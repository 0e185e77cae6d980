//! Which articles changed after they were published: those of which the sources have captures with another text or another title
//! than the one that is searched. A table of the generation, made from the ledger, and so the same after increments as after a rebuild.

use super::error::IndexError;
use super::ledger::{LedgerReader, RecordEntry, RecordOutcome};
use crate::article::{ArticleKey, Change};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

pub const CHANGES_FILE: &str = "changes.jsonl";

/// The articles that changed, by key.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes(BTreeMap<String, Change>);

/// An article that changed.
#[derive(Serialize, Deserialize)]
struct Line {
    key: String,
    title: bool,
    text: bool,
}

/// What is compared of two captures: the hashes of title, and of deck, story and captions.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Capture {
    title: u64,
    rest: u64,
}

impl Capture {
    fn of(record: &RecordEntry) -> Self {
        Self { title: record.title, rest: record.rest }
    }

    /// How another capture differs.
    fn change(self, other: Self) -> Change {
        Change { title: self.title != other.title, text: self.rest != other.rest }
    }
}

impl Changes {
    /// Compares the captures of each article in the ledger of a generation.
    pub fn of_ledger(folder: &Path) -> Result<Self, IndexError> {
        let mut several: HashSet<u128> = HashSet::new();
        each(folder, &mut |key, record| {
            if record.outcome == RecordOutcome::Duplicate {
                several.insert(key);
            }
        })?;
        let mut captures: HashMap<u128, (Option<Capture>, HashSet<Capture>)> = HashMap::new();
        if several.is_empty() {
            return Ok(Self::default());
        }
        each(folder, &mut |key, record| {
            if several.contains(&key) {
                let (current, others) = captures.entry(key).or_default();
                let capture = Capture::of(record);
                match record.outcome {
                    RecordOutcome::Indexed => *current = Some(capture),
                    _ => drop(others.insert(capture)),
                }
            }
        })?;
        let changes = captures.into_iter().filter_map(|(key, (current, others))| {
            let current = current?;
            let change = others.into_iter().map(|other| current.change(other)).reduce(Change::or)?;
            change.is_any().then(|| (ArticleKey::from_bits(key).to_string(), change))
        });
        Ok(Self(changes.collect()))
    }

    /// The articles of which something changed that is wanted.
    pub fn keys(&self, wanted: impl Fn(Change) -> bool) -> Vec<String> {
        self.0.iter().filter(|(_, change)| wanted(**change)).map(|(key, _)| key.clone()).collect()
    }

    /// The changes of a generation; none if it was built before there were any.
    pub fn read(folder: &Path) -> Result<Self, IndexError> {
        let path = folder.join(CHANGES_FILE);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(IndexError::io(&path)(error)),
        };
        let mut changes = BTreeMap::new();
        for line in BufReader::new(file).lines() {
            let line = line.map_err(IndexError::io(&path))?;
            let Line { key, title, text } =
                serde_json::from_str(&line).map_err(|error| IndexError::damaged(&path, error))?;
            changes.insert(key, Change { title, text });
        }
        Ok(Self(changes))
    }

    pub fn write(&self, folder: &Path) -> Result<(), IndexError> {
        let path = folder.join(CHANGES_FILE);
        let write = || {
            let mut file = BufWriter::new(File::create(&path)?);
            for (key, &Change { title, text }) in &self.0 {
                serde_json::to_writer(&mut file, &Line { key: key.clone(), title, text })?;
                file.write_all(b"\n")?;
            }
            file.flush()
        };
        write().map_err(IndexError::io(&path))
    }
}

/// Calls for each capture of an article that may be a version of it.
fn each(folder: &Path, take: &mut dyn FnMut(u128, &RecordEntry)) -> Result<(), IndexError> {
    for entry in LedgerReader::open(folder)? {
        for record in &entry?.records {
            let is_capture = matches!(record.outcome, RecordOutcome::Indexed | RecordOutcome::Duplicate);
            let key = record.key.as_deref().filter(|_| is_capture && record.title != 0);
            if let Some(key) = key.and_then(ArticleKey::parse) {
                take(key.bits(), record);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::ledger::{FileEntry, LedgerWriter};
    use super::*;

    /// Hashes of title and rest of a capture.
    type Hashes = (u64, u64);

    /// Articles by key, with their captures; the first is searched.
    fn ledger(folder: &Path, articles: &[(u128, &[Hashes])]) {
        let mut writer = LedgerWriter::create(folder).expect("created");
        for (key, captures) in articles {
            for (nth, &(title, rest)) in captures.iter().enumerate() {
                let outcome = if nth == 0 { RecordOutcome::Indexed } else { RecordOutcome::Duplicate };
                let key = Some(ArticleKey::from_bits(*key).to_string());
                let record = RecordEntry { key, outcome, title, rest, ..RecordEntry::spiked(format!("{nth}")) };
                let entry = serde_json::json!({"source": "a", "path": format!("{nth}"), "size": 1, "mtime_ns": 1});
                let entry: FileEntry = serde_json::from_value(entry).expect("an entry");
                writer.push(&FileEntry { records: vec![record], ..entry }).expect("written");
            }
        }
        writer.finish().expect("written");
    }

    #[test]
    fn captures_are_compared_by_title_and_the_rest() {
        let folder = tempfile::tempdir().expect("a folder");
        ledger(
            folder.path(),
            &[
                (1, &[(7, 70)]),
                (2, &[(7, 70), (7, 70)]),
                (3, &[(7, 70), (7, 71)]),
                (4, &[(7, 70), (8, 70), (7, 70)]),
                (5, &[(7, 70), (8, 71)]),
                (6, &[(7, 70), (8, 70), (7, 71)]),
                // A summary.
                (8, &[(7, 70), (0, 0)]),
            ],
        );
        let changes = Changes::of_ledger(folder.path()).expect("read");
        let keys = |wanted: fn(Change) -> bool| -> Vec<u128> {
            let mut keys: Vec<u128> =
                changes.keys(wanted).iter().map(|key| ArticleKey::parse(key).expect("a key").bits()).collect();
            keys.sort_unstable();
            keys
        };
        assert_eq!(keys(|change| change.text), [3, 5, 6]);
        assert_eq!(keys(|change| change.title), [4, 5, 6]);
        changes.write(folder.path()).expect("written");
        assert_eq!(Changes::read(folder.path()).expect("read"), changes);
        std::fs::write(folder.path().join(CHANGES_FILE), "{}\n").expect("written");
        assert!(Changes::read(folder.path()).is_err());
    }
}
