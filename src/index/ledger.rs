//! The ledger of sources: every file that was read, what was found in it, and what became of it.
//! Kept in the generation it belongs to, as zstd-compressed JSON lines in walk order.

use super::IndexError;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

const NAME: &str = "ledger.jsonl.zst";

/// One file of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    pub source: String,
    /// Relative to the source, with `/` between parts; empty where the source is a single file.
    pub path: String,
    pub size: u64,
    /// Modification time in nanoseconds since 1970; tells a changed file, never a date of an article.
    pub mtime_ns: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<RecordEntry>,
}

/// One record of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordEntry {
    /// Full locator inside the source.
    pub locator: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    pub outcome: RecordOutcome,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecordOutcome {
    Indexed,
    /// Another record of the same article was kept.
    Duplicate,
    Spiked,
}

/// All files of all sources, in the order they were walked.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    pub files: Vec<FileEntry>,
}

impl Ledger {
    pub fn write(&self, folder: &Path) -> Result<(), IndexError> {
        let path = folder.join(NAME);
        self.write_to(&path).map_err(IndexError::io(&path))
    }

    fn write_to(&self, path: &Path) -> std::io::Result<()> {
        let mut encoder = zstd::Encoder::new(BufWriter::new(File::create(path)?), 3)?;
        for file in &self.files {
            serde_json::to_writer(&mut encoder, file)?;
            encoder.write_all(b"\n")?;
        }
        encoder.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()
    }

    pub fn read(folder: &Path) -> Result<Self, IndexError> {
        let path = folder.join(NAME);
        let file = File::open(&path).map_err(IndexError::io(&path))?;
        let decoder = zstd::Decoder::new(file).map_err(IndexError::io(&path))?;
        let mut files = Vec::new();
        for line in BufReader::new(decoder).lines() {
            let line = line.map_err(|error| IndexError::damaged(&path, error))?;
            files.push(serde_json::from_str(&line).map_err(|error| IndexError::damaged(&path, error))?);
        }
        Ok(Self { files })
    }

    /// Every place at which an article was found, the indexed one first.
    pub fn locators_of(&self, key: &str) -> Vec<(String, String)> {
        let records = self.files.iter().flat_map(|file| file.records.iter().map(move |record| (file, record)));
        let mut found: Vec<_> = records.filter(|(_, record)| record.key.as_deref() == Some(key)).collect();
        found.sort_by_key(|(_, record)| record.outcome != RecordOutcome::Indexed);
        found.into_iter().map(|(file, record)| (file.source.clone(), record.locator.clone())).collect()
    }
}
