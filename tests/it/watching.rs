//! Watching saved searches: new articles are shown once, whatever happens to the index, and shown again if not
//! delivered.

use super::support::{program, run, stderr, stdout};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// A folder of small articles and their index; numbers identify articles.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new(numbers: &[u32]) -> Self {
        let desk = Self(tempfile::tempdir().expect("a folder"));
        std::fs::create_dir(desk.path().join("news")).expect("made");
        numbers.iter().for_each(|number| desk.add(*number));
        desk.morgue(&["ingest", "-q", "news"]);
        desk
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn add(&self, number: u32) {
        let topic = if number.is_multiple_of(2) { "Starlink" } else { "Kuiper" };
        let article = json!({
            "title": format!("{topic} report {number}"),
            "url": format!("https://example.com/news/report-{number}"),
            "date": format!("2024-{:02}-05", number % 12 + 1),
            "text": format!("The {topic} satellites were counted again. Report number {number} was filed."),
        });
        std::fs::write(self.path().join(format!("news/{number}.json")), article.to_string()).expect("written");
    }

    fn remove(&self, number: u32) {
        std::fs::remove_file(self.path().join(format!("news/{number}.json"))).expect("removed");
    }

    fn ingest(&self) {
        let (_, error, code) = self.morgue(&["ingest", "-q", "--allow-shrink"]);
        assert_eq!(code, 0, "{error}");
    }

    fn morgue(&self, words: &[&str]) -> (String, String, i32) {
        let output = run(self.path(), &[&["--index", "ix"], words].concat());
        (stdout(&output), stderr(&output), output.status.code().expect("no signal"))
    }

    /// The reports that `watch` shows as new, by search and number.
    fn news(&self, words: &[&str]) -> BTreeSet<(String, u32)> {
        let (out, error, code) = self.morgue(&[&["watch", "-f", "jsonl"], words].concat());
        assert_eq!(code, i32::from(out.is_empty()), "{error}");
        out.lines()
            .map(|line| {
                let hit: Value = serde_json::from_str(line).expect("JSON");
                let number = hit["title"].as_str().expect("a title").rsplit(' ').next().expect("a word").parse();
                (hit["search"].as_str().expect("a name").to_owned(), number.expect("a number"))
            })
            .collect()
    }
}

fn set(found: &[(&str, u32)]) -> BTreeSet<(String, u32)> {
    found.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect()
}

#[test]
fn what_is_new_is_shown_once_whatever_becomes_of_the_index() {
    let desk = Desk::new(&[2, 4, 5]);
    desk.morgue(&["saved", "add", "space", "Starlink"]);
    assert_eq!(desk.news(&[]), set(&[("space", 2), ("space", 4)]));
    assert_eq!(desk.news(&[]), set(&[]));
    // An old article that arrives late is new; one that changes is not.
    desk.add(1002);
    desk.add(7);
    desk.ingest();
    assert_eq!(desk.news(&[]), set(&[("space", 1002)]));
    assert_eq!(desk.morgue(&["rollback"]).2, 0);
    assert_eq!(desk.news(&[]), set(&[]));
    assert_eq!(desk.morgue(&["rebuild", "-q"]).2, 0);
    assert_eq!(desk.news(&[]), set(&[]));
    // An article that leaves and returns was already shown.
    desk.remove(4);
    desk.ingest();
    assert_eq!(desk.news(&[]), set(&[]));
    desk.add(4);
    desk.add(6);
    desk.ingest();
    assert_eq!(desk.news(&[]), set(&[("space", 6)]));
}

#[test]
fn several_searches_are_watched_each_for_itself() {
    let desk = Desk::new(&[2, 5]);
    desk.morgue(&["saved", "add", "space", "Starlink"]);
    desk.morgue(&["saved", "add", "rivals", "Kuiper"]);
    desk.morgue(&["saved", "add", "all", "satellites", "-s", "oldest"]);
    let (out, _, code) = desk.morgue(&["watch", "--from-now", "all"]);
    assert_eq!((out.as_str(), code), ("", 0));
    assert_eq!(desk.news(&["Space"]), set(&[("space", 2)]));
    desk.add(8);
    desk.ingest();
    assert_eq!(desk.news(&[]), set(&[("all", 8), ("rivals", 5), ("space", 8)]));
    desk.add(10);
    desk.add(11);
    desk.ingest();
    let (out, ..) = desk.morgue(&["watch", "-f", "json"]);
    let whole: Value = serde_json::from_str(&out).expect("JSON");
    let counts: Vec<_> = whole["searches"]
        .as_array()
        .expect("groups")
        .iter()
        .map(|group| {
            let hits = group["hits"].as_array().expect("hits").len() as u64;
            assert_eq!(group["new"].as_u64(), Some(hits));
            (group["search"].as_str().expect("a name"), hits, group["total"].as_u64().expect("a number"))
        })
        .collect();
    assert_eq!(counts, [("all", 2, 5), ("rivals", 1, 2), ("space", 1, 3)]);
    desk.add(12);
    desk.ingest();
    let (out, note, _) = desk.morgue(&["watch"]);
    assert!(out.starts_with("all: 1 new\n\n1. Starlink report 12\n") && out.contains("\nspace: 1 new\n\n"), "{out}");
    assert!(!out.contains("rivals") && note.contains("rivals: 0 new, of 2"), "{out}{note}");
    // A removed search is forgotten together with what it showed.
    desk.morgue(&["saved", "rm", "rivals"]);
    desk.morgue(&["saved", "add", "rivals", "Kuiper"]);
    assert_eq!(desk.news(&["rivals"]), set(&[("rivals", 5), ("rivals", 11)]));
}

