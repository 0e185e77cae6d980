//! The write flow: sources to a new generation. Walk, plan, read in parallel, settle duplicates, write, publish.
//! A bad document is spiked with its reason and the run goes on; a bad index or source stops it with nothing published.

mod articles;
mod beyond;
mod budget;
mod cached;
mod captures;
mod context;
mod error;
mod file_bytes;
mod forget;
mod gate;
mod ledger;
mod listed;
mod machine;
mod own_record;
mod pipeline;
mod plan;
mod prepared;
mod read;
mod records;
mod regroup;
mod report;
mod second_pass;
mod settings;
mod settle;
mod settlements;
mod sketch;
mod source_rules;
mod spikes;
mod spill;
mod threads;
mod versions;
mod watch;

pub use articles::Drafted;
pub use error::IngestError;
pub use forget::{Copies, forget, same_text};
pub use listed::FileList;
pub use machine::{Versions, own_memory, peak_memory};
pub use own_record::{OwnRecord, own_record};
pub use plan::Plan;
use plan::UnreadPlace;
pub use read::{Labelled, ReadSettings, read_path, read_zones};
pub use report::{Counts, ENDED_WITHOUT_A_WORD, Outcome, Report, last_report, last_success, reports};
pub use settings::Settings;
pub use spikes::{Spike, by_reason as spikes_by_reason, each as each_spike};
pub use threads::READER_THREAD;
pub use versions::{Version, VersionSettings, versions, versions_of};
pub use watch::{Unwatched, Watch};

use crate::article::{LearnedName, Repeats};
use crate::format::{Effort, FORMATS};
use crate::index::{
    Archive, Cache, Forgotten, Generation, IndexError, LEARNED_TABLES, LearnedFrom, LineCounter, Lock, Looking,
    Merging, NewGeneration, RecordOutcome, SourceConfig, Writer, clear_leftovers, group_stories, learn_names,
    read_names, read_repeats, trim_cache, write_names, write_repeats,
};
use crate::source::CONTAINERS;
use crate::stories::STORIES_VERSION;
use context::{BuildContext, Suppressed};
use crossbeam_channel::{RecvTimeoutError, bounded};
use regroup::Outcomes;
use settle::{Settled, Target};
use spikes::Spikes;
use spill::Spill;
use std::time::Duration;

/// Brings the archive up to date with its sources.
pub fn ingest(archive: &Archive, settings: &Settings, watch: &dyn Watch) -> Result<Report, IngestError> {
    archive.create()?;
    let _lock = Lock::take(archive, &settings.holder)?;
    clear_leftovers(archive)?;
    forget::finish(archive, settings)?;
    let mut report = Report::begin(archive, settings)?;
    let run = run(archive, settings, watch, &mut report);
    report.end(archive, run.as_ref().err())?;
    run.map(|()| report)
}

fn run(archive: &Archive, settings: &Settings, watch: &dyn Watch, report: &mut Report) -> Result<(), IngestError> {
    let previous = previous_generation(archive, settings)?;
    let made_with = made_with(settings, &archive.sources()?);
    // An index made by other readers or rules is rebuilt.
    let kept = previous.as_ref().filter(|previous| !settings.force && previous.manifest.made_with == made_with);
    let plan = Plan::make(archive, previous.as_ref(), kept.is_none(), settings)?;
    plan.same_bytes.write(archive, settings.only.is_none() && settings.files.is_none());
    report.count_plan(&plan);
    if let Some(kept) = kept
        && plan.is_empty(kept)?
    {
        report.unchanged(kept);
        return Ok(());
    }
    watch.planned(plan.files.len(), plan.bytes());
    let run = Run { archive, settings, watch, plan: &plan, previous: previous.as_ref(), kept, made_with };
    let generation = match kept {
        Some(kept) => NewGeneration::begin_from(archive, kept)?,
        None => NewGeneration::begin(archive)?,
    };
    let mut spikes = Spikes::open(generation.folder(), previous.as_ref(), settings.now)?;
    let mut cache = Cache::open(archive, looking(settings, &plan, previous.as_ref(), kept.is_some()));
    let written = run.write(&generation, &mut cache, &mut spikes)?;
    watch.writing();
    report.counts.cached = cache.hits();
    run.publish(generation, written, &mut spikes, report)?;
    forget::learn_hashes(archive, &archive.generations().join(format!("{:06}", report.generation.unwrap_or(0))))?;
    // The index is published; a cache that could not be written only costs time.
    if let Err(error) = cache.settle().and_then(|renewed| trim_cache(archive, plan.lost_records, renewed)) {
        report.notes.push(format!("the cache could not be brought up to date: {error}"));
    }
    Ok(())
}

