//! `MANIFEST.json`: the files of a generation, who made it, and the checksums of every file beside it. Its last field
//! is a checksum over everything before it, so that a damaged manifest is not trusted.
//!
//! Every search reads it, so it is small: eight digits for each 64 KiB, 128 KB for an index of 1 GB.

use super::archive::write_atomically;
use super::blocks::FileDigest;
use super::error::IndexError;
use crate::schema::Schema;
use crate::terms::ANALYZER_VERSION;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Raised when the layout of a generation changes.
pub const FORMAT: u32 = 2;

pub const NAME: &str = "MANIFEST.json";

/// What a generation states about itself.
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
    /// Readers, rules and settings that made the articles; others cause a new generation of an unchanged folder.
    pub made_with: String,
    /// Every file of the generation except the manifest.
    pub files: BTreeMap<String, FileDigest>,
}

impl Manifest {
    /// Bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|file| file.bytes).sum()
    }

    /// A manifest over the current files of `folder`. Known checksums are reused; other files are hashed.
    pub(super) fn of(
        folder: &Path,
        known: &BTreeMap<String, FileDigest>,
        generation: u64,
        created: i64,
        articles: u64,
        content_digest: String,
        made_with: String,
    ) -> Result<Self, IndexError> {
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(IndexError::io(folder))? {
            let entry = entry.map_err(IndexError::io(folder))?;
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if name != NAME {
                let digest = match known.get(&name) {
                    Some(digest) => digest.clone(),
                    None => FileDigest::of(&path).map_err(IndexError::io(&path))?,
                };
                files.insert(name, digest);
            }
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
        write_atomically(&path, sealed(text.trim_end_matches("\n}")).as_bytes())
    }

    /// Reads the manifest and rejects one that is damaged, of another generation, or not supported by this program.
    pub fn read(folder: &Path) -> Result<Self, IndexError> {
        let path = folder.join(NAME);
        let text = std::fs::read(&path).map_err(|error| unreadable(&path, error))?;
        let text = String::from_utf8(text).map_err(|error| IndexError::damaged(&path, error))?;
        if !is_sealed(&text) {
            return Err(foreign(&text).unwrap_or_else(|| IndexError::damaged(&path, "wrong checksum")));
        }
        let manifest: Self = serde_json::from_str(&text).map_err(|error| IndexError::damaged(&path, error))?;
        manifest.check_versions()?;
        if let Some(number) = number_of(folder).filter(|&number| number != manifest.generation) {
            let detail = format!("wrong generation: {}, expected {number}", manifest.generation);
            return Err(IndexError::damaged(&path, detail));
        }
        Ok(manifest)
    }

    fn check_versions(&self) -> Result<(), IndexError> {
        let made_by = format!("morgue {}", self.morgue);
        if self.format != FORMAT {
            return Err(IndexError::Incompatible(other_format(&self.morgue, self.format)));
        }
        if self.schema_version != Schema::news().version {
            return Err(IndexError::Incompatible(format!("{made_by}, with a different schema")));
        }
        if self.analyzer_version != ANALYZER_VERSION {
            return Err(IndexError::Incompatible(format!("{made_by}, with a different analyzer")));
        }
        Ok(())
    }

    /// Compares the size of every file with the disk.
    pub fn check_sizes(&self, folder: &Path) -> Result<(), IndexError> {
        for (name, want) in &self.files {
            let path = folder.join(name);
            let meta = std::fs::metadata(&path).map_err(|error| unreadable(&path, error))?;
            if meta.len() != want.bytes {
                return Err(IndexError::damaged(&path, format!("{} bytes, expected {}", meta.len(), want.bytes)));
            }
        }
        Ok(())
    }
}

/// A missing or unreadable file is damage, unless this user may not read it.
pub fn unreadable(path: &Path, error: io::Error) -> IndexError {
    match error.kind() {
        io::ErrorKind::PermissionDenied => IndexError::io(path)(error),
        io::ErrorKind::NotFound => IndexError::damaged(path, "missing"),
        _ => IndexError::damaged(path, error),
    }
}

/// The generation after which a folder is named, published or about to be.
fn number_of(folder: &Path) -> Option<u64> {
    folder.file_name()?.to_str()?.trim_start_matches("tmp-").parse().ok()
}

const SEAL: &str = ",\n  \"checksum\": \"";

/// The text of a manifest, which lacks its last bracket, with its checksum.
fn sealed(text: &str) -> String {
    format!("{text}{SEAL}{}\"\n}}\n", blake3::hash(text.as_bytes()).to_hex())
}

/// Whether a text is as it was sealed, to the last byte.
fn is_sealed(text: &str) -> bool {
    text.rsplit_once(SEAL).is_some_and(|(start, _)| sealed(start) == text)
}

/// Manifests of other formats may have no seal, or a different one.
fn foreign(text: &str) -> Option<IndexError> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
        morgue: String,
    }
    let head: Head = serde_json::from_str(text).ok()?;
    (head.format != FORMAT).then(|| IndexError::Incompatible(other_format(&head.morgue, head.format)))
}

fn other_format(morgue: &str, format: u32) -> String {
    format!("morgue {morgue}, format {format}; this version reads format {FORMAT}")
}
