//! The articles that must not be shown again, by key: kept beside the generations, so that no rebuild brings one back.
//! Holds no text and no title.

use super::archive::Archive;
use super::archive::write_atomically;
use super::error::IndexError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const NAME: &str = "forgotten.json";

/// Keys of forgotten articles, with the time of each takedown in seconds since 1970.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Forgotten {
    keys: BTreeMap<String, i64>,
}

impl Forgotten {
    pub fn read(archive: &Archive) -> Result<Self, IndexError> {
        let path = archive.user().join(NAME);
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| IndexError::damaged(&path, error)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(IndexError::io(&path)(error)),
        }
    }

    pub fn write(&self, archive: &Archive) -> Result<(), IndexError> {
        let folder = archive.user();
        std::fs::create_dir_all(&folder).map_err(IndexError::io(&folder))?;
        let path = folder.join(NAME);
        let text = serde_json::to_vec_pretty(self).map_err(|error| IndexError::damaged(&path, error))?;
        write_atomically(&path, &text)
    }

    /// Adds a key; a known one keeps its time.
    pub fn add(&mut self, key: &str, now: i64) {
        self.keys.entry(key.to_owned()).or_insert(now);
    }

    pub fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Keys and times, in the order of keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, i64)> {
        self.keys.iter().map(|(key, time)| (key.as_str(), *time))
    }
}
