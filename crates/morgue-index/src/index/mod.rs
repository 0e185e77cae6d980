//! The index on disk: generations of documents, their manifest, the ledger of sources, the lock.
//! Nothing published is ever changed in place; readers need no permission to write.

mod archive;
mod blocks;
mod build_directory;
mod cache;
mod cache_trim;
mod changes;
mod checked_file;
mod disk;
mod document;
mod error;
mod forgotten;
mod generation;
mod identity;
mod kept;
mod learned;
mod ledger;
mod lock;
mod manifest;
mod names;
mod pack;
mod placed_file;
mod read_only;
mod saved;
mod searcher;
mod seen;
#[cfg(unix)]
mod stored_file;
mod stories;
mod trial;
mod verify;
mod writer;

pub use archive::{Archive, SourceConfig, write_atomically};
pub use blocks::FileDigest;
pub use cache::{Cache, Looking};
pub use cache_trim::{forget_cache_size, trim_cache};
pub use changes::Changes;
pub use disk::free_bytes;
pub use document::{NewsDocument, Permit, document};
pub use error::{EngineError, IndexError};
pub use forgotten::{Forgotten, Takedown};
pub use generation::{Generation, NewGeneration, clear_leftovers, published_folder, remove_others};
pub use identity::{engine_version, identity, settle_identity};
pub use kept::{Kept, kept, rollback};
pub use learned::{
    LEARNED_NAMES, LEARNED_REPEATS, LEARNED_TABLES, LearnedFrom, LearnedTable, LineCounter, carry_repeats, learn_names,
    read_names, read_repeats, write_names, write_repeats,
};
pub use ledger::{
    FileEntry, Ledger, LedgerReader, LedgerWriter, RECORDS_OF_ENTRY, RecordEntry, RecordOutcome, contents, each_record,
};
pub use lock::{Holder, Lock, wait_while};
pub use manifest::Manifest;
pub use names::own_names_file;
pub use pack::{CacheKey, read_at};
pub use placed_file::PlacedFile;
pub use saved::{SavedSearch, SavedSearches};
pub use seen::Seen;
pub use stories::{Changed, STORIES_FILE, Stories, StoriesHead, group_stories};
pub use trial::Trial;
pub use verify::{DamagedFile, Fault, Subset, Verified, verify};
pub use writer::{Merging, Writer, WriterBudget};
