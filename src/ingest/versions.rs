//! The versions of an article: the captures of its address that the sources have, read again. The newest is the one that is
//! indexed; nothing of the others is kept in the index, so that whatever is removed from the sources, or forgotten, is gone.

use super::articles::{Drafted, ReadOptions, articles};
use super::own_record::inside;
use super::prepared::{ContentHash, Facts};
use super::records::{RecordContent, each_record};
use super::source_rules::{self, SourceRules};
use crate::article::Article;
use crate::enrich::Ner;
use crate::extract::DraftLocation;
use crate::format::Effort;
use crate::index::{Archive, FileEntry, Forgotten, IndexError, LedgerReader, RecordEntry, RecordOutcome, SourceConfig};
use crate::source::Caps;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// Most captures of an article that are read.
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
    let mut all = versions_of(archive, generation, &HashSet::from([key]), settings)?;
    Ok(all.remove(key).unwrap_or_default())
}

/// The same for several articles, by key.
pub fn versions_of(
    archive: &Archive,
    generation: &Path,
    keys: &HashSet<&str>,
    settings: &VersionSettings,
) -> Result<BTreeMap<String, Vec<Version>>, IndexError> {
    let forgotten = Forgotten::read(archive)?;
    let is_own = |record: &RecordEntry| {
        record.key.as_deref().is_some_and(|key| keys.contains(key) && !forgotten.has(key))
            && matches!(record.outcome, RecordOutcome::Indexed | RecordOutcome::Duplicate)
    };
    let mut captures: HashMap<String, usize> = HashMap::new();
    let mut files: Vec<FileEntry> = Vec::new();
    for entry in LedgerReader::open(generation)? {
        let mut entry = entry?;
        entry.records.retain(|record| {
            is_own(record) && {
                let count = captures.entry(record.key.clone().unwrap_or_default()).or_default();
                *count += 1;
                *count <= MOST
            }
        });
        if !entry.records.is_empty() && entry.raw_path.is_none() {
            files.push(entry);
        }
    }
    let mut found: BTreeMap<String, Vec<(Facts, Version)>> = BTreeMap::new();
    let reading = Reading { archive, sources: archive.sources()?, settings };
    let rules = source_rules::read(archive, &reading.sources)?;
    let outlets = archive.outlets()?;
    for entry in &files {
        let place = reading.sources.iter().zip(&rules).find(|(config, _)| config.name == entry.source);
        if let Some((config, rules)) = place {
            reading.file(entry, config, rules, &outlets, &mut found);
        }
    }
    Ok(found.into_iter().map(|(key, versions)| (key, in_order(versions))).collect())
}

struct Reading<'a> {
    archive: &'a Archive,
    sources: Vec<SourceConfig>,
    settings: &'a VersionSettings<'a>,
}

impl Reading<'_> {
    /// Reads the records of a file that are listed in its entry.
    fn file(
        &self,
        entry: &FileEntry,
        config: &SourceConfig,
        rules: &SourceRules,
        outlets: &BTreeMap<String, String>,
        found: &mut BTreeMap<String, Vec<(Facts, Version)>>,
    ) {
        let Some(file) = inside(&self.archive.source_path(config), &entry.path) else { return };
        let wanted: HashSet<&str> = entry.records.iter().map(|record| record.locator.as_str()).collect();
        let mut left = entry.records.len();
        each_record(&file, &Caps::default(), rules.fields.as_ref(), &mut |record| {
            let locator = record.locator(&entry.path);
            // A record with several articles numbers them.
            let holds = wanted.contains(locator.as_str())
                || wanted.iter().any(|wanted| wanted.strip_prefix(&locator).is_some_and(|rest| rest.starts_with('#')));
            let RecordContent::Record(_, bytes) = &record.content else { return true };
            if !holds {
                return true;
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
                now: self.settings.now,
                names_later: false,
                fields: rules.fields.as_ref(),
                outlets: Some(outlets),
                effort: Effort::Full,
                isolated_reader: self.settings.isolated_reader,
            };
            for drafted in articles(&record, &place, options).0 {
                let Drafted::Article(article) = drafted else { continue };
                let facts = Facts::of(&article, &hash);
                // Its key is what the ledger says: that of an article at the address of another is over its place too.
                let own =
                    entry.records.iter().find(|own| own.locator == article.locator && own.content == facts.content);
                let Some(own) = own else { continue };
                left = left.saturating_sub(1);
                let is_current = own.outcome == RecordOutcome::Indexed;
                // A summary is no earlier version.
                if let Some(key) = own.key.clone().filter(|_| !article.partial || is_current) {
                    found
                        .entry(key)
                        .or_default()
                        .push((facts, Version { article, source: entry.source.clone(), is_current }));
                }
            }
            left > 0
        });
    }
}

/// The versions of one article, the oldest first, those with another text than the one before. The one that is searched is the
/// last, whatever its time.
fn in_order(mut found: Vec<(Facts, Version)>) -> Vec<Version> {
    found.sort_by_cached_key(|(facts, version)| (version.is_current, facts.time, facts.locator.clone()));
    let current = found.last().filter(|(_, version)| version.is_current).map(|(facts, _)| facts.text);
    let mut texts = HashSet::new();
    found.retain(|(facts, version)| (version.is_current || Some(facts.text) != current) && texts.insert(facts.text));
    found.into_iter().map(|(_, version)| version).collect()
}
