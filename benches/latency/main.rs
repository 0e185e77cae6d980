//! In-process cost of an answer, compared with tantivy's own queries on the same index in the same run. See
//! `benches/README.md`.

#![allow(clippy::print_stdout)]

#[path = "../yardstick/corpus.rs"]
mod corpus;
mod questions;
mod stock;

use morgue::archive::{List, Searchable, Sort};
use morgue::index::{Archive, Generation};
use morgue::query::{Cancel, ParseOptions, ZoneChoice, parse, resolve};
use questions::{Question, Shape, questions};
use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use stock::Stock;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Runs of each question; the fastest counts.
const TIMES: usize = 9;

/// Hits that are shown, and hits that are ranked again to find them.
const SHOWN: usize = 10;
const WINDOW: usize = 100;

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => {
            generated(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_corpus"), corpus::ARTICLES, corpus::generate)
        }
        ["--index", index] => compare(Path::new(index), None),
        ["--index", index, "--only", row] => compare(Path::new(index), Some(row)),
        [folder] => generated(Path::new(folder), corpus::ARTICLES, corpus::repeat),
        [folder, "--articles", number] => generated(Path::new(folder), number.parse()?, corpus::repeat),
        _ => Err("usage: cargo bench --bench latency -- [FOLDER [--articles N] | --index DIR [--only ROW]]".into()),
    }
}

/// How the articles are made.
type Make = fn(&Path, usize, &Path) -> Outcome<corpus::Made>;

/// Compares on an index of articles made from those of a folder.
fn generated(folder: &Path, articles: usize, make: Make) -> Outcome<()> {
    let place = tempfile::tempdir()?;
    let lines = place.path().join("articles.jsonl");
    let made = make(folder, articles, &lines)?;
    println!("{articles} articles, {:.1} MB of text, from {} paragraphs", made.bytes as f64 / 1e6, made.paragraphs);
    let index = place.path().join("index");
    let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
    let status =
        command.arg("--quiet").arg("--index").arg(&index).args(["ingest", "--ner", "off"]).arg(&lines).status()?;
    if !status.success() {
        return Err(format!("ingest ended with {status}").into());
    }
    compare(&index, None)
}

fn compare(index: &Path, only: Option<&str>) -> Outcome<()> {
    let generation = Generation::open(&Archive::at(index))?;
    let stock = Stock::open(&generation.folder)?;
    println!("{} articles in {} segments\n", generation.manifest.articles, generation.segments());
    println!(
        "{:28} {:>6} {:>7} {:>17} {:>17} {:>7} {:>7}",
        "", "asked", "forms", "morgue p50/p99 us", "tantivy p50/p99", "ratio", "re-rank"
    );
    for (name, questions) in
        questions(&generation)?.into_iter().filter(|(name, _)| only.is_none_or(|only| only == *name))
    {
        row(&generation, &stock, name, &questions)?;
    }
    Ok(())
}

/// Microseconds of each question, in one of the two systems.
#[derive(Default)]
struct Times(Vec<f64>);

impl Times {
    fn percentile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.get(((sorted.len().saturating_sub(1)) as f64 * share) as usize).copied().unwrap_or(0.0)
    }

    fn sum(&self) -> f64 {
        self.0.iter().sum()
    }
}

fn row(generation: &Generation, bare_index: &Stock, name: &str, questions: &[Question]) -> Outcome<()> {
    let (mut ours, mut bare, mut anew, mut forms) = (Times::default(), Times::default(), Times::default(), 0);
    for question in questions {
        let query = parse(&question.text, ParseOptions { any: false, today: &|| jiff::civil::date(2024, 1, 1) })?;
        let planned = resolve(&query, &ZoneChoice::Story, generation.dictionary()?.as_ref())?;
        let words = planned.words();
        // Words that the archive also has as one have no like in stock queries.
        if question.shape != Shape::Phrase && words.len() != question.words.len() && question.shape != Shape::Prefix {
            continue;
        }
        forms += words.iter().map(|family| 1 + family.inflected.len()).sum::<usize>();
        let wanted = if question.sort == Sort::Relevance && words.len() > 1 { WINDOW } else { SHOWN };
        let ask = || -> Outcome<(usize, usize)> {
            let planned = resolve(&query, &ZoneChoice::Story, generation.dictionary()?.as_ref())?;
            let (none, mut found) = (Cancel::default(), 0);
            let list = List { sort: question.sort, limit: Some(wanted), ..List::default() };
            if question.counts {
                // Hits are read only when they are taken.
                let (total, _hits) = generation.count_and_list(&planned, &list, &none)?;
                return Ok((total as usize, wanted.min(total as usize)));
            }
            generation.keys(&planned, &list, &none, &mut |_| found += 1)?;
            Ok((0, found))
        };
        let stock = || bare_index.ask(question, &words, wanted);
        let (mine, theirs) = (ask()?, stock()?);
        if mine != theirs && question.shape != Shape::NearToPhrase {
            return Err(format!("{}: morgue finds {mine:?}, tantivy {theirs:?}", question.text).into());
        }
        let (quickest, quickest_bare) = quickest_of_two(&ask, &stock)?;
        ours.0.push(quickest);
        bare.0.push(quickest_bare);
        if words.len() > 1 && question.sort == Sort::Relevance {
            let best = |limit| List { limit: Some(limit), ..List::default() };
            let with = || Ok(generation.keys(&planned, &best(SHOWN), &Cancel::default(), &mut |_| {})?);
            let without = || Ok(generation.keys_by_score(&planned, WINDOW, &mut |_| {})?);
            let (with, without) = quickest_of_two(&with, &without)?;
            anew.0.push((with - without).max(0.0));
        }
    }
    let both = |times: &Times| format!("{:.0}/{:.0}", times.percentile(0.5), times.percentile(0.99));
    println!(
        "{name:28} {:>6} {:>7.1} {:>17} {:>17} {:>7.2} {:>7}",
        questions.len(),
        forms as f64 / questions.len().max(1) as f64,
        both(&ours),
        both(&bare),
        ours.sum() / bare.sum(),
        if anew.0.is_empty() { "-".to_owned() } else { both(&anew) }
    );
    Ok(())
}

/// Microseconds of the fastest of several runs of each of two functions, run alternately.
fn quickest_of_two<T, U>(one: &impl Fn() -> Outcome<T>, other: &impl Fn() -> Outcome<U>) -> Outcome<(f64, f64)> {
    let (mut least, mut least_other) = (f64::MAX, f64::MAX);
    for _ in 0..TIMES {
        let start = Instant::now();
        one()?;
        let middle = Instant::now();
        other()?;
        least = least.min((middle - start).as_secs_f64() * 1e6);
        least_other = least_other.min(middle.elapsed().as_secs_f64() * 1e6);
    }
    Ok((least, least_other))
}
