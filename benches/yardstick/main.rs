//! Ingest and search compared with plain tantivy, on a generated corpus. See `benches/README.md`.

#![allow(clippy::print_stdout)]

mod corpus;
mod engine;
mod process;
mod ratios;

use process::{Cost, best, measured};
use ratios::Ratios;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Runs of each command; the cheapest counts.
const RUNS: usize = 3;

/// Articles of a check: enough for the ratios to be those of more.
const CHECKED: usize = 40_000;

/// Process starts that are timed together.
const STARTS: usize = 100;

/// The queries, from rare to common.
const QUERIES: [&str; 3] = ["president taiwan", "the police said", "zoning"];

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["engine-ingest", lines, folder] => engine::ingest(Path::new(lines), Path::new(folder)),
        ["engine-raw", lines, folder] => engine::ingest_raw(Path::new(lines), Path::new(folder)),
        ["engine-search", folder, ref query @ ..] => engine::search(Path::new(folder), query),
        ["engine-read", folder] => engine::read(Path::new(folder)),
        [] => {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_corpus");
            compare(&folder, corpus::ARTICLES, corpus::generate).map(drop)
        }
        [folder] => compare(Path::new(folder), corpus::ARTICLES, corpus::repeat).map(drop),
        ["--check", folder] => Ratios::check(&compare(Path::new(folder), CHECKED, corpus::repeat)?),
        [folder, "--articles", number] => compare(Path::new(folder), number.parse()?, corpus::repeat).map(drop),
        [folder, "--paragraphs", number] => compare(Path::new(folder), number.parse()?, corpus::generate).map(drop),
        _ => Err("usage: cargo bench -- [[--check] FOLDER [--articles N | --paragraphs N]]".into()),
    }
}

/// How the articles are made.
type Make = fn(&Path, usize, &Path) -> Outcome<corpus::Made>;

fn compare(folder: &Path, articles: usize, make: Make) -> Outcome<Ratios> {
    let mut ratios = Ratios::default();
    let place = tempfile::tempdir()?;
    let lines = place.path().join("articles.jsonl");
    let made = make(folder, articles, &lines)?;
    println!("{articles} articles, {:.1} MB of text, from {} paragraphs\n", made.bytes as f64 / 1e6, made.paragraphs);
    println!("{:24} {:>9} {:>9} {:>9}", "ingest", "CPU s", "wall s", "peak MB");
    let show = |name: &str, cost: &Cost| {
        println!("{name:24} {:>9.2} {:>9.2} {:>9.0}", cost.cpu, cost.wall, cost.peak);
    };
    let ratio = |name: &str, one: &Cost, other: &Cost| {
        let (cpu, wall, peak) = (one.cpu / other.cpu, one.wall / other.wall, one.peak / other.peak);
        println!("{name:24} {cpu:>9.2} {wall:>9.2} {peak:>9.2}");
    };
    let named = best(RUNS, || ingest_ours(place.path(), &lines, "crf"))?;
    let ours = best(RUNS, || ingest_ours(place.path(), &lines, "off"))?;
    let bare = best(RUNS, || ingest_bare(place.path(), &lines, "engine-ingest"))?;
    let raw = best(RUNS, || ingest_bare(place.path(), &lines, "engine-raw"))?;
    for (name, cost) in [
        ("morgue", &ours),
        ("morgue with names", &named),
        ("tantivy, same schema", &bare),
        ("tantivy, its defaults", &raw),
    ] {
        show(name, cost);
    }
    ratio("to the same schema", &ours, &bare);
    ratio("to its defaults", &ours, &raw);
    ratio("names to no names", &named, &ours);
    ratios.add("ingest to the same schema", ours.cpu / bare.cpu);
    ratios.add("ingest to its defaults", ours.cpu / raw.cpu);
    ratios.add("wall time of ingest to its defaults", ours.wall / raw.wall);
    ratios.add("wall time of ingest to its CPU time", ours.wall / ours.cpu);
    ratios.add("names to no names", named.cpu / ours.cpu);
    println!();
    println!("{:24} {:>9} {:>9} {:>9}", "start to ten hits", "CPU ms", "wall ms", "peak MB");
    for query in QUERIES {
        ratios.add(&format!("start to ten hits: {query}"), search(place.path(), query)?);
    }
    for (name, ratio) in export(place.path())? {
        ratios.add(name, ratio);
    }
    Ok(ratios)
}

fn ingest_ours(place: &Path, lines: &Path, ner: &str) -> Outcome<Cost> {
    let index = place.join("ours");
    let _ = std::fs::remove_dir_all(&index);
    let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
    measured(command.arg("--index").arg(&index).args(["ingest", "--ner", ner]).arg(lines), 1)
}

fn ingest_bare(place: &Path, lines: &Path, engine: &str) -> Outcome<Cost> {
    let index = place.join("bare");
    let _ = std::fs::remove_dir_all(&index);
    measured(Command::new(itself()?).arg(engine).arg(lines).arg(&index), 1)
}

/// The ratio of the CPU time of a search.
fn search(place: &Path, query: &str) -> Outcome<f64> {
    let index = place.join("ours");
    let generation = std::fs::canonicalize(index.join("current"))?;
    let words: Vec<&str> = query.split(' ').collect();
    let ours = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
        measured(command.arg("--index").arg(&index).args(["--quiet", "search"]).args(&words), STARTS)
    };
    let bare = || measured(Command::new(itself()?).arg("engine-search").arg(&generation).args(&words), STARTS);
    let (ours, bare) = (best(RUNS, ours)?, best(RUNS, bare)?);
    for (name, cost) in [(format!("morgue {query}"), &ours), ("tantivy".to_owned(), &bare)] {
        println!("{name:24} {:>9.2} {:>9.2} {:>9.0}", cost.cpu * 1e3, cost.wall * 1e3, cost.peak);
    }
    println!(
        "{:24} {:>9.2} {:>9.2} {:>9.2}",
        "ratio",
        ours.cpu / bare.cpu,
        ours.wall / bare.wall,
        ours.peak / bare.peak
    );
    Ok(ours.cpu / bare.cpu)
}

/// Exports all articles to a file, compared with reading the stored documents alone; the ratios of CPU time.
fn export(place: &Path) -> Outcome<Vec<(&'static str, f64)>> {
    let mut ratios = Vec::new();
    let index = place.join("ours");
    let generation = std::fs::canonicalize(index.join("current"))?;
    println!("\n{:24} {:>9} {:>9} {:>9}", "export of everything", "CPU s", "wall s", "peak MB");
    let read = best(RUNS, || measured(Command::new(itself()?).arg("engine-read").arg(&generation), 1))?;
    println!("{:24} {:>9.2} {:>9.2} {:>9.0}", "documents read alone", read.cpu, read.wall, read.peak);
    for (name, ratio) in [("all.csv", "export as CSV"), ("all.jsonl", "export as JSON Lines")] {
        let ours = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
            measured(command.arg("--index").arg(&index).args(["--quiet", "export", "*", "-o"]).arg(place.join(name)), 1)
        };
        let ours = best(RUNS, ours)?;
        println!("{name:24} {:>9.2} {:>9.2} {:>9.0}", ours.cpu, ours.wall, ours.peak);
        println!(
            "{:24} {:>9.2} {:>9.2} {:>9.2}",
            "ratio",
            ours.cpu / read.cpu,
            ours.wall / read.wall,
            ours.peak / read.peak
        );
        ratios.push((ratio, ours.cpu / read.cpu));
    }
    Ok(ratios)
}

fn itself() -> Outcome<PathBuf> {
    Ok(std::env::current_exe()?)
}
