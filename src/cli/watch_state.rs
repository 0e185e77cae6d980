//! Where `watch` keeps what it has shown: in the archive, or, where that cannot be written to, in the user's state folder.
//! What stands in either counts as shown.

use super::error::{Failure, IO};
use super::{place, refresh};
use morgue::index::{Archive, IndexError, Lock, Seen};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The folder of one archive's watched searches, locked against another watch.
pub struct WatchState {
    folder: PathBuf,
    /// Other folders that may hold earlier lists.
    others: Vec<PathBuf>,
    _lock: Lock,
}

/// How long a watch waits for another one.
const PATIENCE: Duration = Duration::from_secs(2);

impl WatchState {
    pub fn open(archive: &Archive) -> Result<Self, Failure> {
        let folders = folders(archive);
        let mut refused = None;
        for folder in &folders {
            match lock(folder) {
                Ok(lock) => {
                    let others = folders.iter().filter(|other| *other != folder).cloned().collect();
                    return Ok(Self { folder: folder.clone(), others, _lock: lock });
                }
                Err(IndexError::Io { source, path }) if is_read_only(source.kind()) => refused = Some((path, source)),
                Err(error) => return Err(error.into()),
            }
        }
        let (path, error) = refused.unwrap_or((archive.user(), ErrorKind::NotFound.into()));
        Err(Failure::new(IO, format!("{}: {error}", path.display()))
            .with_hint("set XDG_STATE_HOME to a writable folder, where the shown articles can be recorded"))
    }

    /// What a search has shown; `None` where it was never watched.
    pub fn seen(&self, name: &str) -> Result<Option<Seen>, Failure> {
        let mut seen: Option<Seen> = None;
        for folder in std::iter::once(&self.folder).chain(&self.others) {
            let read = Seen::read(&file(folder, name)).map_err(|error| {
                Failure::from(error).with_hint(format!(
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

    pub fn keep(&self, name: &str, seen: &Seen) -> Result<(), Failure> {
        Ok(seen.write(&file(&self.folder, name))?)
    }
}

/// Takes out what is known of a search.
pub fn remove(archive: &Archive, name: &str) -> Result<(), Failure> {
    for folder in folders(archive) {
        let path = file(&folder, name);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Failure::new(IO, format!("{}: {error}", path.display())));
            }
            _ => {}
        }
    }
    Ok(())
}

fn folders(archive: &Archive) -> Vec<PathBuf> {
    let root = archive.root().canonicalize().unwrap_or_else(|_| archive.root().to_owned());
    // All indexes are called `.morgue`: the folder around one tells them apart for people.
    let named = root.file_name().filter(|name| *name == ".morgue").and(root.parent()).unwrap_or(&root);
    let home = place::home("XDG_STATE_HOME", ".local/state");
    let home = home.map(|home| home.join(format!("{}.watch", place::name_for(named))));
    std::iter::once(archive.user().join("watch")).chain(home).collect()
}

fn lock(folder: &Path) -> Result<Lock, IndexError> {
    let io = |source| IndexError::Io { path: folder.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(io)?;
    Lock::wait_file(&folder.join("lock"), &refresh::holder(jiff::Timestamp::now()), PATIENCE)
}

fn is_read_only(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{}.seen", name.to_lowercase()))
}
