//! The parallel part of a run: one thread reads files and splits them into records, several turn these into
//! articles and documents, and the caller receives the results in the order of the files.

use super::articles::{Drafted, ReadOptions, find_names};
use super::budget::{Budget, BytesPermit};
use super::cached::{self, Found};
use super::context::BuildContext;
use super::error::IngestError;
use super::plan::Plan;
use super::prepared::{ContentHash, Facts, Made, Prepared, hash64, text_hash};
use super::records::{FileRecord, each_record};
use super::settings::Settings;
use super::spill::Packed;
use super::threads::{READER_THREAD, STACK_BYTES};
use super::watch::Watch;
use crate::article::story_lines;
use crate::enrich::Ner;
use crate::extract::{DraftLocation, move_repeats};
use crate::format::{FormatError, Mapping, Reason};
use crate::index::document;
use crossbeam_channel::{Receiver, Sender, bounded};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::thread::{self, Builder, Scope};

/// Hashed locators of the records to read: those of articles, and those of the records that contain several articles.
/// Others are skipped.
#[derive(Debug, Default)]
pub struct RecordSelection(HashSet<u64>);

impl RecordSelection {
    /// Adds the article at a locator.
    pub fn add(&mut self, source: &str, locator: &str) {
        let record = locator.rsplit_once('#').map_or(locator, |(record, _)| record);
        for place in [locator, record] {
            self.0.insert(hash64(&[source.as_bytes(), place.as_bytes()]));
        }
    }

    fn has(&self, source: &str, locator: &str) -> bool {
        self.0.contains(&hash64(&[source.as_bytes(), locator.as_bytes()]))
    }
}

/// One record to read.
struct Work {
    order: u64,
    file: usize,
    /// `None` at the end of a file.
    record: Option<FileRecord>,
    permit: Arc<BytesPermit>,
}

/// The results of one record.
struct Done {
    order: u64,
    file: usize,
    found: Vec<Prepared>,
    bytes: u64,
    last_of_file: bool,
}

/// A record unfolds to its text, its blocks, its article and its document: about three times its bytes.
pub(super) const UNFOLD: usize = 3;

/// Reads all files of the plan; `take` gets the results with the index of the file, in the plan's order.
pub fn run(
    plan: &Plan,
    settings: &Settings,
    context: BuildContext,
    watch: &dyn Watch,
    selection: Option<&RecordSelection>,
    take: &mut dyn FnMut(usize, Vec<Prepared>) -> Result<(), IngestError>,
) -> Result<(), IngestError> {
    let budget = Budget::new(settings.bytes_in_flight);
    let (work_in, work_out) = bounded::<Work>(settings.threads * 64);
    let (done_in, done_out) = bounded::<Done>(settings.threads * 64);
    thread::scope(|scope| {
        let shared = Arc::clone(&budget);
        start(scope, "read", move || read_files(plan, settings, &shared, &work_in, watch))?;
        for _ in 0..settings.threads.max(1) {
            let (work, done) = (work_out.clone(), done_in.clone());
            start(scope, READER_THREAD, move || make_articles(plan, settings, context, selection, &work, &done))?;
        }
        drop((work_out, done_in));
        let taken = take_in_order(plan, done_out, watch, take);
        // The other threads end when their channels close, unless one waits for bytes that the writer holds.
        budget.close();
        taken
    })
}

pub(super) fn start<'scope>(
    scope: &'scope Scope<'scope, '_>,
    name: &str,
    work: impl FnOnce() + Send + 'scope,
) -> Result<(), IngestError> {
    let thread = Builder::new().name(name.to_owned()).stack_size(STACK_BYTES).spawn_scoped(scope, work);
    let failed = |source| crate::index::IndexError::Io { path: "a thread".into(), source };
    thread.map(drop).map_err(|error| failed(error).into())
}

/// Passes the results on in order. Returning drops the channel, which ends the other threads.
fn take_in_order(
    plan: &Plan,
    done: Receiver<Done>,
    watch: &dyn Watch,
    take: &mut dyn FnMut(usize, Vec<Prepared>) -> Result<(), IngestError>,
) -> Result<(), IngestError> {
    let mut early: BTreeMap<u64, Done> = BTreeMap::new();
    let (mut next, mut read) = (0, 0);
    for item in done {
        early.insert(item.order, item);
        while let Some(item) = early.remove(&next) {
            next += 1;
            if watch.stopped() {
                return Err(IngestError::Stopped);
            }
            watch.found(item.found.iter().filter(|found| matches!(found, Prepared::Article { .. })).count());
            take(item.file, item.found)?;
            // Records may have more bytes than their file, which may be compressed.
            let left = plan.files[item.file].size.saturating_sub(read);
            if item.last_of_file {
                watch.read(1, left);
                read = 0;
            } else {
                watch.read(0, item.bytes.min(left));
                read += item.bytes.min(left);
            }
        }
    }
    if watch.stopped() { Err(IngestError::Stopped) } else { Ok(()) }
}

