//! Files to records, and records to articles, without an index: what a run would index, one after another.

use super::threads::{READER_THREAD, STACK_BYTES};
use crate::article::{Article, DateReading};
use crate::enrich::{Ner, enrich};
use crate::extract::{DraftLocation, Label, Outlets, Rules, extract, labels};
use crate::format::{
    Draft, DraftKind, Drafts, Effort, Format, FormatError, Input, Mapping, Reason, sniff, state_sidecar,
};
use crate::source::{Caps, Content, ItemFacts, Skip, SourceError, SourceFile, unfold, walk};
use crate::text::counted;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::Builder;

/// What became of one draft, with its locator.
#[derive(Debug)]
pub enum Drafted {
    Article(Box<Article>),
    Spiked(String, FormatError),
    /// A skipped member of a container.
    Skipped(String, Skip),
    /// A note about a record as a whole.
    Noted(String, String),
}

/// How files are read outside an archive.
#[derive(Debug, Clone)]
pub struct ReadSettings {
    pub ner: Ner,
    /// Seconds since 1970: later dates are rejected.
    pub now: i64,
    /// The address that pages were saved from.
    pub url: Option<String>,
    /// The effort spent on a page.
    pub effort: Effort,
    /// The program that reads PDF files in a process of its own.
    pub pdf_reader: Option<PathBuf>,
}

/// One record of a file: its bytes and how to read them, or why it is not read.
#[derive(Debug)]
pub struct FileRecord {
    /// What follows the file's locator.
    suffix: String,
    /// Name of the file or member that contains the record.
    name: Arc<str>,
    facts: Arc<ItemFacts>,
    content: RecordContent,
}

#[derive(Debug)]
enum RecordContent {
    Record(&'static Format, Vec<u8>),
    Skipped(Skip),
    Unreadable(FormatError),
}

impl FileRecord {
    pub fn locator(&self, file: &str) -> String {
        format!("{file}{}", self.suffix)
    }

    /// Bytes held in memory.
    pub fn size(&self) -> usize {
        self.bytes().len()
    }

    /// Name and version of the format, if the record can be read.
    pub fn reader(&self) -> Option<(&'static str, u32)> {
        if let RecordContent::Record(format, _) = &self.content { Some((format.name, format.version)) } else { None }
    }

    pub fn facts(&self) -> &ItemFacts {
        &self.facts
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            RecordContent::Record(_, bytes) => bytes,
            RecordContent::Skipped(_) | RecordContent::Unreadable(_) => &[],
        }
    }
}

/// Splits a file into its records, containers unfolded, until `take` returns `false`.
pub fn each_record(path: &Path, caps: &Caps, fields: Option<&Mapping>, take: &mut dyn FnMut(FileRecord) -> bool) {
    unfold(path, caps, &mut |item| {
        let (member, facts) = (item.member, Arc::new(item.facts));
        let cut = |suffix: String, name: &Arc<str>, content| FileRecord {
            suffix,
            name: Arc::clone(name),
            facts: Arc::clone(&facts),
            content,
        };
        let mut reader = match item.content {
            Content::Document(reader) => reader,
            Content::Skipped(skip) => return take(cut(member, &Arc::from(""), RecordContent::Skipped(skip))),
            Content::Unreadable(error) => {
                let content = RecordContent::Unreadable(FormatError::of_io(&error));
                return take(cut(member, &Arc::from(""), content));
            }
        };
        let name: Arc<str> = Arc::from(reader.name.as_str());
        let format = match reader.head().map_err(|error| FormatError::of_io(&error)).and_then(|head| sniff(head, &name))
        {
            Ok(format) => format,
            Err(error) => return take(cut(member, &name, RecordContent::Unreadable(error))),
        };
        let mut goes_on = true;
        format.each_record(&mut reader, caps.document_bytes, fields, &mut |record| {
            let suffix = record.number.map_or_else(|| member.clone(), |number| format!("{member}#{number}"));
            let content = match record.bytes {
                Ok(bytes) => RecordContent::Record(format, bytes),
                Err(error) => RecordContent::Unreadable(error),
            };
            goes_on = take(cut(suffix, &name, content));
            goes_on
        });
        goes_on
    });
}

/// What affects how records become articles, apart from their bytes.
#[derive(Debug, Clone, Copy)]
pub struct ReadOptions<'a> {
    pub ner: Ner,
    /// Seconds since 1970: later dates are rejected.
    pub now: i64,
    /// The user's names for the fields of records.
    pub fields: Option<&'a Mapping>,
    /// The user's outlet names by host.
    pub outlets: Option<&'a Outlets>,
    /// The effort spent on a page.
    pub effort: Effort,
    /// The program that reads PDF files in a process of its own.
    pub pdf_reader: Option<&'a Path>,
}

