//! The folder of an index that is being built. Files are read back through small buffers instead of memory maps: a
//! merge reads every byte once and in order, and mapped pages would count as the run's memory however large the archive
//! is.

use super::blocks::FileDigest;
use super::checked_file::{CheckedFile, Damage};
use super::error::IndexError;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};
use tantivy::{Directory, HasLen};

/// A folder for writing and merging.
#[derive(Debug, Clone)]
pub struct BuildDirectory {
    files: MmapDirectory,
    folder: PathBuf,
    /// Files of the previous generation, which are checked as they are read: a merge would hide damage.
    inherited: Arc<BTreeMap<String, FileDigest>>,
    damage: Damage,
    trouble: Trouble,
}

impl BuildDirectory {
    pub fn open(
        folder: &Path,
        inherited: BTreeMap<String, FileDigest>,
        damage: Damage,
        trouble: Trouble,
    ) -> Result<Self, OpenDirectoryError> {
        let inherited = Arc::new(inherited);
        Ok(Self { files: MmapDirectory::open(folder)?, folder: folder.to_owned(), inherited, damage, trouble })
    }

    fn noted<T>(&self, path: &Path, outcome: io::Result<T>) -> io::Result<T> {
        outcome.inspect_err(|error| self.trouble.note(&self.folder.join(path), error))
    }
}

/// The first file that could not be written, and why: the errors of the engine's threads say less.
#[derive(Debug, Clone, Default)]
pub struct Trouble(Arc<OnceLock<(PathBuf, io::ErrorKind, String)>>);

impl Trouble {
    fn note(&self, path: &Path, error: &io::Error) {
        let _ = self.0.set((path.to_owned(), error.kind(), error.to_string()));
    }

    pub fn error(&self) -> Option<IndexError> {
        let (path, kind, detail) = self.0.get()?;
        Some(IndexError::io(path)(io::Error::new(*kind, detail.clone())))
    }
}

/// A file being written, whose first error is recorded.
struct Noting {
    file: WritePtr,
    path: PathBuf,
    trouble: Trouble,
}

impl Write for Noting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).inspect_err(|error| self.trouble.note(&self.path, error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush().inspect_err(|error| self.trouble.note(&self.path, error))
    }
}

impl TerminatingWrite for Noting {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.file.terminate_ref(token).inspect_err(|error| self.trouble.note(&self.path, error))
    }
}

/// Bytes prefetched for each file. Postings of one term follow those of the previous: most reads are short and near.
const AHEAD_BYTES: usize = 256 << 10;

/// A read that starts so few bytes after the end of the last one continues it. Others, as of documents in another order,
/// are not prefetched: a whole buffer for each took an eighth of the time of a run.
const NEAR_BYTES: usize = 16 << 10;

/// How long the lock of a writer that has ended is waited for, and how often it is tried.
const LOCK_PATIENCE: Duration = Duration::from_secs(10);
const LOCK_PAUSE: Duration = Duration::from_millis(2);

/// A file that is read mostly from start to end.
struct ReadAhead {
    file: File,
    length: usize,
    buffer: Mutex<Buffer>,
}

#[derive(Default)]
struct Buffer {
    /// Its offset in the file.
    start: usize,
    bytes: Vec<u8>,
    /// The end of the last read.
    last: usize,
}

impl std::fmt::Debug for ReadAhead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReadAhead({} bytes)", self.length)
    }
}

impl HasLen for ReadAhead {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for ReadAhead {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.end > self.length || range.start > range.end {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "a read past the end of an index file"));
        }
        if range.len() > AHEAD_BYTES / 2 {
            let mut bytes = vec![0; range.len()];
            read_exact_at(&self.file, &mut bytes, range.start)?;
            return Ok(OwnedBytes::new(bytes));
        }
        let mut buffer = self.buffer.lock().unwrap_or_else(PoisonError::into_inner);
        let Buffer { start, bytes, last } = &mut *buffer;
        let continues = (*last..=*last + NEAR_BYTES).contains(&range.start);
        *last = range.end;
        if range.start < *start || range.end > *start + bytes.len() {
            if !continues {
                drop(buffer);
                let mut bytes = vec![0; range.len()];
                read_exact_at(&self.file, &mut bytes, range.start)?;
                return Ok(OwnedBytes::new(bytes));
            }
            bytes.resize(AHEAD_BYTES.min(self.length - range.start), 0);
            *start = range.start;
            read_exact_at(&self.file, bytes, range.start).inspect_err(|_| bytes.clear())?;
        }
        Ok(OwnedBytes::new(bytes[range.start - *start..range.end - *start].to_vec()))
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], at: usize) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at as u64)
}

