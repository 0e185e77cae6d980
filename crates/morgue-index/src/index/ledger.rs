//! The ledger of sources: every file that was read, what was found in it, and what became of it.
//! Kept in the generation it belongs to, as zstd-compressed JSON lines in walk order.

use super::error::IndexError;
use crate::article::ArticleKey;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

const NAME: &str = "ledger.jsonl.zst";

/// One file of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    pub source: String,
    /// Relative to the source, with `/` between parts; empty if the source is a single file.
    pub path: String,
    /// The bytes of the path, if it is not UTF-8 and `path` is only an approximation for display.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_path: Option<Vec<u8>>,
    pub size: u64,
    /// Modification time in nanoseconds since 1970; detects a changed file, never dates an article.
    pub mtime_ns: i64,
    /// Its inode and the time of its last change of any kind; 0 if unknown. Another one alone only causes the bytes to be
    /// compared.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub stamp: u64,
    /// Hash of its bytes; 0 if unknown.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub digest: u64,
    /// Which part of the file this is: one with many records has an entry for each `RECORDS_OF_ENTRY` of them, one after
    /// another, that differ only in this and in what follows.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub part: u64,
    /// Records of the whole file that could not be read.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub spiked: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<RecordEntry>,
    /// Further records that could not be read: a file has only so many of them in `records`. In the first part.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more_spiked: u64,
}

/// Most records of an entry.
pub const RECORDS_OF_ENTRY: usize = 1_000;

impl FileEntry {
    /// The entry without its records.
    pub fn head(&self) -> Self {
        Self {
            source: self.source.clone(),
            path: self.path.clone(),
            raw_path: self.raw_path.clone(),
            records: Vec::new(),
            ..*self
        }
    }

    /// Whether this is a further part of the file of another entry.
    pub fn continues(&self, other: &Self) -> bool {
        self.part > 0 && (&self.source, &self.path) == (&other.source, &other.path)
    }
}

/// One record of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordEntry {
    /// Full locator inside the source.
    pub locator: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    pub outcome: RecordOutcome,
    /// Hash of the record's bytes; 0 for a spike.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub content: u64,
    /// Hash of the canonical URL; 0 if there is none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub url: u64,
    /// Hash of title and story as indexed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub text: u64,
    /// Hash of the words of its story, without the learned lines moved; 0 if it has few words.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub words: u64,
    /// Hash of its title, in 32 bits; 0 for a summary, which is no version of its article.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub title: u64,
    /// Hash of its deck, story and captions as they were read, in 32 bits; 0 for a summary.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rest: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(hash: &u64) -> bool {
    *hash == 0
}

impl RecordEntry {
    /// A record that could not be read.
    pub fn spiked(locator: String) -> Self {
        Self {
            locator,
            key: None,
            outcome: RecordOutcome::Spiked,
            content: 0,
            url: 0,
            text: 0,
            words: 0,
            title: 0,
            rest: 0,
        }
    }
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecordOutcome {
    Indexed,
    /// Another record of the same article was kept.
    Duplicate,
    Spiked,
    /// Taken down; not indexed, whatever its file contains.
    Forgotten,
}

/// All files of all sources, in the order they were walked.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    pub files: Vec<FileEntry>,
}

/// Writes a ledger entry by entry.
pub struct LedgerWriter {
    path: PathBuf,
    /// Gathers what is written in small pieces: the encoder takes long for each.
    encoder: BufWriter<zstd::Encoder<'static, BufWriter<File>>>,
}

/// The ledger is read often, and written as a whole by every run that changes something.
const LEVEL: i32 = 1;

impl LedgerWriter {
    pub fn create(folder: &Path) -> Result<Self, IndexError> {
        let path = folder.join(NAME);
        let open = || zstd::Encoder::new(BufWriter::new(File::create(&path)?), LEVEL);
        let encoder = open().map_err(IndexError::io(&path))?;
        Ok(Self { path, encoder: BufWriter::with_capacity(1 << 16, encoder) })
    }

    pub fn push(&mut self, file: &FileEntry) -> Result<(), IndexError> {
        let write = |encoder: &mut BufWriter<zstd::Encoder<'static, BufWriter<File>>>| {
            serde_json::to_writer(&mut *encoder, file)?;
            encoder.write_all(b"\n")
        };
        write(&mut self.encoder).map_err(IndexError::io(&self.path))
    }

    pub fn finish(self) -> Result<(), IndexError> {
        let Self { path, encoder } = self;
        let finish = || {
            let encoder = encoder.into_inner().map_err(std::io::IntoInnerError::into_error)?;
            encoder.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()
        };
        finish().map_err(IndexError::io(&path))
    }
}

/// Reads a ledger entry by entry, with only one in memory.
pub struct LedgerReader {
    path: PathBuf,
    lines: std::io::Lines<BufReader<zstd::Decoder<'static, BufReader<File>>>>,
}

impl LedgerReader {
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        let path = folder.join(NAME);
        let file = File::open(&path).map_err(IndexError::io(&path))?;
        let decoder = zstd::Decoder::new(file).map_err(IndexError::io(&path))?;
        Ok(Self { path, lines: BufReader::with_capacity(1 << 18, decoder).lines() })
    }
}

impl Iterator for LedgerReader {
    type Item = Result<FileEntry, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.lines.next()?.map_err(|error| IndexError::damaged(&self.path, error));
        Some(line.and_then(|line| serde_json::from_str(&line).map_err(|error| IndexError::damaged(&self.path, error))))
    }
}

/// Passes on every record of a ledger.
pub fn each_record(folder: &Path, take: &mut dyn FnMut(&FileEntry, &RecordEntry)) -> Result<(), IndexError> {
    for file in LedgerReader::open(folder)? {
        let file = file?;
        file.records.iter().for_each(|record| take(&file, record));
    }
    Ok(())
}

/// Hashes of the bytes that the requested articles were read from, by the bits of their keys.
pub fn contents(folder: &Path, wanted: &dyn Fn(u128) -> bool) -> Result<HashMap<u128, u64>, IndexError> {
    let mut found = HashMap::new();
    for file in LedgerReader::open(folder)? {
        for record in file?.records {
            let key = record.key.as_deref().filter(|_| record.outcome == RecordOutcome::Indexed);
            if let Some(key) = key.and_then(ArticleKey::parse).map(|key| key.bits()).filter(|key| wanted(*key)) {
                found.insert(key, record.content);
            }
        }
    }
    Ok(found)
}

impl Ledger {
    /// Reads all entries; the parts of each file are joined.
    pub fn read(folder: &Path) -> Result<Self, IndexError> {
        let mut files: Vec<FileEntry> = Vec::new();
        for entry in LedgerReader::open(folder)? {
            let entry = entry?;
            match files.last_mut().filter(|last| entry.continues(last)) {
                Some(last) => last.records.extend(entry.records),
                None => files.push(entry),
            }
        }
        Ok(Self { files })
    }

    /// Every location of an article, the indexed one first.
    pub fn locators_of(&self, key: &str) -> Vec<(String, String)> {
        let records = self.files.iter().flat_map(|file| file.records.iter().map(move |record| (file, record)));
        let mut found: Vec<_> = records.filter(|(_, record)| record.key.as_deref() == Some(key)).collect();
        found.sort_by_key(|(_, record)| record.outcome != RecordOutcome::Indexed);
        found.into_iter().map(|(file, record)| (file.source.clone(), record.locator.clone())).collect()
    }
}
