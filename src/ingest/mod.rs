//! The write flow: sources to a new generation. Walk, plan, read in parallel, settle duplicates, write, publish.
//! A bad document is spiked with its reason and the run goes on; a bad index or source stops it with nothing published.

mod book;
mod budget;
mod duplicates;
mod forget;
mod gate;
mod machine;
mod pipeline;
mod plan;
mod read;
mod regroup;
mod report;
mod spikes;

pub use forget::forget;
pub use machine::{Versions, peak_memory};
pub use pipeline::READER_THREAD;
pub use plan::Plan;
pub use read::{Drafted, ReadSettings, read_path};
pub use report::{Counts, Outcome, Report, last_report, last_success};
pub use spikes::{Spike, Spikes, read as read_spikes};

use crate::enrich::Ner;
use crate::format::FORMATS;
use crate::index::{
    Archive, Forgotten, Generation, Holder, IndexError, Lock, Merging, NewGeneration, RecordOutcome, Writer,
    WriterBudget,
};
use crate::source::{CONTAINERS, Caps, SourceError};
use duplicates::Settled;
use regroup::Outcomes;
use std::path::PathBuf;

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
    /// Make everything anew, from an empty folder.
    pub force: bool,
    /// The sources to look at; all where it is `None`.
    pub only: Option<Vec<String>>,
    /// Publish although a source lost more than a fifth of its articles.
    pub allow_shrink: bool,
    /// Publish nothing where anything was spiked.
    pub strict: bool,
    pub holder: Holder,
    /// The program that reads PDF files in a process of its own.
    pub pdf_reader: Option<PathBuf>,
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
    // What was made by other readers or rules is made anew.
    let kept =
        previous.as_ref().filter(|previous| !settings.force && previous.manifest.made_with == made_with(settings));
    let plan = Plan::make(archive, previous.as_ref(), kept.is_none(), settings.only.as_deref())?;
    report.count_plan(&plan);
    if let Some(kept) = kept.filter(|_| plan.is_empty()) {
        report.unchanged(kept);
        return Ok(());
    }
    watch.planned(plan.files.len(), plan.bytes());
    let run = Run { archive, settings, watch, plan: &plan, kept };
    let generation = match kept {
        Some(kept) => NewGeneration::begin_from(archive, kept)?,
        None => NewGeneration::begin(archive)?,
    };
    let mut spikes = Spikes::continuing(previous.as_ref(), settings.now)?;
    let written = run.write(&generation, &mut spikes)?;
    watch.writing();
    run.publish(generation, written, &mut spikes, report)
}

/// The generation before this one; a damaged or incompatible one counts as none, since this run makes all anew.
fn previous_generation(archive: &Archive) -> Result<Option<Generation>, IndexError> {
    let opened = Generation::open(archive).and_then(|generation| generation.check_own_files().map(|()| generation));
    match opened {
        Ok(generation) => Ok(Some(generation)),
        Err(IndexError::Missing(_) | IndexError::Damaged { .. } | IndexError::Incompatible(_)) => Ok(None),
        Err(IndexError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Everything beside the sources that decides what an article becomes.
fn made_with(settings: &Settings) -> String {
    let containers = CONTAINERS.iter().map(|container| (container.name, container.version));
    let readers = FORMATS.iter().map(|format| (format.name, format.version)).chain(containers);
    let readers: Vec<String> = readers.map(|(name, version)| format!("{name}:{version}")).collect();
    format!("ner={:?} extract={} {}", settings.ner, crate::extract::VERSION, readers.join(" ")).to_lowercase()
}

/// One run that changes something.
struct Run<'a> {
    archive: &'a Archive,
    settings: &'a Settings,
    watch: &'a dyn Watch,
    plan: &'a Plan,
    /// The generation whose articles stay, but for what the plan says is gone.
    kept: Option<&'a Generation>,
}

/// What a run wrote into the index.
struct Written {
    settled: Settled,
    /// New outcomes of records whose files did not change.
    outcomes: Outcomes,
    documents: u64,
}

impl Run<'_> {
    fn write(&self, generation: &NewGeneration, spikes: &mut Spikes) -> Result<Written, IngestError> {
        let mut writer = Writer::open(generation, self.settings.writer)?;
        let mut settled = Settled::without(Forgotten::read(self.archive)?);
        if let Some(kept) = self.kept {
            settled.held = regroup::marks_of_kept(kept, self.plan)?;
            let lost = self.plan.gone.iter().flat_map(|entry| &entry.records);
            for record in lost.filter(|record| record.outcome == RecordOutcome::Indexed) {
                writer.remove(record.key.as_deref().unwrap_or_default());
            }
        }
        let fields = writer.fields();
        pipeline::run(self.plan, self.settings, fields, self.watch, None, &mut |file, found| {
            settled.take(self.plan, file, found, &mut writer, spikes)
        })?;
        let outcomes = match self.kept {
            Some(kept) => regroup::regroup(kept, self.plan, &mut settled, self.settings, &mut writer, spikes)?,
            None => Outcomes::new(),
        };
        let merging = if self.kept.is_some() { Merging::Small } else { Merging::Everything };
        let documents = writer.finish(merging)?;
        Ok(Written { settled, outcomes, documents })
    }

    fn publish(
        &self,
        generation: NewGeneration,
        written: Written,
        spikes: &mut Spikes,
        report: &mut Report,
    ) -> Result<(), IngestError> {
        let folder = generation.folder();
        let tally = book::write(
            folder,
            self.plan,
            self.kept,
            &mut written.settled.entries(self.plan),
            &written.outcomes,
            spikes,
        )?;
        spikes.write(folder)?;
        report.count_read(&written.settled);
        report.count(&tally, spikes);
        if written.documents != tally.articles {
            let detail = format!("{} documents for {} articles", written.documents, tally.articles);
            return Err(IndexError::Damaged { path: folder.to_owned(), detail }.into());
        }
        gate::check(self.plan, &tally, spikes, self.settings)?;
        let made_with = made_with(self.settings);
        let manifest = generation.manifest(self.settings.now, tally.articles, tally.digest(), made_with)?;
        manifest.write(folder)?;
        report.published(&manifest);
        gate::try_searches(folder, &tally)?;
        generation.publish()?;
        Ok(())
    }
}
