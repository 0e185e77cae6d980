//! `MANIFEST.json`: what a generation consists of, who made it, and the checksum of every file.

use super::IndexError;
use super::archive::write_atomically;
use crate::schema::{ANALYZER_VERSION, Schema};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// Raised when the layout of a generation changes.
pub const FORMAT: u32 = 1;

const NAME: &str = "MANIFEST.json";

/// The statement a generation makes about itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// Version of the program that wrote it.
    pub morgue: String,
    pub generation: u64,
    /// Seconds since 1970.
    pub created: i64,
    pub schema_version: u32,
    pub analyzer_version: u32,
    pub articles: u64,
    /// blake3 over the sorted keys and text digests: equal content gives equal digests on any machine.
    pub content_digest: String,
    /// Readers, rules and settings that made the articles; others make a new generation of an unchanged folder.
    pub made_with: String,
    pub files: BTreeMap<String, FileDigest>,
}

/// Size and checksum of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDigest {
    pub bytes: u64,
    pub blake3: String,
}

impl Manifest {
    /// A manifest over the files that stand in `folder` now.
    pub fn of(
        folder: &Path,
        generation: u64,
        created: i64,
        articles: u64,
        content_digest: String,
        made_with: String,
    ) -> Result<Self, IndexError> {
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(IndexError::io(folder))? {
            let entry = entry.map_err(IndexError::io(folder))?;
            let path = entry.path();
            files.insert(entry.file_name().to_string_lossy().into_owned(), digest(&path)?);
        }
        Ok(Self {
            format: FORMAT,
            morgue: env!("CARGO_PKG_VERSION").to_owned(),
            generation,
            created,
            schema_version: Schema::news().version,
            analyzer_version: ANALYZER_VERSION,
            articles,
            content_digest,
            made_with,
            files,
        })
    }

    pub fn write(&self, folder: &Path) -> Result<(), IndexError> {
        let path = folder.join(NAME);
        let text = serde_json::to_string_pretty(self).map_err(|error| IndexError::damaged(&path, error))?;
        write_atomically(&path, text.as_bytes())
    }

    /// Reads the manifest and refuses one that this program cannot serve.
    pub fn read(folder: &Path) -> Result<Self, IndexError> {
        let path = folder.join(NAME);
        let text = std::fs::read(&path).map_err(IndexError::io(&path))?;
        let manifest: Self = serde_json::from_slice(&text).map_err(|error| IndexError::damaged(&path, error))?;
        manifest.check_versions()?;
        Ok(manifest)
    }

    fn check_versions(&self) -> Result<(), IndexError> {
        let made_by = format!("morgue {}", self.morgue);
        if self.format != FORMAT {
            return Err(IndexError::Incompatible(format!(
                "{made_by}, format {}; this one reads format {FORMAT}",
                self.format
            )));
        }
        if self.schema_version != Schema::news().version {
            return Err(IndexError::Incompatible(format!("{made_by}, with another schema")));
        }
        if self.analyzer_version != ANALYZER_VERSION {
            return Err(IndexError::Incompatible(format!("{made_by}, with another analyzer")));
        }
        Ok(())
    }

    /// Compares the size of every file with what stands on disk.
    pub fn check_sizes(&self, folder: &Path) -> Result<(), IndexError> {
        for (name, want) in &self.files {
            let path = folder.join(name);
            let meta = std::fs::metadata(&path).map_err(|error| IndexError::damaged(&path, error))?;
            if meta.len() != want.bytes {
                return Err(IndexError::damaged(
                    &path,
                    format!("{} bytes where {} are stated", meta.len(), want.bytes),
                ));
            }
        }
        Ok(())
    }
}

fn digest(path: &Path) -> Result<FileDigest, IndexError> {
    let mut file = File::open(path).map_err(IndexError::io(path))?;
    let mut hasher = blake3::Hasher::new();
    let bytes = std::io::copy(&mut file, &mut hasher).map_err(IndexError::io(path))?;
    Ok(FileDigest { bytes, blake3: hasher.finalize().to_hex().to_string() })
}
