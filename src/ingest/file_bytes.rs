//! The bytes of source files as hashes: whether a file whose inode or time of change differs is still the same file.
//! Files that were compared once are remembered in `cache/same-bytes`, so that a folder that was copied or given other
//! permissions is not read in every run. The file may be deleted at any time.

use super::prepared::hash64;
use crate::index::{Archive, FileEntry, write_atomically};
use crate::source::{SourceFile, each_chunk};
use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

const NAME: &str = "same-bytes";

/// Larger files are not hashed; they are read again when anything about them changes. Reading one for its hash alone
/// would take half a minute and more.
const LARGEST: u64 = 16 << 30;

/// The hash of a file's bytes, set by the thread that reads it; 0 until then, or if it cannot be read.
#[derive(Debug, Default)]
pub struct FileDigest(AtomicU64);

impl FileDigest {
    /// Reads the file and its sidecar.
    pub fn take_from(&self, path: &Path) {
        self.0.store(digest(path), Ordering::Relaxed);
    }

    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl From<u64> for FileDigest {
    fn from(digest: u64) -> Self {
        Self(AtomicU64::new(digest))
    }
}

impl Clone for FileDigest {
    fn clone(&self) -> Self {
        self.get().into()
    }
}

/// blake3 over the bytes of a file and of its sidecar, never 0; 0 if they cannot be read.
fn digest(path: &Path) -> u64 {
    let mut hasher = blake3::Hasher::new();
    let read = each_chunk(path, LARGEST, &mut |chunk| {
        hasher.update(chunk);
    });
    let first = |hash: blake3::Hash| hash.as_bytes()[..8].iter().fold(0, |bits, &byte| bits << 8 | u64::from(byte));
    read.map_or(0, |()| first(hasher.finalize()).max(1))
}

/// Files that were compared with the ledger and found to be the same, each by a hash of its entry and its new stamp.
#[derive(Debug, Default)]
pub struct SameBytes {
    known: HashSet<u64>,
    used: HashSet<u64>,
}

impl SameBytes {
    /// What earlier runs compared; nothing if that cannot be read.
    pub fn read(archive: &Archive) -> Self {
        let bytes = std::fs::read(archive.cache().join(NAME)).unwrap_or_default();
        let known = bytes.chunks_exact(8).map(|bytes| bytes.iter().fold(0, |hash, &byte| hash << 8 | u64::from(byte)));
        Self { known: known.collect(), used: HashSet::new() }
    }

    /// Whether the bytes of a file are those of its entry; reads the file, unless an earlier run did.
    pub fn has(&mut self, entry: &FileEntry, file: &SourceFile) -> bool {
        if entry.digest == 0 {
            return false;
        }
        let numbers = [entry.size, entry.mtime_ns as u64, entry.digest, file.stamp].map(u64::to_le_bytes);
        let mark = hash64(&[entry.source.as_bytes(), entry.path.as_bytes(), &numbers.concat()]);
        let same = self.known.contains(&mark) || digest(&file.path) == entry.digest;
        if same {
            self.used.insert(mark);
        }
        same
    }

    /// Keeps what this run compared for the next one; a run that did not look at everything also keeps what it did not need.
    /// An error only costs time then.
    pub fn write(&self, archive: &Archive, is_whole: bool) {
        if self.used.is_subset(&self.known) {
            return;
        }
        let others = self.known.iter().filter(|_| !is_whole);
        let marks: HashSet<u64> = self.used.iter().chain(others).copied().collect();
        let bytes: Vec<u8> = marks.iter().flat_map(|mark| mark.to_be_bytes()).collect();
        let folder = archive.cache();
        let _ = std::fs::create_dir_all(&folder).map(|()| write_atomically(&folder.join(NAME), &bytes));
    }
}
