//! Captures of one address whose text changed: the latest is searched, the others can be read and compared.

use super::support::{run, stderr, stdout};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

const LEAD: &str = "The night ferry from Oslo to Kiel ran late on Friday after a storm in the Skagerrak. Passengers waited four hours on the quay. \
    Nobody was hurt, the line said, and all cabins were sold again for the return.";

/// File, title, time of the last change, and text.
fn captures() -> [(&'static str, &'static str, &'static str, String); 4] {
    [
        ("b.json", "Ferry runs late", "2024-03-01T08:00:00Z", LEAD.to_owned()),
        (
            "a.json",
            "Ferry runs very late",
            "2024-03-01T10:00:00Z",
            format!("{LEAD} Two more crossings were cancelled."),
        ),
        ("c.json", "Ferry runs very late", "2024-03-01T09:00:00Z", format!("{LEAD} One more crossing was cancelled.")),
        ("d.json", "Ferry runs late", "2024-03-01T08:30:00Z", LEAD.to_owned()),
    ]
}

fn archive() -> TempDir {
    let desk = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(desk.path().join("news")).expect("made");
    for (file, title, modified, text) in captures() {
        let article = json!({
            "title": title,
            "text": text,
            "date": "2024-03-01T07:00:00Z",
            "modified": modified,
            "outlet": "Harbour Wire",
            "language": "en",
            "url": "https://harbour-wire.example/ferry",
        });
        std::fs::write(desk.path().join("news").join(file), article.to_string()).expect("written");
    }
    let output = run(desk.path(), &["--index", "ix", "ingest", "-q", "news"]);
    assert!(output.status.success(), "{}", stderr(&output));
    desk
}

fn told(desk: &Path, words: &[&str]) -> (Option<i32>, String, String) {
    let output = run(desk, &[&["--index", "ix"], words].concat());
    (output.status.code(), stdout(&output), stderr(&output))
}

#[test]
fn versions_are_listed_oldest_first_with_what_changed() {
    let desk = archive();
    assert_eq!(told(desk.path(), &["count", "*"]).1.trim(), "1");
    let key = told(desk.path(), &["search", "*", "-f", "ids"]).1.trim().to_owned();
    let (code, lines, note) = told(desk.path(), &["versions", &key, "--json"]);
    assert_eq!(code, Some(0), "{note}");
    let all: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    // The first text was captured twice, and is listed once.
    let shown: Vec<_> =
        all.iter().map(|one| (one["version"].as_u64(), one["path"].as_str(), one["searched"].as_bool())).collect();
    let want = [
        (Some(1), Some("b.json"), Some(false)),
        (Some(2), Some("c.json"), Some(false)),
        (Some(3), Some("a.json"), Some(true)),
    ];
    assert_eq!(shown, want, "{lines}");
    assert_eq!(
        (all[0]["added"].is_null(), all[1]["new_title"].as_bool(), all[2]["new_title"].as_bool()),
        (true, Some(true), Some(false))
    );
    assert!(all[1]["added"].as_f64().is_some_and(|added| added > 0.05) && all[1]["dropped"] == 0.0, "{lines}");
    assert!(note.contains(&format!("3 versions; compare two with `morgue diff {key}@1 {key}@3`")), "{note}");
    let text = told(desk.path(), &["versions", "https://harbour-wire.example/ferry"]).1;
    assert!(
        text.starts_with("@1 · 2024-03-01T08:00:00Z · ") && text.contains(" · new title · Ferry runs very late"),
        "{text}"
    );
}

#[test]
fn two_versions_are_compared() {
    let desk = archive();
    let key = told(desk.path(), &["search", "*", "-f", "ids"]).1.trim().to_owned();
    let (code, text, _) = told(desk.path(), &["diff", &format!("{key}@2"), &format!("{key}@3")]);
    assert_eq!(code, Some(1));
    assert!(
        text.contains("[-One-]{+Two+} more [-crossing was-]{+crossings were+} cancelled.")
            && text.contains(&format!("{key}@3")),
        "{text}"
    );
    // The version that is searched is the article itself.
    assert_eq!(told(desk.path(), &["diff", &format!("{key}@3"), &key]).0, Some(0));
    let (code, _, error) = told(desk.path(), &["diff", &format!("{key}@7"), &key]);
    assert_eq!(code, Some(2));
    assert!(error.contains("no version 7") && error.contains("it has 3 versions"), "{error}");
}

#[test]
fn versions_are_what_the_sources_have_and_nothing_of_a_forgotten_article() {
    let desk = archive();
    let key = told(desk.path(), &["search", "*", "-f", "ids"]).1.trim().to_owned();
    // A file that was changed since the last run is not what was indexed.
    std::fs::write(desk.path().join("news/c.json"), "{}").expect("written");
    assert_eq!(told(desk.path(), &["versions", &key, "--json"]).1.lines().count(), 2);
    std::fs::remove_file(desk.path().join("news/b.json")).expect("removed");
    std::fs::remove_file(desk.path().join("news/d.json")).expect("removed");
    let (code, text, note) = told(desk.path(), &["versions", &key]);
    assert_eq!((code, text.lines().count()), (Some(1), 2), "{text}");
    assert!(note.contains("1 version"), "{note}");
    let desk = archive();
    assert_eq!(told(desk.path(), &["forget", "--yes", &key]).0, Some(0));
    let (code, text, error) = told(desk.path(), &["versions", &key]);
    assert_eq!((code, text.as_str()), (Some(2), ""), "{error}");
}

#[cfg(unix)]
#[test]
fn versions_have_a_page() {
    use super::served::{Served, attributes, texts};
    let desk = archive();
    let served = Served::of(desk.path(), &["--index", "ix"]);
    let key = told(desk.path(), &["search", "*", "-f", "ids"]).1.trim().to_owned();
    let page = served.get(&format!("/versions/{key}")).page();
    assert_eq!(texts(&page, "h1"), ["3 versions of an article"]);
    let links = attributes(&page, ".also a", "href");
    let changed = served.get(&links[1]).page();
    assert_eq!(texts(&changed, ".diff ins"), ["Two", "crossings were"]);
    for path in
        ["/versions/a_aaaaaaaaaaaaaaaa".to_owned(), format!("/versions/{key}/1/9"), format!("/versions/{key}/x/1")]
    {
        assert_eq!(served.get(&path).status, 404, "{path}");
    }
}
