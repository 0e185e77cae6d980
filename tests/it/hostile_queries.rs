//! Queries that were written to harm: each is answered, or refused with a message, and none brings the program down. They
//! are in `cases/query/hostile.jsonl`; `examples/hostile_queries.rs` measures them on an index of any size.

use super::support::{SAMPLE, cases, root, run};
use morgue::query::{Dialect, Reading, ZoneChoice, parse, translate};
use morgue::search::{Request, Sort, count, search};
use serde_json::Value;

/// What a case stands for: a start, a part so many times (`{n}` is its number), and an end.
fn query(case: &Value) -> String {
    let text = |name: &str| case[name].as_str().unwrap_or_default();
    let parts = (0..case["times"].as_u64().unwrap_or(0)).map(|n| text("repeat").replace("{n}", &n.to_string()));
    format!("{}{}{}", text("before"), parts.collect::<String>(), text("after"))
}

/// Queries that nothing but the deadline of the interactive verbs ends: no promise of the library.
const ENDLESS: [&str; 12] = [
    "stop words near stop words",
    "stop words before stop words",
    "a word near itself, 30 times",
    "a word near itself, 62 times",
    "different words near each other, 50 times",
    "an OR of all wide patterns",
    "300 pairs that must all stand near",
    "300 alternatives of pairs",
    "a window of a word with itself",
    "a window of 200 words",
    "300 exact words",
    "exact characters near each other",
];

#[test]
fn queries_without_end_are_ended_by_the_deadline() {
    let text = std::fs::read_to_string(cases("query/hostile.jsonl")).expect("read");
    let all: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect();
    for name in ENDLESS {
        let case = all.iter().find(|case| case["name"] == name).unwrap_or_else(|| panic!("no case {name}"));
        let index = SAMPLE.archive.root().to_str().expect("a plain name");
        let output = run(&root().join("tests"), &["--index", index, "search", "--deadline", "0.5", &query(case)]);
        let code = output.status.code();
        assert!(matches!(code, Some(0 | 1 | 124)), "{name}: {code:?} {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn hostile_queries_are_answered_or_refused_with_a_message() {
    let text = std::fs::read_to_string(cases("query/hostile.jsonl")).expect("read");
    let all: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect();
    assert!(all.len() >= 100, "{} cases", all.len());
    let today = || jiff::civil::date(2024, 10, 25);
    let mut answered = 0;
    for case in &all {
        if ENDLESS.iter().any(|name| case["name"] == *name) {
            continue;
        }
        let typed = query(case);
        for dialect in [Dialect::Nexis, Dialect::Factiva, Dialect::MediaCloud, Dialect::Lucene] {
            if let Err(error) = translate(dialect, &typed, &today) {
                assert!(!error.message.is_empty() && !error.pointer(&typed).is_empty(), "{}", case["name"]);
            }
        }
        let read = match parse(&typed, Reading { any: false, today: &today }) {
            Ok(read) => read,
            Err(error) => {
                assert!(!error.message.is_empty() && !error.pointer(&typed).is_empty(), "{}", case["name"]);
                continue;
            }
        };
        let zones = ZoneChoice::Story;
        let request = Request { query: read, zones, sort: Sort::Relevance, offset: 0, limit: Some(10), passages: true };
        match (count(&SAMPLE.generation, &request), search(&SAMPLE.generation, &request)) {
            (Ok(total), Ok(found)) => {
                assert_eq!(total, found.total, "{}", case["name"]);
                assert!(found.into_iter().all(|hit| hit.is_ok()), "{}", case["name"]);
                answered += 1;
            }
            (counted, found) => {
                let message = counted.expect_err("both or none").to_string();
                assert!(!message.is_empty() && found.is_err(), "{}", case["name"]);
            }
        }
    }
    assert!(answered > all.len() / 3, "{answered} of {} are answered", all.len());
}
