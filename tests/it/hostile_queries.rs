//! Queries that were written to harm: each is answered, or refused with a message, and none brings the program down. They
//! are in `cases/query/hostile.jsonl`; `examples/hostile_queries.rs` measures them on an index of any size.

use super::support::{SAMPLE, cases};
use morgue::query::{Dialect, Reading, ZoneChoice, parse, translate};
use morgue::search::{Request, Sort, count, search};
use serde_json::Value;

/// What a case stands for: a start, a part so many times (`{n}` is its number), and an end.
fn query(case: &Value) -> String {
    let text = |name: &str| case[name].as_str().unwrap_or_default();
    let parts = (0..case["times"].as_u64().unwrap_or(0)).map(|n| text("repeat").replace("{n}", &n.to_string()));
    format!("{}{}{}", text("before"), parts.collect::<String>(), text("after"))
}

#[test]
fn hostile_queries_are_answered_or_refused_with_a_message() {
    let text = std::fs::read_to_string(cases("query/hostile.jsonl")).expect("read");
    let all: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect();
    assert!(all.len() >= 100, "{} cases", all.len());
    let today = || jiff::civil::date(2024, 10, 25);
    let mut answered = 0;
    for case in &all {
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
