//! What people paste and type: how each is read, which warning it produces, or which error explains it. Cases are in
//! `cases/query/real_life.jsonl`, each with a description.

use super::support::{SAMPLE, cases};
use morgue::archive::Sort;
use morgue::desk::{Request, count};
use morgue::query::{ParseOptions, ZoneChoice, parse, print};
use serde_json::{Value, json};

#[test]
fn what_people_type_is_read_as_they_mean_it() {
    let text = std::fs::read_to_string(cases("query/real_life.jsonl")).expect("read");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect();
    assert!(lines.len() >= 150, "{} cases", lines.len());
    let today = || jiff::civil::date(2024, 10, 25);
    let mut wrong = Vec::new();
    for case in &lines {
        let input = case["input"].as_str().expect("an input");
        match parse(input, ParseOptions { any: false, today: &today }) {
            Ok(query) => {
                let told: Vec<&str> = query.hints.iter().map(|hint| hint.text.as_str()).collect();
                let got = json!([print(&query.root), told]);
                let want = json!([case["reads"], case.get("told").unwrap_or(&json!([]))]);
                if got != want {
                    wrong.push(format!("{input}\n  is read {got}\n  not     {want}"));
                }
                let zones = ZoneChoice::Story;
                let request = Request { query, zones, sort: Sort::Relevance, offset: 0, limit: None, excerpts: None };
                assert!(count(&SAMPLE.generation, &request).is_ok(), "{input}");
            }
            Err(error) => {
                let (got, want) = (json!([error.message, error.hint]), json!([case["error"], case["hint"]]));
                if got != want {
                    wrong.push(format!("{input}\n  fails with {got}\n  not with   {want}"));
                }
                assert!(
                    error.hint.is_some() && input.get(error.span.clone()).is_some(),
                    "{input}: no way out is shown"
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
