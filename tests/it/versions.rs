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

/// Rewrites the file of one capture, with another text or title.
fn write(desk: &Path, file: &str, address: &str, title: &str, modified: &str, text: &str) {
    let article = json!({
        "title": title, "text": text, "date": "2024-03-01T07:00:00Z", "modified": modified, "language": "en",
        "url": format!("https://harbour-wire.example/{address}"),
    });
    std::fs::write(desk.join("news").join(file), article.to_string()).expect("written");
}

fn ingest(desk: &Path, verb: &[&str]) {
    let output = run(desk, &[&["--index", "ix"], verb].concat());
    assert!(output.status.success(), "{}", stderr(&output));
}

/// The addresses of what a query finds.
fn found(desk: &Path, query: &str) -> Vec<String> {
    let lines = told(desk, &["search", query, "-n", "0", "-f", "jsonl", "--fields", "url"]).1;
    let address = |line: &str| {
        let hit: Value = serde_json::from_str(line).expect("JSON");
        hit["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("an address").to_owned()
    };
    let mut all: Vec<String> = lines.lines().map(address).collect();
    all.sort();
    all
}

#[test]
fn articles_that_changed_are_found_and_a_rebuild_finds_the_same() {
    let desk = archive();
    let other = "The mayor of Kiel opened a bridge on Sunday. Two bands played, and nobody fell into the water this time. It is the \
        third bridge of the town, and it took four years.";
    write(desk.path(), "e.json", "bridge", "A bridge opens", "2024-03-01T08:00:00Z", other);
    write(desk.path(), "f.json", "bridge", "Kiel has a bridge", "2024-03-01T09:00:00Z", other);
    write(desk.path(), "i.json", "alone", "Alone", "2024-03-01T09:00:00Z", &other.replace("bridge", "tunnel"));
    ingest(desk.path(), &["ingest", "-q"]);
    let as_asked = |desk: &Path| {
        ["changed:yes", "changed:title", "changed:text", "changed:no", "NOT changed:text"]
            .map(|query| found(desk, query))
    };
    let all = as_asked(desk.path());
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        all,
        [
            names(&["bridge", "ferry"]),
            names(&["bridge", "ferry"]),
            names(&["ferry"]),
            names(&["alone"]),
            names(&["alone", "bridge"]),
        ]
    );
    ingest(desk.path(), &["rebuild", "-q"]);
    assert_eq!(as_asked(desk.path()), all);
    // An earlier capture goes, and one comes.
    std::fs::remove_file(desk.path().join("news/e.json")).expect("removed");
    write(desk.path(), "j.json", "alone", "Alone", "2024-03-01T08:00:00Z", &other.replace("bridge", "ferry"));
    ingest(desk.path(), &["ingest", "-q"]);
    let all = as_asked(desk.path());
    assert_eq!((&all[0], &all[3]), (&names(&["alone", "ferry"]), &names(&["bridge"])));
    ingest(desk.path(), &["rebuild", "-q"]);
    assert_eq!(as_asked(desk.path()), all);
    let (code, _, error) = told(desk.path(), &["count", "changed:maybe"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("expected yes, no, title or text") && error.contains("changed:title"), "{error}");
    let explained = told(desk.path(), &["explain", "changed:text tide"]).1;
    assert!(explained.contains("changed:text"), "{explained}");
}

#[test]
fn earlier_versions_are_searched_only_when_asked_for() {
    let desk = archive();
    let key = told(desk.path(), &["search", "*", "-f", "ids"]).1.trim().to_owned();
    assert_eq!(told(desk.path(), &["count", "\"one more crossing\""]).1.trim(), "0");
    let (code, text, note) = told(desk.path(), &["search", "--versions", "all", "\"one more crossing\""]);
    assert_eq!(code, Some(0));
    assert!(note.contains("1 earlier version and no current one"), "{note}");
    assert!(text.contains(&format!("{key}@2")) && text.contains("*One more crossing* was cancelled"), "{text}");
    assert!(told(desk.path(), &["show", &format!("{key}@2")]).1.contains("One more crossing was cancelled"));
    assert!(told(desk.path(), &["show", &format!("{key}@9")]).2.contains("no version 9"));
    let (_, lines, note) =
        told(desk.path(), &["search", "--versions", "all", "ferry", "-f", "jsonl", "--fields", "rank,key,title"]);
    let all: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let keys: Vec<_> = all.iter().map(|hit| (hit["rank"].as_u64(), hit["key"].as_str().unwrap_or_default())).collect();
    let versions = [format!("{key}@1"), format!("{key}@2")];
    assert_eq!(keys[0], (Some(1), key.as_str()));
    assert_eq!(keys.len(), 3);
    assert!(keys[1..].iter().all(|(_, key)| versions.iter().any(|version| version == key)), "{lines}");
    assert_eq!((keys[1].0, keys[2].0), (Some(2), Some(3)));
    assert!(note.contains("1 of 1 and 2 earlier versions"), "{note}");
    // What is asked of an article is asked of its versions too.
    let (_, lines, _) = told(desk.path(), &["search", "--versions", "all", "title:late NOT very", "-f", "ids"]);
    assert_eq!(lines.trim(), versions[0]);
    assert_eq!(told(desk.path(), &["search", "--versions", "all", "tunnel"]).0, Some(1));
    assert_eq!(told(desk.path(), &["forget", "--yes", &key]).0, Some(0));
    assert_eq!(told(desk.path(), &["search", "--versions", "all", "ferry"]).0, Some(1));
}

#[test]
fn articles_with_one_address_that_are_not_alike_lead_to_each_other() {
    let desk = archive();
    let live = "A parade of old cars went through Lübeck on Sunday morning. Thousands watched from the pavements, and a brass band led \
        it. The oldest car was built in 1899 and still starts at once.";
    write(desk.path(), "k.json", "ferry", "A parade of cars", "2024-03-04T08:00:00Z", live);
    ingest(desk.path(), &["ingest", "-q"]);
    let keys = told(desk.path(), &["search", "*", "-n", "0", "-f", "ids", "--sort", "oldest"]).1;
    let keys: Vec<&str> = keys.lines().collect();
    assert_eq!(keys.len(), 2, "{keys:?}");
    for (one, other) in [(keys[0], keys[1]), (keys[1], keys[0])] {
        let (_, lines, note) = told(desk.path(), &["versions", one, "--json"]);
        assert!(note.contains("another article has the same address: ") && note.contains(other), "{note}");
        let last: Value = serde_json::from_str(lines.lines().last().expect("a line")).expect("JSON");
        assert_eq!(last["same_address"], json!([other]), "{lines}");
    }
}

#[test]
fn a_note_that_an_article_was_corrected_is_shown() {
    let desk = archive();
    let note = "This article was amended on 4 March 2024. The ferry runs to Kiel, not to Lübeck.";
    write(desk.path(), "a.json", "ferry", "Ferry runs very late", "2024-03-04T10:00:00Z", &format!("{LEAD}\n\n{note}"));
    ingest(desk.path(), &["ingest", "-q"]);
    let key = told(desk.path(), &["search", "*", "-f", "ids"]).1.trim().to_owned();
    assert!(told(desk.path(), &["show", &key]).1.contains(&format!("corrected  {note}")));
    assert!(told(desk.path(), &["versions", &key]).1.contains(&format!("\n     {note}\n")));
    let lines = told(desk.path(), &["versions", &key, "--json"]).1;
    let last: Value = serde_json::from_str(lines.lines().last().expect("a line")).expect("JSON");
    assert_eq!(last["corrections"], json!([note]));
}

#[test]
fn a_caption_that_changed_is_shown() {
    let desk = archive();
    let text = LEAD.replace("ferry", "barge");
    for (file, hour, caption) in
        [("e.html", "08", "The old quay at low tide."), ("f.html", "09", "The new quay at low tide.")]
    {
        let page = format!(
            "<!DOCTYPE html><html lang=en><head><title>A quay</title><link rel=canonical href=https://harbour-wire.example/quay>\
            <meta property=article:published_time content=2024-03-01T07:00:00Z>\
            <meta property=article:modified_time content=2024-03-01T{hour}:00:00Z></head><body><article><h1>A quay</h1>\
            <figure><img src=quay.jpg><figcaption>{caption}</figcaption></figure><p>{text}</p><p>{text}</p></article></body></html>"
        );
        std::fs::write(desk.path().join("news").join(file), page).expect("written");
    }
    ingest(desk.path(), &["ingest", "-q"]);
    let key = told(desk.path(), &["search", "changed:text title:quay", "-f", "ids"]).1.trim().to_owned();
    let (code, text, note) = told(desk.path(), &["diff", &format!("{key}@1"), &key]);
    assert_eq!(code, Some(1), "{note}");
    assert!(text.contains("The [-old-]{+new+} quay at low tide."), "{text}");
}

#[test]
fn a_comparison_is_written_as_a_page() {
    let desk = archive();
    let key = told(desk.path(), &["search", "*", "-f", "ids"]).1.trim().to_owned();
    let words = ["diff", &format!("{key}@2"), &format!("{key}@3"), "-f", "html"];
    let (code, page, _) = told(desk.path(), &words);
    assert_eq!(code, Some(1));
    let page = scraper::Html::parse_document(&page);
    let texts = |selector: &str| super::served::texts(&page, selector);
    assert_eq!(texts("p del"), [format!("{key}@2").as_str(), "One", "crossing was"]);
    assert_eq!(texts("p ins"), [format!("{key}@3").as_str(), "Two", "crossings were"]);
    assert!(texts("main p").iter().any(|text| text.ends_with("One Two more crossing was crossings were cancelled.")));
    assert!(page.errors.is_empty(), "{:?}", page.errors);
}

#[test]
fn a_forgotten_text_is_no_version_of_another_article() {
    let desk = archive();
    let text = format!("{LEAD} The captain kept a quokka in his cabin.");
    write(desk.path(), "one.json", "one", "Ferry with a quokka", "2024-03-01T08:00:00Z", &text);
    write(desk.path(), "two.json", "two", "Ferry and quokka", "2024-03-01T08:00:00Z", &text);
    write(
        desk.path(),
        "two-later.json",
        "two",
        "Ferry and quokka",
        "2024-03-01T09:00:00Z",
        &format!("{LEAD} No more."),
    );
    ingest(desk.path(), &["ingest", "-q"]);
    let quokka = || told(desk.path(), &["search", "--versions", "all", "\"quokka in his cabin\"", "-f", "ids"]).1;
    assert_eq!(quokka().lines().count(), 2, "an article, and a version of another");
    let key = quokka().lines().next().expect("a key").to_owned();
    assert_eq!(told(desk.path(), &["forget", "--yes", &key]).0, Some(0));
    assert_eq!(quokka(), "");
    ingest(desk.path(), &["rebuild", "-q"]);
    assert_eq!(quokka(), "");
    let two = told(desk.path(), &["versions", "https://harbour-wire.example/two"]).1;
    assert!(!two.is_empty() && !two.contains("@2"), "{two}");
}

#[test]
fn articles_and_versions_are_one_list() {
    let desk = archive();
    let other = LEAD.replace("ferry", "tram");
    write(desk.path(), "tram.json", "tram", "Tram runs late", "2024-02-01T08:00:00Z", &other);
    ingest(desk.path(), &["ingest", "-q"]);
    let page = |words: &[&str]| {
        let all = ["search", "--versions", "all", "quay", "-f", "csv", "--fields", "rank,key"];
        told(desk.path(), &[&all, words].concat())
    };
    let ranks = |text: &str| -> Vec<u64> {
        text.lines().skip(1).filter_map(|line| line.split(',').next()?.parse().ok()).collect()
    };
    let (_, all, note) = page(&[]);
    assert_eq!(ranks(&all), [1, 2, 3, 4], "{all}");
    assert!(note.contains("2 of 2 and 2 earlier versions"), "{note}");
    let lines: Vec<&str> = all.lines().skip(1).collect();
    for (offset, limit, want) in [("0", "1", 0..1), ("1", "2", 1..3), ("3", "5", 3..4), ("9", "5", 4..4)] {
        let (_, text, note) = page(&["--offset", offset, "-n", limit]);
        assert_eq!(text.lines().skip(1).collect::<Vec<_>>(), lines[want], "{offset} {limit}: {note}");
    }
    assert!(page(&["-n", "3"]).2.contains("and 1 of 2 earlier versions"), "{}", page(&["-n", "3"]).2);
}

#[test]
fn what_is_not_known_of_earlier_versions_is_said() {
    let desk = archive();
    for query in ["person:Kiel ferry", "NOT place:Norway", "place:Kiel NEAR/5 ferry", "org:none"] {
        let (code, _, error) = told(desk.path(), &["search", "--versions", "all", query]);
        assert_eq!(code, Some(2), "{query}");
        assert!(error.contains("names are not known of earlier versions"), "{error}");
    }
    // What is asked of its story is asked of an article in all its versions.
    let key = told(desk.path(), &["search", "*", "-f", "ids"]).1.trim().to_owned();
    let text = format!("{LEAD} Two more crossings were cancelled.");
    write(desk.path(), "copy.json", "copy", "Ferry late", "2024-03-02T08:00:00Z", &text);
    ingest(desk.path(), &["ingest", "-q"]);
    let found = |query: &str| told(desk.path(), &["search", "--versions", "all", query, "-f", "ids"]).1;
    assert_eq!(found("copies:1 ferry"), "");
    assert_eq!(found("copies:2 ferry").lines().filter(|line| line.starts_with(&key)).count(), 3);
}

#[test]
fn a_name_with_an_at_sign_is_a_version_only_after_a_key_or_a_number() {
    let desk = archive();
    write(
        desk.path(),
        "at.json",
        "@2024",
        "A year",
        "2024-01-01T08:00:00Z",
        "The year began with a storm. Nobody was hurt.",
    );
    ingest(desk.path(), &["ingest", "-q"]);
    let shown = told(desk.path(), &["show", "https://harbour-wire.example/@2024"]).1;
    assert!(shown.starts_with("A year"), "{shown}");
    let key = told(desk.path(), &["search", "ferry", "-f", "ids"]).1.trim().to_owned();
    for (number, want) in
        [("9", "it has 3 versions"), ("99999999999999999999", "it has 3 versions"), ("0", "it has 3 versions")]
    {
        let error = told(desk.path(), &["show", &format!("{key}@{number}")]).2;
        assert!(error.contains(want), "{error}");
    }
    let error = told(desk.path(), &["show", "a_aaaaaaaaaaaaaaaa@1"]).2;
    assert!(error.contains("no article \"a_aaaaaaaaaaaaaaaa\""), "{error}");
    assert_eq!(told(desk.path(), &["versions", &format!("{key}@1")]).1.lines().count(), 6);
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
