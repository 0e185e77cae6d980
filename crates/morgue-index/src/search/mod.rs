//! Searching the index on disk: a generation as a searchable archive. A search reads one generation from start to end,
//! whatever is published meanwhile. All reading of the index is inside `guarded`, which turns damage into the outcome.

mod best;
mod counted;
mod dictionary;
mod facets;
mod hits;
mod matching;
mod names;
mod newest;
mod rank;
mod rerank;
mod run;
mod searchable;
mod values;
