//! Saved searches: queries with their flags by name, kept beside the generations in one file, which no run changes or
//! rolls back. An entry that this program cannot read is reported and kept as it is.

use super::archive::Archive;
use super::archive::write_atomically;
use super::error::IndexError;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::path::PathBuf;

const NAME: &str = "saved.json";

/// One search as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedSearch {
    pub query: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub any: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub exact: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub loose_dates: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zones: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// The version of the query language; searches of the first version have none.
    #[serde(default, skip_serializing_if = "is_none")]
    pub syntax: u32,
    /// When it was saved, ISO 8601 in UTC.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub saved: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_none(version: &u32) -> bool {
    *version == 0
}

/// All saved searches of an archive.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SavedSearches {
    /// By name; untyped, so that what another version wrote is kept.
    entries: Map<String, Value>,
}

impl SavedSearches {
    pub fn read(archive: &Archive) -> Result<Self, IndexError> {
        let path = file(archive);
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|error| IndexError::Config { path, detail: format!("not a list of saved searches: {error}") }),
            Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
                Ok(Self::default())
            }
            Err(error) => Err(IndexError::io(&path)(error)),
        }
    }

    /// Replaces the file. The caller holds the lock of the user's files.
    pub fn write(&self, archive: &Archive) -> Result<(), IndexError> {
        let path = file(archive);
        let text = serde_json::to_vec_pretty(self).map_err(|error| IndexError::damaged(&path, error))?;
        write_atomically(&path, &text)
    }

    /// A search by name, or what is wrong with its entry; `None` if there is none.
    pub fn find(&self, name: &str) -> Option<Result<SavedSearch, String>> {
        let entry = self.entries.get(&name.to_lowercase())?;
        Some(serde_json::from_value(entry.clone()).map_err(|error| format!("its entry cannot be read: {error}")))
    }

    pub fn put(&mut self, name: &str, search: &SavedSearch) {
        // Strings and booleans always serialise.
        self.entries.insert(name.to_lowercase(), serde_json::to_value(search).unwrap_or_default());
        self.entries.sort_keys();
    }

    /// Removes a search; `false` if there is none.
    pub fn remove(&mut self, name: &str) -> bool {
        self.entries.shift_remove(&name.to_lowercase()).is_some()
    }

    /// Names in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }
}

fn file(archive: &Archive) -> PathBuf {
    archive.user().join(NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_version_wrote_is_reported_and_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = Archive::at(folder.path());
        assert_eq!(SavedSearches::read(&archive).expect("none"), SavedSearches::default());
        std::fs::create_dir_all(archive.user()).expect("made");
        std::fs::write(file(&archive), r#"{"later":{"query":"x","semantic":true}}"#).expect("written");
        let mut searches = SavedSearches::read(&archive).expect("read");
        assert!(searches.find("later").expect("there").expect_err("another version's").contains("semantic"));
        searches.put("Space", &SavedSearch { query: "Starlink".into(), any: true, ..SavedSearch::default() });
        searches.write(&archive).expect("written");
        let again = SavedSearches::read(&archive).expect("read");
        assert_eq!(again.names().collect::<Vec<_>>(), ["later", "space"]);
        assert!(std::fs::read_to_string(file(&archive)).expect("read").contains("semantic"));
        assert!(again.find("SPACE").expect("there").expect("whole").any);
        assert!(searches.remove("space") && !searches.remove("space"));
    }
}