#[cfg(not(unix))]
fn read_exact_at(mut file: &File, bytes: &mut [u8], at: usize) -> io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(at as u64))?;
    file.read_exact(bytes)
}

impl Directory for BuildDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let wrong = |error| OpenReadError::wrap_io_error(error, path.to_owned());
        let file = File::open(self.folder.join(path)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
            _ => wrong(error),
        })?;
        let length = file.metadata().map_err(wrong)?.len();
        let length = usize::try_from(length).map_err(|_| wrong(io::ErrorKind::FileTooLarge.into()))?;
        let file = Arc::new(ReadAhead { file, length, buffer: Mutex::default() });
        match path.to_str().and_then(|name| self.inherited.get(name)) {
            None => Ok(file),
            Some(stated) => {
                let checked = CheckedFile::new(self.folder.join(path), file, stated, self.damage.clone());
                Ok(Arc::new(checked.map_err(wrong)?))
            }
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = self.files.open_write(path).inspect_err(|error| {
            if let OpenWriteError::IoError { io_error, .. } = error {
                self.trouble.note(&self.folder.join(path), io_error);
            }
        })?;
        let noting = Noting { file, path: self.folder.join(path), trouble: self.trouble.clone() };
        Ok(BufWriter::new(Box::new(noting)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.noted(path, self.files.atomic_write(path, data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.noted(Path::new(""), self.files.sync_directory())
    }

    /// Nobody else builds in this folder. A process that another thread just started holds the lock of a writer that has
    /// ended until it runs its own program.
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let until = Instant::now() + LOCK_PATIENCE;
        loop {
            match self.files.acquire_lock(lock) {
                Err(LockError::LockBusy) if Instant::now() < until => std::thread::sleep(LOCK_PAUSE),
                taken => return taken,
            }
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_are_the_bytes_of_the_file_wherever_they_start() {
        let folder = tempfile::tempdir().expect("a folder");
        let bytes: Vec<u8> = (0..1_000_000u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        std::fs::write(folder.path().join("x"), &bytes).expect("written");
        let directory = BuildDirectory::open(folder.path(), BTreeMap::new(), Damage::default(), Trouble::default())
            .expect("opened");
        let file = directory.get_file_handle(Path::new("x")).expect("opened");
        for (from, to) in [
            (0, 0),
            (0, 10),
            (10, 300_000),
            (5, 9),
            (262_140, 262_150),
            (999_990, 1_000_000),
            (0, 1_000_000),
            (400_000, 400_001),
            (400_002, 400_003),
            (400_010, 500_000),
            (7, 8),
            (300_000, 300_000),
        ] {
            assert_eq!(file.read_bytes(from..to).expect("read").as_slice(), &bytes[from..to]);
        }
        assert!(file.read_bytes(999_999..1_000_001).is_err());
        assert!(matches!(directory.get_file_handle(Path::new("y")), Err(OpenReadError::FileDoesNotExist(_))));
    }

    #[test]
    fn a_lock_that_is_held_for_a_moment_is_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = || {
            BuildDirectory::open(folder.path(), BTreeMap::new(), Damage::default(), Trouble::default()).expect("opened")
        };
        let lock = || Lock { filepath: "x.lock".into(), is_blocking: false };
        let held = open().acquire_lock(&lock()).expect("free");
        let waiting = std::thread::spawn({
            let directory = open();
            move || directory.acquire_lock(&lock()).is_ok()
        });
        std::thread::sleep(LOCK_PAUSE * 5);
        drop(held);
        assert!(waiting.join().expect("ended"));
    }
}
