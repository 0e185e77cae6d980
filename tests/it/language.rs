//! The query language: how every form is read, and which error a mistake gives, with its position. Cases are in
//! `cases/query`.

use super::support::cases;
use morgue::query::{MAX_BYTES, MAX_CLAUSES, MAX_DEPTH, ParseOptions, parse, print};
use proptest::prelude::*;

fn options() -> ParseOptions<'static> {
    ParseOptions { any: false, today: &|| jiff::civil::date(2024, 10, 25) }
}

#[test]
fn of_many_mistakes_the_first_twenty_are_told() {
    let typed = "autor:x ".repeat(2000);
    let error =
        parse(&typed, ParseOptions { any: false, today: &|| jiff::civil::date(2024, 10, 25) }).expect_err("refused");
    assert_eq!(error.others.len(), 19);
}

#[test]
fn every_form_is_read_as_the_manual_says() {
    let text = std::fs::read_to_string(cases("query/read.jsonl")).expect("read");
    for line in text.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case");
        let query = case["query"].as_str().expect("a query");
        match parse(query, options()) {
            Ok(read) => {
                assert_eq!(Some(print(&read.root).as_str()), case["reads"].as_str(), "{query}");
                assert_eq!(read.hints.len() as u64, case["hints"].as_u64().unwrap_or(0), "{query}: {:?}", read.hints);
            }
            Err(error) => {
                assert_eq!(Some(error.to_string().as_str()), case["error"].as_str(), "{query}");
                assert_eq!(Some(error.column(query) as u64), case["column"].as_u64(), "{query}");
                let others = error.others.iter().map(|other| serde_json::json!([other.message, other.column(query)]));
                let others: Vec<serde_json::Value> = others.collect();
                assert_eq!(&others, case["others"].as_array().unwrap_or(&Vec::new()), "{query}");
            }
        }
    }
}

#[test]
fn what_is_printed_reads_as_the_same() {
    let text = std::fs::read_to_string(cases("query/read.jsonl")).expect("read");
    for line in text.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case");
        let Some(reads) = case["reads"].as_str() else { continue };
        let again = parse(reads, options()).unwrap_or_else(|error| panic!("{reads}: {error}"));
        assert_eq!(print(&again.root), reads);
    }
}

#[test]
fn any_makes_alternatives_of_words_and_keeps_filters() {
    let any = ParseOptions { any: true, ..options() };
    for (query, want) in [
        ("a b", "a OR b"),
        ("a b -c date:2024", "(a OR b) AND NOT c AND date:2024-01-01..2024-12-31"),
        ("a AND b", "a AND b"),
    ] {
        assert_eq!(print(&parse(query, any).expect("read").root), want);
    }
}

#[test]
fn an_address_at_the_end_of_a_group_reads_back() {
    for query in ["\" \" outlet: NOT url: ) NEAR/3 url: AND", "a (b OR url:https://example.com/x(1))", "-(a url:b.c)"] {
        let Ok(read) = parse(query, options()) else { continue };
        let printed = print(&read.root);
        let again = parse(&printed, options()).map(|read| print(&read.root));
        assert_eq!(again.ok(), Some(printed), "{query}");
    }
}

#[test]
fn limits_are_errors_not_crashes() {
    let deep = |unit: &str, times: usize| unit.repeat(times);
    let hostile = [
        deep("(", 100_000),
        deep("NOT ", 100_000),
        deep("-", 60_000),
        deep("title:", 10_000),
        deep("a ", MAX_CLAUSES + 1),
        deep("a", MAX_BYTES + 1),
        format!("{}a{}", deep("(", MAX_DEPTH + 1), deep(")", MAX_DEPTH + 1)),
        deep("ATLEAST/2 ", 5_000),
        deep("\"", 60_001),
        deep("a NEAR ", 5_000),
    ];
    for query in hostile {
        assert!(parse(&query, options()).is_err(), "{}…", &query[..20]);
    }
    let fits = format!("{}a{}", deep("(", MAX_DEPTH), deep(")", MAX_DEPTH));
    assert!(parse(&fits, options()).is_ok());
}

proptest! {
    #[test]
    fn nothing_a_user_types_panics(query in "\\PC{0,60}") {
        if let Err(error) = parse(&query, options()) {
            let _ = (error.column(&query), error.pointer(&query));
        }
    }

    #[test]
    fn operators_in_any_order_never_panic(parts in prop::collection::vec(prop::sample::select(vec![
        "(", ")", "\"", "“", "AND", "OR", "NOT", "-", "NEAR/3", "SAME/S", "ATLEAST/2", "title:", "outlet:", "date:", "words:", "url:", "=", "*", "a", "b*", "2024..", "[", "]", "é", "~", "~2",
    ]), 0..24), glue in prop::sample::select(vec!["", " "])) {
        let query = parts.join(glue);
        match parse(&query, options()) {
            Ok(read) => {
                let printed = print(&read.root);
                let again = parse(&printed, options());
                prop_assert!(again.is_ok(), "{query} prints as {printed}: {again:?}");
            }
            Err(error) => prop_assert!(error.span.start <= query.len(), "{query}"),
        }
    }
}
