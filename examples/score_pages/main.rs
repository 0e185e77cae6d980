//! Scores what morgue makes of a folder of pages against its gold lines, by set, and measures how fast.
//!
//! `score_pages FOLDER [--fast] [--floors FILE] [--misses FIELD] [--no-speed]` reads `pages.jsonl` (or `texts.jsonl`) and
//! `gold.jsonl` of the folder. It exits 1 where a figure is below its floor. `--misses` lists the values of a field that
//! are not the gold ones (title, author, day, instant, outlet).

mod figures;
mod floors;
mod measure;
mod pages;
mod speed;

use figures::{Figures, Tally};
use floors::Floors;
use morgue::format::Effort;
use pages::Page;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: score_pages FOLDER [--fast] [--floors FILE] [--misses FIELD] [--no-speed]";

/// What the command line says.
#[derive(Default)]
struct Wanted {
    folder: PathBuf,
    fast: bool,
    no_speed: bool,
    floors: Option<PathBuf>,
    misses: Option<String>,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let wanted = Wanted::parse(std::env::args().skip(1)).ok_or(USAGE)?;
    let work = move || run(&wanted).map_err(|error| error.to_string());
    let worker = std::thread::Builder::new().stack_size(pages::STACK_BYTES).spawn(work)?;
    let undercut = worker.join().map_err(|_| "a reader panicked")??;
    Ok(if undercut { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

impl Wanted {
    fn parse(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let mut wanted = Self::default();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--fast" => wanted.fast = true,
                "--no-speed" => wanted.no_speed = true,
                "--floors" => wanted.floors = Some(words.next()?.into()),
                "--misses" => wanted.misses = Some(words.next()?),
                folder if !folder.starts_with('-') => wanted.folder = folder.into(),
                _ => return None,
            }
        }
        (!wanted.folder.as_os_str().is_empty()).then_some(wanted)
    }

    fn effort(&self) -> Effort {
        if self.fast { Effort::Fast } else { Effort::Full }
    }
}

/// Scores and prints; whether a floor was undercut.
fn run(wanted: &Wanted) -> Result<bool, Box<dyn Error>> {
    let lists = ["pages", "texts"].map(|name| (name, wanted.folder.join(format!("{name}.jsonl"))));
    let (name, list) = lists.into_iter().find(|(_, path)| path.is_file()).ok_or("no pages.jsonl in the folder")?;
    let pages = pages::read_list(&list)?;
    let mut tallies = score(&pages, &wanted.folder, wanted.effort())?;
    let mut figures: BTreeMap<String, Figures> =
        tallies.iter().map(|(set, tally)| (format!("{name}.{set}"), tally.figures())).collect();
    if name == "pages" && !wanted.no_speed {
        figures.insert("speed".to_owned(), speed::figures(&pages)?);
    }
    print(&figures)?;
    if let Some(field) = &wanted.misses {
        print_misses(field, &mut tallies)?;
    }
    let Some(path) = &wanted.floors else { return Ok(false) };
    let floors = Floors::read(path)?;
    let undercut: Vec<String> = figures.iter().flat_map(|(set, figures)| floors.undercut(set, figures)).collect();
    let mut err = std::io::stderr().lock();
    undercut.iter().try_for_each(|line| writeln!(err, "{line}"))?;
    Ok(!undercut.is_empty())
}

fn score(pages: &[Page], folder: &Path, effort: Effort) -> Result<BTreeMap<String, Tally>, Box<dyn Error>> {
    let mut found: HashMap<&str, Value> = HashMap::new();
    for page in pages {
        found.insert(&page.id, page.prediction(&page.bytes()?, effort));
    }
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for line in std::fs::read_to_string(folder.join("gold.jsonl"))?.lines() {
        let gold: Value = serde_json::from_str(line)?;
        let set = gold["set"].as_str().unwrap_or("pages").to_owned();
        let nothing = Value::Null;
        let prediction = gold["id"].as_str().and_then(|id| found.get(id)).unwrap_or(&nothing);
        tallies.entry(set).or_default().add(&gold, prediction);
    }
    Ok(tallies)
}

fn print(figures: &BTreeMap<String, Figures>) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for (set, figures) in figures {
        writeln!(out, "{set}")?;
        for (name, figure) in figures {
            let digits = if ["pages", "errors"].contains(name) { 0 } else { 4 };
            writeln!(out, "  {name:<22} {figure:>9.digits$}")?;
        }
    }
    out.flush()
}

fn print_misses(field: &str, tallies: &mut BTreeMap<String, Tally>) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for miss in tallies.values().flat_map(|tally| &tally.misses).filter(|miss| miss.field == field) {
        writeln!(out, "{}\n  gold  {}\n  found {}", miss.id, miss.gold, miss.found)?;
    }
    out.flush()
}
