//! One run of the write flow from the command line: settings from flags, progress, the outcome.

use super::error::{Failure, TERMINATED};
use super::output::Output;
use super::place::caller;
use super::progress::Progress;
use super::query_args::NerChoice;
use morgue::enrich::Ner;
use morgue::format::Effort;
use morgue::index::{Archive, Generation, IndexError, Lock, WriterBudget, wait_while};
use morgue::ingest::{FileList, IngestError, Report, Settings, Watch, ingest, was_made_fast};
use morgue::source::Caps;
use std::time::Duration;

/// The settings of a run from the flags of a verb.
#[derive(Debug, Clone)]
pub struct RunRequest {
    pub ner: NerChoice,
    pub threads: Option<usize>,
    /// Build the whole index again.
    pub rebuild: bool,
    /// Ignore the cache.
    pub reread: bool,
    /// Also read files with spikes that did not change.
    pub retry: bool,
    pub keep_learned: bool,
    pub fast: bool,
    pub only: Option<Vec<String>>,
    pub files: Option<FileList>,
    pub allow_shrink: bool,
    pub strict: bool,
    /// How long to wait for another run that holds the lock.
    pub wait: Duration,
}

impl RunRequest {
    pub fn new(ner: NerChoice) -> Self {
        let wait = Duration::ZERO;
        Self {
            ner,
            threads: None,
            rebuild: false,
            reread: false,
            retry: false,
            keep_learned: false,
            fast: false,
            only: None,
            files: None,
            allow_shrink: false,
            strict: false,
            wait,
        }
    }
}

/// Bytes of documents between reading and indexing: enough to keep every thread busy with pages of some MB.
const BYTES_IN_FLIGHT: usize = 64 << 20;

/// Memory of the writer's postings before they are written to disk; more gives fewer segments to merge, and takes more
/// memory.
const WRITER_BYTES: usize = 160 << 20;

/// Threads that write postings: they share the memory, and with more the segments get small.
const MOST_WRITERS: usize = 2;

/// Runs the write flow.
pub fn run(archive: &Archive, request: RunRequest, output: &Output) -> Result<Report, Failure> {
    let wait = request.wait;
    let settings = settings(archive, request)?;
    let removed = archive.removed_sources()?;
    let progress = Progress::start(output.is_watched());
    let waits = |error: &IngestError| is_locked(error) && !progress.stopped();
    let report = wait_while(wait, &waits, &mut || ingest(archive, &settings, &progress));
    progress.finish();
    let report = report.map_err(|error| match error {
        error if is_locked(&error) && progress.stopped() => IngestError::Stopped,
        error => error,
    });
    match report {
        Ok(report) => {
            archive.settle_removed(&removed)?;
            Ok(report)
        }
        Err(error @ IngestError::Stopped) if progress.code() == TERMINATED => {
            Err(Failure { code: TERMINATED, ..error.into() })
        }
        Err(error) => Err(error.into()),
    }
}

/// An archive whose pages were read with `--fast` keeps that setting until a rebuild without it.
fn effort(archive: &Archive, request: &RunRequest) -> Effort {
    let made_fast = || Generation::open(archive).is_ok_and(|generation| was_made_fast(&generation.manifest.made_with));
    if request.fast || (!request.rebuild && made_fast()) { Effort::Fast } else { Effort::Full }
}

/// The settings of a run.
pub fn settings(archive: &Archive, request: RunRequest) -> Result<Settings, Failure> {
    let effort = effort(archive, &request);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = request.threads.unwrap_or(cores).clamp(1, 256);
    let writers = threads.min(MOST_WRITERS);
    let now = jiff::Timestamp::now();
    Ok(Settings {
        ner: ner(request.ner),
        effort,
        outlets: archive.outlets()?,
        threads,
        writer: WriterBudget { threads: writers, bytes_per_thread: WRITER_BYTES / writers },
        caps: Caps::default(),
        bytes_in_flight: BYTES_IN_FLIGHT,
        spill_bytes: None,
        now: now.as_second(),
        force: request.rebuild,
        reread: request.reread,
        retry: request.retry,
        keep_learned: request.keep_learned,
        only: request.only,
        files: request.files,
        allow_shrink: request.allow_shrink,
        strict: request.strict,
        holder: caller().holder(),
        isolated_reader: std::env::current_exe().ok(),
    })
}

fn is_locked(error: &IngestError) -> bool {
    matches!(error, IngestError::Index(IndexError::Locked(_)))
}

/// Takes the lock for a verb that changes an archive without a run.
pub fn lock(archive: &Archive, wait: Duration) -> Result<Lock, Failure> {
    Ok(Lock::wait(archive, &caller().holder(), wait)?)
}

pub fn ner(choice: NerChoice) -> Ner {
    match choice {
        NerChoice::Off => Ner::Off,
        NerChoice::Rules => Ner::Rules,
        NerChoice::Crf => Ner::Crf,
        NerChoice::Thorough => Ner::Thorough,
    }
}
