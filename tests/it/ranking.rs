//! The order of a list by relevance: near matches and matches in titles come first, whatever is shown of the list.

use super::support::Indexed;
use morgue::archive::Sort;
use morgue::desk::{Request, search};
use morgue::query::{ParseOptions, ZoneChoice, parse};

fn list(indexed: &Indexed, query: &str, any: bool, offset: usize, limit: Option<usize>) -> Vec<String> {
    let query = parse(query, ParseOptions { any, today: &|| jiff::civil::date(2026, 11, 25) }).expect("read");
    let request = Request { query, zones: ZoneChoice::Story, sort: Sort::Relevance, offset, limit, excerpts: None };
    let found = search(&indexed.generation, &request).expect("searched");
    found
        .map(|hit| {
            hit.expect("read").record.url.as_ref().expect("a url").rsplit('/').next().expect("a name").to_owned()
        })
        .collect()
}

fn article(name: &str, title: &str, text: &str) -> String {
    let url = format!("https://example.com/{name}");
    serde_json::json!({"title": title, "text": text, "url": url, "language": "en"}).to_string()
}

const FILLER: &str = "The council met on Tuesday and spoke at length about roads, schools, water and the price of bread, \
    as it does each week, and went home late.";

#[test]
fn words_side_by_side_come_before_words_far_apart() {
    let near = format!("{FILLER} The harbour ferry sank. {FILLER}");
    let far = format!("The harbour is old. {FILLER} A ferry sank. {FILLER}");
    let indexed = Indexed::of_lines(&[article("far", "News", &far), article("near", "News", &near)]);
    assert_eq!(list(&indexed, "harbour ferry", false, 0, None)[0], "near");
    assert_eq!(list(&indexed, "harbour ferry", true, 0, None)[0], "near");
}

#[test]
fn words_of_a_title_come_before_words_of_a_story() {
    let indexed = Indexed::of_lines(&[
        article("story", "From the council", &format!("A ferry left the harbour late. {FILLER} {FILLER}")),
        article("title", "Ferry leaves harbour late", &format!("It happened at noon. {FILLER} {FILLER}")),
    ]);
    assert_eq!(list(&indexed, "ferry harbour", false, 0, None)[0], "title");
}

#[test]
fn a_word_as_typed_comes_before_its_inflections() {
    let text = |word: &str| format!("A {word} was seen. {FILLER}");
    let indexed = Indexed::of_lines(&[
        article("forms", "News", &text("ferries")),
        article("typed", "News", &text("ferry")),
        article("both", "News", "The ferry and the ferries."),
    ]);
    let found = list(&indexed, "ferry", false, 0, None);
    assert_eq!(found.len(), 3);
    assert!(found.iter().position(|name| name == "typed") < found.iter().position(|name| name == "forms"), "{found:?}");
}

#[test]
fn derived_words_add_to_a_score_and_match_nothing() {
    let indexed = Indexed::of_lines(&[
        article("important", "News", &format!("An important thing. {FILLER}")),
        article("import", "News", &format!("An import, all told. {FILLER}")),
        // A base that only one article contains is not trusted.
        article("another", "News", &format!("Another import. {FILLER}")),
        article("imports", "News", &format!("Some imports, all told. {FILLER}")),
        article("ferry", "News", &format!("A ferry left. {FILLER}")),
    ]);
    assert_eq!(list(&indexed, "import", false, 0, None).len(), 3);
    assert!(!list(&indexed, "import ferry", true, 0, None).contains(&"important".to_owned()));
}

#[test]
fn pages_of_a_list_are_the_list() {
    let lines: Vec<String> = (0..260)
        .map(|nth| {
            let between = "and so on ".repeat(nth % 13);
            let text = format!("The ferry {between} reached the harbour. {}", FILLER.repeat(nth % 3));
            article(&format!("{nth:03}"), &format!("Report {nth}"), &text)
        })
        .collect();
    let indexed = Indexed::of_lines(&lines);
    let whole = list(&indexed, "ferry harbour", false, 0, None);
    assert_eq!(whole.len(), 260);
    let pages: Vec<String> =
        (0..260).step_by(7).flat_map(|offset| list(&indexed, "ferry harbour", false, offset, Some(7))).collect();
    assert_eq!(pages, whole);
}
