//! Queries written to do harm: each is answered, or rejected with a message, and none makes the program fail. They are
//! in `cases/query/hostile.jsonl`; `morgue-score hostile-queries` measures them on an index of any size.

use super::support::{SAMPLE, cases, root, run, stderr};
use morgue::query::{Dialect, ParseOptions, parse, translate};
use serde_json::Value;

/// The query of a case: a start, a part repeated several times (`{n}` is its number), and an end.
fn query(case: &Value) -> String {
    let text = |name: &str| case[name].as_str().unwrap_or_default();
    let parts = (0..case["times"].as_u64().unwrap_or(0)).map(|n| text("repeat").replace("{n}", &n.to_string()));
    format!("{}{}{}", text("before"), parts.collect::<String>(), text("after"))
}

fn all() -> Vec<Value> {
    let text = std::fs::read_to_string(cases("query/hostile.jsonl")).expect("read");
    let all: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect();
    assert!(all.len() >= 100, "{} cases", all.len());
    all
}

#[test]
fn hostile_queries_are_read_or_refused_with_a_message() {
    let today = || jiff::civil::date(2024, 10, 25);
    for case in all() {
        let typed = query(&case);
        for dialect in [Dialect::Nexis, Dialect::Factiva, Dialect::MediaCloud, Dialect::Lucene] {
            if let Err(error) = translate(dialect, &typed, &today) {
                assert!(!error.message.is_empty() && !error.pointer(&typed).is_empty(), "{}", case["name"]);
            }
        }
        if let Err(error) = parse(&typed, ParseOptions { any: false, today: &today }) {
            assert!(!error.message.is_empty() && !error.pointer(&typed).is_empty(), "{}", case["name"]);
        }
    }
}

/// Longest argument that a system accepts.
const LONGEST: usize = 100_000;

/// Some end only by the deadline, which the interactive verbs always have.
#[test]
fn hostile_queries_are_answered_refused_or_ended_by_the_deadline() {
    let index = SAMPLE.archive.root().to_str().expect("a plain name");
    let asked =
        all().iter().map(query).filter(|typed| typed.len() < LONGEST && !typed.contains('\0')).collect::<Vec<_>>();
    let (mut accepted, mut answered) = (0, 0);
    for typed in &asked {
        let output = run(&root().join("tests"), &["--index", index, "search", "--deadline", "0.3", "--", typed]);
        let (code, told) = (output.status.code(), stderr(&output));
        let start: String = typed.chars().take(60).collect();
        assert!(matches!(code, Some(0 | 1 | 2 | 124)), "{start}: {code:?} {told}");
        assert!(code == Some(0) || !told.is_empty(), "{start}: {code:?} and no word");
        accepted += usize::from(code != Some(2));
        answered += usize::from(code == Some(0) || code == Some(1));
    }
    // How many are answered before the deadline depends on the machine; how many are accepted does not.
    assert!(accepted > asked.len() / 3, "{accepted} of {} are accepted", asked.len());
    assert!(answered > 0, "none is answered");
}
