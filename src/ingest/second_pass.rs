//! The second pass of a run that learns: the articles that stay are indexed, each under its key and without the lines
//! that are repeated. So every record is read once, and nothing that was indexed is removed again.

use super::articles::find_names;
use super::beyond::index_beyond;
use super::budget::{Budget, BytesPermit};
use super::context::BuildContext;
use super::error::IngestError;
use super::pipeline::{UNFOLD, start};
use super::plan::Plan;
use super::prepared::text_hash;
use super::settings::Settings;
use super::settle::Settled;
use super::spill::{Kept, Spill};
use super::threads::READER_THREAD;
use super::watch::Watch;
use crate::article::Repeats;
use crate::extract::move_repeats;
use crate::index::{IndexError, NewsDocument, Writer, document};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::thread;

/// Indexes what was kept, and what had no room.
pub fn index_kept(
    spill: Spill,
    plan: &Plan,
    settled: &mut Settled,
    settings: &Settings,
    context: BuildContext,
    watch: &dyn Watch,
    writer: &mut Writer,
) -> Result<(), IngestError> {
    let mut kept = spill.reopen()?;
    let (path, articles, beyond) = (kept.path.clone(), kept.articles, std::mem::take(&mut kept.beyond));
    settled.close();
    let (known, mut amended) = (&*settled, Vec::new());
    let budget = Budget::new(settings.bytes_in_flight);
    let (work_in, work_out) = bounded::<Work>(settings.threads * 64);
    let (done_in, done_out) = bounded::<Done>(settings.threads * 64);
    thread::scope(|scope| {
        let shared = Arc::clone(&budget);
        start(scope, "read", move || {
            for order in 0..articles {
                let read = kept.next();
                let failed = read.is_err();
                let permit = shared.take(read.as_ref().map_or(0, Kept::bytes) * UNFOLD);
                if work_in.send(Work { order, read, permit }).is_err() || failed || watch.stopped() {
                    return;
                }
            }
        })?;
        for _ in 0..settings.threads.max(1) {
            let (work, done) = (work_out.clone(), done_in.clone());
            start(scope, READER_THREAD, move || make_documents(work, done, known, settings, context))?;
        }
        drop((work_out, done_in));
        let mut add = |made: Made| {
            amended.extend(made.text.map(|text| (made.record, text)));
            writer.add(made.document)
        };
        let taken = take_in_order(done_out, articles, watch, &mut add);
        budget.close();
        taken.map_err(|error| match error {
            Failed::Read(error) => IndexError::io(&path)(error).into(),
            Failed::Run(error) => error,
        })
    })?;
    amended.into_iter().for_each(|(record, text)| settled.amend(record, text));
    if beyond.is_empty() {
        return Ok(());
    }
    index_beyond(&beyond, plan, settled, settings, context, watch, writer)
}

struct Work {
    order: u64,
    read: io::Result<Kept>,
    permit: Arc<BytesPermit>,
}

struct Done {
    order: u64,
    /// `None` for an article that does not stay.
    made: io::Result<Option<Made>>,
}

struct Made {
    record: u32,
    /// The hash of its text, if lines were moved.
    text: Option<u64>,
    document: NewsDocument,
}

enum Failed {
    Read(io::Error),
    Run(IngestError),
}

fn make_documents(
    work: Receiver<Work>,
    done: Sender<Done>,
    settled: &Settled,
    settings: &Settings,
    context: BuildContext,
) {
    for Work { order, read, permit } in work {
        let made = read.and_then(|kept| {
            let record = kept.record;
            let Some(key) = settled.key_if_standing(record) else { return Ok(None) };
            let mut article = kept.article()?;
            article.key = key;
            // Most articles have none of the repeated lines.
            let has_repeats = |repeats: &&Repeats| kept.lines.iter().any(|&line| repeats.has(line));
            let repeats = context.repeats.filter(has_repeats);
            let is_changed = repeats.is_some_and(|repeats| move_repeats(repeats, &mut article));
            // Names have positions in the story as it is indexed.
            if is_changed || !kept.named {
                find_names(&mut article, settings.ner);
            }
            let text = is_changed.then(|| text_hash(&article));
            let document = document(&article, &context.fields).holding(permit);
            Ok(Some(Made { record, text, document }))
        });
        if done.send(Done { order, made }).is_err() {
            return;
        }
    }
}

fn take_in_order(
    done: Receiver<Done>,
    articles: u64,
    watch: &dyn Watch,
    add: &mut dyn FnMut(Made) -> Result<(), IndexError>,
) -> Result<(), Failed> {
    let mut early: BTreeMap<u64, io::Result<Option<Made>>> = BTreeMap::new();
    let mut next = 0;
    for Done { order, made } in done {
        early.insert(order, made);
        while let Some(made) = early.remove(&next) {
            next += 1;
            if watch.stopped() {
                return Err(Failed::Run(IngestError::Stopped));
            }
            if let Some(made) = made.map_err(Failed::Read)? {
                add(made).map_err(|error| Failed::Run(error.into()))?;
            }
            watch.indexed(next, articles);
        }
    }
    if watch.stopped() { Err(Failed::Run(IngestError::Stopped)) } else { Ok(()) }
}