impl FileRecord {
    fn input<'a>(&'a self, bytes: &'a [u8], options: &ReadOptions<'a>) -> Input<'a> {
        let ReadOptions { fields, pdf_reader, .. } = *options;
        Input { bytes, charset: self.facts.charset.as_deref(), name: &self.name, fields, pdf_reader }
    }

    /// A place with what the container states about the record.
    fn place(&self, place: &DraftLocation, now: i64) -> DraftLocation {
        let captured = self.facts.captured.as_deref().and_then(|text| DateReading { now, language: None }.parse(text));
        DraftLocation { url: place.url.clone().or_else(|| self.facts.url.clone()), captured, ..place.clone() }
    }
}

/// Articles of one record, and whether they were costly to read. The place is without what the container states.
/// A panic in a reader spikes the record.
pub fn articles(record: &FileRecord, place: &DraftLocation, options: ReadOptions) -> (Vec<Drafted>, bool) {
    let made = catch_unwind(AssertUnwindSafe(|| articles_of(record, place, options)));
    made.unwrap_or_else(|_| {
        let error = FormatError::new(Reason::Panic, "internal error while options this document");
        (vec![Drafted::Spiked(place.locator.clone(), error)], false)
    })
}

fn articles_of(record: &FileRecord, place: &DraftLocation, options: ReadOptions) -> (Vec<Drafted>, bool) {
    let ReadOptions { ner, now, .. } = options;
    let locator = place.locator.clone();
    let (format, bytes) = match &record.content {
        RecordContent::Record(format, bytes) => (format, bytes),
        RecordContent::Skipped(skip) => return (vec![Drafted::Skipped(locator, *skip)], false),
        RecordContent::Unreadable(error) => return (vec![Drafted::Spiked(locator, error.clone())], false),
    };
    let mut drafts = match format.read_with(&record.input(bytes, &options), options.effort) {
        Ok(drafts) => drafts,
        Err(error) => return (vec![Drafted::Spiked(locator, error)], false),
    };
    if let Some(sidecar) = &record.facts.sidecar {
        state_sidecar(&mut drafts, sidecar, record.suffix.is_empty());
    }
    drafts.found.iter_mut().for_each(|draft| draft.notes.extend(record.facts.notes.iter().cloned()));
    let place = record.place(place, now);
    let rules = Rules { now, outlets: options.outlets.cloned().unwrap_or_default() };
    let costly = drafts.found.iter().any(|draft| draft.kind != DraftKind::Record);
    (settle_drafts(drafts, &place, &rules, ner), costly)
}

/// Articles and spikes of one record in their order; a count that the record states is compared.
fn settle_drafts(drafts: Drafts, place: &DraftLocation, rules: &Rules, ner: Ner) -> Vec<Drafted> {
    let Drafts { found, unreadable, stated, .. } = drafts;
    let total = found.len() + unreadable.len();
    let mut settled = Vec::with_capacity(total);
    if let Some(stated) = stated.filter(|&stated| stated != total as u64) {
        let note = format!("states that it has {}, but {total} were found", counted(stated, "article"));
        settled.push(Drafted::Noted(place.locator.clone(), note));
    }
    let (mut found, mut unreadable) = (found.into_iter(), unreadable.into_iter().peekable());
    for number in 1..=total {
        let locator = if total > 1 { format!("{}#{number}", place.locator) } else { place.locator.clone() };
        match unreadable.next_if(|(nth, _)| *nth == number || found.len() == 0) {
            Some((_, error)) => settled.push(Drafted::Spiked(locator, error)),
            None => settled.extend(found.next().map(|draft| article(draft, locator, place, rules, ner))),
        }
    }
    settled
}

fn article(draft: Draft, locator: String, place: &DraftLocation, rules: &Rules, ner: Ner) -> Drafted {
    match extract(draft, &DraftLocation { locator: locator.clone(), ..place.clone() }, rules) {
        Ok(mut article) => {
            enrich(&mut article, ner);
            Drafted::Article(Box::new(article))
        }
        Err(refused) => Drafted::Spiked(locator, FormatError::new(refused.reason, refused.detail)),
    }
}

