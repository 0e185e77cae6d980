//! The write flow: sources to a new generation. Walk, plan, read in parallel, settle duplicates, write, publish.
//! A bad document is spiked with its reason and the run goes on; a bad index or source stops it with nothing published.

mod budget;
mod duplicates;
mod machine;
mod pipeline;
mod plan;
mod read;
mod report;
mod spikes;

pub use machine::{Versions, peak_memory};
pub use pipeline::READER_THREAD;
pub use plan::Plan;
pub use read::{Drafted, ReadSettings, read_path};
pub use report::{Counts, Outcome, Report, last_report, last_success};
pub use spikes::{Spike, Spikes, read as read_spikes};

use crate::article::ArticleKey;
use crate::enrich::Ner;
use crate::format::FORMATS;
use crate::index::{
    Archive, Generation, Holder, IndexError, Ledger, Lock, Manifest, NewGeneration, Writer, WriterBudget,
};
use crate::source::{Caps, SourceError};
use duplicates::Settled;
use std::path::Path;

/// What a run is told. Nothing else is read from the surroundings.
#[derive(Debug, Clone)]
pub struct Settings {
    pub ner: Ner,
    /// Threads that read and extract.
    pub threads: usize,
    pub writer: WriterBudget,
    pub caps: Caps,
    /// Bytes of documents on their way from file to index.
    pub bytes_in_flight: usize,
    /// Seconds since 1970: dates after it are refused.
    pub now: i64,
    /// Index again although nothing changed.
    pub force: bool,
    pub holder: Holder,
}

/// What a run tells while it works, and asks.
pub trait Watch: Sync {
    fn planned(&self, _files: usize, _bytes: u64) {}
    fn read(&self, _files: usize, _bytes: u64) {}
    fn writing(&self) {}
    /// Whether the run is to end now, with nothing published.
    fn stopped(&self) -> bool {
        false
    }
}

/// A watch that says nothing and never stops.
pub struct Unwatched;

impl Watch for Unwatched {}

/// What stops a run.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    #[error(transparent)]
    Index(#[from] IndexError),
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error("no source of articles is known")]
    NoSources,
    #[error("refused: {0}")]
    Refused(String),
    #[error("interrupted; nothing was published")]
    Stopped,
}

/// Brings the archive up to date with its sources.
pub fn ingest(archive: &Archive, settings: &Settings, watch: &dyn Watch) -> Result<Report, IngestError> {
    archive.create()?;
    let _lock = Lock::take(archive, &settings.holder)?;
    let mut report = Report::begin(archive, settings)?;
    let run = run(archive, settings, watch, &mut report);
    report.end(archive, run.as_ref().err())?;
    run.map(|()| report)
}

fn run(archive: &Archive, settings: &Settings, watch: &dyn Watch, report: &mut Report) -> Result<(), IngestError> {
    let previous = previous_generation(archive)?;
    let plan = Plan::make(archive, previous.as_ref(), &made_with(settings))?;
    report.count_plan(&plan);
    if plan.unchanged && !settings.force {
        report.unchanged(previous.as_ref());
        return Ok(());
    }
    watch.planned(plan.files.len(), plan.bytes());
    let generation = NewGeneration::begin(archive)?;
    let mut spikes = Spikes::continuing(previous.as_ref(), settings.now)?;
    let settled = write_documents(generation.folder(), &plan, settings, watch, &mut spikes, report)?;
    watch.writing();
    publish(generation, settled, &spikes, settings, report)
}

/// The generation before this one; a damaged or incompatible one counts as none, since this run makes all anew.
fn previous_generation(archive: &Archive) -> Result<Option<Generation>, IndexError> {
    match Generation::open(archive) {
        Ok(generation) => Ok(Some(generation)),
        Err(IndexError::Missing(_) | IndexError::Damaged { .. } | IndexError::Incompatible(_)) => Ok(None),
        Err(IndexError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Everything beside the sources that decides what an article becomes.
fn made_with(settings: &Settings) -> String {
    let readers: Vec<String> = FORMATS.iter().map(|format| format!("{}:{}", format.name, format.version)).collect();
    format!("ner={:?} extract={} {}", settings.ner, crate::extract::VERSION, readers.join(" ")).to_lowercase()
}

fn write_documents(
    folder: &Path,
    plan: &Plan,
    settings: &Settings,
    watch: &dyn Watch,
    spikes: &mut Spikes,
    report: &mut Report,
) -> Result<Settled, IngestError> {
    let mut writer = Writer::create(folder, settings.writer)?;
    let mut settled = Settled::default();
    let fields = writer.fields();
    pipeline::run(plan, settings, fields, watch, &mut |file, found| {
        settled.take(plan, file, found, &mut writer, spikes)
    })?;
    let articles = writer.finish()?;
    if articles != settled.articles() {
        let detail = format!("{articles} documents for {} keys", settled.articles());
        return Err(IndexError::Damaged { path: folder.to_owned(), detail }.into());
    }
    report.count_settled(&settled, spikes);
    Ok(settled)
}

fn publish(
    generation: NewGeneration,
    settled: Settled,
    spikes: &Spikes,
    settings: &Settings,
    report: &mut Report,
) -> Result<(), IngestError> {
    let (articles, digest) = (settled.articles(), settled.content_digest());
    Ledger { files: settled.into_ledger() }.write(generation.folder())?;
    spikes.write(generation.folder())?;
    let manifest =
        Manifest::of(generation.folder(), generation.number(), settings.now, articles, digest, made_with(settings))?;
    manifest.write(generation.folder())?;
    report.published(&manifest);
    generation.publish()?;
    Ok(())
}

/// A key as a number, in less memory than its text.
fn key_bits(key: &ArticleKey) -> u128 {
    let hash = blake3::hash(key.as_str().as_bytes());
    hash.as_bytes()[..16].iter().fold(0, |bits, &byte| bits << 8 | u128::from(byte))
}
