//! The generations that are kept: listing them, rolling back to one of them, and removing the oldest. The target of
//! `current` is never removed.

use super::archive::Archive;
use super::archive::write_atomically;
use super::error::IndexError;
use super::forgotten::Forgotten;
use super::generation::Generation;
use super::lock::Lock;
use super::manifest::Manifest;
use super::placed_file::sync_folder;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A published generation that is still on disk.
#[derive(Debug)]
pub struct Kept {
    pub number: u64,
    pub folder: PathBuf,
    pub is_current: bool,
    /// Its manifest, or why it cannot be read.
    pub manifest: Result<Manifest, IndexError>,
}

/// The kept generations, the oldest first.
pub fn kept(archive: &Archive) -> Result<Vec<Kept>, IndexError> {
    let current = current_number(archive)?;
    let describe = |number| {
        let folder = folder_of(archive, number);
        let manifest = Manifest::read(&folder).and_then(|manifest| manifest.check_sizes(&folder).map(|()| manifest));
        Kept { number, folder, is_current: current == Some(number), manifest }
    };
    Ok(numbers(archive)?.into_iter().map(describe).collect())
}

/// Points `current` back: to the newest generation before the current one, or to the requested one. Opens it first, so
/// that a damaged one is rejected. Returns its manifest.
pub fn rollback(archive: &Archive, wanted: Option<u64>, _lock: &Lock) -> Result<Manifest, IndexError> {
    let numbers = numbers(archive)?;
    if numbers.is_empty() {
        return Err(IndexError::Missing(archive.root().to_owned()));
    }
    let current = current_number(archive)?;
    let target = match wanted {
        Some(number) if numbers.contains(&number) => number,
        Some(number) => return Err(IndexError::NotKept { wanted: Some(number), kept: numbers }),
        None => match numbers.iter().rev().find(|&&number| current.is_none_or(|current| number < current)) {
            Some(&number) => number,
            None => return Err(IndexError::NotKept { wanted: None, kept: numbers }),
        },
    };
    let generation = Generation::at(folder_of(archive, target))?;
    if generation.holds_any(&Forgotten::read(archive)?)? {
        return Err(IndexError::HoldsForgotten(target));
    }
    if current != Some(target) {
        repoint(archive, &name_of(target))?;
    }
    Ok(Arc::unwrap_or_clone(generation.manifest))
}

/// Points `current` to a generation: a symlink installed by rename, or a plain file if symlinks are not supported.
pub(super) fn repoint(archive: &Archive, name: &str) -> Result<(), IndexError> {
    let pointer = archive.current();
    let target = Path::new("generations").join(name);
    #[cfg(unix)]
    {
        let temporary = archive.root().join(format!("current.tmp-{}", std::process::id()));
        let _ = fs::remove_file(&temporary);
        if std::os::unix::fs::symlink(&target, &temporary).is_ok() {
            fs::rename(&temporary, &pointer).map_err(IndexError::io(&pointer))?;
            return sync_folder(archive.root()).map_err(IndexError::io(archive.root()));
        }
    }
    write_atomically(&pointer, target.to_string_lossy().as_bytes())
}

/// Removes all except the newest generations, as many as the archive keeps, and never the current one.
pub(super) fn remove_old(archive: &Archive) -> Result<(), IndexError> {
    let current = current_number(archive)?;
    for number in numbers(archive)?.into_iter().rev().skip(archive.keep()?) {
        if current != Some(number) {
            let path = folder_of(archive, number);
            fs::remove_dir_all(&path).map_err(IndexError::io(&path))?;
        }
    }
    Ok(())
}

/// The target of `current`, relative to the archive, whether it exists or not.
pub(super) fn current_target(archive: &Archive) -> Result<Option<PathBuf>, IndexError> {
    let pointer = archive.current();
    let meta = match fs::symlink_metadata(&pointer) {
        Ok(meta) => meta,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(IndexError::io(&pointer)(error)),
    };
    let target = if meta.is_symlink() {
        fs::read_link(&pointer).map_err(IndexError::io(&pointer))?
    } else {
        PathBuf::from(fs::read_to_string(&pointer).map_err(IndexError::io(&pointer))?.trim())
    };
    Ok(Some(target))
}

fn current_number(archive: &Archive) -> Result<Option<u64>, IndexError> {
    let target = current_target(archive)?;
    Ok(target.and_then(|target| target.file_name()?.to_str()?.parse().ok()))
}

/// Numbers of the published generations, in order.
fn numbers(archive: &Archive) -> Result<Vec<u64>, IndexError> {
    let folder = archive.generations();
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(IndexError::io(&folder)(error)),
    };
    let mut numbers = Vec::new();
    for entry in entries {
        let name = entry.map_err(IndexError::io(&folder))?.file_name();
        numbers.extend(name.to_str().and_then(|name| name.parse::<u64>().ok()));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

pub(super) fn name_of(number: u64) -> String {
    format!("{number:06}")
}

fn folder_of(archive: &Archive, number: u64) -> PathBuf {
    archive.generations().join(name_of(number))
}
