//! The index on disk: generations of documents, their manifest, the ledger of sources, the lock.
//! Nothing published is ever changed in place; readers need no permission to write.

mod archive;
mod blocks;
mod build_directory;
mod cache;
mod checked_file;
mod document;
mod forgotten;
mod generation;
mod identity;
mod kept;
mod ledger;
mod lock;
mod manifest;
mod names;
mod read_only;
mod saved;
mod seen;
#[cfg(unix)]
mod stored_file;
mod trial;
mod verify;
mod writer;

pub use archive::{Archive, SourceConfig, write_atomically};
pub use blocks::FileDigest;
pub use cache::{Cache, CacheKey, Looking};
pub use document::{NewsDocument, Permit, document};
pub use forgotten::Forgotten;
pub use generation::{Generation, NewGeneration, clear_leftovers, published_folder, remove_others};
pub use identity::{engine_version, identity, settle_identity};
pub use kept::{Kept, kept, rollback};
pub use ledger::{FileEntry, Ledger, LedgerReader, LedgerWriter, RecordEntry, RecordOutcome, contents};
pub use lock::{Holder, Lock, wait_while};
pub use manifest::Manifest;
pub use names::{LEARNED_NAMES, learn_names, own_names_file, read_learned_names, write_learned_names};
pub use saved::{SavedSearch, SavedSearches};
pub use seen::Seen;
pub use trial::Trial;
pub use verify::{DamagedFile, Fault, Subset, Verified, verify};
pub use writer::{Merging, Writer, WriterBudget};

use std::io;
use std::path::{Path, PathBuf};

/// What can go wrong with an index on disk.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error("no index found in {}", .0.display())]
    Missing(PathBuf),
    #[error("the index is damaged: {}: {detail}", path.display())]
    Damaged { path: PathBuf, detail: String },
    #[error("the index was made by another version: {0}")]
    Incompatible(String),
    #[error("locked by another run: {0}")]
    Locked(Holder),
    #[error("{}", not_kept(*wanted, kept))]
    NotKept { wanted: Option<u64>, kept: Vec<u64> },
    #[error("generation {0} contains articles that were removed since")]
    HoldsForgotten(u64),
    #[error("unknown source \"{name}\"; {}", known_sources(known))]
    UnknownSource { name: String, known: Vec<String> },
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("index engine: {0}")]
    Engine(#[from] tantivy::TantivyError),
    #[error("{}: {detail}", path.display())]
    Config { path: PathBuf, detail: String },
}

impl IndexError {
    /// Turns an I/O error into one that names the path.
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source }
    }

    pub(crate) fn damaged(path: &Path, detail: impl ToString) -> Self {
        Self::Damaged { path: path.to_owned(), detail: detail.to_string() }
    }
}

fn not_kept(wanted: Option<u64>, kept: &[u64]) -> String {
    let list = kept.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    match wanted {
        Some(number) => format!("generation {number} is not kept; the kept ones are {list}"),
        None => format!("there is no generation before the current one; the kept ones are {list}"),
    }
}

fn known_sources(known: &[String]) -> String {
    match known {
        [] => "there are no sources".to_owned(),
        known => format!("the sources are {}", known.join(", ")),
    }
}
