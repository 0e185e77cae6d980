//! Files to articles without an index: what a run would make of them, one after another.

use super::pipeline::{READER_THREAD, STACK_BYTES};
use crate::article::Article;
use crate::enrich::{Ner, enrich};
use crate::extract::{Place, Rules, extract};
use crate::format::{Format, FormatError, Record, sniff};
use crate::source::{Caps, SourceError, SourceFile, open, walk};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread::Builder;

/// Either an article or the spike of one draft, with its locator.
pub type Drafted = Result<Article, (String, FormatError)>;

/// How files are read outside an archive.
#[derive(Debug, Clone)]
pub struct ReadSettings {
    pub ner: Ner,
    /// Seconds since 1970: dates after it are refused.
    pub now: i64,
    /// The address that pages were saved from.
    pub url: Option<String>,
}

/// Articles of one record's bytes.
pub(super) fn articles(
    format: &Format,
    bytes: &[u8],
    place: &Place,
    ner: Ner,
    now: i64,
) -> Result<Vec<Drafted>, FormatError> {
    let drafts = format.read(bytes)?;
    let several = drafts.len() > 1;
    let rules = Rules { now, ..Rules::default() };
    let mut articles = Vec::with_capacity(drafts.len());
    for (nth, draft) in drafts.into_iter().enumerate() {
        let locator = if several { format!("{}#{}", place.locator, nth + 1) } else { place.locator.clone() };
        let place = Place { locator: locator.clone(), ..place.clone() };
        articles.push(match extract(draft, &place, &rules) {
            Ok(mut article) => {
                enrich(&mut article, ner);
                Ok(article)
            }
            Err(refused) => Err((locator, FormatError::new(refused.reason, refused.detail))),
        });
    }
    Ok(articles)
}

/// Reads a file, or the files of a folder, and hands on every article and every spike until `sink` gives `false`.
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
                sink(Err((place, FormatError::new("unreadable-folder", words.clone()))));
            }
            walked.files.iter().all(|file| read_file(file, &source, settings, sink));
        };
        let reader = Builder::new().name(READER_THREAD.to_owned()).stack_size(STACK_BYTES);
        // Panics are caught record by record: the thread always ends well.
        reader.spawn_scoped(scope, work).map(drop).map_err(failed)
    })
}

fn read_file(file: &SourceFile, source: &str, settings: &ReadSettings, sink: &mut dyn FnMut(Drafted) -> bool) -> bool {
    let caps = Caps::default();
    let mut goes_on = true;
    let opened = open(&file.path, &caps).and_then(|mut reader| {
        let name = reader.name.clone();
        let format = sniff(reader.head()?, &name);
        Ok((reader, format))
    });
    let spike = |error: FormatError| Err((file.locator.clone(), error));
    match opened {
        Err(error) => sink(spike(FormatError::of_io(&error))),
        Ok((_, Err(error))) => sink(spike(error)),
        Ok((mut reader, Ok(format))) => {
            format.records.read(&mut reader, caps.document_bytes, &mut |record| {
                goes_on = read_record(format, record, file, source, settings).into_iter().all(&mut *sink);
                goes_on
            });
            goes_on
        }
    }
}

fn read_record(
    format: &Format,
    record: Record,
    file: &SourceFile,
    source: &str,
    settings: &ReadSettings,
) -> Vec<Drafted> {
    let locator = match record.number {
        Some(number) => format!("{}#{number}", file.locator),
        None => file.locator.clone(),
    };
    let place =
        Place { source: source.to_owned(), locator: locator.clone(), url: settings.url.clone(), captured: None };
    let make = || articles(format, record.bytes.as_ref().map_err(Clone::clone)?, &place, settings.ner, settings.now);
    let read = catch_unwind(AssertUnwindSafe(make));
    let read = read.unwrap_or_else(|_| Err(FormatError::new("panic", "the reader failed on this document")));
    read.unwrap_or_else(|error| vec![Err((locator, error))])
}
