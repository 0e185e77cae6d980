//! Articles that the temporary file of the first pass had no room for: the second pass makes them again from their sources.

use super::context::BuildContext;
use super::error::IngestError;
use super::pipeline::{self, RecordSelection};
use super::plan::Plan;
use super::prepared::{Made, Prepared};
use super::settings::Settings;
use super::settle::Settled;
use super::watch::Watch;
use crate::index::Writer;
use std::collections::HashMap;

/// Indexes the articles of some records, by their numbers in order, if they stay.
pub fn index_beyond(
    records: &[u32],
    plan: &Plan,
    settled: &mut Settled,
    settings: &Settings,
    context: BuildContext,
    watch: &dyn Watch,
    writer: &mut Writer,
) -> Result<(), IngestError> {
    let mut wanted = Wanted::of(records, plan, settled);
    let again = plan.some(&wanted.files);
    let (fields, known, mut amended) = (writer.fields(), &*settled, Vec::new());
    pipeline::run(&again, settings, context, &Ended(watch), Some(&wanted.selection), &mut |nth, found| {
        for found in found {
            let Prepared::Article { facts, made: Made::Document(document) } = found else { continue };
            let place = (wanted.files[nth], facts.locator);
            let Some(&record) = wanted.records.get(&place) else { continue };
            // A file that changed since the first pass has other articles.
            let stays = known.key_if_standing(record).filter(|_| known.content_of(record) == facts.content);
            let Some(key) = stays else { continue };
            wanted.records.remove(&place);
            amended.push((record, facts.text));
            writer.add(document.with_key(&key, fields))?;
        }
        Ok(())
    })?;
    amended.into_iter().for_each(|(record, text)| settled.amend(record, text));
    match wanted.records.keys().min() {
        Some((_, locator)) => Err(IngestError::Changing(locator.clone())),
        None => Ok(()),
    }
}

/// The records to read again.
#[derive(Default)]
struct Wanted {
    /// Their files, in order.
    files: Vec<usize>,
    /// By file and locator.
    records: HashMap<(usize, String), u32>,
    selection: RecordSelection,
}

impl Wanted {
    fn of(records: &[u32], plan: &Plan, settled: &Settled) -> Self {
        let mut wanted = Self::default();
        for &record in records.iter().filter(|&&record| settled.key_if_standing(record).is_some()) {
            let (file, locator) = settled.place_of(plan, record);
            wanted.selection.add(plan.source_of(file), &locator);
            wanted.records.insert((file, locator), record);
            if wanted.files.last() != Some(&file) {
                wanted.files.push(file);
            }
        }
        wanted
    }
}

/// Only says when to end: these files were counted already.
struct Ended<'w>(&'w dyn Watch);

impl Watch for Ended<'_> {
    fn stopped(&self) -> bool {
        self.0.stopped()
    }
}
