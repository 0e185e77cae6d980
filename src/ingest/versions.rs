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
use crate::index::{Archive, FileEntry, Forgotten, IndexError, LedgerReader, RecordOutcome, SourceConfig};
use crate::source::Caps;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// Most captures of an article that are read, besides the one that is searched.
const MOST: usize = 1_000;

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
    let keys = HashSet::from([key]);
    let mut all = versions_of(archive, generation, &keys, settings, &|| false, &mut |_, version| version)?;
    Ok(all.remove(key).unwrap_or_default())
}

/// The same for several articles, by key: what is made of each version, and whether it is the one that is searched. Each file is
/// read once, and nothing is kept but what is made. When `stopped` says so, the rest is left.
pub fn versions_of<T>(
    archive: &Archive,
    generation: &Path,
    keys: &HashSet<&str>,
    settings: &VersionSettings,
    stopped: &dyn Fn() -> bool,
    make: &mut dyn FnMut(&str, Version) -> T,
) -> Result<BTreeMap<String, Vec<T>>, IndexError> {
    let forgotten = Forgotten::read(archive)?;
    let mut captures: HashMap<String, usize> = HashMap::new();
    let mut files: Vec<FileEntry> = Vec::new();
    for entry in LedgerReader::open(generation)? {
        let mut entry = entry?;
        entry.records.retain(|record| {
            let Some(key) = record.key.as_deref().filter(|key| keys.contains(key)) else { return false };
            match record.outcome {
                RecordOutcome::Indexed => !forgotten.covers(key, record.content, record.words),
                RecordOutcome::Duplicate if !forgotten.covers(key, record.content, record.words) => {
                    let count = captures.entry(key.to_owned()).or_default();
                    *count += 1;
                    *count <= MOST
                }
                _ => false,
            }
        });
        match files.last_mut().filter(|last| (&last.source, &last.path) == (&entry.source, &entry.path)) {
            // A file with many records has several entries, and is read once.
            Some(last) => last.records.append(&mut entry.records),
            None if !entry.records.is_empty() && entry.raw_path.is_none() => files.push(entry),
            None => {}
        }
        if stopped() {
            return Ok(BTreeMap::new());
        }
    }
    let reading = Reading { archive, sources: archive.sources()?, forgotten, settings, stopped };
    let rules = source_rules::read(archive, &reading.sources)?;
    let outlets = archive.outlets()?;
    let mut found: BTreeMap<String, Vec<(Place, T)>> = BTreeMap::new();
    for entry in &files {
        let place = reading.sources.iter().zip(&rules).find(|(config, _)| config.name == entry.source);
        if let Some((config, rules)) = place {
            reading.file(entry, config, rules, &outlets, &mut |key, place, version| {
                let made = make(key, version);
                found.entry(key.to_owned()).or_default().push((place, made));
            });
        }
    }
    Ok(found.into_iter().map(|(key, versions)| (key, in_order(versions))).collect())
}

/// Where a version is among the others, and what it has.
struct Place {
    is_current: bool,
    time: (i64, u32),
    locator: String,
    /// Hashes of title and the rest.
    content: (u32, u32),
}

struct Reading<'a> {
    archive: &'a Archive,
    sources: Vec<SourceConfig>,
    forgotten: Forgotten,
    settings: &'a VersionSettings<'a>,
    stopped: &'a dyn Fn() -> bool,
}

impl Reading<'_> {
    /// Reads the records of a file that are listed in its entry.
    fn file(
        &self,
        entry: &FileEntry,
        config: &SourceConfig,
        rules: &SourceRules,
        outlets: &BTreeMap<String, String>,
        take: &mut dyn FnMut(&str, Place, Version),
    ) {
        let Some(file) = inside(&self.archive.source_path(config), &entry.path) else { return };
        // A record with several articles numbers them.
        let records: HashMap<&str, _> = entry.records.iter().map(|record| (record.locator.as_str(), record)).collect();
        let own = records.keys().copied();
        let whole = own.clone().filter_map(|locator| locator.rsplit_once('#')).map(|(whole, _)| whole);
        let wanted: HashSet<&str> = own.chain(whole).collect();
        let mut left = records.len();
        each_record(&file, &Caps::default(), rules.fields.as_ref(), &mut |record| {
            if (self.stopped)() {
                return false;
            }
            let locator = record.locator(&entry.path);
            let holds = wanted.contains(locator.as_str());
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
                let own = records.get(article.locator.as_str()).filter(|own| own.content == facts.content);
                let Some(own) = own else { continue };
                left = left.saturating_sub(1);
                let is_current = own.outcome == RecordOutcome::Indexed;
                // A summary is no earlier version, and nothing of what was forgotten is shown, whatever article it is of.
                let Some(key) = own.key.as_deref().filter(|_| !article.partial || is_current) else { continue };
                if !self.forgotten.covers(key, facts.content, facts.words) {
                    let Facts { time, locator, title, rest, .. } = facts;
                    let place = Place { is_current, time, locator, content: (title, rest) };
                    take(key, place, Version { article, source: entry.source.clone(), is_current });
                }
            }
            left > 0
        });
    }
}

/// The versions of one article, the oldest first, those that differ from the one before. The one that is searched is the last,
/// whatever its time.
fn in_order<T>(mut found: Vec<(Place, T)>) -> Vec<T> {
    found.sort_by(|(one, _), (other, _)| {
        let key = |place: &Place| (place.is_current, place.time);
        key(one).cmp(&key(other)).then_with(|| one.locator.cmp(&other.locator))
    });
    let current = found.last().filter(|(place, _)| place.is_current).map(|(place, _)| place.content);
    let mut known = HashSet::new();
    found.retain(|(place, _)| (place.is_current || Some(place.content) != current) && known.insert(place.content));
    found.into_iter().map(|(_, made)| made).collect()
}
