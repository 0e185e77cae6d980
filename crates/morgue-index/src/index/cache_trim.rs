//! The size of the cache: at most twice what the kept generations use. Changed and removed files leave entries that no run
//! will ask for; they are removed when they may be more than the rest. Which entries those are is known only from the
//! ledgers and all packs, so `cache/trimmed.json` records when that was last looked at.

use super::archive::{Archive, write_atomically};
use super::cache::{keep_contents, packs_in};
use super::error::IndexError;
use super::kept::kept;
use super::ledger::{RecordOutcome, each_record};
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::collections::HashSet;
use std::fs;
use std::path::Path;

const NAME: &str = "trimmed.json";

/// The cache when every entry in it was last known to be in use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Trimmed {
    bytes: u64,
    entries: u64,
    /// Records of changed and removed files since then, and those that only older generations had.
    lost: u64,
}

impl Trimmed {
    fn read(folder: &Path) -> Self {
        let bytes = fs::read(folder.join(NAME)).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// An error only costs time: the next run looks again.
    fn write(self, folder: &Path) {
        let _ = write_atomically(&folder.join(NAME), &serde_json::to_vec(&self).unwrap_or_default());
    }
}

fn size(folder: &Path) -> u64 {
    packs_in(folder).iter().filter_map(|path| fs::metadata(path).ok()).map(|meta| meta.len()).sum()
}

/// Forgets what was known of the cache, so that the next run looks at it.
pub fn forget_cache_size(archive: &Archive) {
    let _ = fs::remove_file(archive.cache().join(NAME));
}

/// Removes what no kept generation uses, if that may be half of the cache. `lost` is the number of records of files that
/// changed or are gone in this run; `renewed` is the number of entries, if this run uses every one.
pub fn trim_cache(archive: &Archive, lost: u64, renewed: Option<u64>) -> Result<(), IndexError> {
    let folder = archive.cache();
    let bytes = size(&folder);
    if bytes == 0 {
        return Ok(());
    }
    if let Some(entries) = renewed {
        Trimmed { bytes, entries, lost: 0 }.write(&folder);
        return Ok(());
    }
    let before = Trimmed::read(&folder);
    let now = Trimmed { lost: before.lost.saturating_add(lost), ..before };
    if bytes <= before.bytes.saturating_mul(2) && now.lost.saturating_mul(2) <= before.entries {
        if lost > 0 {
            now.write(&folder);
        }
        return Ok(());
    }
    let (current, older) = in_use(archive)?;
    let lost = Cell::new(0);
    let entries = keep_contents(&folder, &|content| {
        let is_current = current.contains(&content);
        let is_older = !is_current && older.contains(&content);
        lost.set(lost.get() + u64::from(is_older));
        is_current || is_older
    })?;
    Trimmed { bytes: size(&folder), entries, lost: lost.get() }.write(&folder);
    Ok(())
}

/// Hashes of the bytes of all records of the current generation, and of the older ones that can be read.
fn in_use(archive: &Archive) -> Result<(HashSet<u64>, HashSet<u64>), IndexError> {
    let (mut current, mut older) = (HashSet::new(), HashSet::new());
    for kept in kept(archive)?.iter().filter(|kept| kept.is_current || kept.manifest.is_ok()) {
        let contents = if kept.is_current { &mut current } else { &mut older };
        let read = each_record(&kept.folder, &mut |_, record| {
            if record.outcome != RecordOutcome::Forgotten {
                contents.insert(record.content);
            }
        });
        // What an older generation used that cannot be read is read again from its files.
        if kept.is_current {
            read?;
        }
    }
    Ok((current, older))
}
