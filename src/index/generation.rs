//! Generations: a published one, opened for reading; a new one, built aside and published by rename.

use super::archive::sync_folder;
use super::kept::{current_target, name_of, remove_old, repoint};
use super::read_only::ReadOnlyDirectory;
use super::{Archive, IndexError, Ledger, Manifest};
use crate::schema::{Fields, register};
use std::fs;
use std::path::{Path, PathBuf};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, ReloadPolicy, Searcher};

/// A published generation, open for reading. Later runs do not change what it gives.
pub struct Generation {
    pub folder: PathBuf,
    pub manifest: Manifest,
    pub fields: Fields,
    pub searcher: Searcher,
}

impl std::fmt::Debug for Generation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Generation({})", self.folder.display())
    }
}

impl Generation {
    /// Opens the current generation of an archive.
    pub fn open(archive: &Archive) -> Result<Self, IndexError> {
        Self::at(current_folder(archive)?)
    }

    /// Opens the generation in a folder.
    pub fn at(folder: PathBuf) -> Result<Self, IndexError> {
        let manifest = Manifest::read(&folder)?;
        manifest.check_sizes(&folder)?;
        let damaged = |error: &dyn std::fmt::Display| IndexError::damaged(&folder, error);
        let directory = ReadOnlyDirectory::open(&folder).map_err(|error| damaged(&error))?;
        let mut index = Index::open(directory).map_err(|error| damaged(&error))?;
        let tokenizers = TokenizerManager::new();
        register(&tokenizers);
        index.set_tokenizers(tokenizers);
        let fields = Fields::of(&index.schema()).map_err(|name| damaged(&format!("no field {name}")))?;
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(16).try_into();
        let reader: tantivy::IndexReader = reader.map_err(|error| damaged(&error))?;
        Ok(Self { manifest, fields, searcher: reader.searcher(), folder })
    }

    pub fn ledger(&self) -> Result<Ledger, IndexError> {
        Ledger::read(&self.folder)
    }
}

/// The folder `current` points to.
fn current_folder(archive: &Archive) -> Result<PathBuf, IndexError> {
    let Some(target) = current_target(archive)? else {
        return Err(IndexError::Missing(archive.root().to_owned()));
    };
    let folder = archive.root().join(target);
    if folder.is_dir() {
        Ok(folder)
    } else {
        Err(IndexError::damaged(&archive.current(), "points to a generation that is not there"))
    }
}

/// A generation being built. Dropped without `publish`, it is removed.
#[derive(Debug)]
pub struct NewGeneration {
    archive: Archive,
    folder: PathBuf,
    number: u64,
    published: bool,
}

impl NewGeneration {
    /// Starts a new generation in a folder beside the published ones, and clears what dead runs left. The caller holds
    /// the lock.
    pub fn begin(archive: &Archive) -> Result<Self, IndexError> {
        let generations = archive.generations();
        let mut last = 0;
        for name in names_in(&generations)? {
            if name.starts_with("tmp-") {
                let path = generations.join(&name);
                fs::remove_dir_all(&path).map_err(IndexError::io(&path))?;
            } else if let Ok(number) = name.parse::<u64>() {
                last = last.max(number);
            }
        }
        let number = last + 1;
        let folder = generations.join(format!("tmp-{number:06}"));
        fs::create_dir(&folder).map_err(IndexError::io(&folder))?;
        Ok(Self { archive: archive.clone(), folder, number, published: false })
    }

    /// Starts a new generation with the index files of a published one: hard links where they can be made, copies
    /// elsewhere. Index files are never changed in place, so that the old generation stays as it is.
    pub fn begin_from(archive: &Archive, previous: &Generation) -> Result<Self, IndexError> {
        let started = Self::begin(archive)?;
        for name in previous.manifest.files.keys().filter(|name| !is_own_file(name)) {
            let (from, to) = (previous.folder.join(name), started.folder.join(name));
            if fs::hard_link(&from, &to).is_err() {
                fs::copy(&from, &to).map_err(IndexError::io(&to))?;
            }
        }
        Ok(started)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn number(&self) -> u64 {
        self.number
    }

    /// Makes everything durable, renames the folder into place, repoints `current` and removes what is older than the
    /// newest ones that the archive keeps. The manifest must have been written.
    pub fn publish(mut self) -> Result<(), IndexError> {
        make_readable_and_sync(&self.folder)?;
        let generations = self.archive.generations();
        let name = name_of(self.number);
        let target = generations.join(&name);
        fs::rename(&self.folder, &target).map_err(IndexError::io(&target))?;
        self.published = true;
        sync_folder(&generations).map_err(IndexError::io(&generations))?;
        repoint(&self.archive, &name)?;
        remove_old(&self.archive)
    }
}

/// Removes all generations but the current one; the caller holds the lock. Readers that have one open keep it.
pub fn remove_others(archive: &Archive) -> Result<(), IndexError> {
    let current = current_folder(archive)?;
    let generations = archive.generations();
    for name in names_in(&generations)? {
        let path = generations.join(&name);
        if path.file_name() != current.file_name() {
            fs::remove_dir_all(&path).map_err(IndexError::io(&path))?;
        }
    }
    sync_folder(&generations).map_err(IndexError::io(&generations))
}

impl Drop for NewGeneration {
    fn drop(&mut self) {
        if !self.published {
            // What cannot be removed now is removed by the next run.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Files of a generation that are written anew each time, and what locks leave behind.
fn is_own_file(name: &str) -> bool {
    name.starts_with("ledger") || name.starts_with("spiked") || name.starts_with("MANIFEST") || name.ends_with(".lock")
}

fn names_in(folder: &Path) -> Result<Vec<String>, IndexError> {
    let entries = fs::read_dir(folder).map_err(IndexError::io(folder))?;
    entries.map(|entry| Ok(entry.map_err(IndexError::io(folder))?.file_name().to_string_lossy().into_owned())).collect()
}

/// tantivy writes two of its files for the owner alone; other users must be able to search too.
fn make_readable_and_sync(folder: &Path) -> Result<(), IndexError> {
    for name in names_in(folder)? {
        let path = folder.join(name);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).map_err(IndexError::io(&path))?;
        }
        fs::File::open(&path).and_then(|file| file.sync_all()).map_err(IndexError::io(&path))?;
    }
    sync_folder(folder).map_err(IndexError::io(folder))
}
