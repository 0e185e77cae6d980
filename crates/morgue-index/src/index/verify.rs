//! A generation against its manifest: finds every damaged, cut, missing or foreign file. Reads through plain files and
//! never through maps, so that a failing disk causes an error and not a signal. Changes nothing.

use super::blocks::{BLOCK_BYTES, FileDigest, for_each_block};
use super::checked_file::altered;
use super::error::IndexError;
use super::manifest::Manifest;
use super::manifest::{self, unreadable};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

/// One of several equal parts of a generation, so that a large one can be checked over several days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subset {
    /// From 1 to `of`.
    pub nth: u64,
    pub of: u64,
}

/// The result of a check.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Verified {
    pub generation: Option<u64>,
    /// Files in the manifest, including the manifest itself.
    pub files: u64,
    pub bytes_read: u64,
    pub damage: Vec<DamagedFile>,
    /// Files that are not in the manifest. They are never read, and therefore are not damage.
    pub foreign: Vec<String>,
}

/// One file that is not as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DamagedFile {
    pub file: String,
    pub fault: Fault,
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    Missing,
    Truncated,
    Longer,
    Altered,
    Unreadable,
}

impl DamagedFile {
    pub(crate) fn into_error(self, folder: &Path) -> IndexError {
        IndexError::damaged(&folder.join(self.file), self.detail)
    }
}

