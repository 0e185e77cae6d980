//! Where the index is: the flag, the environment, the nearest `.morgue` upward as git searches for its own, otherwise
//! the user's.

use super::caller::Caller;
use super::error::{DeskError, ErrorKind};
use crate::archive::Hit;
use crate::index::{Archive, Generation, IndexError, LedgerReader};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

const FOLDER: &str = ".morgue";

/// The archive of a client that names none: the nearest upward, otherwise the user's.
pub fn archive(index: Option<&Path>, caller: &Caller) -> Result<Archive, DeskError> {
    if let Some(index) = index {
        return Ok(Archive::at(index));
    }
    let nearest = caller.here.ancestors().map(|folder| folder.join(FOLDER)).find(|folder| folder.is_dir());
    nearest.or_else(|| caller.homes.data.clone()).map(Archive::at).ok_or_else(no_home)
}

fn no_home() -> DeskError {
    DeskError::new(ErrorKind::NoIndex, "no index found, and no home folder to create one in")
        .with_hint("choose a folder: `--index DIR`")
}

/// The archive of a folder: inside it, or in the user's cache if it is a file or cannot be written to.
pub fn archive_of(folder: &Path, index: Option<&Path>, caller: &Caller) -> Result<Archive, DeskError> {
    if let Some(index) = index {
        return Ok(Archive::at(index));
    }
    let full = folder.canonicalize().map_err(|error| {
        DeskError::usage(format!("{}: {error}", folder.display())).with_hint("give `--in` a folder or file of articles")
    })?;
    let inside = full.join(FOLDER);
    if full.is_dir() && (inside.join("current").exists() || can_write(&full)) {
        return Ok(Archive::at(inside));
    }
    let cache = caller.homes.cache.as_ref().ok_or_else(no_home)?;
    Ok(Archive::at(cache.join(name_for(&full))))
}

/// The archive, if there is one.
pub fn existing(archive: Archive) -> Result<Archive, DeskError> {
    if archive.config_file().is_file() || archive.current().exists() {
        return Ok(archive);
    }
    Err(IndexError::Missing(archive.root().to_owned()).into())
}

/// The key of the article at a path as lists show it: a file, a record of one (`#3`), or a member of a container. `None` if
/// the index has none there.
pub fn key_at(archive: &Archive, generation: &Generation, path: &Path) -> Result<Option<String>, DeskError> {
    let mut places = Vec::new();
    for source in archive.sources()? {
        let root = archive.source_path(&source);
        // The last part may be a record or a member: only its folder is on disk.
        let full = path.parent().and_then(|folder| Some(folder.canonicalize().ok()?.join(path.file_name()?)));
        for place in [Some(path.to_owned()), full].into_iter().flatten() {
            let inside = place.strip_prefix(&root).ok().map(|rest| rest.to_string_lossy().replace('\\', "/"));
            places.extend(inside.map(|locator| (source.name.clone(), locator)));
        }
    }
    let is_there = |source: &str, locator: &str| places.iter().any(|(name, place)| name == source && place == locator);
    for entry in LedgerReader::open(&generation.folder)? {
        let entry = entry?;
        let record =
            entry.records.into_iter().find(|record| record.key.is_some() && is_there(&entry.source, &record.locator));
        if let Some(record) = record {
            return Ok(record.key);
        }
    }
    Ok(None)
}

/// Whether files can be created in a folder: found out by creating one.
fn can_write(folder: &Path) -> bool {
    let probe = folder.join(FOLDER);
    probe.is_dir() || std::fs::create_dir(&probe).is_ok()
}

/// A name for the index of a path: its last component for people, and a checksum to make it unique.
pub fn name_for(path: &Path) -> String {
    let hash = blake3::hash(path.as_os_str().as_encoded_bytes()).to_hex();
    let last = path.file_name().unwrap_or_default().to_string_lossy();
    let plain: String = last.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(40).collect();
    format!("{plain}-{}", &hash[..16])
}

/// Where the files of hits are, as a user can open them here.
pub struct Files {
    /// Each with whether it is a single file.
    roots: HashMap<String, (PathBuf, bool)>,
}

impl Files {
    pub fn of(archive: &Archive, caller: &Caller) -> Result<Self, DeskError> {
        let root = |path: PathBuf| path.strip_prefix(&caller.here).map(Path::to_owned).unwrap_or(path);
        let sources = archive.sources()?;
        let rooted = |path: PathBuf| {
            let is_file = path.is_file();
            (root(path), is_file)
        };
        let roots = sources.into_iter().map(|source| (source.name.clone(), rooted(archive.source_path(&source))));
        Ok(Self { roots: roots.collect() })
    }

    /// The file that holds a hit: the path without the number of the record.
    pub fn path_of(&self, hit: &Hit) -> String {
        let (root, is_file) = match self.roots.get(&hit.source) {
            Some((root, is_file)) => (root, *is_file),
            None => return hit.path.clone(),
        };
        if is_file {
            // A source that is a single file is its own root.
            return root.to_string_lossy().into_owned();
        }
        let whole = root.join(&hit.path);
        let numbered = hit.path.rsplit_once('#').filter(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit()));
        let path = match numbered {
            Some((file, _)) if !whole.exists() => root.join(file),
            _ => whole,
        };
        path.to_string_lossy().into_owned()
    }
}
