//! The parallel part of a run: one thread reads files and cuts records, several make articles and documents of them,
//! and the caller takes what they found in the order of the files, whichever was ready first.

use super::budget::{Budget, BytesPermit};
use super::cached::{self, Hushed};
use super::error::IngestError;
use super::plan::Plan;
use super::read::{Drafted, Part, Reading, each_part};
use super::settings::Settings;
use super::watch::Watch;
use crate::article::Article;
use crate::engine::Fields;
use crate::enrich::{Ner, name};
use crate::extract::{DraftLocation, Repeats, StoryLines, story_lines};
use crate::format::{FormatError, Mapping};
use crate::index::{Cache, NewsDocument, document};
use crate::source::Skip;
use crossbeam_channel::{Receiver, Sender, bounded};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::thread::{self, Builder, Scope};

/// What became of one record, on its way to the writer.
pub enum Found {
    Article {
        facts: Box<Facts>,
        document: NewsDocument,
    },
    Spiked {
        locator: String,
        error: FormatError,
    },
    /// A member of a container that is passed over.
    Skipped(Skip),
    /// Something about a record, for the report.
    Noted(String),
}

impl Found {
    fn locator(&self) -> Option<&str> {
        match self {
            Found::Article { facts, .. } => Some(&facts.locator),
            Found::Spiked { locator, .. } => Some(locator),
            Found::Skipped(_) | Found::Noted(_) => None,
        }
    }
}

/// Places of the records that are to be read, by hash: the articles' own, and those of the records that hold several
/// articles. Others are passed over.
#[derive(Debug, Default)]
pub struct Wanted(HashSet<u64>);

impl Wanted {
    /// Wants the article at a place.
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

/// The time of a summary: before that of any whole story.
pub const SUMMARY: i64 = i64::MIN;

/// What settling duplicates needs to know of an article; its text is in the document.
pub struct Facts {
    pub key: crate::article::ArticleKey,
    pub locator: String,
    /// Of two captures the later stands: the stated time of the last change, else of publication, then the time of
    /// capture, in seconds since 1970. A summary stands behind all whole stories.
    pub time: (i64, u32),
    /// blake3 of the record's bytes: equal bytes are one article.
    pub content: u64,
    /// Hash of title and story.
    pub text: u64,
    pub sketch: super::duplicates::Sketch,
    pub canonical_url: Option<String>,
    /// Hash of the canonical URL; 0 where there is none.
    pub url: u64,
    /// The lines of its story, in a run that learns.
    pub lines: StoryLines,
}

/// One record to read.
struct Work {
    order: u64,
    file: usize,
    /// `None` at the end of a file.
    part: Option<Part>,
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

/// What the workers make documents with.
#[derive(Clone, Copy)]
pub struct Making<'a> {
    pub fields: Fields,
    pub cache: &'a Cache,
    pub hushed: &'a Hushed,
    /// Lines that go to the margin.
    pub repeats: Option<&'a Repeats>,
    /// Whether lines are counted.
    pub learns: bool,
}

/// Reads all files of the plan; `take` gets what was found, with the index of the file, in the plan's order.
pub fn run(
    plan: &Plan,
    settings: &Settings,
    making: Making,
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
            start(scope, READER_THREAD, move || make_articles(plan, settings, making, wanted, &work, &done))?;
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
        // The end of a file is sent on its own, so that empty files are counted too.
        let mut send = |part: Option<Part>| {
            let bytes = part.as_ref().map_or(0, Part::size);
            let permit = budget.take(bytes * UNFOLD);
            let sent = work.send(Work { order, file: nth, part, permit });
            order += 1;
            sent.is_ok() && !watch.stopped()
        };
        each_part(&plan.path_of(planned), &settings.caps, plan.fields_of(planned), &mut |part| send(Some(part)));
        if !send(None) {
            return;
        }
    }
}