/// Checks a generation, or a part of it. Sizes, missing and foreign files are always checked, for every file. `watch`
/// gets the bytes read and the total, and stops the check by returning `false`: the outcome is `None` then.
///
/// # Errors
/// If the generation is of another version, or its files may not be read. Damage is not an error but the outcome.
pub fn verify(
    folder: &Path,
    subset: Option<Subset>,
    watch: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Option<Verified>, IndexError> {
    let manifest = match Manifest::read(folder) {
        Ok(manifest) => manifest,
        Err(IndexError::Damaged { detail, .. }) => return Ok(Some(without_manifest(folder, detail))),
        Err(error) => return Err(error),
    };
    let mut found = Verified {
        generation: Some(manifest.generation),
        files: manifest.files.len() as u64 + 1,
        foreign: foreign(folder, &manifest)?,
        ..Verified::default()
    };
    let total: u64 = manifest.files.values().map(FileDigest::block_count).sum();
    let wanted = subset.map_or(0..total, |subset| subset.of_blocks(total));
    let to_read = (wanted.end - wanted.start) * BLOCK_BYTES as u64;
    let mut first = 0;
    for (name, stated) in &manifest.files {
        let blocks = within(&wanted, first, stated.block_count());
        first += stated.block_count();
        let mut go_on = |bytes: u64| {
            found.bytes_read += bytes;
            watch(found.bytes_read, to_read)
        };
        match check(&folder.join(name), stated, blocks, &mut go_on)? {
            Checked::Whole => {}
            Checked::Stopped => return Ok(None),
            Checked::Faulty(fault, detail) => found.damage.push(DamagedFile { file: name.clone(), fault, detail }),
        }
    }
    Ok(Some(found))
}

/// Compares a generation's new files, as read from the disk, with the manifest; those of the previous generation were
/// read back when they were new.
pub fn read_back(folder: &Path, inherited: &BTreeMap<String, FileDigest>) -> Result<(), IndexError> {
    compare(folder, &Manifest::read(folder)?, &|name| !inherited.contains_key(name))
}

/// Compares files with the manifest: all by size, some by every byte. The first that differs is the error.
pub fn compare(folder: &Path, manifest: &Manifest, wholly: &dyn Fn(&str) -> bool) -> Result<(), IndexError> {
    for (name, stated) in &manifest.files {
        let blocks = if wholly(name) { 0..stated.block_count() } else { 0..0 };
        let path = folder.join(name);
        if let Checked::Faulty(_, detail) = check(&path, stated, blocks, &mut |_| true)? {
            return Err(IndexError::damaged(&path, detail));
        }
    }
    Ok(())
}

/// The first damage of a generation, whatever else is wrong.
pub fn first_damage(folder: &Path) -> Option<IndexError> {
    match verify(folder, None, &mut |_, _| true) {
        Ok(found) => found?.damage.into_iter().next().map(|damaged| damaged.into_error(folder)),
        Err(error) => Some(error),
    }
}

impl Subset {
    /// A run of adjacent blocks, which disks read fastest. All subsets together cover all blocks.
    fn of_blocks(self, total: u64) -> Range<u64> {
        let edge = |part: u64| (u128::from(total) * u128::from(part) / u128::from(self.of.max(1))) as u64;
        edge(self.nth.saturating_sub(1))..edge(self.nth)
    }
}

/// The part of a file's blocks that is in a range over all blocks of all files.
fn within(wanted: &Range<u64>, first: u64, count: u64) -> Range<u64> {
    let place = |block: u64| block.clamp(first, first + count) - first;
    place(wanted.start)..place(wanted.end)
}

/// Without a manifest nothing else can be checked.
fn without_manifest(folder: &Path, detail: String) -> Verified {
    let fault = if folder.join(manifest::NAME).exists() { Fault::Altered } else { Fault::Missing };
    let damaged = DamagedFile { file: manifest::NAME.to_owned(), fault, detail };
    Verified { files: 1, damage: vec![damaged], ..Verified::default() }
}

fn foreign(folder: &Path, manifest: &Manifest) -> Result<Vec<String>, IndexError> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(IndexError::io(folder))? {
        let name = entry.map_err(IndexError::io(folder))?.file_name().to_string_lossy().into_owned();
        if name != manifest::NAME && !manifest.files.contains_key(&name) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

enum Checked {
    Whole,
    Stopped,
    Faulty(Fault, String),
}

fn check(
    path: &Path,
    stated: &FileDigest,
    blocks: Range<u64>,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> Result<Checked, IndexError> {
    match read(path, stated, blocks, go_on) {
        Ok(checked) => Ok(checked),
        Err(error) => match (error.kind(), unreadable(path, error)) {
            (io::ErrorKind::NotFound, _) => Ok(Checked::Faulty(Fault::Missing, "missing".to_owned())),
            (_, IndexError::Damaged { detail, .. }) => Ok(Checked::Faulty(Fault::Unreadable, detail)),
            (_, error) => Err(error),
        },
    }
}

fn read(
    path: &Path,
    stated: &FileDigest,
    blocks: Range<u64>,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> io::Result<Checked> {
    let mut file = File::open(path)?;
    let bytes = file.metadata()?.len();
    if bytes != stated.bytes {
        let fault = if bytes < stated.bytes { Fault::Truncated } else { Fault::Longer };
        return Ok(Checked::Faulty(fault, format!("{bytes} bytes, expected {}", stated.bytes)));
    }
    if blocks.is_empty() {
        return Ok(Checked::Whole);
    }
    let is_whole = blocks == (0..stated.block_count());
    file.seek(SeekFrom::Start(blocks.start * BLOCK_BYTES as u64))?;
    let (mut whole, mut number, mut wrong, mut stopped) = (blake3::Hasher::new(), blocks.start, Vec::new(), false);
    for_each_block(&mut file, &mut |block| {
        if !stated.has_block(number as usize, block) {
            wrong.push(number as usize);
        }
        if is_whole {
            whole.update(block);
        }
        number += 1;
        stopped = !go_on(block.len() as u64);
        !stopped && number < blocks.end
    })?;
    Ok(if stopped {
        Checked::Stopped
    } else if let Some(&first) = wrong.first() {
        let more = if wrong.len() > 1 { format!(", and {} more blocks", wrong.len() - 1) } else { String::new() };
        Checked::Faulty(Fault::Altered, format!("{}{more}", altered(first)))
    } else if number < blocks.end {
        Checked::Faulty(Fault::Truncated, format!("it ends in block {number}"))
    } else if is_whole && whole.finalize().to_hex().as_str() != stated.blake3 {
        Checked::Faulty(Fault::Altered, "wrong checksum".to_owned())
    } else {
        Checked::Whole
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subsets_are_all_blocks_together() {
        for (total, of) in [(0, 7), (1, 7), (7, 7), (100, 7), (u64::from(u32::MAX), 365)] {
            let parts: Vec<_> = (1..=of).map(|nth| Subset { nth, of }.of_blocks(total)).collect();
            assert_eq!((parts[0].start, parts[of as usize - 1].end), (0, total));
            assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start), "{total} in {of}");
        }
    }

    #[test]
    fn a_part_of_all_blocks_is_a_part_of_each_file() {
        assert_eq!(within(&(3..9), 0, 2), 2..2);
        assert_eq!(within(&(3..9), 2, 5), 1..5);
        assert_eq!(within(&(3..9), 7, 5), 0..2);
        assert_eq!(within(&(3..9), 12, 5), 0..0);
    }
}
