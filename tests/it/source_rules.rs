//! The user's settings for a source in `morgue.toml`: which of its files are taken and what its fields mean.

use super::support::{index, settings};
use morgue::archive::Sort;
use morgue::desk::{Request, search};
use morgue::index::{Archive, Generation};
use morgue::ingest::{Outcome, Unwatched, ingest};
use morgue::query::{ParseOptions, parse};
use std::fs;

const TABLE: &str =
    "Kopf;Wert;Tag\nDam holds;The dam held through the night.;2.5.2024\nFerry stops;No boats ran.;3.5.2024\n";

const OBJECT: &str = r#"{"meta":{"pub":{"date":"2024-05-04"}},"kopf":"Bridge opens","wert":"Traffic flows again."}"#;

/// A folder with a source that has field names of its own.
fn desk() -> (tempfile::TempDir, Archive) {
    let desk = tempfile::tempdir().expect("a folder");
    let papers = desk.path().join("papers");
    fs::create_dir_all(papers.join("drafts")).expect("made");
    fs::write(papers.join("list.csv"), TABLE).expect("written");
    fs::write(papers.join("one.json"), OBJECT).expect("written");
    fs::write(papers.join("drafts/later.txt"), "Not yet\n\nThis was never published anywhere at all.\n")
        .expect("written");
    let archive = Archive::at(desk.path().join(".morgue"));
    (desk, archive)
}

/// Adds lines to the only source.
fn say(archive: &Archive, lines: &str) {
    let path = archive.config_file();
    let text = fs::read_to_string(&path).expect("read");
    fs::write(path, format!("{text}\n{lines}\n")).expect("written");
}

/// Titles, days and locators of all articles, newest first.
fn found(archive: &Archive) -> Vec<String> {
    let generation = Generation::open(archive).expect("opened");
    let query = parse("*", ParseOptions { any: false, today: &|| jiff::civil::date(2026, 1, 1) }).expect("a query");
    let request =
        Request { query, zones: Default::default(), sort: Sort::Newest, offset: 0, limit: None, excerpts: None };
    let hits = search(&generation, &request).expect("searched").map(|hit| {
        let hit = hit.expect("read");
        let day = hit.published.map_or_else(String::new, |published| published.to_string());
        format!("{day} {}: {} ({})", hit.zones.title, hit.zones.story, hit.path)
    });
    hits.collect()
}

#[test]
fn a_users_names_make_articles_of_tables_and_objects() {
    let (desk, archive) = desk();
    let report = index(&archive, &desk.path().join("papers")).expect("indexed");
    assert_eq!((report.articles, report.counts.spiked.get("not-an-article")), (Some(1), Some(&2)));
    let names = "[source.fields]\nKopf = \"title\"\nwert = \"body\"\nTag = \"date\"\n\"meta.pub.date\" = \"date\"";
    say(&archive, &format!("exclude = [\"drafts\"]\n{names}"));
    let report = ingest(&archive, &settings(), &Unwatched).expect("indexed");
    assert_eq!((report.articles, report.counts.skipped.get("excluded")), (Some(3), Some(&1)));
    let want = [
        "2024-05-04 Bridge opens: Traffic flows again. (one.json)",
        "2024-05-03 Ferry stops: No boats ran. (list.csv#2)",
        "2024-05-02 Dam holds: The dam held through the night. (list.csv#1)",
    ];
    assert_eq!(found(&archive), want);
    let report = ingest(&archive, &settings(), &Unwatched).expect("indexed");
    assert_eq!(report.outcome, Outcome::Unchanged);
}

#[test]
fn a_new_meaning_of_a_name_makes_the_articles_anew() {
    let (desk, archive) = desk();
    index(&archive, &desk.path().join("papers")).expect("indexed");
    say(&archive, "[source.fields]\nKopf = \"title\"");
    ingest(&archive, &settings(), &Unwatched).expect("indexed");
    assert!(found(&archive).iter().any(|article| article.contains("Dam holds:  (")), "{:?}", found(&archive));
    say(&archive, "Wert = \"body\"");
    ingest(&archive, &settings(), &Unwatched).expect("indexed");
    assert!(found(&archive).iter().any(|article| article.contains("Dam holds: The dam held")), "{:?}", found(&archive));
}

#[test]
fn a_name_that_means_nothing_stops_the_run() {
    let (desk, archive) = desk();
    index(&archive, &desk.path().join("papers")).expect("indexed");
    say(&archive, "[source.fields]\nKopf = \"heading\"");
    let error = ingest(&archive, &settings(), &Unwatched).expect_err("refused").to_string();
    assert!(
        error.contains("source \"papers\": unknown field \"heading\" (for Kopf): expected one of author, "),
        "{error}"
    );
}

#[test]
fn a_usual_language_counts_where_a_text_leaves_its_own_open() {
    let desk = tempfile::tempdir().expect("a folder");
    let papers = desk.path().join("papers");
    fs::create_dir(&papers).expect("made");
    fs::write(papers.join("short.txt"), "Golf: Milton Open, resultater").expect("written");
    let long = "The ferry came in two hours late and nobody on the quay could say why it had been held at the island.";
    fs::write(papers.join("long.txt"), long).expect("written");
    let archive = Archive::at(desk.path().join(".morgue"));
    index(&archive, &papers).expect("indexed");
    let count = |query: &str| {
        let output = super::support::run(desk.path(), &["count", query]);
        super::support::stdout(&output).trim().to_owned()
    };
    assert_eq!((count("language:no"), count("language:en")), ("0".to_owned(), "1".to_owned()));
    say(&archive, "language = \"no\"");
    ingest(&archive, &settings(), &Unwatched).expect("indexed");
    assert_eq!((count("language:no"), count("language:en")), ("1".to_owned(), "1".to_owned()));
    let changed = fs::read_to_string(archive.config_file()).expect("read").replace("\"no\"", "\"norsk\"");
    fs::write(archive.config_file(), changed).expect("written");
    let error = ingest(&archive, &settings(), &Unwatched).expect_err("refused").to_string();
    assert!(error.contains("unknown language \"norsk\": expected a code such as"), "{error}");
}
