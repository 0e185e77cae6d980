//! The last list that a search showed on a terminal, stored for `open`: in the user's state folder, one file per index,
//! because the index itself may belong to another user or be read-only.

use super::error::{Failure, IO};
use super::place;
use morgue::archive::Hit;
use morgue::index::{Archive, write_atomically};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Most articles of a list that can be opened by number.
const MOST: usize = 10_000;

/// A list as it was shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastList {
    pub query: String,
    pub hits: Vec<Listed>,
}

/// One article of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub number: u64,
    pub key: String,
    pub title: String,
    pub url: Option<String>,
    /// Its full path: a file, a file and a record (`#3`), a member of a container (`a.zip!b.html`).
    pub file: PathBuf,
}

impl LastList {
    /// Adds an article to the list, under the next number; `file` is its path as shown.
    pub fn add(&mut self, number: u64, hit: &Hit, file: &str) {
        if self.hits.len() < MOST {
            self.hits.push(Listed {
                number,
                key: hit.key.clone(),
                title: hit.zones.title.clone(),
                url: hit.record.url.clone(),
                file: std::path::absolute(file).unwrap_or_else(|_| PathBuf::from(file)),
            });
        }
    }

    /// Stores the list in place of the previous one. If that is impossible, the old list must not be used in its place.
    pub fn keep(&self, archive: &Archive) -> Result<(), Failure> {
        let Some(path) = path(archive) else { return Ok(()) };
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        let failed = |error| Failure::new(IO, format!("{}: {error}", path.display()));
        let kept = folder.map_err(failed).and_then(|()| Ok(write_atomically(&path, text.as_bytes())?));
        if kept.is_err() {
            let _ = std::fs::remove_file(&path);
        }
        kept
    }

    /// The list that was stored last, if it exists and can be read.
    pub fn last(archive: &Archive) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(path(archive)?).ok()?).ok()
    }
}

fn path(archive: &Archive) -> Option<PathBuf> {
    let folder = place::caller().homes.state?;
    let root = archive.root().canonicalize().ok().or_else(|| std::path::absolute(archive.root()).ok())?;
    // All indexes are called `.morgue`: the name of the parent folder is clearer for people.
    let named = root.file_name().filter(|name| *name == ".morgue").and(root.parent()).unwrap_or(&root);
    Some(folder.join(format!("{}.list.json", morgue::desk::place::name_for(named))))
}
