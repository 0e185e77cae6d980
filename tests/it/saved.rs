//! Saved searches: stored in the archive with their flags, named in queries, never dropped and never circular.

use super::support::{desk, run, stderr, stdout};
use morgue::query::{ParseOptions, QueryError, Stored, ZoneChoice, no_library, parse, parse_with, print};
use morgue::terms::Zone;
use std::path::Path;

fn options() -> ParseOptions<'static> {
    ParseOptions { any: false, today: &|| jiff::civil::date(2024, 10, 25) }
}

fn stored(text: &str) -> Stored {
    Stored { text: text.to_owned(), ..Stored::default() }
}

/// A library of a few searches that refer to each other.
fn library(name: &str) -> Result<Stored, QueryError> {
    Ok(match name {
        "space" => stored("Starlink OR satellite"),
        "both" => stored("query:space Taiwan"),
        "week" => Stored { since: Some("7d".into()), ..stored("Musk") },
        "days" => Stored { since: Some("2024".into()), until: Some("2024-05".into()), ..stored("") },
        "literal" => Stored { exact: true, any: true, ..stored("low orbit") },
        "headline" => Stored { zones: ZoneChoice::Only(vec![Zone::Title]), ..stored("query:space body:Musk") },
        "everywhere" => Stored { zones: ZoneChoice::All, ..stored("Musk") },
        "self" => stored("a OR query:Self"),
        "one" => stored("query:two x"),
        "two" => stored("-query:one"),
        "broken" => stored("(Starlink"),
        "outer" => stored("x query:broken"),
        "wide" => stored(&"word ".repeat(600)),
        "bomb" => stored("query:wide query:wide"),
        "deep" => stored(&format!("{}x{}", "(".repeat(40), ")".repeat(40))),
        _ => return no_library(name),
    })
}

#[test]
fn a_name_is_read_as_what_it_stands_for() {
    for (query, want) in [
        ("query:space", "starlink OR satellite"),
        ("Query:SPACE Taiwan", "(starlink OR satellite) AND taiwan"),
        ("-query:space x", "NOT (starlink OR satellite) AND x"),
        ("query:both", "(starlink OR satellite) AND taiwan"),
        ("query:week", "musk AND date:2024-10-18.."),
        ("query:days x", "(date:2024-01-01.. AND date:..2024-05-31) AND x"),
        ("query:literal", "\"=low\" OR \"=orbit\""),
        ("query:headline", "(title:starlink OR title:satellite) AND body:musk"),
        (
            "x query:everywhere",
            "x AND (title:musk OR deck:musk OR lead:musk OR body:musk OR captions:musk OR margin:musk)",
        ),
        ("query:space NEAR/5 Taiwan", "(starlink OR satellite) NEAR/5 taiwan"),
        ("query:space^2 x", "(starlink OR satellite)^2 AND x"),
        ("query:\"space\", x", "(starlink OR satellite) AND x"),
        ("(query:space)", "starlink OR satellite"),
        ("query: space", "query AND space"),
    ] {
        let read = parse_with(query, options(), &library).unwrap_or_else(|error| panic!("{query}: {error}"));
        assert_eq!(print(&read.root), want, "{query}");
        // Except for zones of its own, the printed query reads the same without the library.
        if !query.contains("everywhere") {
            assert_eq!(print(&parse(want, options()).expect("read").root), want);
        }
    }
}

#[test]
fn mistakes_in_saved_searches_are_told_at_their_name() {
    for (query, want, column) in [
        ("x query:nothing", "unknown saved search \"nothing\"", 3),
        ("query:self", "saved search \"self\": saved searches refer to each other in a circle: self → self", 1),
        (
            "a query:one",
            "saved search \"one\": saved search \"two\": saved searches refer to each other in a circle: one → two → one",
            3,
        ),
        ("x query:outer", "saved search \"outer\": saved search \"broken\": this bracket is never closed", 3),
        (
            "query:bomb",
            "saved search \"bomb\": saved search \"wide\": the query has more than 1024 words and values",
            1,
        ),
        ("query:wide query:wide", "saved search \"wide\": the query has more than 1024 words and values", 12),
        ("title:(x query:space)", "`query:` is inside the value of title", 10),
        ("query:spa*ce", "invalid name after `query:`: expected that of a saved search", 1),
        ("query:\"a b\"", "invalid name after `query:`: expected that of a saved search", 1),
    ] {
        let error = parse_with(query, options(), &library).expect_err(query);
        assert_eq!((error.message.as_str(), error.column(query)), (want, column), "{query}");
    }
    let nested = format!("{}query:deep{}", "(".repeat(40), ")".repeat(40));
    let error = parse_with(&nested, options(), &library).expect_err("too deep");
    assert!(error.message.contains("the query is nested more than 64 levels deep"), "{error}");
}

/// A folder with an index of the sample corpus at `ix`.
fn indexed() -> tempfile::TempDir {
    let desk = desk();
    assert!(run(desk.path(), &["ingest", "-q", "--index", "ix", "sample_corpus"]).status.code().is_some());
    desk
}

