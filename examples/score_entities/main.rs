//! Scores the finding of names against gold articles: `score_entities FOLDER [--floors FILE] [--model FILE] [--second FILE]` reads
//! `worldwide-dev.jsonl` in FOLDER and prints F1 of exact span and kind, and tokens per CPU second; then
//! `links-msnbc-updated.jsonl`, for how mentions are joined to names.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod links;

use morgue::enrich::entities::{Kind, Mention, Model, Models, mentions, tokenise};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A name: place in bytes and kind.
type Name = (usize, usize, Kind);

/// A gold article.
struct Gold {
    text: String,
    names: BTreeSet<Name>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| {
        let at = arguments.iter().position(|word| word == name)?;
        arguments.get(at + 1).map(PathBuf::from)
    };
    let folder = arguments.first().expect("usage: score_entities FOLDER [--floors FILE] [--model FILE]");
    let gold = read(&Path::new(folder).join("worldwide-dev.jsonl"));
    let read = |name: &str| {
        option(name).map(|path| {
            let bytes = std::fs::read(&path).expect("the model file can be read");
            Model::read(&bytes).expect("the file is a whole model of this version")
        })
    };
    let (first, second) = (read("--model"), read("--second"));
    let first = first.as_ref().unwrap_or_else(|| Model::shipped());
    let mut measured = measure(Models { first, second: None }, &gold);
    let second = second.as_ref().unwrap_or_else(|| Model::second());
    let thorough = measure(Models { first, second: Some(second) }, &gold);
    measured.extend(thorough.into_iter().map(|(name, value)| (format!("thorough_{name}"), value)));
    let links = links::measure(&Path::new(folder).join("links-msnbc-updated.jsonl"));
    measured.extend(links.into_iter().map(|(name, value)| (name.to_owned(), value)));
    for (name, value) in &measured {
        println!("{name:30} {value:.3}");
    }
    if let Some(path) = option("--floors") {
        let floors = std::fs::read_to_string(path).expect("the floors can be read");
        hold(&floors.parse().expect("the floors are TOML"), &measured);
    }
}

fn read(path: &Path) -> Vec<Gold> {
    let lines = std::fs::read_to_string(path).expect("the gold file can be read");
    lines.lines().map(|line| gold(&serde_json::from_str(line).expect("a line is JSON"))).collect()
}

/// Offsets in the file count characters.
fn gold(line: &Value) -> Gold {
    let text = line["text"].as_str().expect("an article has a text").to_owned();
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let place = |name: &Value| bytes[name.as_u64().expect("an offset is a number") as usize];
    let names = line["entities"].as_array().expect("an article has a list of names").iter();
    let names = names.filter_map(|name| {
        let kind = match name["type"].as_str()? {
            "PER" => Kind::Person,
            "ORG" => Kind::Org,
            "LOC" => Kind::Place,
            _ => return None,
        };
        Some((place(&name["start"]), place(&name["end"]), kind))
    });
    Gold { names: names.collect(), text }
}

fn measure(models: Models, gold: &[Gold]) -> BTreeMap<String, f64> {
    let mut tallies: BTreeMap<&'static str, [usize; 3]> = BTreeMap::new();
    let (mut tokens, start) = (0, cpu_seconds());
    let found: Vec<BTreeSet<Name>> = gold
        .iter()
        .map(|article| {
            let (names, count) = names(models, &article.text);
            tokens += count;
            names
        })
        .collect();
    let seconds = cpu_seconds() - start;
    for (article, found) in gold.iter().zip(&found) {
        for (kind, label) in [(Kind::Person, "f1_person"), (Kind::Org, "f1_org"), (Kind::Place, "f1_place")] {
            let of = |names: &BTreeSet<Name>| names.iter().filter(|name| name.2 == kind).count();
            let right = found.intersection(&article.names).filter(|name| name.2 == kind).count();
            for label in [label, "f1"] {
                let tally = tallies.entry(label).or_default();
                [right, of(found), of(&article.names)].iter().zip(tally).for_each(|(count, sum)| *sum += count);
            }
        }
    }
    let mut measured: BTreeMap<_, _> = tallies.iter().map(|(label, tally)| ((*label).to_owned(), f1(tally))).collect();
    let [right, found, wanted] = tallies["f1"];
    measured.insert("precision".to_owned(), right as f64 / found.max(1) as f64);
    measured.insert("recall".to_owned(), right as f64 / wanted.max(1) as f64);
    measured.insert("tokens_per_cpu_second".to_owned(), tokens as f64 / seconds);
    measured
}

fn f1([right, found, wanted]: &[usize; 3]) -> f64 {
    2.0 * *right as f64 / (found + wanted).max(1) as f64
}

/// Names of one text, and how many tokens it has.
fn names(models: Models, text: &str) -> (BTreeSet<Name>, usize) {
    // The texts have no headline of their own.
    let found = mentions(models, &["", text]).into_iter().filter(|mention| mention.kind != Kind::Other);
    let names = found.map(|Mention { kind, at, .. }| (at.1 as usize, at.2 as usize, kind)).collect();
    (names, tokenise(text).tokens.len())
}

/// CPU time of this process so far.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").expect("the system states CPU time");
    let nanoseconds = stat.split(' ').next().and_then(|word| word.parse::<f64>().ok());
    nanoseconds.expect("the first number is CPU time") / 1e9
}

/// Ends with an error if a figure is under its floor in `[entities]`.
fn hold(floors: &toml::Table, measured: &BTreeMap<String, f64>) {
    let floors = floors.get("entities").and_then(toml::Value::as_table).expect("the floors have [entities]");
    let mut under = false;
    for (name, floor) in floors {
        let floor = floor.as_float().expect("a floor is a number with a point");
        let value = measured.get(name).copied().unwrap_or(0.0);
        if value < floor {
            eprintln!("{name} is {value:.3}, under its floor {floor:.3}");
            under = true;
        }
    }
    std::process::exit(i32::from(under));
}