fn make_articles(
    plan: &Plan,
    settings: &Settings,
    making: Making,
    wanted: Option<&Wanted>,
    work: &Receiver<Work>,
    done: &Sender<Done>,
) {
    for item in work {
        let planned = &plan.files[item.file];
        let source = &plan.sources[planned.source];
        let unwanted = |locator: &str| wanted.is_some_and(|wanted| !wanted.has(source, locator));
        let last_of_file = item.part.is_none();
        let mut found = Vec::new();
        if let Some(part) = &item.part {
            let locator = part.locator(&planned.locator);
            if !unwanted(&locator) {
                let place = DraftLocation { source: source.clone(), locator, ..DraftLocation::default() };
                let fields = plan.fields_of(planned);
                found = read_part(part, &place, fields, settings, making, &item.permit);
                found.retain(|found| found.locator().is_none_or(|locator| !unwanted(locator)));
            }
        }
        if done.send(Done { order: item.order, file: item.file, found, last_of_file }).is_err() {
            return;
        }
    }
}

fn read_part(
    part: &Part,
    place: &DraftLocation,
    fields: Option<&Mapping>,
    settings: &Settings,
    making: Making,
    permit: &Arc<BytesPermit>,
) -> Vec<Found> {
    let Settings { ner, now, effort, outlets, .. } = settings;
    let pdf_reader = settings.pdf_reader.as_deref();
    let reading = Reading { ner: *ner, now: *now, fields, outlets: Some(outlets), effort: *effort, pdf_reader };
    let articles = cached::articles(making, part, place, reading);
    articles.into_iter().map(|drafted| finish(drafted, part, permit, (making, *ner))).collect()
}

fn finish(drafted: Drafted, part: &Part, permit: &Arc<BytesPermit>, (making, ner): (Making, Ner)) -> Found {
    match drafted {
        Drafted::Article(mut article) => {
            // Captures are compared as they stand, so that no table decides which is which.
            let mut facts = Box::new(Facts::of(&article, part.bytes()));
            if making.learns {
                facts.lines = story_lines(&article);
            }
            if making.repeats.is_some_and(|repeats| repeats.apply(&mut article)) {
                facts.text = text_hash(&article);
                // What names stand where is told of the story as it is indexed.
                name(&mut article, ner);
            }
            Found::Article { facts, document: document(&article, &making.fields).holding(permit.clone()) }
        }
        Drafted::Spiked(locator, error) => Found::Spiked { locator, error },
        Drafted::Skipped(_, skip) => Found::Skipped(skip),
        Drafted::Noted(locator, note) => Found::Noted(format!("{locator}: {note}")),
    }
}

impl Facts {
    fn of(article: &Article, bytes: &[u8]) -> Self {
        let stated = article.modified.as_ref().or(article.published.as_ref()).map(|found| found.value.seconds);
        let stated = if article.partial { SUMMARY } else { stated.unwrap_or(SUMMARY + 1) };
        let captured = article.captured.map_or(0, |captured| u32::try_from(captured.seconds).unwrap_or(0));
        let content = content_hash(bytes, article);
        let text = text_hash(article);
        let canonical_url = article.url.as_ref().and_then(|found| crate::article::canonical_url(&found.value));
        let url = canonical_url.as_ref().map_or(0, |url| hash64(&[url.as_bytes()]).max(1));
        let sketch = super::duplicates::Sketch::of(&article.zones.story);
        Self {
            key: article.key.clone(),
            locator: article.locator.clone(),
            time: (stated, captured),
            content,
            text,
            sketch,
            canonical_url,
            url,
            lines: StoryLines::default(),
        }
    }
}

/// Of what is indexed of an article.
fn text_hash(article: &Article) -> u64 {
    hash64(&[article.zones.title.as_bytes(), article.zones.story.as_bytes()])
}

/// Of a record's bytes. Records that hold several articles share them: the title tells those apart.
pub fn content_hash(bytes: &[u8], article: &Article) -> u64 {
    hash64(&[bytes, article.zones.title.as_bytes()])
}

pub fn hash64(parts: &[&[u8]]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().as_bytes()[..8].iter().fold(0, |bits, &byte| bits << 8 | u64::from(byte))
}
