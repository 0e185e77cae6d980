//! Pages of our own, scored as the evaluation's pages are: no figure may fall below its floor in `tests/floors.toml`.

use morgue::format::Effort;
use morgue_score::floors::Floors;
use morgue_score::input::repository;
use morgue_score::measures;
use morgue_score::pages::{Tally, read_list, score};
use morgue_score::stack::on_deep_stack;
use serde_json::json;

fn check(effort: Effort, floors: &str) {
    let folder = repository().join("tests/cases/pages");
    let tallies = on_deep_stack(|| score(&folder, effort).expect("the pages are there"));
    let tally = &tallies["own"];
    let figures = tally.figures();
    let pages = read_list(&folder.join("pages.jsonl")).expect("the list is there");
    assert_eq!((figures["pages"], figures["errors"], tallies.len()), (pages.len() as f64, 0.0, 1));
    let undercut = Floors::own().expect("the floors are there").undercut(floors, &figures);
    let misses: Vec<String> = tally
        .misses
        .iter()
        .map(|miss| format!("{}: {} {} not {}", miss.id, miss.field, miss.found, miss.gold))
        .collect();
    assert!(undercut.is_empty(), "{undercut:#?}\n{misses:#?}");
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
    let floors = Floors::own().expect("the floors are there");
    let undercut = floors.undercut("own", &figures);
    assert!(undercut.iter().any(|line| line.starts_with("own: title is 0.0000")), "{undercut:?}");
    assert!(undercut.iter().any(|line| line.starts_with("own: day was not measured")), "{undercut:?}");
    assert!(!undercut.iter().any(|line| line.contains("author ")), "{undercut:?}");
    assert_eq!(floors.undercut("no-set", &figures), ["no-set: no floors for this set"]);
}

#[test]
fn measures_are_those_of_the_evaluation() {
    assert_eq!(measures::fold("„Die  Fähre“ – spät…"), "die fähre - spät...");
    assert_eq!(measures::tokens("Die Fähre, 東京 a_b"), ["die", "fähre", "東", "京", "a_b"]);
    assert_eq!(measures::shingles("a b c d e", "a b c d"), [0.5, 0.5, 0.0]);
    assert_eq!(measures::shingles("", ""), [0.0; 3]);
    assert_eq!(measures::letters("Küstenbote.de"), "kustenbotede");
    let parse = |text| measures::When::parse(text).expect("a date");
    let (stated, gold) = (parse("2024-10-25T23:30:00-05:00"), parse("2024-10-26 04:30:20+00:00"));
    assert!(stated.same_day(&gold) && stated.same_instant(&gold));
    assert!(!parse("2024-10-25").same_instant(&gold));
    assert!(!parse("2024-10-24").same_day(&gold));
}
