//! Measures of morgue, and the training of its models: what `morgue-score` does, as a library, so that tests hold the same
//! figures to the same floors. Development only: morgue itself never uses it.
//!
//! A measure reads a folder with gold values and gives figures by set ([`figures::Sets`]); [`floors::Floors`], the only
//! reader of `tests/floors.toml`, says which of them are too low.

pub mod cpu;
pub mod entities;
pub mod figures;
pub mod floors;
pub mod formats;
pub mod hostile_queries;
pub mod inflections;
pub mod input;
pub mod lines;
pub mod measures;
pub mod pages;
pub mod ranking;
pub mod stack;
pub mod stories;
pub mod training;
