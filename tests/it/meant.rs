//! What names mean in an archive, how searches for them are ranked, and what is said about a query with few matches.

use super::support::{run, stderr, stdout};
use std::path::Path;
use tempfile::TempDir;

/// Title, outlet, web address, text.
const ARTICLES: [(&str, &str, &str, &str); 9] = [
    (
        "A long day at the port",
        "The Harbour Courier",
        "https://www.courier.example/1",
        "The crane did not move. Nobody worked. The pilot waited for the tide, and so did the crew, for hours, in the rain, at \
         the pier, with little to eat and less to do. In the evening Gregory Harwood came by.",
    ),
    (
        "Gregory Harwood resigns",
        "The Harbour Courier",
        "https://www.courier.example/2",
        "Gregory Harwood has resigned. Harwood said that he was tired. Harwood had led the port for ten years.",
    ),
    (
        "Singer on tour",
        "Meridian Post",
        "https://www.meridian.example/3",
        "The singer Nancy Harwood is on tour. Nancy Harwood sang in Tartu on Monday.",
    ),
    (
        "Envoy in town",
        "Meridian Post",
        "https://www.meridian.example/4",
        "Envoy Muammar Gaddafi was in town. Muammar Gaddafi spoke about oil.",
    ),
    (
        "Envoy leaves",
        "Tideline News",
        "https://www.tideline.example/5",
        "Envoy Moammar Gadhafi left. Moammar Gadhafi had spoken about oil.",
    ),
    (
        "Oil is cheap",
        "Tideline News",
        "https://www.tideline.example/6",
        "The International Harbour Agency said that oil is cheap. The International Harbour Agency is in Tartu.",
    ),
    ("Ferries late", "Tideline News", "https://www.tideline.example/7", "Ferries were late in the storm on Tuesday."),
    ("Storm ahead", "Tideline News", "https://www.tideline.example/8", "A storm is ahead, the office said on Tuesday."),
    ("Late again", "Tideline News", "https://www.tideline.example/9", "The trains were late again, the office said."),
];

fn archive() -> TempDir {
    let desk = tempfile::tempdir().expect("a folder");
    let news = desk.path().join("news");
    std::fs::create_dir(&news).expect("made");
    for (number, (title, outlet, url, text)) in ARTICLES.iter().enumerate() {
        let article = serde_json::json!({"title": title, "outlet": outlet, "url": url, "text": text, "language": "en"});
        std::fs::write(news.join(format!("{number}.json")), article.to_string()).expect("written");
    }
    assert!(run(desk.path(), &["--index", "ix", "ingest", "-q", "news"]).status.success());
    desk
}

/// The titles found, in order, and what is said beside them.
fn found(desk: &Path, query: &str) -> (Vec<String>, String) {
    let output = run(desk, &["--index", "ix", "search", "--format", "jsonl", "--", query]);
    let title = |line: &str| {
        let hit: serde_json::Value = serde_json::from_str(line).expect("JSON");
        hit["title"].as_str().expect("a title").to_owned()
    };
    (stdout(&output).lines().map(title).collect(), stderr(&output))
}

#[test]
fn names_mean_what_the_archive_has_and_a_note_says_so() {
    let desk = archive();
    for (query, titles, note) in [
        ("person:Gaddafi", &["Envoy in town", "Envoy leaves"][..], Some("person:Gaddafi finds ")),
        ("person:\"Muammar Qaddafi\"", &["Envoy in town", "Envoy leaves"], Some("person:\"Muammar Qaddafi\" finds ")),
        ("outlet:HC", &["A long day at the port", "Gregory Harwood resigns"], Some("finds The Harbour Courier (2)")),
        ("outlet:\"H Courier\"", &[], None),
        ("outlet:courier.example", &["A long day at the port", "Gregory Harwood resigns"], None),
        ("outlet:www.courier.example", &["A long day at the port", "Gregory Harwood resigns"], None),
        ("org:IHA", &["Oil is cheap"], Some("org:IHA finds International Harbour Agency (1)")),
        ("person:\"Ann Holt\"", &[], None),
    ] {
        let (mut got, said) = found(desk.path(), query);
        got.sort();
        assert_eq!(got, titles, "{query}: {said}");
        match note {
            Some(note) => assert!(said.contains(note), "{query}: {said}"),
            None => assert!(!said.contains(" finds "), "{query}: {said}"),
        }
    }
    // Several people of one name, the commonest first; not for an excluded one.
    let (_, said) = found(desk.path(), "person:Harwood");
    assert!(said.contains("note: person:Harwood finds Gregory Harwood (2), Nancy Harwood (1)"), "{said}");
    assert!(!found(desk.path(), "oil NOT person:Harwood").1.contains(" finds "));
}

#[test]
fn a_search_for_a_name_starts_with_the_story_about_it() {
    let desk = archive();
    let (titles, _) = found(desk.path(), "person:\"Gregory Harwood\"");
    assert_eq!(titles, ["Gregory Harwood resigns", "A long day at the port"]);
}

#[test]
fn few_matches_are_explained() {
    let desk = archive();
    let (titles, said) = found(desk.path(), "ferries office Tartu");
    assert!(titles.is_empty());
    // No two of these words are in one article: a table of zeros would say nothing.
    assert!(said.contains("nearest: ") && !said.contains("matches alone"), "{said}");
    let (titles, said) = found(desk.path(), "storm late crane");
    assert!(titles.is_empty());
    for (word, alone, without) in [("storm", "2", "0"), ("late", "2", "0"), ("crane", "1", "1")] {
        let row = said.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        assert!(row.into_iter().any(|row| row == [word, alone, without]), "{word}: {said}");
    }
    assert!(said.contains("nearest: Ferries late (Tideline News)"), "{said}");
    // Every part without matches has its own suggestion.
    let (_, said) = found(desk.path(), "Harwod Gadafi");
    assert!(said.matches("note: no article has ").count() == 2, "{said}");
    // A search in one zone that other zones would answer.
    let output = run(desk.path(), &["--index", "ix", "search", "--zones", "title", "tired"]);
    assert!(
        stderr(&output).contains("note: 1 article matches in any zone of the story\nhint: "),
        "{}",
        stderr(&output)
    );
}