fn morgue(folder: &Path, words: &[&str]) -> (String, String, i32) {
    let output = run(folder, &[&["--index", "ix"], words].concat());
    (stdout(&output), stderr(&output), output.status.code().expect("no signal"))
}

fn keys(folder: &Path, words: &[&str]) -> Vec<String> {
    morgue(folder, &[words, &["-f", "ids"]].concat()).0.lines().map(str::to_owned).collect()
}

#[test]
fn a_saved_search_finds_what_was_typed_with_its_flags() {
    let desk = indexed();
    let folder = desk.path();
    let flags = ["--since", "2024", "--zones", "title,lead", "--exact", "--any"];
    let (_, said, code) = morgue(
        folder,
        &[&["saved", "add", "Space", "Starlink", "satellite", "-Mars", "-s", "oldest"], &flags[..]].concat(),
    );
    assert_eq!(code, 0, "{said}");
    let plain = [&["search", "Starlink", "satellite", "-Mars", "-s", "oldest"], &flags[..]].concat();
    let want = keys(folder, &plain);
    assert!(!want.is_empty());
    assert_eq!(keys(folder, &["saved", "run", "space"]), want);
    let mut named = keys(folder, &["search", "query:SPACE"]);
    let mut sorted = want.clone();
    named.sort();
    sorted.sort();
    assert_eq!(named, sorted);
    // It combines with other words as if it were in brackets.
    let all: u64 = morgue(folder, &["count", "*"]).0.trim().parse().expect("a number");
    let without: u64 = morgue(folder, &["count", "* -query:space"]).0.trim().parse().expect("a number");
    assert_eq!(without, all - want.len() as u64);
    let (text, ..) = morgue(folder, &["saved", "show", "space"]);
    assert!(
        text.starts_with(
            "Starlink satellite -Mars --since 2024 --zones title,lead --sort oldest --any --exact\nread as   "
        ),
        "{text}"
    );
}

