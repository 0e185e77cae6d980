//! Pages and texts of made-up outlets in the layouts and languages that are read worst: no figure may fall below its floor in
//! `tests/floors.toml`. Gold lines state what is right, whatever is found today. What a reader gives without its judgement
//! must fall below a floor, so that the floors notice when that judgement is lost.

use morgue::format::Effort;
use morgue_score::figures::Figures;
use morgue_score::floors::Floors;
use morgue_score::input::{json_lines, repository};
use morgue_score::measures::token_f1;
use morgue_score::pages::{Tallies, Tally, read_list, score};
use morgue_score::stack::on_deep_stack;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

const PAGE_SETS: [&str; 6] = ["own.busy", "own.cjk", "own.english", "own.european", "own.other-scripts", "own.turkish"];
const TEXT_SET: &str = "own.texts";

fn folder(kind: &str) -> PathBuf {
    repository().join("tests/fixtures").join(kind)
}

fn read(kind: &str, effort: Effort) -> Tallies {
    on_deep_stack(|| score(&folder(kind), effort).expect("the files are there"))
}

fn gold(kind: &str) -> Vec<Value> {
    json_lines(&folder(kind).join("gold.jsonl")).expect("the gold is there")
}

fn undercut(set: &str, figures: &Figures) -> Vec<String> {
    Floors::own().expect("the floors are there").undercut(set, figures)
}

#[track_caller]
fn check(set: &str, tally: &Tally) {
    let figures = tally.figures();
    assert_eq!(figures["errors"], 0.0, "{set}");
    let misses: Vec<String> = tally
        .misses
        .iter()
        .map(|miss| format!("{}: {} {} not {}", miss.id, miss.field, miss.found, miss.gold))
        .collect();
    let undercut = undercut(set, &figures);
    assert!(undercut.is_empty(), "{undercut:#?}\n{figures:#?}\n{misses:#?}");
}

#[test]
fn hard_pages_are_read_as_well_as_their_floors_say() {
    let tallies = read("pages", Effort::Full);
    assert_eq!(tallies.keys().map(String::as_str).collect::<Vec<_>>(), PAGE_SETS);
    PAGE_SETS.iter().for_each(|set| check(set, &tallies[*set]));
}

#[test]
fn hard_texts_are_read_as_well_as_their_floors_say() {
    let tallies = read("texts", Effort::Full);
    assert_eq!(tallies.keys().collect::<Vec<_>>(), [TEXT_SET]);
    check(TEXT_SET, &tallies[TEXT_SET]);
}

#[test]
fn pages_judged_by_their_form_alone_fall_below_a_floor() {
    let tallies = read("pages", Effort::Fast);
    let below: Vec<String> = PAGE_SETS.iter().flat_map(|set| undercut(set, &tallies[*set].figures())).collect();
    assert!(below.iter().any(|line| line.contains("_f1 is ")), "{below:#?}");
}

#[test]
fn texts_left_as_they_are_fall_below_their_floor() {
    let list = read_list(&folder("texts").join("texts.jsonl")).expect("the list is there");
    let as_is = list.iter().zip(gold("texts")).map(|(text, line)| {
        let bytes = text.bytes().expect("the text is there");
        let body = line["gold"]["body"].as_str().expect("a body");
        token_f1(&String::from_utf8_lossy(&bytes), body)
    });
    let mut figures = read("texts", Effort::Full)[TEXT_SET].figures();
    figures.insert("token_f1".to_owned(), as_is.sum::<f64>() / list.len() as f64);
    let below = undercut(TEXT_SET, &figures);
    assert!(below.iter().any(|line| line.contains("token_f1 is ")), "{below:#?}");
}

#[test]
fn every_page_and_text_has_a_gold_line_of_its_own() {
    let mut ids = BTreeSet::new();
    for kind in ["pages", "texts"] {
        let list = read_list(&folder(kind).join(format!("{kind}.jsonl"))).expect("the list is there");
        let listed: Vec<&str> = list.iter().map(|page| page.id.as_str()).collect();
        let lines = gold(kind);
        let stated: Vec<&str> = lines.iter().filter_map(|line| line["id"].as_str()).collect();
        assert_eq!(listed, stated);
        assert!(
            lines.iter().all(|line| line["kind"].is_string()),
            "every gold line says what its page is an example of"
        );
        ids.extend(stated.into_iter().map(str::to_owned));
    }
    assert!(ids.len() >= 60, "{} pages and texts", ids.len());
}
