//! Articles on the subject of another one, or of a text outside the archive.

use super::support::{run, stderr, stdout};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;

const FERRY: &str = "The ferry to Saltholm struck the breakwater at dawn, and forty passengers were taken off by the lifeboat. Nobody \
    was hurt, said the harbour master, who had seen the lights of the ship go out a minute before she struck.";

/// Name, day and text of articles about a ferry, about a storm, and about nothing of the kind.
const ARTICLES: [(&str, &str, &str); 7] = [
    ("ferry", "2024-03-01", FERRY),
    ("ferry-copy", "2024-03-01", FERRY),
    (
        "inquiry",
        "2024-03-09",
        "An inquiry into the ferry that struck the breakwater off Saltholm heard that the lifeboat came late.",
    ),
    ("captain", "2023-05-02", "The captain of the Saltholm ferry said that the breakwater had no light."),
    ("storm", "2024-03-04", "A storm tore the roof from the market hall, and traders lost their stalls."),
    ("roof", "2024-03-05", "The market hall needs a new roof after the storm, the council told traders."),
    ("budget", "2024-03-06", "Libraries will open for fewer hours under the spending plan of the county."),
];

fn archive() -> TempDir {
    let desk = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(desk.path().join("news")).expect("made");
    for (name, day, text) in ARTICLES {
        let url = format!("https://{name}.example/{name}");
        let article =
            json!({"title": format!("About {name}"), "text": text, "date": day, "language": "en", "url": url});
        std::fs::write(desk.path().join(format!("news/{name}.json")), article.to_string()).expect("written");
    }
    let output = run(desk.path(), &["--index", "ix", "ingest", "-q", "news"]);
    assert!(output.status.success(), "{}", stderr(&output));
    desk
}

fn told(desk: &Path, words: &[&str]) -> String {
    let output = run(desk, &[&["--index", "ix"], words].concat());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", stderr(&output));
    stdout(&output)
}

fn names(desk: &Path, words: &[&str]) -> BTreeSet<String> {
    let listed = told(desk, &[words, &["-f", "jsonl", "--fields", "title"]].concat());
    let title = |line: &str| Some(serde_json::from_str::<Value>(line).ok()?["title"].as_str()?.to_owned());
    listed.lines().filter_map(title).map(|title| title.trim_start_matches("About ").to_owned()).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn articles_on_one_subject_are_listed_without_the_copies_of_the_article_itself() {
    let desk = archive();
    let article = "https://ferry.example/ferry";
    assert_eq!(names(desk.path(), &["similar", article]), set(&["captain", "inquiry"]));
    assert_eq!(names(desk.path(), &["similar", article, "--since", "2024"]), set(&["inquiry"]));
    assert_eq!(names(desk.path(), &["similar", "https://storm.example/storm"]), set(&["roof"]));
    let alone = run(desk.path(), &["--index", "ix", "similar", "https://budget.example/budget"]);
    assert_eq!((alone.status.code(), stdout(&alone).as_str()), (Some(1), ""), "{}", stderr(&alone));
}

#[test]
fn the_query_of_a_subject_can_be_repeated_by_hand() {
    let desk = archive();
    let article = "https://ferry.example/ferry";
    let query = told(desk.path(), &["similar", article, "--print-query"]);
    assert!(query.contains("saltholm^") && query.contains("breakwater^"), "{query}");
    assert!(!query.contains("the^") && !query.contains("council"), "{query}");
    let list = |words: &[&str]| told(desk.path(), &[words, &["-f", "ids"]].concat());
    assert_eq!(list(&["search", query.trim()]), list(&["similar", article]));
}

#[test]
fn a_text_outside_the_archive_finds_its_subject() {
    let desk = archive();
    let draft = "A draft\n\nTraders of the market hall ask who pays for the roof that a storm took.";
    std::fs::write(desk.path().join("draft.txt"), draft).expect("written");
    let found = names(desk.path(), &["search", "--like", "draft.txt"]);
    assert_eq!(found, set(&["storm", "roof"]));
    assert_eq!(names(desk.path(), &["search", "--like", "draft.txt", "council"]), set(&["roof"]));
    assert_eq!(names(desk.path(), &["search", "--like", "draft.txt", "--until", "2024-03-04"]), set(&["storm"]));
    for (file, text, want) in [
        ("empty.txt", "", "--like: empty.txt: "),
        ("foreign.txt", "Xqzzt wvvkp.\n\nXqzzt wvvkp qqzx.", "shares no salient word with the archive"),
    ] {
        std::fs::write(desk.path().join(file), text).expect("written");
        let output = run(desk.path(), &["--index", "ix", "search", "--like", file]);
        assert_eq!(output.status.code(), Some(2), "{file}");
        assert!(stderr(&output).contains(want), "{}", stderr(&output));
    }
}

#[test]
fn words_that_the_best_articles_share_raise_others_and_find_nothing_more() {
    let desk = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(desk.path().join("news")).expect("made");
    let shared = "the breakwater and the lifeboat were lit";
    let other = "a carnival and its parade were late";
    for (nth, (day, text)) in [
        ("2024-03-01", shared),
        ("2024-03-02", shared),
        ("2024-03-03", shared),
        ("2024-03-04", shared),
        ("2024-03-09", other),
        ("2024-03-10", "two cooks and an oven were sold"),
    ]
    .into_iter()
    .enumerate()
    {
        let text = format!("In Saltholm {text} on day{nth}, as everybody knows.");
        let url = format!("https://saltholm.example/{nth}");
        let article = json!({"title": "A day", "text": text, "date": day, "language": "en", "url": url});
        std::fs::write(desk.path().join(format!("news/{nth}.json")), article.to_string()).expect("written");
    }
    // So that what they share is rare.
    for nth in 0..30 {
        let text = format!("Libraries will open for fewer hours under plan{nth} of the county.");
        let article = json!({"title": "Plans", "text": text, "url": format!("https://plans.example/{nth}")});
        std::fs::write(desk.path().join(format!("news/plan{nth}.json")), article.to_string()).expect("written");
    }
    let output = run(desk.path(), &["--index", "ix", "ingest", "-q", "news"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let days = |words: &[&str]| {
        let query = ["--index", "ix", "search", "Saltholm", "-f", "csv", "--fields", "date", "--group", "none"];
        stdout(&run(desk.path(), &[&query, words].concat())).lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    let (plain, expanded) = (days(&[]), days(&["--expand"]));
    assert_eq!((plain[0].as_str(), plain.len()), ("2024-03-10", 6), "of equals the newest comes first");
    assert_eq!(expanded, ["2024-03-04", "2024-03-03", "2024-03-02", "2024-03-01", "2024-03-10", "2024-03-09"]);
    let refused = run(desk.path(), &["--index", "ix", "search", "Saltholm", "--expand", "--sort", "newest"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("by relevance only"), "{}", stderr(&refused));
    let nothing = run(desk.path(), &["--index", "ix", "search", "nothing", "--expand"]);
    assert_eq!(nothing.status.code(), Some(1), "{}", stderr(&nothing));
}
