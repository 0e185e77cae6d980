//! Takedowns: articles leave the index and everything on disk that holds their text, and no later run brings them back.

use super::error::IngestError;
use super::ledger;
use super::plan::Plan;
use super::regroup::Outcomes;
use super::report::Report;
use super::settings::Settings;
use super::spikes::Spikes;
use crate::index::{
    Archive, Cache, Changed, Forgotten, Generation, IndexError, LedgerReader, Lock, Merging, NewGeneration,
    RecordEntry, RecordOutcome, Takedown, Writer, carry_repeats, each_record, forget_cache_size, group_stories,
    learn_names, remove_others, write_atomically, write_names,
};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

/// What happens to other articles with the text of a forgotten one, now and in later runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    Forget,
    Keep,
}

/// Forgets the articles with some keys: records their keys and hashes, publishes a generation whose files contain nothing
/// of them, and removes all older ones. Returns how many articles left the index.
pub fn forget(archive: &Archive, keys: &[String], copies: Copies, settings: &Settings) -> Result<u64, IngestError> {
    let _lock = Lock::take(archive, &settings.holder)?;
    let mut report = Report::begin(archive, settings)?;
    // No source is read.
    report.whole = false;
    let done = run(archive, Some((keys, copies)), settings, &mut report);
    report.end(archive, done.as_ref().err())?;
    done
}

/// Finishes a takedown that was cut short after its keys were recorded. The caller holds the lock.
pub fn finish(archive: &Archive, settings: &Settings) -> Result<(), IngestError> {
    let forgotten = Forgotten::read(archive)?;
    if forgotten.is_empty() || !archive.current().exists() {
        return Ok(());
    }
    let pending = pending(archive);
    // A damaged index is rebuilt without them.
    let holds = Generation::open(archive).and_then(|generation| generation.holds_any(&forgotten));
    if matches!(holds, Ok(true)) {
        let mut report = Report::begin(archive, settings)?;
        report.whole = false;
        let done = run(archive, None, settings, &mut report);
        report.end(archive, done.as_ref().err())?;
        done?;
    } else if pending.exists() && matches!(holds, Ok(false)) {
        // It was published, and then cut short.
        remove_traces(archive, &forgotten)?;
    }
    Ok(())
}

/// A file that is there while a takedown is not finished.
fn pending(archive: &Archive) -> PathBuf {
    archive.user().join("takedown-pending")
}

/// Removes what is left of forgotten articles after a generation without them was published.
fn remove_traces(archive: &Archive, forgotten: &Forgotten) -> Result<(), IngestError> {
    remove_others(archive)?;
    purge_cache(archive, forgotten)?;
    let pending = pending(archive);
    match std::fs::remove_file(&pending) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(IndexError::io(&pending)(error).into()),
        _ => Ok(()),
    }
}

/// Adds the hashes of all records of forgotten articles in a new generation: their files may have changed since the
/// takedown, and lists of an earlier version have none.
pub fn learn_hashes(archive: &Archive, folder: &Path) -> Result<(), IngestError> {
    let before = Forgotten::read(archive)?;
    if before.is_empty() {
        return Ok(());
    }
    let mut forgotten = before.clone();
    each_record(folder, &mut |_, record| {
        if let (RecordOutcome::Forgotten, Some(key)) = (record.outcome, record.key.as_deref()) {
            forgotten.learn(key, record.content, record.words);
        }
    })?;
    if forgotten != before { Ok(forgotten.write(archive)?) } else { Ok(()) }
}

/// The articles of an index that have the text of one of some articles, in the order of the ledger, without these.
pub fn same_text(generation: &Generation, keys: &[String]) -> Result<Vec<String>, IndexError> {
    let keys: HashSet<&str> = keys.iter().map(String::as_str).collect();
    let (mut texts, mut others) = (HashSet::new(), Vec::new());
    each_record(&generation.folder, &mut |_, record| {
        let Some(key) = record.key.as_deref().filter(|_| record.words != 0) else { return };
        if keys.contains(key) {
            texts.insert(record.words);
        } else if record.outcome == RecordOutcome::Indexed {
            others.push((record.words, key.to_owned()));
        }
    })?;
    Ok(others.into_iter().filter(|(text, _)| texts.contains(text)).map(|(_, key)| key).collect())
}

