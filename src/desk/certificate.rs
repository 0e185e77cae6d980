//! The certificate of an exported list: the query, the index, their versions, and checksums of what was written. It is
//! sealed with a checksum over itself. A file beside it lists every article.

use super::sample::Sample;
use crate::index::SavedSearch;
use crate::text::hex;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Raised when the meaning of a field changes.
pub const CERTIFICATE_VERSION: u32 = 1;

/// What a list was made from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Certificate {
    pub certificate: u32,
    pub tool: String,
    pub version: String,
    pub created_at: String,
    pub argv: Vec<String>,
    pub query_raw: String,
    /// The query as parsed, with its saved searches expanded and every operator written out.
    pub query_normal: String,
    pub dialect: String,
    /// The language in which the query was typed, if `query_raw` is a translation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typed_dialect: Option<String>,
    /// The query as typed, if `query_raw` is a translation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typed_query: Option<String>,
    /// The query with the flags that change what it finds.
    pub search: SavedSearch,
    /// Saved searches that the query names, as they were then.
    pub saved: BTreeMap<String, SavedSearch>,
    /// Words of the query that meant several words of the archive.
    pub expansions: Vec<Expansion>,
    /// The day that relative dates count from.
    pub now: String,
    pub tz: Option<String>,
    pub group: Option<String>,
    /// How the articles were drawn, if they are a sample of those that the query finds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<Sample>,
    pub total: u64,
    pub exported: u64,
    pub truncated: bool,
    pub index: IndexState,
    pub format: String,
    pub formula_guard: bool,
    /// The written file; its name is `-` for standard output.
    pub file: Checksum,
    /// The list of articles beside the certificate.
    pub keys: Checksum,
    /// SHA-256 over the keys in order, each followed by a line feed.
    pub result_digest: String,
}

/// The index that was searched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IndexState {
    /// The archive's own number; `None` if it could not be stored.
    pub id: Option<String>,
    pub generation: u64,
    /// Seconds since 1970.
    pub created: i64,
    pub schema_version: u32,
    pub analyzer_version: u32,
    pub tantivy_version: String,
    /// Readers, rules and settings that made the articles.
    pub made_with: String,
    /// Equal content gives equal digests on any machine.
    pub corpus_digest: String,
    /// Checksum of the table of repeated lines.
    pub learned_table: Option<String>,
    /// Checksum of the names that the archive learned.
    pub learned_names: Option<String>,
    pub alias_file_sha256: Option<String>,
    pub articles_total: u64,
    pub undated_total: u64,
    pub unreadable_total: u64,
}

/// A word and the words of the archive that it meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expansion {
    pub word: String,
    pub forms: Vec<String>,
}

/// A file by name, length and SHA-256.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checksum {
    pub name: String,
    pub bytes: u64,
    pub sha256: String,
}

const ENDING: &str = ".prov.json";

/// The certificate beside an export.
pub fn certificate_of(export: &Path) -> PathBuf {
    let mut name = export.file_name().unwrap_or_default().to_owned();
    name.push(ENDING);
    export.with_file_name(name)
}

/// Whether a name is that of a certificate.
pub fn is_certificate(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(ENDING))
}

/// The list of articles beside a certificate: `x.prov.keys.zst` beside `x.prov.json`.
pub fn keys_of(certificate: &Path) -> PathBuf {
    let name = certificate.file_name().unwrap_or_default().to_string_lossy().into_owned();
    certificate.with_file_name(format!("{}.keys.zst", name.strip_suffix(".json").unwrap_or(&name)))
}

const SEAL: &str = ",\n  \"checksum\": \"";

impl Certificate {
    /// The text of the certificate, its last field a checksum over everything before it.
    pub fn sealed(&self) -> String {
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        seal(text.trim_end_matches("\n}"))
    }

    /// Reads a certificate. An error says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(text).map_err(|_| "is not a certificate of an export".to_owned())?;
        match value["certificate"].as_u64() {
            Some(version) if version == u64::from(CERTIFICATE_VERSION) => {}
            Some(version) => {
                return Err(format!(
                    "is a certificate of version {version}; this program reads version {CERTIFICATE_VERSION}"
                ));
            }
            None => return Err("is not a certificate of an export".to_owned()),
        }
        if text.rsplit_once(SEAL).is_none_or(|(start, _)| seal(start) != text) {
            return Err("was changed: wrong checksum".to_owned());
        }
        serde_json::from_value(value).map_err(|error| format!("is not a certificate of an export: {error}"))
    }
}

fn seal(text: &str) -> String {
    let mut digest = Sha256::new();
    digest.update(text);
    format!("{text}{SEAL}{}\"\n}}\n", hex(&digest.finalize()))
}

impl Checksum {
    /// For a file, of its content; for a folder, over the names and checksums of its files in order.
    pub fn of(path: &Path) -> io::Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !path.is_dir() {
            let mut out = Hashed::new(io::sink());
            io::copy(&mut File::open(path)?, &mut out)?;
            return Ok(out.checksum(&name));
        }
        let mut paths = std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        paths.sort();
        let mut out = Hashed::new(io::sink());
        let mut bytes = 0;
        for path in paths.iter().filter(|path| path.is_file()) {
            let one = Self::of(path)?;
            bytes += one.bytes;
            writeln!(out, "{}\t{}", one.name, one.sha256)?;
        }
        Ok(Self { bytes, ..out.checksum(&name) })
    }
}

/// A writer that counts and hashes the bytes passing through it.
pub struct Hashed<S> {
    stream: S,
    digest: Sha256,
    bytes: u64,
}

impl<S> Hashed<S> {
    pub fn new(stream: S) -> Self {
        Self { stream, digest: Sha256::new(), bytes: 0 }
    }

    pub fn checksum(self, name: &str) -> Checksum {
        Checksum { name: name.to_owned(), bytes: self.bytes, sha256: hex(&self.digest.finalize()) }
    }
}

impl<S: Write> Write for Hashed<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.stream.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl<S: Read> Read for Hashed<S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(into)?;
        self.digest.update(&into[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_that_was_touched_is_not_believed() {
        let certificate = Certificate {
            certificate: CERTIFICATE_VERSION,
            query_raw: "Starlink \"low orbit\"".into(),
            total: 12,
            ..Certificate::default()
        };
        let text = certificate.sealed();
        assert_eq!(Certificate::parse(&text), Ok(certificate));
        // The fields of a translated query are missing without one, as in certificates of earlier versions.
        assert!(!text.contains("typed_"));
        let touched = text.replace("\"total\": 12", "\"total\": 13");
        assert!(Certificate::parse(&touched).expect_err("touched").contains("checksum"));
        assert!(Certificate::parse("{}").expect_err("another file").contains("is not a certificate"));
        assert!(Certificate::parse(&text.replace("\"certificate\": 1", "\"certificate\": 9")).is_err());
    }

    #[test]
    fn files_are_told_by_name() {
        assert_eq!(certificate_of(Path::new("a/x.csv")), Path::new("a/x.csv.prov.json"));
        assert_eq!(keys_of(Path::new("a/x.csv.prov.json")), Path::new("a/x.csv.prov.keys.zst"));
        assert_eq!(keys_of(Path::new("mine")), Path::new("mine.keys.zst"));
    }

    #[test]
    fn checksums_are_those_of_the_standard() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("abc");
        std::fs::write(&path, "abc").expect("written");
        let sum = Checksum::of(&path).expect("read");
        assert_eq!(sum.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sum.bytes, 3);
        assert_eq!(Checksum::of(folder.path()).expect("read").bytes, 3);
    }
}
