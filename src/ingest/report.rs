//! The report of a run: what was read, with what outcome, and how long it took. Every run writes one, failed ones too.

use super::error::IngestError;
use super::ledger::Tally;
use super::machine::{Versions, peak_memory};
use super::plan::Plan;
use super::settings::Settings;
use super::settle::Settled;
use super::spikes::{Spike, Spikes};
use crate::index::{Archive, Generation, IndexError, Manifest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

/// Reports that are kept.
const KEPT: usize = 30;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Running,
    Published,
    Unchanged,
    Refused,
    Failed,
}

/// What a run saw and did, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Files of the sources that were walked.
    pub files: u64,
    pub bytes: u64,
    /// Files that were read in this run: new ones and changed ones.
    #[serde(default)]
    pub read_files: u64,
    #[serde(default)]
    pub changed_files: u64,
    /// Files of the last run that no longer exist.
    #[serde(default)]
    pub gone_files: u64,
    /// Records in the ledger: articles, duplicates and spikes.
    pub seen: u64,
    pub indexed: u64,
    pub duplicates: u64,
    /// Records of forgotten articles, which are not indexed.
    #[serde(default)]
    pub withheld: u64,
    /// Different articles that state the same URL; both were kept.
    pub url_clashes: u64,
    /// Skipped files, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Documents that could not be read, by reason.
    pub spiked: BTreeMap<String, u64>,
    pub newly_spiked: u64,
    /// Records whose articles were taken from the cache.
    #[serde(default)]
    pub cached: u64,
}

/// One run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    pub run: u64,
    pub outcome: Outcome,
    pub error: Option<String>,
    pub command: String,
    /// Whether all sources were read: only such a run shows that the whole index is up to date.
    #[serde(default)]
    pub whole: bool,
    pub morgue: String,
    /// Of everything that affects articles.
    #[serde(default)]
    pub versions: Versions,
    /// Most memory the process has held so far, in bytes, if the system reports it.
    #[serde(default)]
    pub peak_memory: Option<u64>,
    /// ISO 8601, UTC.
    pub start: String,
    /// Seconds since 1970.
    pub started: i64,
    pub seconds: f64,
    pub generation: Option<u64>,
    pub articles: Option<u64>,
    pub counts: Counts,
    /// The first documents that were spiked for the first time.
    pub first_spiked: Vec<Spike>,
    /// Notes about whole files, such as a stated number of articles that differs from the number read.
    #[serde(default)]
    pub notes: Vec<String>,
    #[serde(skip)]
    clock: Option<Instant>,
    #[serde(skip)]
    pub path: PathBuf,
}

/// Most new spikes in a report.
const NAMED_SPIKES: usize = 5;

/// Most notes in a report.
const KEPT_NOTES: usize = 100;

impl Outcome {
    /// As reports have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Published => "published",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

impl Report {
    pub(super) fn begin(archive: &Archive, settings: &Settings) -> Result<Self, IndexError> {
        close_dead(archive)?;
        let run = run_numbers(archive)?.last().map_or(1, |last| last + 1);
        let begun = Self {
            run,
            outcome: Outcome::Running,
            error: None,
            command: settings.holder.command.clone(),
            morgue: env!("CARGO_PKG_VERSION").to_owned(),
            whole: looks_at_all(archive, settings)?,
            versions: Versions::of_this_program(),
            peak_memory: None,
            start: settings.holder.start.clone(),
            started: settings.now,
            seconds: 0.0,
            generation: None,
            articles: None,
            counts: Counts::default(),
            first_spiked: Vec::new(),
            notes: Vec::new(),
            clock: Some(Instant::now()),
            path: archive.runs().join(format!("{run:06}.json")),
        };
        begun.write()?;
        Ok(begun)
    }

    fn write(&self) -> Result<(), IndexError> {
        let text = serde_json::to_string_pretty(self).map_err(|error| IndexError::damaged(&self.path, error))?;
        crate::index::write_atomically(&self.path, text.as_bytes())
    }

    pub(super) fn count_plan(&mut self, plan: &Plan) {
        self.counts.files = plan.kept_files + plan.files.len() as u64;
        self.counts.bytes = plan.kept_bytes + plan.bytes();
        self.counts.read_files = plan.files.len() as u64;
        self.counts.changed_files = plan.changed_files;
        self.counts.gone_files = plan.lost_files.saturating_sub(plan.changed_files + plan.reread_files);
        for (skip, number) in &plan.skipped {
            self.counts.skipped.insert(skip.reason().to_owned(), *number);
        }
    }

    /// Counts from the records that were read: skipped members, different articles with one address, notes.
    pub(super) fn count_read(&mut self, settled: &Settled) {
        self.counts.url_clashes = settled.clashes;
        for (skip, number) in &settled.skipped {
            *self.counts.skipped.entry(skip.reason().to_owned()).or_insert(0) += number;
        }
        self.notes = settled.notes.iter().take(KEPT_NOTES).cloned().collect();
    }

