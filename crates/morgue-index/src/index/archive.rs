//! An archive's folder, `.morgue`: where its parts are, and its sources as kept in `morgue.toml`.

use super::error::IndexError;
use super::placed_file::PlacedFile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The `.morgue` folder of one archive. Creating the value touches nothing on disk.
#[derive(Debug, Clone)]
pub struct Archive {
    root: PathBuf,
}

/// One source of articles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceConfig {
    /// Unique in the archive; part of the key of articles without a URL.
    pub name: String,
    /// Absolute, or relative to the folder that contains `.morgue`.
    pub path: PathBuf,
    /// Patterns of the files to include; empty for all files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Patterns of the files to exclude.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// The meaning of the source's own field and column names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// The usual language of its articles (ISO 639-1), for texts that leave theirs open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Default number of published generations that are kept.
const KEEP: usize = 3;

#[derive(Debug, Default, Serialize, Deserialize)]
struct Config {
    /// Number of published generations that are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keep: Option<usize>,
    /// Sources that were removed since the last run; the next one removes their articles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    removed: Vec<String>,
    #[serde(default, rename = "source", skip_serializing_if = "Vec::is_empty")]
    sources: Vec<SourceConfig>,
    /// Canonical outlet names by host or registrable domain.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    outlets: BTreeMap<String, String>,
    #[serde(flatten)]
    rest: toml::Table,
}

impl Archive {
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn generations(&self) -> PathBuf {
        self.root.join("generations")
    }

    pub fn current(&self) -> PathBuf {
        self.root.join("current")
    }

    pub fn runs(&self) -> PathBuf {
        self.root.join("runs")
    }

    /// User files, which no run may roll back.
    pub fn user(&self) -> PathBuf {
        self.root.join("user")
    }

    /// Articles as extracted; may be deleted at any time.
    pub fn cache(&self) -> PathBuf {
        self.root.join("cache")
    }

    pub fn lock_file(&self) -> PathBuf {
        self.root.join("lock")
    }

    pub fn config_file(&self) -> PathBuf {
        self.root.join("morgue.toml")
    }

    /// Creates the folder, if it does not exist.
    pub fn create(&self) -> Result<(), IndexError> {
        for folder in [self.generations(), self.runs()] {
            fs::create_dir_all(&folder).map_err(IndexError::io(&folder))?;
        }
        Ok(())
    }

    /// The sources that `ingest` reads, in the order they were added.
    pub fn sources(&self) -> Result<Vec<SourceConfig>, IndexError> {
        Ok(self.read_config()?.sources)
    }

    /// Adds a folder or file as a source, unless it is one already; returns its entry.
    pub fn add_source(&self, path: &Path) -> Result<SourceConfig, IndexError> {
        let full = path.canonicalize().map_err(IndexError::io(path))?;
        let mut config = self.read_config()?;
        if let Some(known) = config.sources.iter().find(|source| self.source_path(source) == full) {
            return Ok(known.clone());
        }
        let taken = |name: &str| config.sources.iter().any(|source| source.name == name);
        let base = full.file_name().map_or_else(|| "root".to_owned(), |name| name.to_string_lossy().into_owned());
        let name = std::iter::once(base.clone())
            .chain((2..).map(|n| format!("{base}-{n}")))
            .find(|name| !taken(name))
            .unwrap_or(base);
        let source = SourceConfig { name, path: self.relative(&full), ..SourceConfig::default() };
        config.sources.push(source.clone());
        self.write_config(&config)?;
        Ok(source)
    }

    /// Changes the path of a source, given by its name or its present path. Its name stays, and with it the keys of its
    /// articles.
    pub fn move_source(&self, old: &str, new: &Path) -> Result<SourceConfig, IndexError> {
        let full = new.canonicalize().map_err(IndexError::io(new))?;
        let mut config = self.read_config()?;
        let old_path = std::path::absolute(old).unwrap_or_else(|_| PathBuf::from(old));
        let at_path = |source: &SourceConfig| {
            let path = self.source_path(source);
            path == old_path || self.home().join(&source.path) == old_path
        };
        let named = config.sources.iter().position(|source| source.name == old);
        let Some(at) = named.or_else(|| config.sources.iter().position(at_path)) else {
            let known = config.sources.into_iter().map(|source| source.name).collect();
            return Err(IndexError::UnknownSource { name: old.to_owned(), known });
        };
        let taken =
            config.sources.iter().enumerate().find(|(nth, other)| *nth != at && self.source_path(other) == full);
        if let Some((_, other)) = taken {
            return Err(IndexError::SourceTaken { path: full, name: other.name.clone() });
        }
        config.sources[at].path = self.relative(&full);
        self.write_config(&config)?;
        Ok(config.sources[at].clone())
    }

    /// Removes a source from the list. Its articles stay until the next run, which must not treat their
    /// disappearance as an error.
    pub fn remove_source(&self, name: &str) -> Result<SourceConfig, IndexError> {
        let mut config = self.read_config()?;
        let Some(at) = config.sources.iter().position(|source| source.name == name) else {
            let known = config.sources.into_iter().map(|source| source.name).collect();
            return Err(IndexError::UnknownSource { name: name.to_owned(), known });
        };
        let source = config.sources.remove(at);
        if !config.removed.contains(&source.name) {
            config.removed.push(source.name.clone());
        }
        self.write_config(&config)?;
        Ok(source)
    }

