//! The spike: documents that could not be read, each with its reason; known ones are distinguished from new ones.

use super::prepared::hash64;
use crate::format::FormatError;
use crate::index::{Generation, IndexError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const NAME: &str = "spiked.jsonl";

/// One document that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spike {
    pub source: String,
    /// Its full locator: `path!member#record`.
    pub locator: String,
    /// The file, inside its source.
    #[serde(default)]
    pub path: String,
    /// The member of a container.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The line, row or article in the file or member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
    /// A fixed word: `json-syntax`, `not-an-article`, `too-large`, …
    pub reason: String,
    pub detail: String,
    /// Number of runs that tried it, including this one.
    pub tries: u32,
    /// When it was first spiked for this reason, in seconds since 1970; unknown for spikes of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<i64>,
}

/// The spikes of a run, written as they are found: a hostile file has millions.
pub struct Spikes {
    path: PathBuf,
    file: BufWriter<File>,
    before: Before,
    /// Time of this run, in seconds since 1970.
    time: i64,
    counts: BTreeMap<String, u64>,
    first: Option<Spike>,
    /// Spikes that the previous run did not have, and the first of them.
    new: u64,
    first_new: Vec<Spike>,
}

/// Most new spikes that are kept in memory, for the report.
const MOST_NEW: usize = 100;

impl Spikes {
    /// Starts the file of a new generation.
    pub fn open(folder: &Path, previous: Option<&Generation>, time: i64) -> Result<Self, IndexError> {
        let path = folder.join(NAME);
        let file = File::create(&path).map_err(IndexError::io(&path))?;
        let before = match previous {
            Some(generation) => Before::open(&generation.folder)?,
            None => Before::default(),
        };
        let (counts, first_new) = (BTreeMap::new(), Vec::new());
        Ok(Self { path, file: BufWriter::new(file), before, time, counts, first: None, new: 0, first_new })
    }

    /// Adds the spike of a record in the file at `path`.
    pub fn add(&mut self, source: &str, path: &str, locator: &str, error: &FormatError) -> Result<(), IndexError> {
        let known = self.before.find(source, locator)?.filter(|spike| spike.reason == error.reason.as_str());
        let (member, record) = parts(locator.get(path.len()..).unwrap_or_default());
        let spike = Spike {
            source: source.to_owned(),
            locator: locator.to_owned(),
            path: path.to_owned(),
            member,
            record,
            reason: error.reason.to_string(),
            detail: error.detail.clone(),
            tries: known.as_ref().map_or(0, |spike| spike.tries) + 1,
            first_seen: known.as_ref().map_or(Some(self.time), |spike| spike.first_seen),
        };
        if known.is_none() {
            self.new += 1;
            if self.first_new.len() < MOST_NEW {
                self.first_new.push(spike.clone());
            }
        }
        self.push(spike)
    }

    /// Carries a known spike over: its file did not change, so it was not tried.
    pub fn keep(&mut self, source: &str, locator: &str) -> Result<(), IndexError> {
        self.before.find(source, locator)?.map_or(Ok(()), |spike| self.push(spike))
    }

    /// Carries over all known spikes of a file that has too many to be in the ledger.
    pub fn keep_file(&mut self, source: &str, path: &str) -> Result<(), IndexError> {
        let Some(folder) = self.before.folder.clone() else { return Ok(()) };
        for spike in each(&folder)? {
            let spike = spike?;
            if spike.source == source && spike.path == path {
                self.push(spike)?;
            }
        }
        Ok(())
    }

    fn push(&mut self, spike: Spike) -> Result<(), IndexError> {
        let write = |file: &mut BufWriter<File>| {
            serde_json::to_writer(&mut *file, &spike)?;
            file.write_all(b"\n")
        };
        write(&mut self.file).map_err(IndexError::io(&self.path))?;
        *self.counts.entry(spike.reason.clone()).or_insert(0) += 1;
        self.first.get_or_insert(spike);
        Ok(())
    }

