//! Groups of records that may be one article, where a change touches them: new captures of articles that stay, and
//! losers whose winner is gone. The whole group is read and settled again in the order of the walk, so that an
//! incremental run gives the same as a rebuild.

use super::context::BuildContext;
use super::error::IngestError;
use super::pipeline;
use super::plan::Plan;
use super::settings::Settings;
use super::settle::{Marks, Settled, Target};
use super::spikes::Spikes;
use crate::index::{FileEntry, Generation, IndexError, LedgerReader, RecordEntry, RecordOutcome, Writer};
use std::collections::{HashMap, HashSet};

/// Marks of all records that stay unchanged.
pub fn marks_of_kept(previous: &Generation, plan: &Plan) -> Result<Marks, IndexError> {
    let mut marks = Marks::default();
    each_kept(previous, plan, &mut |_, record| {
        if record.outcome != RecordOutcome::Spiked {
            marks.add(record.content, record.url);
        }
    })?;
    Ok(marks)
}

/// Records of the last generation whose files did not change.
pub fn each_kept(
    previous: &Generation,
    plan: &Plan,
    take: &mut dyn FnMut(&FileEntry, &RecordEntry),
) -> Result<(), IndexError> {
    let gone = gone_files(plan);
    for entry in LedgerReader::open(&previous.folder)? {
        let entry = entry?;
        if !gone.contains(&(entry.source.as_str(), entry.path.as_str())) {
            entry.records.iter().for_each(|record| take(&entry, record));
        }
    }
    Ok(())
}

pub fn gone_files(plan: &Plan) -> HashSet<(&str, &str)> {
    plan.gone.iter().map(|entry| (entry.source.as_str(), entry.path.as_str())).collect()
}

/// Outcomes of records that were settled again, by source and locator.
pub type Outcomes = HashMap<(String, String), RecordEntry>;

/// Settles the touched groups again; returns the new outcomes of their records.
pub fn regroup(
    previous: &Generation,
    plan: &Plan,
    settled: &mut Settled,
    settings: &Settings,
    context: BuildContext,
    writer: &mut Writer,
    spikes: &mut Spikes,
) -> Result<Outcomes, IngestError> {
    let mut members = Members::default();
    members.lose_winners(previous, plan, &settled.held)?;
    for &(file, record) in &settled.held_back {
        let entry = settled.entry(plan, file, record);
        for record in &entry.records {
            members.add(&entry, record);
        }
    }
    while members.grow(previous, plan, settled)? {}
    if members.files.is_empty() {
        return Ok(Outcomes::new());
    }
    for key in &members.indexed {
        writer.remove(key);
    }
    members.settle(plan, settings, context, writer, spikes, settled.afresh())
}

/// The records of the touched groups.
#[derive(Default)]
struct Members {
    marks: Marks,
    /// Files by source and path, with the locators of the members in each.
    files: HashMap<(String, String), (FileEntry, HashSet<String>)>,
    /// Keys under which members are in the index.
    indexed: Vec<String>,
}

impl Members {
    /// The marks of articles that are gone, if another record has them.
    fn lose_winners(&mut self, previous: &Generation, plan: &Plan, kept: &Marks) -> Result<(), IngestError> {
        let mut lost = Marks::default();
        for record in plan.gone.iter().flat_map(|entry| &entry.records) {
            if record.outcome != RecordOutcome::Spiked {
                lost.add(record.content, record.url);
            }
        }
        // Most changed files share nothing with others: then the ledger need not be read for it.
        if !lost.meets(kept) {
            return Ok(());
        }
        let mut shared = Marks::default();
        each_kept(previous, plan, &mut |_, record| {
            if record.outcome != RecordOutcome::Spiked && lost.meet(record.content, record.url) {
                shared.add(record.content, record.url);
            }
        })?;
        self.marks = shared;
        Ok(())
    }

    fn add(&mut self, entry: &FileEntry, member: &RecordEntry) -> bool {
        let place = (entry.source.clone(), entry.path.clone());
        let (_, locators) =
            self.files.entry(place).or_insert_with(|| (FileEntry { part: 0, ..entry.head() }, HashSet::new()));
        if !locators.insert(member.locator.clone()) {
            return false;
        }
        self.marks.add(member.content, member.url);
        if member.outcome == RecordOutcome::Indexed {
            self.indexed.extend(member.key.clone());
        }
        true
    }

    /// Adds every record that has a mark of a member; whether there were any.
    fn grow(&mut self, previous: &Generation, plan: &Plan, settled: &Settled) -> Result<bool, IndexError> {
        if self.marks.contents.is_empty() {
            return Ok(false);
        }
        let mut found: Vec<(FileEntry, RecordEntry)> = Vec::new();
        let mut look = |entry: &FileEntry| {
            for record in &entry.records {
                let known = |(_, locators): &(FileEntry, HashSet<String>)| locators.contains(&record.locator);
                let is_member = || self.files.get(&(entry.source.clone(), entry.path.clone())).is_some_and(known);
                if record.outcome != RecordOutcome::Spiked
                    && self.marks.meet(record.content, record.url)
                    && !is_member()
                {
                    found.push((entry.head(), record.clone()));
                }
            }
        };
        let gone = gone_files(plan);
        for entry in LedgerReader::open(&previous.folder)? {
            let entry = entry?;
            if !gone.contains(&(entry.source.as_str(), entry.path.as_str())) {
                look(&entry);
            }
        }
        settled.entries(plan).for_each(|entry| look(&entry));
        let mut grew = false;
        for (entry, record) in found {
            grew |= self.add(&entry, &record);
        }
        Ok(grew)
    }

    fn settle(
        self,
        plan: &Plan,
        settings: &Settings,
        context: BuildContext,
        writer: &mut Writer,
        spikes: &mut Spikes,
        mut settled: Settled,
    ) -> Result<Outcomes, IngestError> {
        let mut selection = pipeline::RecordSelection::default();
        let mut entries = Vec::new();
        for ((source, _), (entry, locators)) in self.files {
            for locator in locators {
                selection.add(&source, &locator);
            }
            entries.push(entry);
        }
        let again = plan.again(entries);
        pipeline::run(&again, settings, context, &super::Unwatched, Some(&selection), &mut |file, found| {
            settled.take(&again, file, found, &mut Target::Index(writer), spikes)
        })?;
        let mut outcomes = Outcomes::new();
        for entry in settled.entries(&again) {
            for record in entry.records {
                outcomes.insert((entry.source.clone(), record.locator.clone()), record);
            }
        }
        Ok(outcomes)
    }
}
