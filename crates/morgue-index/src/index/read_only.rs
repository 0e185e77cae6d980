//! A folder of index files for readers: no locks, no watching, no writing, and every byte as published. tantivy's own
//! reader wants to create a lock file, which fails for other users and on read-only media.

use super::blocks::FileDigest;
use super::checked_file::{CheckedFile, Damage};
use super::manifest::Manifest;
#[cfg(unix)]
use super::stored_file::StoredFile;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr};

/// The files of one generation: memory-mapped, except for the stored articles.
#[derive(Debug, Clone)]
pub struct ReadOnlyDirectory {
    files: MmapDirectory,
    folder: PathBuf,
    /// What every byte is compared with; `None` for no checks.
    manifest: Option<Arc<Manifest>>,
    damage: Damage,
}

impl ReadOnlyDirectory {
    pub fn open(folder: &Path, manifest: Option<Arc<Manifest>>, damage: Damage) -> Result<Self, OpenDirectoryError> {
        Ok(Self { files: MmapDirectory::open(folder)?, folder: folder.to_owned(), manifest, damage })
    }

    /// The expected content of a file, for readers that check; a file missing from the manifest is not read.
    fn stated(&self, path: &Path) -> io::Result<Option<&FileDigest>> {
        let Some(manifest) = &self.manifest else { return Ok(None) };
        let stated = path.to_str().and_then(|name| manifest.files.get(name));
        stated
            .map(Some)
            .ok_or_else(|| self.damage.note(&self.folder.join(path), "not part of this generation".to_owned()))
    }

    fn opened(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        #[cfg(unix)]
        if StoredFile::is_one(path) {
            let file = StoredFile::open(&self.folder.join(path));
            return Ok(Arc::new(file.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?));
        }
        self.files.get_file_handle(path)
    }

    fn read_checked(&self, path: &Path) -> io::Result<Option<Arc<dyn FileHandle>>> {
        let Some(stated) = self.stated(path)? else { return Ok(None) };
        let file = self.opened(path).map_err(io::Error::other)?;
        let checked = CheckedFile::new(self.folder.join(path), file, stated, self.damage.clone())?;
        Ok(Some(Arc::new(checked)))
    }
}

fn refused() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "a published generation is read-only")
}

impl Directory for ReadOnlyDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        match self.read_checked(path) {
            Ok(Some(file)) => Ok(file),
            Ok(None) => self.opened(path),
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(refused()), filepath: path.to_owned() })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(refused(), path.to_owned()))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.files.atomic_read(path)?;
        let wrong = |error| OpenReadError::wrap_io_error(error, path.to_owned());
        let Some(stated) = self.stated(path).map_err(wrong)? else { return Ok(bytes) };
        if stated.bytes == bytes.len() as u64 && stated.blake3 == blake3::hash(&bytes).to_hex().as_str() {
            return Ok(bytes);
        }
        Err(wrong(self.damage.note(&self.folder.join(path), "changed since it was published".to_owned())))
    }

    fn atomic_write(&self, _path: &Path, _data: &[u8]) -> io::Result<()> {
        Err(refused())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _lock: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