#[test]
fn what_was_not_delivered_is_shown_again() {
    let desk = Desk::new(&[2, 4]);
    desk.morgue(&["saved", "add", "space", "Starlink"]);
    let (_, error, code) = desk.morgue(&["watch", "-o", "nowhere/new.txt"]);
    assert!(code == 5 && error.contains("nowhere/new.txt"), "{error}");
    #[cfg(target_os = "linux")]
    {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
        let output = program(desk.path()).args(["--index", "ix", "watch"]).stdout(full).output().expect("started");
        assert_eq!(output.status.code(), Some(7));
    }
    let (out, error, code) = desk.morgue(&["watch", "-o", "new.csv", "-f", "csv"]);
    assert_eq!((out.as_str(), code), ("", 0), "{error}");
    let first = std::fs::read_to_string(desk.path().join("new.csv")).expect("written");
    assert_eq!((first.lines().count(), first.starts_with("search,rank,key,")), (3, true), "{first}");
    let (_, _, code) = desk.morgue(&["watch", "-o", "new.csv", "-f", "csv"]);
    assert_eq!(code, 1);
    assert_eq!(
        std::fs::read_to_string(desk.path().join("new.csv")).expect("kept"),
        first,
        "nothing new is written over it"
    );
    let left: Vec<_> =
        std::fs::read_dir(desk.path()).expect("read").map(|entry| entry.expect("read").file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".part")), "{left:?}");
}

#[test]
fn a_search_that_cannot_be_read_is_reported_and_the_others_are_shown() {
    let desk = Desk::new(&[2, 5]);
    assert_eq!(desk.morgue(&["watch"]).2, 2, "nothing saved");
    desk.morgue(&["saved", "add", "space", "Starlink"]);
    desk.morgue(&["saved", "add", "rivals", "query:space OR Kuiper"]);
    std::fs::write(
        desk.path().join("ix/user/saved.json"),
        r#"{"broken":{"query":"(Kuiper"},"rivals":{"query":"Kuiper"}}"#,
    )
    .expect("written");
    let (out, error, code) = desk.morgue(&["watch"]);
    assert_eq!(code, 2);
    assert!(
        out.contains("report 5") && error.contains("saved search \"broken\": this bracket is never closed"),
        "{error}"
    );
    assert_eq!(desk.morgue(&["watch", "nothing"]).2, 2);
    let state = desk.path().join("ix/user/watch/rivals.seen");
    std::fs::write(&state, "nonsense").expect("written");
    let (_, error, code) = desk.morgue(&["watch", "rivals"]);
    assert!(code == 2 && error.contains("rivals.seen") && error.contains("--from-now"), "{error}");
}

#[test]
fn every_format_is_one_whole_file_with_each_article_once() {
    use super::export_readers::{bibliography, csl, markdown, page, ris, table, workbook};
    for format in ["tsv", "xlsx", "ris", "bibtex", "biblatex", "csl-json", "markdown", "html", "ids", "urls"] {
        let desk = Desk::new(&[2, 4, 5]);
        desk.morgue(&["saved", "add", "space", "Starlink"]);
        desk.morgue(&["saved", "add", "counts", "satellites"]);
        let (_, error, code) = desk.morgue(&["watch", "-f", format, "-o", "new.out"]);
        assert_eq!(code, 0, "{format}: {error}");
        let out = std::fs::read(desk.path().join("new.out")).expect("written");
        let found = match format {
            "tsv" => {
                let rows = table(&out, b'\t');
                assert!(rows.iter().all(|row| ["space", "counts"].contains(&row["search"][0].as_str())));
                rows.len() - 2
            }
            "xlsx" => workbook(&out).len(),
            "ris" => ris(&out).len(),
            "bibtex" | "biblatex" => bibliography(&out).len(),
            "csl-json" => csl(&out).len(),
            "markdown" => markdown(&out).len(),
            "html" => page(&out).len(),
            _ => out.split(|byte| *byte == b'\n').count() - 1,
        };
        assert_eq!(found, 3, "{format}");
    }
}