/// Reads a file, or the files of a folder, and passes the outcome of every draft to `sink` until it returns `false`.
pub fn read_path(
    path: &Path,
    settings: &ReadSettings,
    sink: &mut (dyn FnMut(Drafted) -> bool + Send),
) -> Result<(), SourceError> {
    let walked = walk(path)?;
    let source = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let failed = |source| SourceError::Io { path: path.to_owned(), source };
    std::thread::scope(|scope| {
        let work = || {
            for (place, words) in &walked.unreadable {
                let place = if place.is_empty() { path.display().to_string() } else { place.clone() };
                sink(Drafted::Spiked(place, FormatError::new(Reason::UnreadableFolder, words.clone())));
            }
            walked.files.iter().all(|file| read_file(file, &source, settings, sink));
        };
        let reader = Builder::new().name(READER_THREAD.to_owned()).stack_size(STACK_BYTES);
        // Panics are caught record by record: the thread always ends well.
        reader.spawn_scoped(scope, work).map(drop).map_err(failed)
    })
}

fn read_file(file: &SourceFile, source: &str, settings: &ReadSettings, sink: &mut dyn FnMut(Drafted) -> bool) -> bool {
    let mut goes_on = true;
    each_record(&file.path, &Caps::default(), None, &mut |record| {
        let locator = record.locator(&file.locator);
        let place = DraftLocation { source: source.to_owned(), locator, url: settings.url.clone(), captured: None };
        let pdf_reader = settings.pdf_reader.as_deref();
        let (ner, now, effort) = (settings.ner, settings.now, settings.effort);
        let (drafted, _) =
            articles(&record, &place, ReadOptions { ner, now, fields: None, outlets: None, effort, pdf_reader });
        goes_on = drafted.into_iter().all(&mut *sink);
        goes_on
    });
    goes_on
}

/// The blocks of one draft with the zone of each, or why there are none.
pub type Labelled = Result<Vec<Label>, FormatError>;

/// Reads files as `read_path` does and passes on the blocks of every draft with their labels, by locator.
pub fn read_zones(
    path: &Path,
    settings: &ReadSettings,
    sink: &mut (dyn FnMut(String, Labelled) -> bool + Send),
) -> Result<(), SourceError> {
    let walked = walk(path)?;
    let failed = |source| SourceError::Io { path: path.to_owned(), source };
    std::thread::scope(|scope| {
        let work = || {
            walked.files.iter().all(|file| {
                let mut goes_on = true;
                each_record(&file.path, &Caps::default(), None, &mut |record| {
                    let labelled = catch_unwind(AssertUnwindSafe(|| zones_of(&record, file, settings)));
                    let panicked =
                        || Err(FormatError::new(Reason::Panic, "internal error while options this document"));
                    let labelled = labelled.unwrap_or_else(|_| vec![(record.locator(&file.locator), panicked())]);
                    goes_on = labelled.into_iter().all(|(locator, labels)| sink(locator, labels));
                    goes_on
                });
                goes_on
            });
        };
        let reader = Builder::new().name(READER_THREAD.to_owned()).stack_size(STACK_BYTES);
        // Panics are caught record by record: the thread always ends well.
        reader.spawn_scoped(scope, work).map(drop).map_err(failed)
    })
}

fn zones_of(record: &FileRecord, file: &SourceFile, settings: &ReadSettings) -> Vec<(String, Labelled)> {
    let locator = record.locator(&file.locator);
    let drafts = match &record.content {
        RecordContent::Record(format, bytes) => {
            let (ner, now, effort) = (settings.ner, settings.now, settings.effort);
            let pdf_reader = settings.pdf_reader.as_deref();
            let options = ReadOptions { ner, now, fields: None, outlets: None, effort, pdf_reader };
            format.read_with(&record.input(bytes, &options), effort)
        }
        RecordContent::Skipped(_) => return Vec::new(),
        RecordContent::Unreadable(error) => Err(error.clone()),
    };
    let drafts = match drafts {
        Ok(drafts) => drafts,
        Err(error) => return vec![(locator, Err(error))],
    };
    let place = DraftLocation { locator: locator.clone(), url: settings.url.clone(), ..DraftLocation::default() };
    let (place, rules) = (record.place(&place, settings.now), Rules { now: settings.now, ..Rules::default() });
    let several = drafts.found.len() > 1;
    let labelled = drafts.found.iter().enumerate().map(|(nth, draft)| {
        let locator = if several { format!("{locator}#{}", nth + 1) } else { locator.clone() };
        (locator, Ok(labels(draft, &place, &rules)))
    });
    let unreadable =
        drafts.unreadable.iter().map(|(number, error)| (format!("{locator}#{number}"), Err(error.clone())));
    labelled.chain(unreadable).collect()
}
