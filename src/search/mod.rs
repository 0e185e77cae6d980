//! Searching the index on disk: a generation as an archive that can be asked. A search reads one generation from start to
//! end, whatever is published meanwhile. Whatever reads the index does so inside `guarded`, which turns damage that was met
//! into the outcome.

mod best;
mod dictionary;
mod facets;
mod generation;
mod hits;
mod matching;
mod names;
mod newest;
mod rank;
mod rerank;
mod run;