fn looking(settings: &Settings, plan: &Plan, previous: Option<&Generation>, some_stay: bool) -> Looking {
    match settings.reread {
        true => Looking::Blind,
        false if previous.is_none() => Looking::First,
        false if some_stay => Looking::Adding { bytes: plan.bytes() },
        false => Looking::Renewing,
    }
}

/// The generation before this one; a damaged or incompatible one counts as none, since this run rebuilds
/// everything. A run over listed files cannot: what is not listed would be lost.
fn previous_generation(archive: &Archive, settings: &Settings) -> Result<Option<Generation>, IndexError> {
    let opened = Generation::open(archive).and_then(|generation| generation.check_own_files().map(|()| generation));
    match opened {
        Ok(generation) => Ok(Some(generation)),
        Err(error @ (IndexError::Damaged { .. } | IndexError::Incompatible(_))) if settings.files.is_some() => {
            Err(error)
        }
        Err(IndexError::Missing(_) | IndexError::Damaged { .. } | IndexError::Incompatible(_)) => Ok(None),
        Err(IndexError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What `made_with` says of a generation whose pages were read with little effort.
const MADE_FAST: &str = " effort=fast";

/// Whether the pages of a generation were read with little effort, by its manifest.
pub fn was_made_fast(made_with: &str) -> bool {
    made_with.contains(MADE_FAST)
}

/// Everything that affects articles, apart from the sources.
fn made_with(settings: &Settings, sources: &[SourceConfig]) -> String {
    let containers = CONTAINERS.iter().map(|container| (container.name, container.version));
    let readers = FORMATS.iter().map(|format| (format.name, format.version)).chain(containers);
    let readers: Vec<String> = readers.map(|(name, version)| format!("{name}:{version}")).collect();
    let mut made_with = format!(
        "ner={:?} names={} extract={} {}",
        settings.ner,
        crate::enrich::VERSION,
        crate::extract::VERSION,
        readers.join(" ")
    );
    made_with.push_str(&format!(" stories:{STORIES_VERSION}"));
    for table in LEARNED_TABLES {
        made_with.push_str(&format!(" {}:{}", table.name, table.version));
    }
    if let Some(digest) = source_rules::reading_digest(sources) {
        made_with.push_str(&format!(" fields={digest}"));
    }
    if settings.effort == Effort::Fast {
        made_with.push_str(MADE_FAST);
    }
    if !settings.outlets.is_empty() {
        let names: String = settings.outlets.iter().map(|(host, name)| format!("{host}\n{name}\n")).collect();
        made_with.push_str(&format!(" outlets={}", &blake3::hash(names.as_bytes()).to_hex()[..8]));
    }
    made_with.to_lowercase()
}

/// One run that changes something.
struct Run<'a> {
    archive: &'a Archive,
    settings: &'a Settings,
    watch: &'a dyn Watch,
    plan: &'a Plan,
    /// The generation before this one.
    previous: Option<&'a Generation>,
    /// The generation whose articles stay, except for those that the plan lists as gone.
    kept: Option<&'a Generation>,
    /// What affects its articles.
    made_with: String,
}

/// What a run wrote into the index.
struct Written {
    settled: Settled,
    /// New outcomes of records whose files did not change.
    outcomes: Outcomes,
    documents: u64,
}

/// How often a merging run checks whether it was cancelled.
const LOOK: Duration = Duration::from_millis(100);

impl Run<'_> {
    /// An error if the run was cancelled.
    fn go_on(&self) -> Result<(), IngestError> {
        if self.watch.stopped() { Err(IngestError::Stopped) } else { Ok(()) }
    }

    /// Commits and merges. That cannot be interrupted; a cancelled run leaves it to a thread of its own, which ends
    /// with the process, or with an error when the folder is gone.
    fn finish(&self, writer: Writer, merging: Merging) -> Result<u64, IngestError> {
        let (done_in, done_out) = bounded(1);
        let work = move || drop(done_in.send(writer.finish(merging)));
        let failed = |source| IndexError::Io { path: "a thread".into(), source };
        std::thread::Builder::new().name("merge".to_owned()).spawn(work).map_err(failed)?;
        loop {
            self.go_on()?;
            match done_out.recv_timeout(LOOK) {
                Ok(finished) => return Ok(finished?),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    let path = self.archive.root().to_owned();
                    return Err(IndexError::Damaged { path, detail: "the merge failed".to_owned() }.into());
                }
            }
        }
    }

    fn write(
        &self,
        generation: &NewGeneration,
        cache: &mut Cache,
        spikes: &mut Spikes,
    ) -> Result<Written, IngestError> {
        let mut writer = Writer::open(generation, self.settings.writer)?;
        let forgotten = Forgotten::read(self.archive)?;
        let suppressed = Suppressed::of(&forgotten, self.previous)?;
        let mut settled = Settled::new(generation.folder(), forgotten);
        if let Some(kept) = self.kept {
            settled.held = regroup::marks_of_kept(kept, self.plan)?;
            let lost = self.plan.gone.iter().flat_map(|entry| &entry.records);
            for record in lost.filter(|record| record.outcome == RecordOutcome::Indexed) {
                writer.remove(record.key.as_deref().unwrap_or_default());
            }
        }
        let known = self.known_table()?;
        if known.is_none() && self.kept.is_none() {
            settled.learner = Some(LineCounter::default());
        }
        let (repeats, learns) = (known.as_ref().map(|(_, repeats)| repeats), settled.learner.is_some());
        let context = BuildContext { fields: writer.fields(), cache, suppressed: &suppressed, repeats, learns };
        let mut spill = learns.then(|| Spill::new(generation.folder(), self.settings.spill_bytes)).transpose()?;
        let mut target = spill.as_mut().map_or(Target::Index(&mut writer), Target::Spill);
        pipeline::run(self.plan, self.settings, context, self.watch, None, &mut |file, found| {
            settled.take(self.plan, file, found, &mut target, spikes)
        })?;
        for UnreadPlace { source, place, error } in &self.plan.unreadable {
            spikes.add(source, place, place, error)?;
        }
        let outcomes = match self.kept {
            Some(kept) => regroup::regroup(kept, self.plan, &mut settled, self.settings, context, &mut writer, spikes)?,
            None => Outcomes::new(),
        };
        let learns_names = settled.learner.is_some();
        let learned = match settled.learner.take().zip(spill) {
            Some((learner, spill)) => Some(self.learn(learner, spill, &mut settled, context, &mut writer)?),
            None => None,
        };
        if let Some((from, repeats)) = learned.as_ref().or(known.as_ref()) {
            write_repeats(generation.folder(), from, repeats)?;
        }
        let merging = if self.kept.is_some() { Merging::Small } else { Merging::Everything };
        let changed = writer.changed();
        let documents = self.finish(writer, merging)?;
        self.go_on()?;
        let previous = self.kept.map(|kept| kept.folder.as_path());
        group_stories(generation.folder(), previous, &changed, self.settings.threads, &|| self.watch.stopped())?;
        self.go_on()?;
        let names = if learns_names { learn_names(generation.folder())? } else { self.known_names()? };
        write_names(generation.folder(), &names)?;
        Ok(Written { settled, outcomes, documents })
    }

    /// The table of repeated lines that this run uses unchanged: it is learned again only if everything is rebuilt.
    fn known_table(&self) -> Result<Option<(LearnedFrom, Repeats)>, IngestError> {
        let from = if self.settings.keep_learned { self.previous } else { self.kept };
        Ok(from.map(|generation| read_repeats(&generation.folder)).transpose()?.flatten())
    }

    /// The names that this run copies, as they were learned at the last rebuild.
    fn known_names(&self) -> Result<Vec<LearnedName>, IngestError> {
        let from = if self.settings.keep_learned { self.previous } else { self.kept };
        Ok(from.map(|generation| read_names(&generation.folder)).transpose()?.unwrap_or_default())
    }

    /// Finishes the count of lines, and indexes all articles without those that are repeated.
    fn learn(
        &self,
        learner: LineCounter,
        spill: Spill,
        settled: &mut Settled,
        context: BuildContext,
        writer: &mut Writer,
    ) -> Result<(LearnedFrom, Repeats), IngestError> {
        let articles = learner.articles();
        let repeats = learner.finish();
        let context = BuildContext { repeats: Some(&repeats), learns: false, ..context };
        second_pass::index_kept(spill, self.plan, settled, self.settings, context, self.watch, writer)?;
        let lines = repeats.lines().len() as u64;
        Ok((LearnedFrom { time: self.settings.now, articles, lines }, repeats))
    }

    fn publish(
        &self,
        generation: NewGeneration,
        written: Written,
        spikes: &mut Spikes,
        report: &mut Report,
    ) -> Result<(), IngestError> {
        let folder = generation.folder();
        let tally = ledger::write(
            folder,
            self.plan,
            self.kept,
            &mut written.settled.entries(self.plan),
            &written.outcomes,
            spikes,
        )?;
        spikes.finish()?;
        report.count_read(&written.settled);
        report.count(&tally, spikes);
        if written.documents != tally.articles {
            let detail = format!("{} documents in the index, expected {}", written.documents, tally.articles);
            return Err(IndexError::Damaged { path: folder.to_owned(), detail }.into());
        }
        gate::check(self.plan, &tally, spikes, self.settings)?;
        let made_with = self.made_with.clone();
        let manifest = generation.manifest(self.settings.now, tally.articles, tally.digest(), made_with)?;
        manifest.write(folder)?;
        gate::try_searches(folder, &tally)?;
        self.go_on()?;
        generation.publish()?;
        report.published(&manifest);
        Ok(())
    }
}
