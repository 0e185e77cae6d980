//! The spike: documents that could not be read, each with its reason; known ones are distinguished from new ones.

use crate::format::FormatError;
use crate::index::{Generation, IndexError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

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

/// All spikes of a run, with those of the previous run.
#[derive(Debug, Default)]
pub struct Spikes {
    before: HashMap<(String, String), Spike>,
    /// Time of this run, in seconds since 1970.
    time: i64,
    pub now: Vec<Spike>,
    /// Spikes that the previous run did not have.
    pub new: Vec<usize>,
}

impl Spikes {
    pub fn continuing(previous: Option<&Generation>, time: i64) -> Result<Self, IndexError> {
        let Some(generation) = previous else { return Ok(Self { time, ..Self::default() }) };
        let known = read(&generation.folder)?;
        let before = known.into_iter().map(|spike| ((spike.source.clone(), spike.locator.clone()), spike)).collect();
        Ok(Self { before, time, ..Self::default() })
    }

    /// Adds the spike of a record in the file at `path`.
    pub fn add(&mut self, source: &str, path: &str, locator: &str, error: &FormatError) {
        let known = self
            .before
            .get(&(source.to_owned(), locator.to_owned()))
            .filter(|spike| spike.reason == error.reason.as_str());
        if known.is_none() {
            self.new.push(self.now.len());
        }
        let (member, record) = parts(locator.get(path.len()..).unwrap_or_default());
        self.now.push(Spike {
            source: source.to_owned(),
            locator: locator.to_owned(),
            path: path.to_owned(),
            member,
            record,
            reason: error.reason.to_string(),
            detail: error.detail.clone(),
            tries: known.map_or(0, |spike| spike.tries) + 1,
            first_seen: known.map_or(Some(self.time), |spike| spike.first_seen),
        });
    }

    /// Carries a known spike over: its file did not change, so it was not tried.
    pub fn keep(&mut self, source: &str, locator: &str) {
        if let Some(spike) = self.before.get(&(source.to_owned(), locator.to_owned())) {
            self.now.push(spike.clone());
        }
    }

    pub fn by_reason(&self) -> BTreeMap<String, u64> {
        let mut counts = BTreeMap::new();
        for spike in &self.now {
            *counts.entry(spike.reason.clone()).or_insert(0) += 1;
        }
        counts
    }

    pub fn write(&self, folder: &Path) -> Result<(), IndexError> {
        let path = folder.join(NAME);
        let write = || {
            let mut file = BufWriter::new(std::fs::File::create(&path)?);
            for spike in &self.now {
                serde_json::to_writer(&mut file, spike)?;
                file.write_all(b"\n")?;
            }
            file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()
        };
        write().map_err(|source| IndexError::Io { path: path.clone(), source })
    }
}

/// The member and the record that follow a file's locator: `!folder/page.html`, `#12`, `!dump.jsonl#3`.
fn parts(suffix: &str) -> (Option<String>, Option<u64>) {
    let numbered = suffix.rsplit_once('#').and_then(|(before, number)| Some((before, number.parse().ok()?)));
    let (member, record) = numbered.map_or((suffix, None), |(before, number)| (before, Some(number)));
    let member = member.strip_prefix('!').unwrap_or(member);
    ((!member.is_empty()).then(|| member.to_owned()), record)
}

/// The spikes of a generation.
pub fn read(folder: &Path) -> Result<Vec<Spike>, IndexError> {
    let path = folder.join(NAME);
    let io = |source| IndexError::Io { path: path.clone(), source };
    let file = std::fs::File::open(&path).map_err(io)?;
    let mut spikes = Vec::new();
    for line in BufReader::new(file).lines() {
        let line = line.map_err(io)?;
        let spike = serde_json::from_str(&line)
            .map_err(|error| IndexError::Damaged { path: path.clone(), detail: error.to_string() })?;
        spikes.push(spike);
    }
    Ok(spikes)
}
