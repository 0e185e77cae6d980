//! Pages of our own, scored as the evaluation's pages are: no figure may fall below its floor in `tests/floors.toml`.

#[path = "../../examples/score_pages/figures.rs"]
mod figures;
#[path = "../../examples/score_pages/floors.rs"]
mod floors;
#[path = "../../examples/score_pages/measure.rs"]
mod measure;
#[path = "../../examples/score_pages/pages.rs"]
mod pages;

use figures::Tally;
use floors::Floors;
use morgue::format::Effort;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn tally(effort: Effort) -> Tally {
    let folder = root().join("cases/pages");
    let list = pages::read_list(&folder.join("pages.jsonl")).expect("the list is there");
    let gold = std::fs::read_to_string(folder.join("gold.jsonl")).expect("the gold is there");
    let mut tally = Tally::default();
    for (page, line) in list.iter().zip(gold.lines()) {
        let gold: Value = serde_json::from_str(line).expect("a gold line");
        assert_eq!(gold["id"].as_str(), Some(page.id.as_str()), "pages and gold stand in one order");
        tally.add(&gold, &page.prediction(&page.bytes().expect("the page is there"), effort));
    }
    tally
}

/// On a thread with the stack of an ingest worker.
fn check(effort: Effort, set: &'static str) {
    let work = move || {
        let tally = tally(effort);
        let floors = Floors::read(&root().join("floors.toml")).expect("the floors are there");
        let undercut = floors.undercut(set, &tally.figures());
        let misses: Vec<String> = tally
            .misses
            .iter()
            .map(|miss| format!("{}: {} {} not {}", miss.id, miss.field, miss.found, miss.gold))
            .collect();
        assert!(undercut.is_empty(), "{undercut:#?}\n{misses:#?}");
    };
    let worker = std::thread::Builder::new().stack_size(pages::STACK_BYTES).spawn(work).expect("a thread");
    worker.join().expect("all floors are held");
}

#[test]
fn pages_of_our_own_are_read_as_well_as_their_floors_say() {
    check(Effort::Full, "own");
}

#[test]
fn pages_of_our_own_are_read_fast_as_well_as_their_floors_say() {
    check(Effort::Fast, "own-fast");
}

#[test]
fn a_figure_below_its_floor_or_without_one_is_named() {
    let mut tally = Tally::default();
    let gold =
        json!({"id": "a", "gold": {"title": "Ferry is late", "body": "one two three four", "authors": ["Jane Doe"]}});
    tally.add(&gold, &json!({"id": "a", "title": "Ferry is lost", "body": "one two", "authors": ["By Jane Doe"]}));
    let figures = tally.figures();
    assert_eq!((figures["title"], figures["author"]), (0.0, 1.0));
    // Two of two words right, two of four missing: precision 1, recall one half.
    assert!((figures["token_f1"] - 2.0 / 3.0).abs() < 1e-9);
    let floors = Floors::read(&root().join("floors.toml")).expect("the floors are there");
    let undercut = floors.undercut("own", &figures);
    assert!(undercut.iter().any(|line| line.starts_with("own: title is 0.0000")), "{undercut:?}");
    assert!(undercut.iter().any(|line| line.starts_with("own: day was not measured")), "{undercut:?}");
    assert!(!undercut.iter().any(|line| line.contains("author ")), "{undercut:?}");
}

#[test]
fn measures_are_those_of_the_evaluation() {
    assert_eq!(measure::fold("„Die  Fähre“ – spät…"), "die fähre - spät...");
    assert_eq!(measure::tokens("Die Fähre, 東京 a_b"), ["die", "fähre", "東", "京", "a_b"]);
    assert_eq!(measure::shingles("a b c d e", "a b c d"), [0.5, 0.5, 0.0]);
    assert_eq!(measure::shingles("", ""), [0.0; 3]);
    assert_eq!(measure::letters("Küstenbote.de"), "kustenbotede");
    let parse = |text| measure::When::parse(text).expect("a date");
    let (stated, gold) = (parse("2024-10-25T23:30:00-05:00"), parse("2024-10-26 04:30:20+00:00"));
    assert!(stated.same_day(&gold) && stated.same_instant(&gold));
    assert!(!parse("2024-10-25").same_instant(&gold));
    assert!(!parse("2024-10-24").same_day(&gold));
}