    /// Number of spikes.
    pub fn count(&self) -> u64 {
        self.counts.values().sum()
    }

    pub fn by_reason(&self) -> &BTreeMap<String, u64> {
        &self.counts
    }

    pub fn first(&self) -> Option<&Spike> {
        self.first.as_ref()
    }

    /// Number of spikes that the previous run did not have.
    pub fn new_count(&self) -> u64 {
        self.new
    }

    /// The first of them.
    pub fn first_new(&self) -> &[Spike] {
        &self.first_new
    }

    /// Makes the file durable.
    pub fn finish(&mut self) -> Result<(), IndexError> {
        let done = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        done.map_err(IndexError::io(&self.path))
    }
}

/// The spikes of the previous run, in its file: only their positions are in memory.
#[derive(Default)]
struct Before {
    folder: Option<PathBuf>,
    file: Option<BufReader<File>>,
    /// By a hash of source and locator.
    places: HashMap<u64, u64>,
}

impl Before {
    fn open(folder: &Path) -> Result<Self, IndexError> {
        let path = folder.join(NAME);
        let io = |error| IndexError::io(&path)(error);
        let mut file = BufReader::new(File::open(&path).map_err(io)?);
        let (mut places, mut at, mut line) = (HashMap::new(), 0u64, String::new());
        loop {
            line.clear();
            let length = file.read_line(&mut line).map_err(io)?;
            if length == 0 {
                break;
            }
            let spike = parsed(&path, &line)?;
            places.insert(place_hash(&spike.source, &spike.locator), at);
            at += length as u64;
        }
        Ok(Self { folder: Some(folder.to_owned()), file: Some(file), places })
    }

    fn find(&mut self, source: &str, locator: &str) -> Result<Option<Spike>, IndexError> {
        let Some(&at) = self.places.get(&place_hash(source, locator)) else { return Ok(None) };
        let (Some(file), Some(folder)) = (&mut self.file, &self.folder) else { return Ok(None) };
        let path = folder.join(NAME);
        let mut line = String::new();
        let read = file.seek(SeekFrom::Start(at)).and_then(|_| file.read_line(&mut line));
        read.map_err(IndexError::io(&path))?;
        Ok(Some(parsed(&path, &line)?).filter(|spike| spike.source == source && spike.locator == locator))
    }
}

fn place_hash(source: &str, locator: &str) -> u64 {
    hash64(&[source.as_bytes(), locator.as_bytes()])
}

fn parsed(path: &Path, line: &str) -> Result<Spike, IndexError> {
    serde_json::from_str(line).map_err(|error| IndexError::damaged(path, error))
}

/// The member and the record that follow a file's locator: `!folder/page.html`, `#12`, `!dump.jsonl#3`.
fn parts(suffix: &str) -> (Option<String>, Option<u64>) {
    let numbered = suffix.rsplit_once('#').and_then(|(before, number)| Some((before, number.parse().ok()?)));
    let (member, record) = numbered.map_or((suffix, None), |(before, number)| (before, Some(number)));
    let member = member.strip_prefix('!').unwrap_or(member);
    ((!member.is_empty()).then(|| member.to_owned()), record)
}

/// The spikes of a generation, one after another.
pub fn each(folder: &Path) -> Result<impl Iterator<Item = Result<Spike, IndexError>>, IndexError> {
    let path = folder.join(NAME);
    let file = File::open(&path).map_err(IndexError::io(&path))?;
    Ok(BufReader::new(file).lines().map(move |line| parsed(&path, &line.map_err(IndexError::io(&path))?)))
}

/// Number of spikes of a generation, by reason.
pub fn by_reason(folder: &Path) -> Result<BTreeMap<String, u64>, IndexError> {
    let mut counts = BTreeMap::new();
    for spike in each(folder)? {
        *counts.entry(spike?.reason).or_insert(0) += 1;
    }
    Ok(counts)
}
