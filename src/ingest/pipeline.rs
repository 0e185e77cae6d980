//! The parallel part of a run: one thread reads files and cuts records, several make articles and documents of them,
//! and the caller takes what they found in the order of the files, whichever was ready first.

use super::budget::{Budget, BytesPermit};
use super::plan::Plan;
use super::read::Drafted;
use super::{IngestError, Settings, Watch};
use crate::article::Article;
use crate::extract::Place;
use crate::format::{Format, FormatError, Record, sniff};
use crate::index::{NewsDocument, document};
use crate::schema::Fields;
use crate::source::{Reader, open};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::collections::{BTreeMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, Builder, Scope};

/// What became of one record, on its way to the writer.
pub enum Found {
    Article { facts: Box<Facts>, document: NewsDocument },
    Spiked { locator: String, error: FormatError },
}

impl Found {
    fn locator(&self) -> &str {
        match self {
            Found::Article { facts, .. } => &facts.locator,
            Found::Spiked { locator, .. } => locator,
        }
    }
}

/// Places of the records that are to be read, by source and locator: the articles' own, and those of the records that hold
/// several articles. Others are passed over.
pub type Wanted = HashSet<(String, String)>;

/// What settling duplicates needs to know of an article; its text is in the document.
pub struct Facts {
    pub key: crate::article::ArticleKey,
    pub locator: String,
    /// Stated time of the last change, else of publication, in seconds since 1970.
    pub stated: i64,
    /// blake3 of the record's bytes: equal bytes are one article.
    pub content: u64,
    /// Hash of title and story.
    pub text: u64,
    pub sketch: super::duplicates::Sketch,
    pub canonical_url: Option<String>,
    /// Hash of the canonical URL; 0 where there is none.
    pub url: u64,
}

/// One record to read.
struct Work {
    order: u64,
    file: usize,
    format: Option<&'static Format>,
    record: Record,
    permit: Arc<BytesPermit>,
}

/// What one record gave.
struct Done {
    order: u64,
    file: usize,
    found: Vec<Found>,
    last_of_file: bool,
}

/// Name of the threads on which readers run; a panic there spikes a document and no more.
pub const READER_THREAD: &str = "extract";

/// HTML trees are dropped and walked by recursion, as deep as the scan lets them be.
pub(super) const STACK_BYTES: usize = 64 << 20;

/// A record unfolds to its text, its blocks, its article and its document: about three times its bytes.
const UNFOLD: usize = 3;

/// Reads all files of the plan; `take` gets what was found, with the index of the file, in the plan's order.
pub fn run(
    plan: &Plan,
    settings: &Settings,
    fields: Fields,
    watch: &dyn Watch,
    wanted: Option<&Wanted>,
    take: &mut dyn FnMut(usize, Vec<Found>) -> Result<(), IngestError>,
) -> Result<(), IngestError> {
    let budget = Budget::new(settings.bytes_in_flight);
    let (work_in, work_out) = bounded::<Work>(settings.threads * 64);
    let (done_in, done_out) = bounded::<Done>(settings.threads * 64);
    thread::scope(|scope| {
        let reading = Arc::clone(&budget);
        start(scope, "read", move || read_files(plan, settings, &reading, &work_in, watch))?;
        for _ in 0..settings.threads.max(1) {
            let (work, done) = (work_out.clone(), done_in.clone());
            start(scope, READER_THREAD, move || make_articles(plan, settings, fields, wanted, &work, &done))?;
        }
        drop((work_out, done_in));
        let taken = take_in_order(plan, done_out, watch, take);
        // The other threads end by themselves when nobody takes what they have, if none of them waits for bytes that the
        // writer holds.
        budget.close();
        taken
    })
}

fn start<'scope>(
    scope: &'scope Scope<'scope, '_>,
    name: &str,
    work: impl FnOnce() + Send + 'scope,
) -> Result<(), IngestError> {
    let thread = Builder::new().name(name.to_owned()).stack_size(STACK_BYTES).spawn_scoped(scope, work);
    let failed = |source| crate::index::IndexError::Io { path: "a thread".into(), source };
    thread.map(drop).map_err(|error| failed(error).into())
}

/// Hands on what was found in order. Returning drops the channel, which ends the other threads.
fn take_in_order(
    plan: &Plan,
    done: Receiver<Done>,
    watch: &dyn Watch,
    take: &mut dyn FnMut(usize, Vec<Found>) -> Result<(), IngestError>,
) -> Result<(), IngestError> {
    let mut early: BTreeMap<u64, Done> = BTreeMap::new();
    let mut next = 0;
    for item in done {
        early.insert(item.order, item);
        while let Some(item) = early.remove(&next) {
            next += 1;
            if watch.stopped() {
                return Err(IngestError::Stopped);
            }
            take(item.file, item.found)?;
            if item.last_of_file {
                watch.read(1, plan.files[item.file].size);
            }
        }
    }
    if watch.stopped() { Err(IngestError::Stopped) } else { Ok(()) }
}

