//! The articles that must not be shown again, by key, by the bytes they were read from and by their text: kept beside the
//! generations, so that no rebuild brings one back, also from a renamed or copied file. Holds no text and no title.

use super::archive::Archive;
use super::archive::write_atomically;
use super::error::IndexError;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

const NAME: &str = "forgotten.json";

/// Raised when the layout of the file changes.
const FORMAT: u32 = 2;

/// One forgotten article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Takedown {
    /// When it was forgotten, in seconds since 1970.
    pub time: i64,
    /// Hashes of the records it was read from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contents: Vec<u64>,
    /// Hashes of its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<u64>,
    /// Whether other articles with its text were kept.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keeps_copies: bool,
}

/// The forgotten articles of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forgotten {
    articles: BTreeMap<String, Takedown>,
    contents: HashSet<u64>,
    texts: HashSet<u64>,
}

/// The file: keys alone, with times, in the first format.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Articles { format: u32, articles: BTreeMap<String, Takedown> },
    Keys(BTreeMap<String, i64>),
}

impl Forgotten {
    /// Reads the list of an archive. A list of the first format holds only keys; a later format is an error, since what it
    /// forgets must not come back.
    pub fn read(archive: &Archive) -> Result<Self, IndexError> {
        let path = archive.user().join(NAME);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(IndexError::io(&path)(error)),
        };
        match serde_json::from_slice(&bytes).map_err(|error| IndexError::damaged(&path, error))? {
            Stored::Articles { format: FORMAT, articles } => Ok(Self::of(articles)),
            Stored::Articles { format, .. } => {
                Err(IndexError::damaged(&path, format!("format {format}; this version reads format {FORMAT}")))
            }
            Stored::Keys(keys) => {
                let takedown = |(key, time)| (key, Takedown { time, ..Takedown::default() });
                Ok(Self::of(keys.into_iter().map(takedown).collect()))
            }
        }
    }

    fn of(articles: BTreeMap<String, Takedown>) -> Self {
        let contents = articles.values().flat_map(|takedown| takedown.contents.iter().copied()).collect();
        let texts = articles.values().flat_map(|takedown| takedown.texts.iter().copied()).collect();
        Self { articles, contents, texts }
    }

    pub fn write(&self, archive: &Archive) -> Result<(), IndexError> {
        let folder = archive.user();
        std::fs::create_dir_all(&folder).map_err(IndexError::io(&folder))?;
        let path = folder.join(NAME);
        let stored = Stored::Articles { format: FORMAT, articles: self.articles.clone() };
        let text = serde_json::to_vec_pretty(&stored).map_err(|error| IndexError::damaged(&path, error))?;
        write_atomically(&path, &text)
    }

    /// Adds an article, or hashes to one that is known; a known one keeps its time.
    pub fn add(&mut self, key: &str, takedown: &Takedown) {
        let known = self.articles.entry(key.to_owned()).or_insert_with(|| Takedown {
            time: takedown.time,
            keeps_copies: takedown.keeps_copies,
            ..Takedown::default()
        });
        for (known, new, all) in [
            (&mut known.contents, &takedown.contents, &mut self.contents),
            (&mut known.texts, &takedown.texts, &mut self.texts),
        ] {
            known.extend(new);
            known.sort_unstable();
            known.dedup();
            all.extend(new);
        }
    }

    /// Adds the hashes of a record of a forgotten article, which may have changed since.
    pub fn learn(&mut self, key: &str, content: u64, text: u64) {
        let Some(known) = self.articles.get(key) else { return };
        let text = if known.keeps_copies { 0 } else { text };
        let new = |hash: u64, known: &[u64]| Some(hash).filter(|hash| *hash != 0 && !known.contains(hash));
        let contents: Vec<u64> = new(content, &known.contents).into_iter().collect();
        let texts: Vec<u64> = new(text, &known.texts).into_iter().collect();
        if !contents.is_empty() || !texts.is_empty() {
            self.add(key, &Takedown { contents, texts, ..Takedown::default() });
        }
    }

    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    pub fn has(&self, key: &str) -> bool {
        self.articles.contains_key(key)
    }

    /// Whether an article with this key, from these bytes or with this text is forgotten; a hash of 0 is of nothing.
    pub fn covers(&self, key: &str, content: u64, text: u64) -> bool {
        let is_in = |hashes: &HashSet<u64>, hash: u64| hash != 0 && hashes.contains(&hash);
        self.has(key) || is_in(&self.contents, content) || is_in(&self.texts, text)
    }

    /// Keys and times, in the order of keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, i64)> {
        self.articles.iter().map(|(key, takedown)| (key.as_str(), takedown.time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_keys_is_read_and_written_with_hashes() {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = Archive::at(folder.path());
        std::fs::create_dir_all(archive.user()).expect("made");
        let path = archive.user().join(NAME);
        std::fs::write(&path, r#"{"a_one": 12, "a_two": 13}"#).expect("written");
        let mut forgotten = Forgotten::read(&archive).expect("read");
        assert_eq!(forgotten.iter().collect::<Vec<_>>(), [("a_one", 12), ("a_two", 13)]);
        forgotten
            .add("a_two", &Takedown { time: 99, contents: vec![7, 7], texts: vec![u64::MAX], ..Takedown::default() });
        forgotten.learn("a_one", 5, 6);
        forgotten.learn("a_four", 8, 9);
        forgotten.write(&archive).expect("written");
        let read = Forgotten::read(&archive).expect("read");
        assert_eq!(read, forgotten);
        assert_eq!(read.iter().collect::<Vec<_>>(), [("a_one", 12), ("a_two", 13)]);
        assert!(read.covers("a_three", 5, 0) && read.covers("a_three", 0, 6));
        assert!(read.covers("a_three", 7, 0) && read.covers("a_three", 0, u64::MAX) && read.covers("a_one", 0, 0));
        assert!(!read.covers("a_three", 8, 9) && !read.covers("a_three", 0, 0));
        for wrong in [r#"{"format": 3, "articles": {}}"#, "[]", "", r#"{"a_one": "x"}"#] {
            std::fs::write(&path, wrong).expect("written");
            assert!(Forgotten::read(&archive).is_err(), "{wrong}");
        }
    }
}
