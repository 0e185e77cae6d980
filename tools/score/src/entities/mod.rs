//! Finding names against gold articles: F1 of exact span and kind in one pass and in two, tokens per second of processor
//! time, and how mentions are joined to names. A folder holds `worldwide-dev.jsonl` (names) and `links-msnbc-updated.jsonl`
//! (mentions with the name they mean).

mod gold;
mod links;
mod marked;
mod spans;

pub use links::{Meant, compare as compare_links, measure as measure_links};
pub use marked::{Marked, Story, read as read_marked};
pub use spans::{Gold, Name, compare as compare_spans, measure as measure_spans, read as read_spans};

use crate::figures::{Figures, Sets};
use crate::input::Outcome;
use morgue::enrich::entities::{Model, Models};
use std::path::Path;

/// Models other than the shipped ones.
#[derive(Default)]
pub struct Trained<'a> {
    pub first: Option<&'a Path>,
    pub second: Option<&'a Path>,
}

/// The figures of a folder as the set `entities`; those of two passes are named `thorough_…`.
pub fn run(folder: &Path, trained: &Trained) -> Outcome<Sets> {
    let gold = read_spans(&folder.join("worldwide-dev.jsonl"))?;
    let (first, second) = (trained.first.map(model).transpose()?, trained.second.map(model).transpose()?);
    let first = first.as_ref().unwrap_or_else(|| Model::shipped());
    let second = second.as_ref().unwrap_or_else(|| Model::second());
    let mut figures: Figures = measure_spans(Models { first, second: None }, &gold);
    let thorough = measure_spans(Models { first, second: Some(second) }, &gold);
    figures.extend(thorough.into_iter().map(|(name, figure)| (format!("thorough_{name}"), figure)));
    figures.extend(measure_links(&folder.join("links-msnbc-updated.jsonl"))?);
    Ok(Sets::from([("entities".to_owned(), figures)]))
}

fn model(path: &Path) -> Outcome<Model> {
    let bytes = std::fs::read(path)?;
    Model::read(&bytes).ok_or_else(|| format!("{}: not a whole model of this version", path.display()).into())
}
