//! Files to articles, or to their blocks with labels, without an index: what a run would index, one after another.

use super::articles::{Drafted, ReadOptions, articles};
use super::records::{FileRecord, RecordContent, each_record};
use super::threads::{READER_THREAD, STACK_BYTES};
use crate::enrich::Ner;
use crate::extract::{DraftLocation, Label, Rules, labels};
use crate::format::{Effort, FormatError, Reason};
use crate::source::{Caps, SourceError, SourceFile, walk};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread::Builder;

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
    /// The program that reads PDF files and workbooks in a process of its own.
    pub isolated_reader: Option<PathBuf>,
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
        let place =
            DraftLocation { source: source.to_owned(), locator, url: settings.url.clone(), ..DraftLocation::default() };
        let isolated_reader = settings.isolated_reader.as_deref();
        let (ner, now, effort) = (settings.ner, settings.now, settings.effort);
        let (drafted, _) = articles(
            &record,
            &place,
            ReadOptions { ner, now, names_later: false, fields: None, outlets: None, effort, isolated_reader },
        );
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
                        || Err(FormatError::new(Reason::Panic, "internal error while reading this document"));
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
            let isolated_reader = settings.isolated_reader.as_deref();
            let options =
                ReadOptions { ner, now, names_later: false, fields: None, outlets: None, effort, isolated_reader };
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