#[test]
fn what_cannot_be_read_is_not_saved_and_what_no_longer_can_is_reported() {
    let desk = indexed();
    let folder = desk.path();
    for (words, want) in [
        (&["saved", "add", "x", "(Starlink"][..], "this bracket is never closed (column 1)\n  (Starlink\n  ^"),
        (&["saved", "add", "a b", "Starlink"], "invalid name \"a b\": expected letters, digits, - and _"),
        (&["saved", "add", "x"], "missing query for \"x\""),
        (&["saved", "add", "x", "y", "--zones", "attic"], "unknown zone \"attic\""),
        (
            &["saved", "add", "x", "y", "--since", "sometime"],
            "invalid date \"sometime\": expected YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        (&["saved", "add", "x", "query:nothing"], "unknown saved search \"nothing\""),
        (&["saved", "run", "nothing"], "unknown saved search \"nothing\""),
        (&["saved", "rm", "nothing"], "unknown saved search \"nothing\""),
    ] {
        let (out, error, code) = morgue(folder, words);
        assert_eq!((out.as_str(), code), ("", 2), "{words:?}: {error}");
        assert!(error.contains(want), "{words:?}: {error}");
    }
    assert_eq!(morgue(folder, &["saved", "list"]).0, "");
    assert_eq!(morgue(folder, &["saved", "add", "space", "Starlink"]).2, 0);
    assert_eq!(morgue(folder, &["saved", "add", "rivals", "query:space Amazon"]).2, 0);
    let (_, error, code) = morgue(folder, &["saved", "add", "space", "Musk"]);
    assert!(code == 2 && error.contains("--replace"), "{error}");
    let (_, error, code) = morgue(folder, &["saved", "add", "space", "query:rivals", "--replace"]);
    assert!(code == 2 && error.contains("space → rivals → space"), "{error}");
    let (_, error, _) = morgue(folder, &["search", "query:spcae"]);
    assert!(error.contains("did you mean \"space\"?"), "{error}");

    let (_, note, code) = morgue(folder, &["saved", "rm", "space"]);
    assert!(code == 0 && note.contains("\"rivals\" uses it"), "{note}");
    let (text, ..) = morgue(folder, &["saved", "list"]);
    assert!(
        text.contains("rivals  query:space Amazon  (cannot be read: ")
            && text.contains("unknown saved search \"space\""),
        "{text}"
    );
    let (text, ..) = morgue(folder, &["saved", "list", "--json"]);
    let listed: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(listed[0]["search"]["query"], "query:space Amazon");
    assert!(listed[0]["reads"].is_null() && listed[0]["error"].as_str().expect("told").contains("space"));
    assert_eq!(morgue(folder, &["saved", "run", "rivals"]).2, 2);
    // An entry of another version is reported and kept.
    let file = folder.join("ix/user/saved.json");
    std::fs::write(&file, r#"{"later":{"query":"x","semantic":true}}"#).expect("written");
    assert!(morgue(folder, &["saved", "list"]).0.contains("cannot be read: its entry"));
    assert_eq!(morgue(folder, &["saved", "add", "space", "Starlink"]).2, 0);
    assert!(std::fs::read_to_string(&file).expect("read").contains("semantic"));
}

#[test]
fn searches_saved_at_once_are_all_kept_and_runs_leave_them() {
    let desk = indexed();
    let folder = desk.path();
    std::thread::scope(|scope| {
        for name in ["a", "b", "c", "d", "e", "f"] {
            scope.spawn(move || assert_eq!(morgue(folder, &["saved", "add", name, "Starlink"]).2, 0));
        }
    });
    assert_eq!(morgue(folder, &["saved", "list"]).0.lines().count(), 6);
    assert_eq!(morgue(folder, &["rebuild"]).2, 0);
    assert_eq!(morgue(folder, &["rollback"]).2, 0);
    assert_eq!(morgue(folder, &["saved", "list"]).0.lines().count(), 6);
    let (_, error, code) = {
        let output = run(folder, &["saved", "add", "x", "y", "--index", "nowhere"]);
        ((), stderr(&output), output.status.code().expect("no signal"))
    };
    assert!(code == 10 && !folder.join("nowhere").exists(), "{error}");
}

/// `source:` was another name of `outlet:` once, and is the source folder now.
#[test]
fn a_source_is_a_folder_but_what_was_saved_before_means_an_outlet() {
    let desk = desk();
    let desk = desk.path();
    run(desk, &["--index", "ix", "ingest", "-q", "sample_corpus"]);
    let morgue = |words: &[&str]| run(desk, &[&["--index", "ix"], words].concat());
    let count = |query: &[&str]| stdout(&morgue(&[&["count"], query].concat())).trim().to_owned();
    let (all, courier) = (count(&["*"]), count(&["outlet:\"The Harbour Courier\""]));
    assert_ne!((courier.as_str(), &courier), ("0", &all));
    assert_eq!(count(&["source:sample_corpus"]), all);
    assert_eq!(count(&["root:sample_corpus"]), all, "its earlier name");
    assert_eq!(count(&["source:\"The Harbour Courier\""]), "0");
    let told = stderr(&morgue(&["search", "source:\"The Harbour Courier\""]));
    let want = "note: no source folder is named \"the harbour courier\", but an outlet is; search with outlet:\"the harbour courier\"";
    assert!(told.contains(want), "{told}");
    assert!(!stderr(&morgue(&["search", "source:sample_corpus"])).contains("no source folder"));
    assert!(!stderr(&morgue(&["search", "source:nowhere"])).contains("no source folder"));
    assert_eq!(count(&["--dialect", "lucene", "source:\"The Harbour Courier\""]), courier);

    // An entry of an earlier version has no number; a new one has.
    let old = r#"{"old": {"query": "source:\"The Harbour Courier\"", "saved": "2024-01-01T00:00:00Z"}}"#;
    std::fs::create_dir_all(desk.join("ix/user")).expect("made");
    std::fs::write(desk.join("ix/user/saved.json"), old).expect("written");
    assert_eq!(morgue(&["saved", "add", "new", "source:sample_corpus"]).status.code(), Some(0));
    assert_eq!((count(&["query:old"]), count(&["query:new"])), (courier.clone(), all));
    let file = std::fs::read_to_string(desk.join("ix/user/saved.json")).expect("read");
    let saved: serde_json::Value = serde_json::from_str(&file).expect("JSON");
    assert_eq!((&saved["old"]["syntax"], &saved["new"]["syntax"]), (&serde_json::Value::Null, &2.into()));

    // So does the certificate of an export that was made then.
    let export = ["export", "-q", "outlet:\"The Harbour Courier\"", "-o", "list.csv"];
    assert_eq!(morgue(&export).status.code(), Some(0));
    let path = desk.join("list.csv.prov.json");
    let text = std::fs::read_to_string(&path).expect("read");
    let then = text.replace("\"outlet:\\\"The Harbour Courier\\\"\"", "\"source:\\\"The Harbour Courier\\\"\"");
    let normal = "\"query_normal\": \"";
    let then = then.replace(&format!("{normal}source:"), &format!("{normal}outlet:"));
    let then = then.replace("\"syntax\": 2,\n    ", "").replace(",\n    \"syntax\": 2", "");
    assert!(then.contains("source:") && !then.contains("syntax"), "{then}");
    let (body, _) = then.rsplit_once(",\n  \"checksum\": \"").expect("a checksum");
    let sum = <sha2::Sha256 as sha2::Digest>::digest(body.as_bytes());
    let sum = sum.iter().map(|byte| format!("{byte:02x}"));
    std::fs::write(&path, format!("{body},\n  \"checksum\": \"{}\"\n}}\n", sum.collect::<String>())).expect("written");
    let replayed = morgue(&["replay", "list.csv"]);
    assert_eq!(replayed.status.code(), Some(0), "{}{}", stdout(&replayed), stderr(&replayed));
}