fn read_files(plan: &Plan, settings: &Settings, budget: &Arc<Budget>, work: &Sender<Work>, watch: &dyn Watch) {
    let mut order = 0;
    for (nth, planned) in plan.files.iter().enumerate() {
        // The end of a file is a record of its own without bytes, so that empty files are counted too.
        let mut send = |format, record: Record| {
            let bytes = record.bytes.as_ref().map_or(0, Vec::len);
            let permit = budget.take(bytes * UNFOLD);
            let sent = work.send(Work { order, file: nth, format, record, permit });
            order += 1;
            sent.is_ok() && !watch.stopped()
        };
        if let Err(error) = read_file(&plan.path_of(planned), settings, &mut send) {
            send(None, Record { number: None, bytes: Err(error) });
        }
        if !send(None, Record { number: None, bytes: Ok(Vec::new()) }) {
            return;
        }
    }
}

fn read_file(
    path: &Path,
    settings: &Settings,
    send: &mut dyn FnMut(Option<&'static Format>, Record) -> bool,
) -> Result<(), FormatError> {
    let io = |error: std::io::Error| FormatError::of_io(&error);
    let mut reader: Reader = open(path, &settings.caps).map_err(io)?;
    let name = reader.name.clone();
    let format = sniff(reader.head().map_err(io)?, &name)?;
    format.records.read(&mut reader, settings.caps.document_bytes, &mut |record| send(Some(format), record));
    Ok(())
}

fn make_articles(
    plan: &Plan,
    settings: &Settings,
    fields: Fields,
    wanted: Option<&Wanted>,
    work: &Receiver<Work>,
    done: &Sender<Done>,
) {
    for item in work {
        let planned = &plan.files[item.file];
        let last_of_file = item.format.is_none() && item.record.bytes.is_ok();
        let source = &plan.sources[planned.source];
        let locator = match item.record.number {
            Some(number) => format!("{}#{number}", planned.locator),
            None => planned.locator.to_string(),
        };
        let unwanted =
            |locator: &str| wanted.is_some_and(|wanted| !wanted.contains(&(source.clone(), locator.to_owned())));
        let mut found = Vec::new();
        if !last_of_file && !unwanted(&locator) {
            found = read_record(source, &locator, settings, fields, &item);
            found.retain(|found| !unwanted(found.locator()));
        }
        if done.send(Done { order: item.order, file: item.file, found, last_of_file }).is_err() {
            return;
        }
    }
}

/// Articles of one record. A panic in a reader spikes the record.
fn read_record(source: &str, locator: &str, settings: &Settings, fields: Fields, item: &Work) -> Vec<Found> {
    let make = || articles_of(source, locator, settings, item);
    let articles = catch_unwind(AssertUnwindSafe(make))
        .unwrap_or_else(|_| Err(FormatError::new("panic", "the reader failed on this document")));
    match articles {
        Ok(articles) => articles.into_iter().map(|found| finish(found, item, fields)).collect(),
        Err(error) => vec![Found::Spiked { locator: locator.to_owned(), error }],
    }
}

fn articles_of(source: &str, locator: &str, settings: &Settings, item: &Work) -> Result<Vec<Drafted>, FormatError> {
    let bytes = item.record.bytes.as_ref().map_err(Clone::clone)?;
    let Some(format) = item.format else { return Ok(Vec::new()) };
    let place = Place { source: source.to_owned(), locator: locator.to_owned(), url: None, captured: None };
    super::read::articles(format, bytes, &place, settings.ner, settings.now)
}

fn finish(drafted: Drafted, item: &Work, fields: Fields) -> Found {
    match drafted {
        Ok(article) => {
            let bytes = item.record.bytes.as_deref().unwrap_or_default();
            let facts = Box::new(Facts::of(&article, bytes));
            Found::Article { facts, document: document(&article, &fields).holding(item.permit.clone()) }
        }
        Err((locator, error)) => Found::Spiked { locator, error },
    }
}

impl Facts {
    fn of(article: &Article, bytes: &[u8]) -> Self {
        let stated =
            article.modified.as_ref().or(article.published.as_ref()).map_or(i64::MIN, |found| found.value.seconds);
        // Records that hold several articles share their bytes: the key tells those apart.
        let content = hash64(&[bytes, article.zones.title.as_bytes()]);
        let text = hash64(&[article.zones.title.as_bytes(), article.zones.story.as_bytes()]);
        let canonical_url = article.url.as_ref().and_then(|found| crate::article::canonical_url(&found.value));
        let url = canonical_url.as_ref().map_or(0, |url| hash64(&[url.as_bytes()]).max(1));
        let sketch = super::duplicates::Sketch::of(&article.zones.story);
        Self {
            key: article.key.clone(),
            locator: article.locator.clone(),
            stated,
            content,
            text,
            sketch,
            canonical_url,
            url,
        }
    }
}

fn hash64(parts: &[&[u8]]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().as_bytes()[..8].iter().fold(0, |bits, &byte| bits << 8 | u64::from(byte))
}
