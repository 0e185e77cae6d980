//! Searches of the sample corpus: cases in `cases/search`, each with the reason for its result.

use super::support::{SAMPLE, cases};
use morgue::archive::{Hit, Sort};
use morgue::desk::{Request, count_only_in_margins, search};
use morgue::passages::Excerpts;
use morgue::query::{ParseOptions, ZoneChoice, parse};
use serde_json::Value;

fn request(query: &str, sort: Sort, zones: ZoneChoice) -> Request {
    let query = parse(query, ParseOptions { any: false, today: &|| jiff::civil::date(2026, 11, 25) }).expect("read");
    Request { query, zones, sort, offset: 0, limit: None, excerpts: Some(Excerpts::default()) }
}

fn hits(request: &Request) -> Vec<Hit> {
    search(&SAMPLE.generation, request).expect("searched").map(|hit| Hit::clone(&hit.expect("read"))).collect()
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().map(|items| items.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

#[test]
fn searches_find_what_the_cases_say() {
    let text = std::fs::read_to_string(cases("search/sample_corpus.json")).expect("read");
    let all: Vec<Value> = serde_json::from_str(&text).expect("cases");
    for case in &all {
        let query = case["query"].as_str().expect("a query");
        let zones = if case["zones"] == "all" { ZoneChoice::All } else { ZoneChoice::Story };
        let sort = match case["sort"].as_str() {
            Some("newest") => Sort::Newest,
            Some("oldest") => Sort::Oldest,
            Some("outlet") => Sort::Outlet,
            _ => Sort::Relevance,
        };
        let request = request(query, sort, zones);
        let mut got: Vec<String> = hits(&request).into_iter().map(|hit| hit.path).collect();
        let mut want: Vec<String> = strings(&case["finds"]).into_iter().map(str::to_owned).collect();
        if case["sort"].is_null() {
            got.sort();
            want.sort();
        }
        assert_eq!(got, want, "{query}: {}", case["why"]);
        if let Some(margins) = case["only_in_margins"].as_u64() {
            assert_eq!(
                count_only_in_margins(&SAMPLE.generation, &request).expect("counted"),
                margins,
                "{query}: {}",
                case["why"]
            );
        }
    }
}

#[test]
fn passages_mark_what_matched_and_nothing_else() {
    for (query, marked) in [
        ("Starlink Taiwan", vec!["starlink", "taiwan"]),
        ("\"low orbit\"", vec!["low orbit", "low-orbit"]),
        ("Starlink NEAR/6 Taiwan -Pentagon", vec!["starlink", "taiwan"]),
        ("satel*", vec!["satellite", "satellites", "satélites", "satélite", "satelliten"]),
    ] {
        for hit in hits(&request(query, Sort::Relevance, ZoneChoice::Story)) {
            let parts = hit.passage.marks.iter().map(|mark| &hit.passage.text[mark.clone()]);
            let parts: Vec<String> = parts
                .chain(hit.title_marks.iter().map(|mark| &hit.zones.title[mark.clone()]))
                .map(str::to_lowercase)
                .collect();
            assert!(!parts.is_empty(), "{query}: nothing is marked in {}", hit.path);
            for part in parts {
                let bare = part.trim_end_matches("'s").trim_end_matches("’s");
                assert!(
                    marked.iter().any(|known| bare == *known
                        || bare.split([' ', ',']).all(|word| word.is_empty() || marked.contains(&word))
                        || bare.starts_with("satel")),
                    "{query}: {part} in {}",
                    hit.path
                );
            }
            assert!(hit.passage.text.len() <= 300, "{}", hit.path);
        }
    }
}

#[test]
fn a_page_of_a_list_is_the_same_as_the_list() {
    let whole = request("the", Sort::Relevance, ZoneChoice::Story);
    let all: Vec<String> = hits(&whole).into_iter().map(|hit| hit.key).collect();
    assert!(all.len() > 10);
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Outlet] {
        let all: Vec<String> = hits(&Request { sort, ..whole.clone() }).into_iter().map(|hit| hit.key).collect();
        let mut paged = Vec::new();
        for offset in (0..all.len()).step_by(3) {
            paged.extend(
                hits(&Request { sort, offset, limit: Some(3), ..whole.clone() }).into_iter().map(|hit| hit.key),
            );
        }
        assert_eq!(paged, all, "{sort:?}");
    }
}

#[test]
fn orders_are_what_they_say() {
    let dates = |sort| {
        hits(&request("*", sort, ZoneChoice::Story))
            .into_iter()
            .map(|hit| hit.published.map(|published| published.seconds))
            .collect::<Vec<_>>()
    };
    let newest = dates(Sort::Newest);
    let dated: Vec<i64> = newest.iter().flatten().copied().collect();
    assert!(dated.is_sorted_by(|one, other| one >= other) && dated.len() < newest.len());
    assert!(newest[dated.len()..].iter().all(Option::is_none), "undated articles come last");
    let oldest = dates(Sort::Oldest);
    assert!(oldest.iter().flatten().copied().collect::<Vec<i64>>().is_sorted());
    assert!(oldest[dated.len()..].iter().all(Option::is_none), "undated articles come last");
}
