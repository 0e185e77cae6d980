//! Records to articles: what each draft becomes, and whether the record was costly to read.

use super::records::{FileRecord, RecordContent};
use crate::article::{Article, DateReading, Entities};
use crate::enrich::{Ner, enrich, name};
use crate::extract::{DraftLocation, Outlets, Rules, extract};
use crate::format::{Draft, DraftKind, Drafts, Effort, FormatError, Input, Mapping, Reason, state_sidecar};
use crate::source::Skip;
use crate::text::counted;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

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

/// What affects how records become articles, apart from their bytes.
#[derive(Debug, Clone, Copy)]
pub struct ReadOptions<'a> {
    pub ner: Ner,
    /// Seconds since 1970: later dates are rejected.
    pub now: i64,
    /// Whether names are found later, when the text of an article is final.
    pub names_later: bool,
    /// The user's names for the fields of records.
    pub fields: Option<&'a Mapping>,
    /// The user's outlet names by host.
    pub outlets: Option<&'a Outlets>,
    /// The effort spent on a page.
    pub effort: Effort,
    /// The program that reads PDF files and workbooks in a process of its own.
    pub isolated_reader: Option<&'a Path>,
}

impl FileRecord {
    pub fn input<'a>(&'a self, bytes: &'a [u8], options: &ReadOptions<'a>) -> Input<'a> {
        let ReadOptions { fields, isolated_reader, .. } = *options;
        Input { bytes, charset: self.facts.charset.as_deref(), name: self.name(), fields, isolated_reader }
    }

    /// A place with what the container states about the record.
    pub fn place(&self, place: &DraftLocation, now: i64) -> DraftLocation {
        let captured = self.facts.captured.as_deref().and_then(|text| DateReading { now, language: None }.parse(text));
        DraftLocation { url: place.url.clone().or_else(|| self.facts.url.clone()), captured, ..place.clone() }
    }
}

/// Articles of one record, and whether they were costly to read. Only those get names if `options.names_later`. The place is without what the container states.
/// A panic in a reader spikes the record.
pub fn articles(record: &FileRecord, place: &DraftLocation, options: ReadOptions) -> (Vec<Drafted>, bool) {
    let made = catch_unwind(AssertUnwindSafe(|| articles_of(record, place, options)));
    made.unwrap_or_else(|_| {
        let error = FormatError::new(Reason::Panic, "internal error while reading this document");
        (vec![Drafted::Spiked(place.locator.clone(), error)], false)
    })
}

/// Finds the names of an article. A panic leaves it without names and with a note, and the run goes on.
pub fn find_names(article: &mut Article, ner: Ner) {
    if catch_unwind(AssertUnwindSafe(|| name(article, ner))).is_err() {
        article.entities = Entities::default();
        article.notes.push("internal error while finding names".to_owned());
    }
}

fn articles_of(record: &FileRecord, place: &DraftLocation, options: ReadOptions) -> (Vec<Drafted>, bool) {
    let ReadOptions { now, .. } = options;
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
    let rules = Rules { now, outlets: options.outlets.cloned().unwrap_or_default(), line_model: None };
    let costly = drafts.found.iter().any(|draft| draft.kind != DraftKind::Record);
    let ner = if options.names_later && !costly { Ner::Off } else { options.ner };
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
            enrich(&mut article, ner, place.language.as_deref());
            Drafted::Article(Box::new(article))
        }
        Err(refused) => Drafted::Spiked(locator, FormatError::new(refused.reason, refused.detail)),
    }
}
