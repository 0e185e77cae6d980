//! The articles that a watched search has shown: their keys, ten bytes each, in one file per search. Keys are only ever
//! added: an article that leaves the archive and returns, by a rollback or a rebuild, is not new again.

use super::archive::write_atomically;
use super::error::IndexError;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::path::Path;

/// Raised when the file's layout changes.
const FORMAT: u32 = 1;

/// Bytes of one key.
const KEY: usize = 10;

/// Keys already shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    keys: HashSet<u128>,
    /// When the search was last watched, ISO 8601 in UTC.
    pub last: String,
}

/// The first line of the file; the keys follow it in order.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    format: u32,
    last: String,
    articles: usize,
    /// Checksum of the keys.
    blake3: String,
}

impl Seen {
    /// What was shown; `None` if the search was never watched.
    pub fn read(path: &Path) -> Result<Option<Self>, IndexError> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(IndexError::io(path)(error)),
        };
        parsed(&bytes).map(Some).map_err(|detail| IndexError::Config { path: path.to_owned(), detail })
    }

    pub fn write(&self, path: &Path) -> Result<(), IndexError> {
        let mut keys: Vec<u128> = self.keys.iter().copied().collect();
        keys.sort_unstable();
        let packed: Vec<u8> = keys.iter().flat_map(|key| key.to_be_bytes()[16 - KEY..].to_vec()).collect();
        let blake3 = blake3::hash(&packed).to_hex().to_string();
        let head = Head { format: FORMAT, last: self.last.clone(), articles: keys.len(), blake3 };
        let mut bytes = serde_json::to_vec(&head).map_err(|error| IndexError::damaged(path, error))?;
        bytes.push(b'\n');
        bytes.extend(packed);
        write_atomically(path, &bytes)
    }

    /// Records a key by its bits; `false` if it was known.
    pub fn add(&mut self, key: u128) -> bool {
        self.keys.insert(key)
    }

    pub fn has(&self, key: u128) -> bool {
        self.keys.contains(&key)
    }

    /// Adds the keys recorded elsewhere.
    pub fn join(&mut self, other: Self) {
        self.keys.extend(other.keys);
        self.last = std::mem::take(&mut self.last).max(other.last);
    }

    pub fn len(&self) -> usize {
        self.keys.len()
    }

    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

fn parsed(bytes: &[u8]) -> Result<Seen, String> {
    let end = bytes.iter().position(|&byte| byte == b'\n').ok_or("not a list of watched articles")?;
    let head: Head = serde_json::from_slice(&bytes[..end]).map_err(|error| error.to_string())?;
    let packed = &bytes[end + 1..];
    if head.format != FORMAT {
        return Err(format!("unknown format {}; this version reads format {FORMAT}", head.format));
    }
    if packed.len() != head.articles * KEY || blake3::hash(packed).to_hex().as_str() != head.blake3 {
        return Err("changed since it was written: wrong checksum".to_owned());
    }
    let key = |bytes: &[u8]| bytes.iter().fold(0, |key, &byte| key << 8 | u128::from(byte));
    Ok(Seen { keys: packed.chunks_exact(KEY).map(key).collect(), last: head.last })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_reads_back_and_damage_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("space.seen");
        assert_eq!(Seen::read(&path).expect("nothing"), None);
        let mut seen = Seen { last: "2026-11-25T12:00:00Z".into(), ..Seen::default() };
        for key in [0, 1, (1 << 80) - 1, 12_345_678_901_234_567_890] {
            assert!(seen.add(key) && !seen.add(key));
        }
        seen.write(&path).expect("written");
        assert_eq!(Seen::read(&path).expect("read"), Some(seen.clone()));
        let mut bytes = std::fs::read(&path).expect("read");
        *bytes.last_mut().expect("some") ^= 1;
        std::fs::write(&path, &bytes).expect("written");
        assert!(Seen::read(&path).expect_err("damaged").to_string().contains("checksum"));
        bytes.pop();
        std::fs::write(&path, &bytes).expect("written");
        assert!(Seen::read(&path).is_err());
    }
}
