//! The file of an export: written under a temporary name, made durable, and renamed when complete. An existing file
//! stays until then.

use super::error::{DeskError, ErrorKind};
use crate::index::Archive;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file or folder that does not have its final name yet.
pub struct Target {
    path: PathBuf,
    /// Where it is written until complete; `None` for anything but a plain file, such as a pipe, which is written
    /// directly.
    aside: Option<PathBuf>,
    done: bool,
}

impl Target {
    /// Prepares a file. An unwritable path is rejected before any work is done.
    pub fn file(path: &Path, archive: &Archive, force: bool) -> Result<Self, DeskError> {
        // A link stays a link: its target is replaced.
        let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let real = path.canonicalize().unwrap_or_else(|_| absolute());
        if real.is_dir() {
            return Err(refused(path, "is a folder, not a file").with_hint("name a file in it"));
        }
        if real.exists() && !real.is_file() {
            return Ok(Self { path: real, aside: None, done: false });
        }
        checked_folder(&real, path, archive)?;
        if real.exists() && !force && in_source(&real, archive)? {
            return Err(refused(path, "is in a source folder, and may be an article")
                .with_hint("write to another folder, or replace the file with `--force`"));
        }
        Ok(Self { aside: Some(aside(&real)), path: real, done: false })
    }

    /// Prepares a new folder.
    pub fn folder(path: &Path, archive: &Archive) -> Result<Self, DeskError> {
        let empty = fs::read_dir(path).map(|mut entries| entries.next().is_none());
        if path.symlink_metadata().is_ok() && !empty.unwrap_or(false) {
            return Err(refused(path, "already exists").with_hint("name a new folder"));
        }
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        checked_folder(&absolute, path, archive)?;
        let target = Self { aside: Some(aside(&absolute)), path: absolute, done: false };
        fs::create_dir(target.written()).map_err(|error| failed(path, &error))?;
        Ok(target)
    }

    /// The final file, links followed; `None` for anything but a plain file.
    pub fn name(&self) -> Option<&Path> {
        self.aside.is_some().then_some(&*self.path)
    }

    /// Where to write.
    pub fn written(&self) -> &Path {
        self.aside.as_deref().unwrap_or(&self.path)
    }

    pub fn create(&self) -> Result<File, DeskError> {
        let mut open = fs::OpenOptions::new();
        let opened = match &self.aside {
            Some(aside) => open.write(true).create_new(true).open(aside),
            None => open.write(true).open(&self.path),
        };
        opened.map_err(|error| failed(&self.path, &error))
    }

    /// Gives the written file its final name.
    pub fn finish(mut self, file: Option<File>) -> Result<PathBuf, DeskError> {
        let path = self.path.clone();
        if let Some(aside) = &self.aside {
            let whole = || -> io::Result<()> {
                if let Some(mut file) = file {
                    file.flush()?;
                    file.sync_all()?;
                }
                fs::rename(aside, &path)?;
                match path.parent().filter(|_| cfg!(unix)) {
                    Some(folder) => File::open(folder)?.sync_all(),
                    None => Ok(()),
                }
            };
            whole().map_err(|error| failed(&path, &error))?;
        }
        self.done = true;
        Ok(path)
    }
}

impl Drop for Target {
    /// Removes what was not completed.
    fn drop(&mut self) {
        if let Some(aside) = self.aside.as_ref().filter(|_| !self.done) {
            let _ = if aside.is_dir() { fs::remove_dir_all(aside) } else { fs::remove_file(aside) };
        }
    }
}

/// The temporary name `.name.PID.part`, beside it.
fn aside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
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
