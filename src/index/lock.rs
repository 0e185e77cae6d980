//! One run at a time: an advisory lock on `.morgue/lock`, with its holder written inside. The kernel releases it when
//! the run ends, however it ends; the file stays and means nothing by itself.

use super::{Archive, IndexError};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};

/// Who holds the lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    _file: File,
}

impl Lock {
    /// Takes the lock at once or says who has it.
    pub fn take(archive: &Archive, holder: &Holder) -> Result<Self, IndexError> {
        let path = archive.lock_file();
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(IndexError::io(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(IndexError::Locked(read_holder(&mut file))),
            Err(TryLockError::Error(error)) => return Err(IndexError::io(&path)(error)),
        }
        let line = serde_json::to_string(holder).unwrap_or_default();
        let write = |file: &mut File| {
            file.set_len(0)?;
            file.rewind()?;
            writeln!(file, "{line}")
        };
        write(&mut file).map_err(IndexError::io(&path))?;
        Ok(Self { _file: file })
    }
}

fn read_holder(file: &mut File) -> Holder {
    let mut text = String::new();
    let read = file.take(4096).read_to_string(&mut text);
    let unknown = || Holder { pid: 0, host: "?".to_owned(), start: "?".to_owned(), command: "?".to_owned() };
    read.ok().and_then(|_| serde_json::from_str(&text).ok()).unwrap_or_else(unknown)
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
        drop(lock);
        assert!(Lock::take(&archive, &holder).is_ok());
    }
}
