//! The file or folder of an export: where it may be, and how it gets there.

use super::error::{DeskError, ErrorKind};
use crate::index::{Archive, PlacedFile};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A file or folder that does not have its final name yet.
pub struct Target {
    /// As the user named it, for messages.
    path: PathBuf,
    placed: PlacedFile,
}

impl Target {
    /// Prepares a file. An unwritable path is rejected before any work is done.
    pub fn file(path: &Path, archive: &Archive, force: bool) -> Result<Self, DeskError> {
        if path.is_dir() {
            return Err(refused(path, "is a folder, not a file").with_hint("name a file in it"));
        }
        let placed = PlacedFile::at(path);
        if let Some(real) = placed.name() {
            checked_folder(real, path, archive)?;
            if real.exists() && !force && in_source(real, archive)? {
                return Err(refused(path, "is in a source folder, and may be an article")
                    .with_hint("write to another folder, or replace the file with `--force`"));
            }
        }
        Ok(Self { path: path.to_owned(), placed })
    }

    /// Prepares a new folder.
    pub fn folder(path: &Path, archive: &Archive) -> Result<Self, DeskError> {
        let empty = fs::read_dir(path).map(|mut entries| entries.next().is_none());
        if path.symlink_metadata().is_ok() && !empty.unwrap_or(false) {
            return Err(refused(path, "already exists").with_hint("name a new folder"));
        }
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        checked_folder(&absolute, path, archive)?;
        let placed = PlacedFile::folder(&absolute).map_err(|error| failed(path, &error))?;
        Ok(Self { path: path.to_owned(), placed })
    }

    /// The final file, links followed; `None` for anything but a plain file.
    pub fn name(&self) -> Option<&Path> {
        self.placed.name()
    }

    /// Where to write.
    pub fn written(&self) -> &Path {
        self.placed.written()
    }

    pub fn create(&self) -> Result<File, DeskError> {
        self.placed.create().map_err(|error| failed(&self.path, &error))
    }

    /// Gives the written file its final name.
    pub fn finish(self, file: Option<&File>) -> Result<PathBuf, DeskError> {
        let Self { path, placed } = self;
        placed.finish(file).map_err(|error| failed(&path, &error))
    }
}

/// The folder of a file, if files may be created there: not in an index.
fn checked_folder(real: &Path, path: &Path, archive: &Archive) -> Result<(), DeskError> {
    let parent = real.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = parent
        .canonicalize()
        .map_err(|_| refused(path, "its folder does not exist").with_hint("create the folder first"))?;
    if real.file_name().is_none() || !folder.is_dir() {
        return Err(refused(path, "not a possible file name"));
    }
    let index = archive.root().canonicalize().unwrap_or_else(|_| archive.root().to_owned());
    if folder.starts_with(index) || folder.ancestors().any(|folder| folder.ends_with(".morgue")) {
        return Err(refused(path, "is inside an index").with_hint("write to another folder"));
    }
    Ok(())
}

fn in_source(file: &Path, archive: &Archive) -> Result<bool, DeskError> {
    let sources = archive.sources()?;
    let roots = sources.iter().map(|source| archive.source_path(source));
    Ok(roots.filter_map(|root| root.canonicalize().ok()).any(|root| file.starts_with(root)))
}

fn refused(path: &Path, why: &str) -> DeskError {
    DeskError::new(ErrorKind::Target, format!("{}: {why}", path.display()))
}

/// A failed write. Some errors say that the path is wrong, all others that writing is impossible.
pub fn failed(path: &Path, error: &io::Error) -> DeskError {
    use io::ErrorKind::{AlreadyExists, DirectoryNotEmpty, InvalidFilename, IsADirectory, NotADirectory, NotFound};
    let kind = match error.kind() {
        NotFound | NotADirectory | IsADirectory | AlreadyExists | DirectoryNotEmpty | InvalidFilename => {
            ErrorKind::Target
        }
        io::ErrorKind::Interrupted => ErrorKind::Stopped,
        _ => ErrorKind::Io,
    };
    DeskError::new(kind, format!("{}: {error}", path.display()))
}
