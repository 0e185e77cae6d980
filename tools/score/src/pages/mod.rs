//! A folder of pages or plain texts against its gold lines: how well bodies, titles, authors, dates and outlets are found,
//! by set, and how fast. The folder holds `pages.jsonl` or `texts.jsonl`, and `gold.jsonl`.

mod extract;
mod list;
mod speed;
mod tally;

pub use extract::extract;
pub use list::{Page, read_list};
pub use tally::{Miss, Tally};

use crate::figures::Sets;
use crate::input::{Outcome, json_lines};
use morgue::format::Effort;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What was found in a folder, by set of its gold lines.
pub type Tallies = BTreeMap<String, Tally>;

/// The list of a folder, and its kind: `pages` or `texts`.
fn list_of(folder: &Path) -> Outcome<(&'static str, PathBuf)> {
    let lists = ["pages", "texts"].map(|kind| (kind, folder.join(format!("{kind}.jsonl"))));
    let found = lists.into_iter().find(|(_, path)| path.is_file());
    found.ok_or_else(|| format!("no pages.jsonl or texts.jsonl in \"{}\"", folder.display()).into())
}

/// Reads all pages of a folder and compares them with their gold lines. A gold line without `set` is in the set `pages`.
pub fn score(folder: &Path, effort: Effort) -> Outcome<Tallies> {
    let pages = read_list(&list_of(folder)?.1)?;
    let mut found: HashMap<&str, Value> = HashMap::new();
    for page in &pages {
        found.insert(&page.id, page.prediction(&page.bytes()?, effort));
    }
    let mut tallies = Tallies::new();
    for gold in json_lines(&folder.join("gold.jsonl"))? {
        let set = gold["set"].as_str().unwrap_or("pages").to_owned();
        let prediction = gold["id"].as_str().and_then(|id| found.get(id)).unwrap_or(&Value::Null);
        tallies.entry(set).or_default().add(&gold, prediction);
    }
    Ok(tallies)
}

/// Figures of all sets (`pages.SET`), of speed too for a folder of pages; the misses of one field are printed if requested.
pub fn run(
    folder: &Path,
    effort: Effort,
    with_speed: bool,
    misses: Option<&str>,
    out: &mut impl Write,
) -> Outcome<Sets> {
    let (kind, list) = list_of(folder)?;
    let tallies = score(folder, effort)?;
    let mut sets: Sets = tallies.iter().map(|(set, tally)| (format!("{kind}.{set}"), tally.figures())).collect();
    if kind == "pages" && with_speed {
        sets.insert("speed".to_owned(), speed::figures(&read_list(&list)?)?);
    }
    if let Some(field) = misses {
        print_misses(field, &tallies, out)?;
    }
    Ok(sets)
}

fn print_misses(field: &str, tallies: &Tallies, out: &mut impl Write) -> io::Result<()> {
    for miss in tallies.values().flat_map(|tally| &tally.misses).filter(|miss| miss.field == field) {
        writeln!(out, "{}\n  gold  {}\n  found {}", miss.id, miss.gold, miss.found)?;
    }
    Ok(())
}
