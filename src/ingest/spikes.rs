//! The spike: documents that could not be read, each with its reason. Known ones are told from new ones.

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
    pub locator: String,
    /// A fixed word: `json-syntax`, `not-an-article`, `too-large`, …
    pub reason: String,
    pub detail: String,
    /// Runs that tried it, this one included.
    pub tries: u32,
}

/// All spikes of a run, beside those of the run before.
#[derive(Debug, Default)]
pub struct Spikes {
    before: HashMap<(String, String), Spike>,
    pub now: Vec<Spike>,
    /// Spikes that the run before did not have.
    pub new: Vec<usize>,
}

impl Spikes {
    pub fn continuing(previous: Option<&Generation>) -> Result<Self, IndexError> {
        let Some(generation) = previous else { return Ok(Self::default()) };
        let known = read(&generation.folder)?;
        let before = known.into_iter().map(|spike| ((spike.source.clone(), spike.locator.clone()), spike)).collect();
        Ok(Self { before, ..Self::default() })
    }

    pub fn add(&mut self, source: &str, locator: &str, error: &FormatError) {
        let known =
            self.before.get(&(source.to_owned(), locator.to_owned())).filter(|spike| spike.reason == error.reason);
        if known.is_none() {
            self.new.push(self.now.len());
        }
        self.now.push(Spike {
            source: source.to_owned(),
            locator: locator.to_owned(),
            reason: error.reason.to_owned(),
            detail: error.detail.clone(),
            tries: known.map_or(0, |spike| spike.tries) + 1,
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
