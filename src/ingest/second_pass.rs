//! The second pass of a run that learns: articles that contain a repeated line are built again without it.

use super::context::BuildContext;
use super::error::IngestError;
use super::pipeline::{self, RecordSelection};
use super::plan::Plan;
use super::prepared::{Prepared, hash64};
use super::settings::Settings;
use super::settle::Settled;
use super::watch::Watch;
use crate::index::Writer;
use std::collections::HashMap;

/// Builds the documents of some records again, without the repeated lines.
pub fn build_again(
    plan: &Plan,
    settled: &mut Settled,
    records: &[u32],
    settings: &Settings,
    context: BuildContext,
    watch: &dyn Watch,
    writer: &mut Writer,
) -> Result<(), IngestError> {
    let mut selection = RecordSelection::default();
    let mut places = HashMap::new();
    let mut files = Vec::new();
    for &record in records.iter().filter(|&&record| settled.stands(record)) {
        let (file, locator) = settled.place(plan, record);
        selection.add(plan.source_of(file), &locator);
        places.insert(place_hash(file, &locator), record);
        files.push(file);
    }
    files.dedup();
    let again = plan.some(&files);
    let watch = Quiet(watch);
    pipeline::run(&again, settings, context, &watch, Some(&selection), &mut |nth, found| {
        for found in found {
            let Prepared::Article { facts, document } = found else { continue };
            let Some(&record) = places.get(&place_hash(files[nth], &facts.locator)) else { continue };
            let key = settled.amend(record, facts.text);
            writer.remove(key.as_str());
            let document = if key == facts.key { document } else { document.with_key(&key, writer.fields()) };
            writer.add(document)?;
        }
        Ok(())
    })
}

/// A locator in few bytes: a large part of an archive may be built again.
fn place_hash(file: usize, locator: &str) -> u64 {
    hash64(&[&file.to_le_bytes(), locator.as_bytes()])
}

/// Files that are read a second time are not counted.
struct Quiet<'a>(&'a dyn Watch);

impl Watch for Quiet<'_> {
    fn stopped(&self) -> bool {
        self.0.stopped()
    }
}
