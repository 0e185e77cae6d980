//! The checks before publishing: what must be true of a new generation, or the old one stays.

use super::error::IngestError;
use super::ledger::Tally;
use super::plan::Plan;
use super::settings::Settings;
use super::spikes::Spikes;
use crate::index::{IndexError, Trial};
use crate::text::counted;
use std::path::Path;

/// Sources with fewer articles may lose any number.
const GUARDED: u64 = 20;

/// Rejects what looks like a loss: more than a fifth of a source's articles gone, or anything spiked in a strict run.
pub fn check(plan: &Plan, tally: &Tally, spikes: &Spikes, settings: &Settings) -> Result<(), IngestError> {
    if settings.strict
        && let Some(spike) = spikes.first()
    {
        let reason = format!(
            "{} could not be read; the first is {} ({})",
            counted(spikes.count(), "document"),
            spike.locator,
            spike.reason
        );
        return Err(IngestError::Refused(reason));
    }
    if settings.allow_shrink {
        return Ok(());
    }
    for (source, &before) in plan.before.iter().filter(|(source, _)| plan.sources.contains(source)) {
        let after = tally.by_source.get(source).copied().unwrap_or(0);
        if before >= GUARDED && after * 5 < before * 4 {
            return Err(IngestError::Refused(shrunk(plan, source, before, after)));
        }
    }
    Ok(())
}

fn shrunk(plan: &Plan, source: &str, before: u64, after: u64) -> String {
    let missing: Vec<&str> = plan
        .gone
        .iter()
        .filter(|entry| entry.part == 0 && entry.source == source)
        .map(|entry| entry.path.as_str())
        .take(5)
        .collect();
    let named =
        if missing.is_empty() { String::new() } else { format!("; gone or changed: {}, …", missing.join(", ")) };
    format!(
        "source \"{source}\" would shrink from {before} to {}{named}; to publish it anyway, use `--allow-shrink`",
        counted(after, "article")
    )
}

/// Searches the new generation for a sample of its articles: each must be found once by its key, and by the words of
/// its title.
pub fn try_searches(folder: &Path, tally: &Tally) -> Result<(), IngestError> {
    let trial = Trial::open(folder)?;
    for key in &tally.sampled {
        if !trial.finds(key)? {
            let detail = format!("the new index does not find the article {key}; nothing was published");
            return Err(IndexError::Damaged { path: folder.to_owned(), detail }.into());
        }
    }
    Ok(())
}