/// Adds articles to the list, with the hashes of all their records.
fn record(
    forgotten: &mut Forgotten,
    previous: &Generation,
    (keys, copies): (&[String], Copies),
    settings: &Settings,
) -> Result<(), IngestError> {
    let mut keys = keys.to_owned();
    if copies == Copies::Forget {
        keys.extend(same_text(previous, &keys)?);
    }
    let keeps_copies = copies == Copies::Keep;
    let new = || Takedown { time: settings.now, keeps_copies, ..Takedown::default() };
    let mut takedowns: BTreeMap<&str, Takedown> = keys.iter().map(|key| (key.as_str(), new())).collect();
    each_record(&previous.folder, &mut |_, record| {
        let Some(takedown) = record.key.as_deref().and_then(|key| takedowns.get_mut(key)) else { return };
        takedown.contents.extend(Some(record.content).filter(|&hash| hash != 0));
        takedown.texts.extend(Some(record.words).filter(|&hash| hash != 0 && copies == Copies::Forget));
    })?;
    takedowns.iter().for_each(|(key, takedown)| forgotten.add(key, takedown));
    Ok(())
}

fn run(
    archive: &Archive,
    new: Option<(&[String], Copies)>,
    settings: &Settings,
    report: &mut Report,
) -> Result<u64, IngestError> {
    let previous = Generation::open(archive)?;
    // Recorded first: a run that is interrupted after this is finished by the next one.
    let mut forgotten = Forgotten::read(archive)?;
    if let Some(new) = new {
        record(&mut forgotten, &previous, new, settings)?;
        forgotten.write(archive)?;
    }
    write_atomically(&pending(archive), b"")?;
    let generation = NewGeneration::begin_from(archive, &previous)?;
    let folder = generation.folder();
    let mut writer = Writer::open(&generation, settings.writer)?;
    forgotten.iter().for_each(|(key, _)| writer.remove(key));
    let documents = writer.finish(Merging::Purge)?;
    let plan = Plan::unread(archive)?;
    let mut spikes = Spikes::open(folder, Some(&previous), settings.now)?;
    let outcomes = taken_down(&previous, &forgotten)?;
    let tally = ledger::write(folder, &plan, Some(&previous), &mut std::iter::empty(), &outcomes, &mut spikes)?;
    spikes.finish()?;
    carry_repeats(&previous.folder, folder)?;
    group_stories(folder, Some(&previous.folder), &Changed::Only(HashSet::new()), settings.threads, &|| false)?;
    // Learned again: a name that only forgotten articles had must not stay.
    write_names(folder, &learn_names(folder)?)?;
    report.count(&tally, &spikes);
    if documents != tally.articles {
        let detail = format!("{documents} documents in the index, expected {}", tally.articles);
        return Err(crate::index::IndexError::Damaged { path: folder.to_owned(), detail }.into());
    }
    let made_with = previous.manifest.made_with.clone();
    let manifest = generation.manifest(settings.now, tally.articles, tally.digest(), made_with)?;
    manifest.write(folder)?;
    report.published(&manifest);
    generation.publish()?;
    remove_traces(archive, &forgotten)?;
    Ok(previous.manifest.articles.saturating_sub(tally.articles))
}

/// The cache keeps what is in the index: nothing of forgotten articles, of their other captures, or of earlier states
/// of files.
fn purge_cache(archive: &Archive, forgotten: &Forgotten) -> Result<(), IngestError> {
    let mut held = HashSet::new();
    for entry in LedgerReader::open(&Generation::open(archive)?.folder)? {
        let is_held = |record: &&RecordEntry| {
            let key = record.key.as_deref();
            key.is_some_and(|key| !forgotten.covers(key, record.content, record.words))
        };
        held.extend(entry?.records.iter().filter(is_held).map(|record| record.content));
    }
    forget_cache_size(archive);
    Ok(Cache::purge(archive, &|content| held.contains(&content))?)
}

/// Records of forgotten articles, for the new ledger.
fn taken_down(previous: &Generation, forgotten: &Forgotten) -> Result<Outcomes, IngestError> {
    let mut outcomes = Outcomes::new();
    for entry in LedgerReader::open(&previous.folder)? {
        let entry = entry?;
        for record in entry.records {
            let indexed = record.outcome == RecordOutcome::Indexed;
            if indexed && record.key.as_deref().is_some_and(|key| forgotten.has(key)) {
                let place = (entry.source.clone(), record.locator.clone());
                outcomes.insert(place, RecordEntry { outcome: RecordOutcome::Forgotten, ..record });
            }
        }
    }
    Ok(outcomes)
}
