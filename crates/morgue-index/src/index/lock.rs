//! One run at a time: an advisory lock on `.morgue/lock`, with its holder written inside. The kernel releases it when
//! the run ends, however it ends; the file stays and means nothing without the lock.

use super::archive::Archive;
use super::error::IndexError;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Who holds the lock.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub pid: u32,
    pub host: String,
    /// Start of the run, ISO 8601 in UTC.
    pub start: String,
    pub command: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`, pid {} on {}, running since {}", self.command, self.pid, self.host, self.start)
    }
}

/// The lock, held until dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The next process that is refused before a name is written must not read this one's.
        let _ = self.file.set_len(0);
    }
}

/// Time between two attempts at a lock that another run holds.
const POLL: Duration = Duration::from_millis(50);

/// Attempts to read a holder that is not written yet, 5 ms apart: a run writes its name as soon as it has the lock.
const LOOKS: u32 = 40;

/// Attempts to get a lock that another process may only be checking.
const GLANCES: u32 = 3;

impl Lock {
    /// Takes the lock, and waits up to a timeout for a run that holds it.
    pub fn wait(archive: &Archive, holder: &Holder, patience: Duration) -> Result<Self, IndexError> {
        let is_locked = |error: &IndexError| matches!(error, IndexError::Locked(_));
        wait_while(patience, &is_locked, &mut || Self::take(archive, holder))
    }

    /// Takes the lock at once or reports its holder.
    pub fn take(archive: &Archive, holder: &Holder) -> Result<Self, IndexError> {
        Self::take_file(&archive.lock_file(), holder)
    }

    /// Takes the lock of a file that no run writes, so that nobody waits for a run: the user's own files have such
    /// locks.
    pub fn wait_file(path: &Path, holder: &Holder, patience: Duration) -> Result<Self, IndexError> {
        let is_locked = |error: &IndexError| matches!(error, IndexError::Locked(_));
        wait_while(patience, &is_locked, &mut || Self::take_file(path, holder))
    }

    fn take_file(path: &Path, holder: &Holder) -> Result<Self, IndexError> {
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path)
            .map_err(IndexError::io(path))?;
        match taken(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(IndexError::Locked(read_holder(&mut file))),
            Err(TryLockError::Error(error)) => return Err(IndexError::io(path)(error)),
        }
        let line = serde_json::to_string(holder).unwrap_or_default();
        let write = |file: &mut File| {
            file.set_len(0)?;
            file.rewind()?;
            writeln!(file, "{line}")
        };
        write(&mut file).map_err(IndexError::io(path))?;
        Ok(Self { file })
    }
}

impl Lock {
    /// The run that holds the lock now, if any. Needs no permission to write.
    pub fn holder(archive: &Archive) -> Option<Holder> {
        let mut file = File::open(archive.lock_file()).ok()?;
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Some(read_holder(&mut file)),
            _ => None,
        }
    }
}

/// Takes the lock; a process that checks it holds it for an instant.
fn taken(file: &File) -> Result<(), TryLockError> {
    for _ in 0..GLANCES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
            taken => return taken,
        }
    }
    file.try_lock()
}

/// Retries while another run holds the lock, until the timeout; then reports the holder.
pub fn wait_while<T, E>(
    patience: Duration,
    is_locked: &dyn Fn(&E) -> bool,
    attempt: &mut dyn FnMut() -> Result<T, E>,
) -> Result<T, E> {
    let end = Instant::now().checked_add(patience);
    loop {
        let result = attempt();
        let left = end.map_or(POLL, |end| end.saturating_duration_since(Instant::now()));
        match &result {
            Err(error) if is_locked(error) && !left.is_zero() => std::thread::sleep(POLL.min(left)),
            _ => return result,
        }
    }
}

fn read_holder(file: &mut File) -> Holder {
    for _ in 0..LOOKS {
        // A killed run leaves its name; one that has just taken the lock needs a moment to write another.
        std::thread::sleep(Duration::from_millis(5));
        let mut text = String::new();
        let read = file.rewind().and_then(|()| file.take(4096).read_to_string(&mut text));
        if let Some(holder) = read.ok().and_then(|_| serde_json::from_str(&text).ok()) {
            return holder;
        }
    }
    Holder { pid: 0, host: "?".to_owned(), start: "?".to_owned(), command: "?".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_is_told_who_holds_the_lock() {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = Archive::at(folder.path());
        let holder = Holder {
            pid: 7,
            host: "desk".into(),
            start: "2024-10-25T00:00:00Z".into(),
            command: "morgue ingest".into(),
        };
        let lock = Lock::take(&archive, &holder).expect("free");
        match Lock::take(&archive, &holder) {
            Err(IndexError::Locked(found)) => assert_eq!(found, holder),
            other => panic!("{other:?}"),
        }
        assert_eq!(Lock::holder(&archive), Some(holder.clone()));
        drop(lock);
        assert_eq!(Lock::holder(&archive), None);
        assert!(Lock::take(&archive, &holder).is_ok());
    }

    #[test]
    fn a_run_without_patience_tries_once() {
        let mut tries = 0;
        let refused: Result<(), ()> = wait_while(Duration::ZERO, &|_: &()| true, &mut || {
            tries += 1;
            Err(())
        });
        assert_eq!((refused, tries), (Err(()), 1));
    }

    #[test]
    fn a_patient_run_gets_the_lock_when_it_is_free() {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = Archive::at(folder.path());
        let holder = Holder { pid: 7, host: "desk".into(), start: "then".into(), command: "morgue ingest".into() };
        let lock = Lock::take(&archive, &holder).expect("free");
        let short = Lock::wait(&archive, &holder, Duration::from_millis(120));
        assert!(matches!(short, Err(IndexError::Locked(_))));
        let free = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(200));
            drop(lock);
        });
        assert!(Lock::wait(&archive, &holder, Duration::from_secs(30)).is_ok());
        free.join().expect("ended");
    }
}
