//! Takedowns: articles leave the index and everything on disk that holds their text, and no later run brings them back.

use super::book::{self};
use super::plan::Plan;
use super::regroup::Outcomes;
use super::{IngestError, Report, Settings, Spikes};
use crate::index::{
    Archive, Forgotten, Generation, Lock, Merging, NewGeneration, RecordOutcome, Writer, remove_others,
};

/// Forgets the articles under some keys: notes them, publishes a generation whose files hold nothing of them, and removes
/// all older ones. Gives how many articles left the index.
pub fn forget(archive: &Archive, keys: &[String], settings: &Settings) -> Result<u64, IngestError> {
    let _lock = Lock::take(archive, &settings.holder)?;
    let mut report = Report::begin(archive, settings)?;
    // No source is looked at.
    report.whole = false;
    let done = run(archive, keys, settings, &mut report);
    report.end(archive, done.as_ref().err())?;
    done
}

fn run(archive: &Archive, keys: &[String], settings: &Settings, report: &mut Report) -> Result<u64, IngestError> {
    let previous = Generation::open(archive)?;
    // Noted first: a run that is cut short after this is finished by the next one.
    let mut forgotten = Forgotten::read(archive)?;
    for key in keys {
        forgotten.add(key, settings.now);
    }
    forgotten.write(archive)?;
    let generation = NewGeneration::begin_from(archive, &previous)?;
    let folder = generation.folder();
    let mut writer = Writer::open(&generation, settings.writer)?;
    forgotten.iter().for_each(|(key, _)| writer.remove(key));
    let documents = writer.finish(Merging::Purge)?;
    let plan = Plan::unread(archive)?;
    let mut spikes = Spikes::continuing(Some(&previous), settings.now)?;
    let outcomes = taken_down(&previous, &forgotten)?;
    let tally = book::write(folder, &plan, Some(&previous), &mut std::iter::empty(), &outcomes, &mut spikes)?;
    spikes.write(folder)?;
    report.count(&tally, &spikes);
    if documents != tally.articles {
        let detail = format!("{documents} documents for {} articles", tally.articles);
        return Err(crate::index::IndexError::Damaged { path: folder.to_owned(), detail }.into());
    }
    let made_with = previous.manifest.made_with.clone();
    let manifest = generation.manifest(settings.now, tally.articles, tally.digest(), made_with)?;
    manifest.write(folder)?;
    report.published(&manifest);
    generation.publish()?;
    remove_others(archive)?;
    Ok(previous.manifest.articles.saturating_sub(tally.articles))
}

/// Records of forgotten articles, as the new ledger lists them.
fn taken_down(previous: &Generation, forgotten: &Forgotten) -> Result<Outcomes, IngestError> {
    let mut outcomes = Outcomes::new();
    for entry in crate::index::LedgerReader::open(&previous.folder)? {
        let entry = entry?;
        for record in entry.records {
            let indexed = record.outcome == RecordOutcome::Indexed;
            if indexed && record.key.as_deref().is_some_and(|key| forgotten.has(key)) {
                let place = (entry.source.clone(), record.locator.clone());
                outcomes.insert(place, crate::index::RecordEntry { outcome: RecordOutcome::Forgotten, ..record });
            }
        }
    }
    Ok(outcomes)
}
