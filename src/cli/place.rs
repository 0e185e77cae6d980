//! Where the index is: the flag, the environment, the nearest `.morgue` upward as git looks for its own, else the user's.

use super::args::Cli;
use super::error::{Failure, NO_INDEX, USAGE};
use morgue::archive::Hit;
use morgue::index::{Archive, Generation};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

const FOLDER: &str = ".morgue";

/// The archive that a verb without `--in` works on.
pub fn archive(cli: &Cli) -> Result<Archive, Failure> {
    if let Some(index) = &cli.index {
        return Ok(Archive::at(index));
    }
    let here = std::env::current_dir().map_err(Failure::from)?;
    let nearest = here.ancestors().map(|folder| folder.join(FOLDER)).find(|folder| folder.is_dir());
    nearest.or_else(|| home("XDG_DATA_HOME", ".local/share")).map(Archive::at).ok_or_else(no_home)
}

fn no_home() -> Failure {
    Failure::new(NO_INDEX, "no index found, and no home folder to create one in")
        .with_hint("choose a folder: `--index DIR`")
}

/// A folder of this program's under one of the user's base folders.
pub fn home(variable: &str, default: &str) -> Option<PathBuf> {
    let base = std::env::var_os(variable).map(PathBuf::from).filter(|base| base.is_absolute());
    let base = base.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(default)));
    base.map(|base| base.join("morgue"))
}

/// The archive of a folder: inside it, or in the user's cache where it is a file or cannot be written to.
pub fn archive_of(folder: &Path, cli: &Cli) -> Result<Archive, Failure> {
    if let Some(index) = &cli.index {
        return Ok(Archive::at(index));
    }
    let full = folder.canonicalize().map_err(|error| {
        Failure::new(USAGE, format!("{}: {error}", folder.display()))
            .with_hint("give `--in` a folder or file of articles")
    })?;
    let inside = full.join(FOLDER);
    if full.is_dir() && (inside.join("current").exists() || can_write(&full)) {
        return Ok(Archive::at(inside));
    }
    let cache = home("XDG_CACHE_HOME", ".cache").ok_or_else(no_home)?;
    Ok(Archive::at(cache.join(name_for(&full))))
}

/// Whether files can be made in a folder: only making one tells.
fn can_write(folder: &Path) -> bool {
    let probe = folder.join(FOLDER);
    probe.is_dir() || std::fs::create_dir(&probe).is_ok()
}

/// A name for the index of a path: its last part for people, a checksum to tell it from others.
pub fn name_for(path: &Path) -> String {
    let hash = blake3::hash(path.as_os_str().as_encoded_bytes()).to_hex();
    let last = path.file_name().unwrap_or_default().to_string_lossy();
    let plain: String = last.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(40).collect();
    format!("{plain}-{}", &hash[..16])
}

/// Tells where the files of hits are, as a user here would open them.
pub struct Files {
    /// With whether it is one file.
    roots: HashMap<String, (PathBuf, bool)>,
}

impl Files {
    pub fn of(archive: &Archive) -> Result<Self, Failure> {
        let here = std::env::current_dir().unwrap_or_default();
        let root = |path: PathBuf| path.strip_prefix(&here).map(Path::to_owned).unwrap_or(path);
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
            // A source that is one file is its own root.
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

/// A path as a user here would write it.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}

/// Opens what is published, for a verb that only reads.
pub fn open(archive: &Archive) -> Result<Generation, Failure> {
    Ok(Generation::open(archive)?)
}

/// Opens what is published, for a verb that answers from it.
pub fn open_for(archive: &Archive, cli: &Cli) -> Result<Generation, Failure> {
    if cli.no_verify { Ok(Generation::open_unchecked(archive)?) } else { open(archive) }
}