    /// The user's names of outlets, by host: `[outlets]` of `morgue.toml`.
    pub fn outlets(&self) -> Result<BTreeMap<String, String>, IndexError> {
        let stated = self.read_config()?.outlets.into_iter();
        // `https://www.Example.org/` is meant as `example.org`.
        let host = |stated: &str| crate::article::host_of(stated).unwrap_or_else(|| stated.to_lowercase());
        Ok(stated
            .map(|(site, name)| (host(&site), name.trim().to_owned()))
            .filter(|(_, name)| !name.is_empty())
            .collect())
    }

    /// Names of the sources that were removed since the last run that published.
    pub fn removed_sources(&self) -> Result<Vec<String>, IndexError> {
        Ok(self.read_config()?.removed)
    }

    /// Clears the removed sources, once a run has removed their articles.
    pub fn settle_removed(&self, names: &[String]) -> Result<(), IndexError> {
        if names.is_empty() {
            return Ok(());
        }
        let mut config = self.read_config()?;
        config.removed.retain(|name| !names.contains(name));
        self.write_config(&config)
    }

    /// Number of published generations that are kept: one or more.
    pub fn keep(&self) -> Result<usize, IndexError> {
        Ok(self.read_config()?.keep.unwrap_or(KEEP).max(1))
    }

    /// Sets how many published generations are kept from now on.
    pub fn set_keep(&self, generations: usize) -> Result<(), IndexError> {
        let mut config = self.read_config()?;
        if config.keep == Some(generations) {
            return Ok(());
        }
        config.keep = Some(generations);
        self.write_config(&config)
    }

    /// The path of a source on this machine.
    pub fn source_path(&self, source: &SourceConfig) -> PathBuf {
        let joined = self.home().join(&source.path);
        joined.canonicalize().unwrap_or(joined)
    }

    /// The folder that contains `.morgue`.
    fn home(&self) -> PathBuf {
        let full = self.root.canonicalize().unwrap_or_else(|_| self.root.clone());
        full.parent().map_or(full.clone(), Path::to_owned)
    }

    /// Paths under the folder that contains `.morgue` are kept relative, so that everything can be moved together.
    fn relative(&self, full: &Path) -> PathBuf {
        match full.strip_prefix(self.home()) {
            Ok(inside) if inside.as_os_str().is_empty() => PathBuf::from("."),
            Ok(inside) => inside.to_owned(),
            Err(_) => full.to_owned(),
        }
    }

    fn read_config(&self) -> Result<Config, IndexError> {
        let path = self.config_file();
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Config::default()),
            Err(error) => return Err(IndexError::io(&path)(error)),
        };
        toml::from_str(&text).map_err(|error| IndexError::Config { path, detail: error.to_string() })
    }

    fn write_config(&self, config: &Config) -> Result<(), IndexError> {
        let path = self.config_file();
        let text = toml::to_string_pretty(config)
            .map_err(|error| IndexError::Config { path: path.clone(), detail: error.to_string() })?;
        write_atomically(&path, text.as_bytes())
    }
}

/// Writes a small file so that readers see the old content or the new, and a power cut leaves one of them; a link, pipe or
/// device stays one.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
    let write = || {
        let placed = PlacedFile::at(path);
        let mut file = placed.create()?;
        file.write_all(bytes)?;
        placed.finish(Some(&file)).map(drop)
    };
    write().map_err(IndexError::io(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_get_unique_names_and_paths_that_move_along() {
        let home = tempfile::tempdir().expect("a folder");
        let other = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(home.path().join("a/news")).expect("a folder");
        fs::create_dir_all(other.path().join("news")).expect("a folder");
        let archive = Archive::at(home.path().join(".morgue"));
        archive.create().expect("made");
        let inside = archive.add_source(&home.path().join("a/news")).expect("added");
        let outside = archive.add_source(&other.path().join("news")).expect("added");
        let itself = archive.add_source(home.path()).expect("added");
        assert_eq!((inside.name.as_str(), inside.path.as_path()), ("news", Path::new("a/news")));
        assert_eq!(outside.name, "news-2");
        assert_eq!(itself.path, Path::new("."));
        assert_eq!(archive.add_source(&home.path().join("a/../a/news")).expect("known"), inside);
        assert_eq!(archive.sources().expect("sources").len(), 3);
        archive.set_keep(5).expect("set");
        archive.remove_source("news-2").expect("removed");
        let unknown = archive.remove_source("news-2").expect_err("gone").to_string();
        assert_eq!(unknown, format!("unknown source \"news-2\"; the sources are news, {}", itself.name));
        assert_eq!(archive.removed_sources().expect("removed"), ["news-2"]);
        archive.settle_removed(&["news-2".to_owned()]).expect("settled");
        assert!(archive.removed_sources().expect("removed").is_empty());
        assert_eq!((archive.sources().expect("sources").len(), archive.keep().expect("keep")), (2, 5));
    }
}