    pub(super) fn count(&mut self, tally: &Tally, spikes: &Spikes) {
        self.counts.indexed = tally.articles;
        self.counts.duplicates = tally.duplicates;
        self.counts.withheld = tally.withheld;
        self.counts.spiked = spikes.by_reason().clone();
        self.counts.newly_spiked = spikes.new_count();
        self.counts.seen = tally.articles + tally.duplicates + tally.spiked;
        self.first_spiked = spikes.first_new().iter().take(NAMED_SPIKES).cloned().collect();
    }

    pub(super) fn published(&mut self, manifest: &Manifest) {
        self.outcome = Outcome::Published;
        self.generation = Some(manifest.generation);
        self.articles = Some(manifest.articles);
    }

    pub(super) fn unchanged(&mut self, previous: &Generation) {
        self.outcome = Outcome::Unchanged;
        self.generation = Some(previous.manifest.generation);
        self.articles = Some(previous.manifest.articles);
    }

    /// Writes the report, and removes the oldest ones.
    pub(super) fn end(&mut self, archive: &Archive, error: Option<&IngestError>) -> Result<(), IndexError> {
        self.seconds = self.clock.map_or(0.0, |clock| clock.elapsed().as_secs_f64());
        self.peak_memory = peak_memory();
        if let Some(error) = error {
            let refused = matches!(error, IngestError::Refused(_) | IngestError::SourceGone { .. });
            self.outcome = if refused { Outcome::Refused } else { Outcome::Failed };
            self.error = Some(error.to_string());
        }
        self.write()?;
        for old in run_numbers(archive)?.iter().rev().skip(KEPT) {
            // A report that stays too long does no harm.
            let _ = std::fs::remove_file(archive.runs().join(format!("{old:06}.json")));
        }
        Ok(())
    }

    /// Whether the index agrees with the sources that were read.
    pub fn is_success(&self) -> bool {
        matches!(self.outcome, Outcome::Published | Outcome::Unchanged)
    }

    /// When it ended, in seconds since 1970.
    pub fn ended(&self) -> i64 {
        self.started.saturating_add(self.seconds as i64)
    }

    pub fn spiked(&self) -> u64 {
        self.counts.spiked.values().sum()
    }
}

/// The error of a run whose report was never finished.
pub const ENDED_WITHOUT_A_WORD: &str = "the run did not end: it was killed, or the power failed";

/// Completes the reports of interrupted runs: the caller holds the lock, so none of them is still running.
fn close_dead(archive: &Archive) -> Result<(), IndexError> {
    for number in run_numbers(archive)? {
        if let Some(dead) = read(archive, number).filter(|report| report.outcome == Outcome::Running) {
            let error = Some(ENDED_WITHOUT_A_WORD.to_owned());
            Report::write(&Report { outcome: Outcome::Failed, error, ..dead })?;
        }
    }
    Ok(())
}

fn looks_at_all(archive: &Archive, settings: &Settings) -> Result<bool, IndexError> {
    let Some(only) = &settings.only else { return Ok(settings.files.is_none()) };
    Ok(settings.files.is_none() && archive.sources()?.iter().all(|source| only.contains(&source.name)))
}

/// Numbers of the existing reports, in order.
fn run_numbers(archive: &Archive) -> Result<Vec<u64>, IndexError> {
    let runs = archive.runs();
    let entries = std::fs::read_dir(&runs).map_err(IndexError::io(&runs))?;
    let number = |entry: std::fs::DirEntry| entry.file_name().to_str()?.strip_suffix(".json")?.parse().ok();
    let mut numbers: Vec<u64> = entries.filter_map(Result::ok).filter_map(number).collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// The last report that can be read.
pub fn last_report(archive: &Archive) -> Option<Report> {
    read(archive, *run_numbers(archive).ok()?.last()?)
}

/// The kept reports, the newest first.
pub fn reports(archive: &Archive) -> Vec<Report> {
    run_numbers(archive).unwrap_or_default().into_iter().rev().filter_map(|number| read(archive, number)).collect()
}

/// The last kept report of a run after which the whole index was up to date.
pub fn last_success(archive: &Archive) -> Option<Report> {
    let numbers = run_numbers(archive).ok()?;
    numbers
        .into_iter()
        .rev()
        .filter_map(|number| read(archive, number))
        .find(|report| report.whole && report.is_success())
}

fn read(archive: &Archive, number: u64) -> Option<Report> {
    let path = archive.runs().join(format!("{number:06}.json"));
    let mut report: Report = serde_json::from_slice(&std::fs::read(&path).ok()?).ok()?;
    report.path = path;
    Some(report)
}
