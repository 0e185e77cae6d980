//! The versions of an article: the captures of its address that the sources have, read again. The newest is the one that is
//! indexed; nothing of the others is kept in the index, so that whatever is removed from the sources, or forgotten, is gone.

use super::articles::{Drafted, ReadOptions, articles};
use super::own_record::inside;
use super::prepared::{ContentHash, Facts};
use super::records::{RecordContent, each_record};
use super::source_rules;
use crate::article::Article;
use crate::enrich::Ner;
use crate::extract::DraftLocation;
use crate::format::Effort;
use crate::index::{Archive, FileEntry, Forgotten, IndexError, LedgerReader, RecordOutcome};
use crate::source::Caps;
use std::collections::HashSet;
use std::path::Path;

/// Most versions that are read.
const MOST: usize = 200;

/// One capture.
pub struct Version {
    pub article: Box<Article>,
    /// Name of its source.
    pub source: String,
    /// Whether it is the one that is searched.
    pub is_current: bool,
}

/// How versions are read.
pub struct VersionSettings<'a> {
    /// Seconds since 1970: later dates are rejected.
    pub now: i64,
    /// The program that reads PDF files and workbooks in a process of its own.
    pub isolated_reader: Option<&'a Path>,
}

/// The captures of the article with a key, the oldest first: by the stated time of the last change or of publication, then by the
/// time of capture. Those whose text is that of an earlier one are left out, and so are those that have changed since the last run.
pub fn versions(
    archive: &Archive,
    generation: &Path,
    key: &str,
    settings: &VersionSettings,
) -> Result<Vec<Version>, IndexError> {
    if Forgotten::read(archive)?.has(key) {
        return Ok(Vec::new());
    }
    let is_own = |record: &crate::index::RecordEntry| {
        record.key.as_deref() == Some(key)
            && matches!(record.outcome, RecordOutcome::Indexed | RecordOutcome::Duplicate)
    };
    let mut files: Vec<FileEntry> = Vec::new();
    for entry in LedgerReader::open(generation)? {
        let mut entry = entry?;
        entry.records.retain(is_own);
        if !entry.records.is_empty() && entry.raw_path.is_none() && files.len() < MOST {
            files.push(entry);
        }
    }
    let sources = archive.sources()?;
    let rules = source_rules::read(archive, &sources)?;
    let outlets = archive.outlets()?;
    let mut found: Vec<(Facts, Version)> = Vec::new();
    for entry in &files {
        let Some((config, rules)) = sources.iter().zip(&rules).find(|(config, _)| config.name == entry.source) else {
            continue;
        };
        let Some(file) = inside(&archive.source_path(config), &entry.path) else { continue };
        let wanted: HashSet<&str> = entry.records.iter().map(|record| record.locator.as_str()).collect();
        each_record(&file, &Caps::default(), rules.fields.as_ref(), &mut |record| {
            let locator = record.locator(&entry.path);
            // A record with several articles numbers them.
            let holds = wanted.contains(locator.as_str())
                || wanted.iter().any(|wanted| wanted.strip_prefix(&locator).is_some_and(|rest| rest.starts_with('#')));
            let RecordContent::Record(_, bytes) = &record.content else { return true };
            if !holds || found.len() >= MOST {
                return found.len() < MOST;
            }
            let hash = ContentHash::of(bytes);
            let place = DraftLocation {
                source: entry.source.clone(),
                locator,
                language: rules.language.clone(),
                ..DraftLocation::default()
            };
            let options = ReadOptions {
                ner: Ner::Off,
                now: settings.now,
                names_later: false,
                fields: rules.fields.as_ref(),
                outlets: Some(&outlets),
                effort: Effort::Full,
                isolated_reader: settings.isolated_reader,
            };
            for drafted in articles(&record, &place, options).0 {
                let Drafted::Article(article) = drafted else { continue };
                let facts = Facts::of(&article, &hash);
                let own =
                    entry.records.iter().find(|own| own.locator == article.locator && own.content == facts.content);
                if let Some(own) = own.filter(|_| article.key.as_str() == key) {
                    let is_current = own.outcome == RecordOutcome::Indexed;
                    found.push((facts, Version { article, source: entry.source.clone(), is_current }));
                }
            }
            true
        });
    }
    // The one that is searched is the last, whatever its time.
    let place = |facts: &Facts, version: &Version| (version.is_current, facts.time, facts.locator.clone());
    found.sort_by_cached_key(|(facts, version)| place(facts, version));
    let current = found.last().filter(|(_, version)| version.is_current).map(|(facts, _)| facts.text);
    let mut texts = HashSet::new();
    found.retain(|(facts, version)| (version.is_current || Some(facts.text) != current) && texts.insert(facts.text));
    Ok(found.into_iter().map(|(_, version)| version).collect())
}
