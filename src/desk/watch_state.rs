//! Where `watch` keeps what it has shown: in the archive, or, if that is not writable, in the user's state folder. The
//! content of either counts as shown.

use super::caller::Caller;
use super::error::DeskError;
use super::place;
use crate::index::{Archive, IndexError, Lock, Seen};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The folder of one archive's watched searches, locked against another watch.
pub struct WatchState {
    folder: PathBuf,
    /// Other folders that may hold earlier lists.
    others: Vec<PathBuf>,
    /// None if it is only looked at.
    _lock: Option<Lock>,
}

/// How long a watch waits for another one.
const PATIENCE: Duration = Duration::from_secs(2);

impl WatchState {
    pub fn open(archive: &Archive, caller: &Caller) -> Result<Self, DeskError> {
        let folders = folders(archive, caller);
        let mut refused = None;
        for folder in &folders {
            match lock(folder, caller) {
                Ok(lock) => {
                    let others = folders.iter().filter(|other| *other != folder).cloned().collect();
                    return Ok(Self { folder: folder.clone(), others, _lock: Some(lock) });
                }
                Err(IndexError::Io { source, path }) if is_read_only(source.kind()) => refused = Some((path, source)),
                Err(error) => return Err(error.into()),
            }
        }
        let (path, error) = refused.unwrap_or((archive.user(), ErrorKind::NotFound.into()));
        Err(DeskError::io(&path, &error)
            .with_hint("set XDG_STATE_HOME to a writable folder, where the shown articles can be recorded"))
    }

    /// For looking alone: nothing is recorded, and no other watch has to wait.
    pub fn peek(archive: &Archive, caller: &Caller) -> Self {
        let mut folders = folders(archive, caller).into_iter();
        let folder = folders.next().unwrap_or_else(|| archive.user());
        Self { folder, others: folders.collect(), _lock: None }
    }

    /// What a search has shown; `None` if it was never watched.
    pub fn seen(&self, name: &str) -> Result<Option<Seen>, DeskError> {
        let mut seen: Option<Seen> = None;
        for folder in std::iter::once(&self.folder).chain(&self.others) {
            let read = Seen::read(&file(folder, name)).map_err(|error| {
                DeskError::from(error).with_hint(format!(
                    "delete the file, then run `morgue watch {name} --from-now`, or without the flag to see everything again"
                ))
            })?;
            seen = match (seen, read) {
                (Some(mut seen), Some(more)) => {
                    seen.join(more);
                    Some(seen)
                }
                (seen, read) => seen.or(read),
            };
        }
        Ok(seen)
    }

    pub fn keep(&self, name: &str, seen: &Seen) -> Result<(), DeskError> {
        Ok(seen.write(&file(&self.folder, name))?)
    }
}

/// Removes what is recorded for a search.
pub fn remove(archive: &Archive, name: &str, caller: &Caller) -> Result<(), DeskError> {
    for folder in folders(archive, caller) {
        let path = file(&folder, name);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(DeskError::io(&path, &error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn folders(archive: &Archive, caller: &Caller) -> Vec<PathBuf> {
    let root = archive.root().canonicalize().unwrap_or_else(|_| archive.root().to_owned());
    // All indexes are called `.morgue`: the name of the folder around one identifies it for people.
    let named = root.file_name().filter(|name| *name == ".morgue").and(root.parent()).unwrap_or(&root);
    let home = caller.homes.state.as_ref().map(|home| home.join(format!("{}.watch", place::name_for(named))));
    std::iter::once(archive.user().join("watch")).chain(home).collect()
}

fn lock(folder: &Path, caller: &Caller) -> Result<Lock, IndexError> {
    let io = |source| IndexError::Io { path: folder.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(io)?;
    Lock::wait_file(&folder.join("lock"), &caller.holder(), PATIENCE)
}

fn is_read_only(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{}.seen", name.to_lowercase()))
}