fn read_files(plan: &Plan, settings: &Settings, budget: &Arc<Budget>, work: &Sender<Work>, watch: &dyn Watch) {
    let mut order = 0;
    for (nth, planned) in plan.files.iter().enumerate() {
        // The end of a file is sent on its own, so that empty files are counted too.
        let mut send = |record: Option<FileRecord>| {
            let bytes = record.as_ref().map_or(0, FileRecord::size);
            let permit = budget.take(bytes * UNFOLD);
            let sent = work.send(Work { order, file: nth, record, permit });
            order += 1;
            sent.is_ok() && !watch.stopped()
        };
        let path = plan.path_of(planned);
        // Before the bytes are read: a file that changes in between is then seen to differ from the ledger.
        planned.digest.take_from(&path);
        each_record(&path, &settings.caps, plan.fields_of(planned), &mut |record| send(Some(record)));
        if !send(None) {
            return;
        }
    }
}

fn make_articles(
    plan: &Plan,
    settings: &Settings,
    context: BuildContext,
    selection: Option<&RecordSelection>,
    work: &Receiver<Work>,
    done: &Sender<Done>,
) {
    for item in work {
        let planned = &plan.files[item.file];
        let source = &plan.sources[planned.source];
        let is_excluded = |locator: &str| selection.is_some_and(|selection| !selection.has(source, locator));
        let last_of_file = item.record.is_none();
        let bytes = item.record.as_ref().map_or(0, |record| record.size() as u64);
        let mut found = Vec::new();
        if let Some(record) = &item.record {
            let locator = record.locator(&planned.locator);
            if !is_excluded(&locator) {
                let language = plan.language_of(planned).map(str::to_owned);
                let place = DraftLocation { source: source.clone(), language, locator, ..DraftLocation::default() };
                let fields = plan.fields_of(planned);
                found = read_record(record, &place, fields, settings, context, &item.permit);
                found.retain(|found| found.locator().is_none_or(|locator| !is_excluded(locator)));
            }
        }
        if done.send(Done { order: item.order, file: item.file, found, bytes, last_of_file }).is_err() {
            return;
        }
    }
}

fn read_record(
    record: &FileRecord,
    place: &DraftLocation,
    fields: Option<&Mapping>,
    settings: &Settings,
    context: BuildContext,
    permit: &Arc<BytesPermit>,
) -> Vec<Prepared> {
    let Settings { ner, now, effort, outlets, .. } = settings;
    let isolated_reader = settings.isolated_reader.as_deref();
    let options = ReadOptions {
        ner: *ner,
        now: *now,
        names_later: context.learns,
        fields,
        outlets: Some(outlets),
        effort: *effort,
        isolated_reader,
    };
    let hash = ContentHash::of(record.bytes());
    let Found { drafted, named, resume } = cached::articles(context, record, &hash, place, options);
    let finish = |drafted| finish(drafted, named, &hash, permit, (context, *ner));
    let prepared: Vec<Prepared> = drafted.into_iter().map(finish).collect();
    if let Some(key) = resume {
        cached::keep_for_resuming(context, key, &prepared);
    }
    prepared
}

fn finish(
    drafted: Drafted,
    named: bool,
    hash: &ContentHash,
    permit: &Arc<BytesPermit>,
    (context, ner): (BuildContext, Ner),
) -> Prepared {
    match drafted {
        Drafted::Article(mut article) => {
            // Captures are compared before lines are moved, so that the comparison does not depend on a table.
            let mut facts = Box::new(Facts::of(&article, hash));
            if context.learns {
                facts.lines = story_lines(&article);
                let packed = Packed::of(&article, named, permit.clone());
                let unpackable = || FormatError::new(Reason::Panic, "an article that cannot be kept");
                return match packed {
                    Some(packed) => Prepared::Article { facts, made: Made::Packed(packed) },
                    None => Prepared::Spiked { locator: facts.locator, error: unpackable() },
                };
            }
            let is_changed = context.repeats.is_some_and(|repeats| move_repeats(repeats, &mut article));
            if is_changed {
                facts.text = text_hash(&article);
            }
            // Names have positions in the story as it is indexed.
            if is_changed || !named {
                find_names(&mut article, ner);
            }
            let document = document(&article, &context.fields).holding(permit.clone());
            Prepared::Article { facts, made: Made::Document(Box::new(document)) }
        }
        Drafted::Spiked(locator, error) => Prepared::Spiked { locator, error },
        Drafted::Skipped(_, skip) => Prepared::Skipped(skip),
        Drafted::Noted(locator, note) => Prepared::Noted(format!("{locator}: {note}")),
    }
}
