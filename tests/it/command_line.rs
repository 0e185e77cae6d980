//! The program as a user runs it: arguments, formats, exit codes, pipes.

use super::support::{SAMPLE_ARTICLES, desk, program, run, stderr, stdout};
use std::path::Path;
use std::process::Stdio;

fn code(folder: &Path, words: &[&str]) -> i32 {
    run(folder, words).status.code().expect("no signal")
}

#[test]
fn an_article_is_shown_by_key_by_path_and_by_address() {
    let desk = desk();
    let listed = run(desk.path(), &["search", "--in", "sample_corpus", "Starlink", "--format", "jsonl", "-n", "20"]);
    let hits: Vec<serde_json::Value> =
        stdout(&listed).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let mut addresses = 0;
    for hit in &hits {
        let title = hit["title"].as_str().expect("a title");
        let text = |field: &str| hit[field].as_str().unwrap_or_default();
        let record = text("path").rsplit_once('#').map_or(String::new(), |(_, number)| format!("#{number}"));
        let shown = |named: &str| {
            let output = run(desk.path(), &["show", "--in", "sample_corpus", named]);
            assert_eq!(output.status.code(), Some(0), "{named}: {}", stderr(&output));
            stdout(&output).lines().next().unwrap_or_default().to_owned()
        };
        assert_eq!((shown(text("key")).as_str(), shown(&format!("{}{record}", text("file"))).as_str()), (title, title));
        if !hit["url"].is_null() {
            addresses += 1;
            assert_eq!(shown(text("url")), title);
        }
    }
    assert!(hits.len() > 5 && addresses > 2, "{} hits, {addresses} addresses", hits.len());
}

#[test]
fn undated_matches_that_a_date_leaves_out_are_counted() {
    let desk = desk();
    let count = |words: &[&str]| {
        let output = run(desk.path(), &[&["count", "--in", "sample_corpus", "*"], words].concat());
        stdout(&output).trim().parse::<u64>().expect("a number")
    };
    let undated = stdout(&run(desk.path(), &["count", "--in", "sample_corpus", "date:none"])).trim().to_owned();
    assert_eq!(undated, "1");
    let told =
        |words: &[&str]| stderr(&run(desk.path(), &[&["search", "--in", "sample_corpus", "-n", "1"], words].concat()));
    let remark = "1 undated match not shown: --loose-dates";
    assert!(told(&["*", "--since", "1900"]).contains(remark));
    assert!(told(&["--until", "2030"]).contains(remark));
    // As a query writes it, `last-week`; and an empty variable is one that is not set.
    assert!(told(&["*", "--since", "last week"]).contains("undated match"));
    let mut command = program(desk.path());
    let output = command.env("MORGUE_INDEX", "").args(["count", "--in", "sample_corpus", "Starlink"]).output();
    assert_eq!(output.expect("started").status.code(), Some(0));
    for words in [&["*"][..], &["*", "--since", "1900", "--loose-dates"], &["date:>=1900"]] {
        assert!(!told(words).contains("undated match"), "{words:?}");
    }
    assert_eq!(count(&["--since", "1900", "--loose-dates"]), count(&["--since", "1900"]) + 1);
}

#[test]
fn exit_codes_are_those_of_the_manual() {
    let desk = desk();
    let folder = desk.path();
    assert_eq!(code(folder, &["search", "Starlink"]), 10, "no index");
    assert_eq!(code(folder, &["search", "--in", "sample_corpus", "Starlink"]), 0);
    assert_eq!(code(folder, &["search", "--in", "sample_corpus", "zeppelins"]), 1);
    assert_eq!(code(folder, &["count", "--in", "sample_corpus", "zeppelins"]), 1);
    assert_eq!(code(folder, &["search", "--in", "sample_corpus", "(Starlink"]), 2);
    assert_eq!(code(folder, &["search", "--in", "nowhere", "Starlink"]), 2);
    assert_eq!(code(folder, &["search", "--in", "sample_corpus"]), 2, "no query");
    assert_eq!(code(folder, &["search", "--nonsense", "x"]), 2);
    assert_eq!(code(folder, &["ingest", "--index", "ix", "sample_corpus"]), 3, "broken.json is news");
    assert_eq!(code(folder, &["ingest", "--index", "ix"]), 0, "and then it is not");
    assert_eq!(code(folder, &["rebuild", "--index", "ix"]), 0);
    assert_eq!(code(folder, &["rebuild", "--index", "ix", "--strict"]), 4);
    assert_eq!(code(folder, &["read", "sample_corpus/feeds-json/broken.json"]), 3);
    assert_eq!(code(folder, &["show", "--index", "ix", "a_aaaaaaaaaaaaaaaa"]), 1);
    assert_eq!(code(folder, &["show", "--index", "ix", "nonsense"]), 2);
    assert_eq!(code(folder, &["ingest", "--index", "none"]), 10, "no source");
}

#[test]
fn a_mistake_in_a_query_is_pointed_at() {
    let desk = desk();
    let output = run(desk.path(), &["search", "Starlink", "autor:Doe"]);
    assert_eq!(stdout(&output), "");
    let want = "morgue: unknown field \"autor\" (column 10)\n  Starlink autor:Doe\n           ^^^^^\nhint: did you mean \"author\"? To search for the words, put them in quotation marks\n";
    assert_eq!(stderr(&output), want);
}

#[test]
fn minus_words_are_exclusions_and_quotes_reach_the_program() {
    let desk = desk();
    let count = |words: &[&str]| {
        let all: Vec<&str> = ["count", "--in", "sample_corpus", "-q"].iter().chain(words).copied().collect();
        stdout(&run(desk.path(), &all)).trim().parse::<u64>().expect("a number")
    };
    let (all, without) = (count(&["Starlink"]), count(&["Starlink", "-Musk"]));
    assert!(without < all);
    assert_eq!(
        count(&["Starlink", "-title:Starlink", "-\"low orbit\""]),
        count(&["Starlink NOT title:Starlink NOT \"low orbit\""])
    );
    assert_eq!(count(&["Starlink Taiwan"]), count(&["Starlink", "Taiwan"]));
    assert_eq!(count(&["--any", "Nobel", "Webb"]), count(&["Nobel OR Webb"]));
    assert_eq!(count(&["Starlink", "--since", "2025"]), count(&["Starlink date:>=2025"]));
    assert_eq!(count(&["Starlink", "--until=2024-10"]), count(&["Starlink date:..2024-10"]));
    let hint = run(desk.path(), &["count", "--in", "sample_corpus", "low orbit", "Taiwan"]);
    assert!(stderr(&hint).contains("the shell removed the quotation marks of low orbit"), "{}", stderr(&hint));
}

#[test]
fn every_format_is_whole() {
    let desk = desk();
    let list = |format: &str, more: &[&str]| {
        let words: Vec<&str> =
            ["search", "--in", "sample_corpus", "-q", "-f", format, "Starlink"].iter().chain(more).copied().collect();
        stdout(&run(desk.path(), &words))
    };
    let total: usize = stdout(&run(desk.path(), &["count", "--in", "sample_corpus", "-q", "Starlink"]))
        .trim()
        .parse()
        .expect("a number");
    let whole: serde_json::Value = serde_json::from_str(&list("json", &[])).expect("JSON");
    assert_eq!((whole["total"].as_u64(), whole["hits"].as_array().map(Vec::len)), (Some(total as u64), Some(total)));
    let lines: Vec<serde_json::Value> =
        list("jsonl", &[]).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(Some(&lines), whole["hits"].as_array());
    for hit in &lines {
        let passage: Vec<char> = hit["passage"].as_str().expect("text").chars().collect();
        for mark in hit["marks"].as_array().expect("marks") {
            let (from, to) = (mark[0].as_u64().expect("from") as usize, mark[1].as_u64().expect("to") as usize);
            assert!(passage[from..to].iter().collect::<String>().to_lowercase().starts_with("starlink"));
        }
        assert!(desk.path().join(hit["file"].as_str().expect("a file")).is_file(), "{}", hit["file"]);
    }
    let ids = list("ids", &[]);
    let keys: Vec<&str> = lines.iter().map(|hit| hit["key"].as_str().expect("a key")).collect();
    assert_eq!(ids.lines().collect::<Vec<_>>(), keys);
    for path in list("paths", &[]).lines() {
        assert!(desk.path().join(path).is_file(), "{path}");
    }
    let text = list("csv", &["--fields", "key,title,authors,date"]);
    let mut table = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(table.headers().expect("a header"), vec!["key", "title", "authors", "date"]);
    let rows: Vec<csv::StringRecord> = table.records().collect::<Result<_, _>>().expect("rows");
    assert_eq!(rows.iter().map(|row| row[0].to_owned()).collect::<Vec<_>>(), keys);
    assert!(list("text", &["-n", "2"]).matches("\n   ").count() > 4);
    let unknown = run(desk.path(), &["search", "--in", "sample_corpus", "-f", "csv", "--fields", "kee", "Starlink"]);
    assert!(stderr(&unknown).contains("unknown field \"kee\""));
}

#[test]
fn colours_are_for_terminals() {
    let desk = desk();
    let words = ["search", "--in", "sample_corpus", "Starlink", "-n", "1"];
    assert!(!stdout(&run(desk.path(), &words)).contains('\u{1b}'));
    assert!(stdout(&run(desk.path(), &words)).contains("*Starlink*"));
    let always: Vec<&str> = words.iter().copied().chain(["--color=always"]).collect();
    assert!(stdout(&run(desk.path(), &always)).contains("\u{1b}[1m"));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_not_an_error_but_a_full_disk_is() {
    let desk = desk();
    run(desk.path(), &["search", "--in", "sample_corpus", "x"]);
    let mut child = program(desk.path())
        .args(["search", "--in", "sample_corpus", "-f", "jsonl", "--fields", "key,body,margin,entities,origins", "*"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("ended").code(), Some(0));
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("opened");
    let status =
        program(desk.path()).args(["search", "--in", "sample_corpus", "Starlink"]).stdout(full).output().expect("ran");
    assert_eq!(status.status.code(), Some(7));
    assert!(stderr(&status).starts_with("morgue: output: "), "{}", stderr(&status));
}

#[test]
fn read_prints_what_would_be_indexed() {
    let desk = desk();
    let output = run(
        desk.path(),
        &["read", "sample_corpus/feeds-json/od_europa_clipper.json", "sample_corpus/feeds-json/mixed-export.jsonl"],
    );
    let lines: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 6);
    assert_eq!(lines[0]["title"], "Europa Clipper leaves for Jupiter's icy moon");
    assert_eq!(lines[0]["authors"], serde_json::json!(["Linus Okpala-Reed"]));
    assert_eq!(lines[5]["path"], "mixed-export.jsonl#5");
    for name in
        ["key", "title", "authors", "date", "outlet", "url", "section", "language", "body", "margin", "entities"]
    {
        assert!(lines.iter().all(|line| line.get(name).is_some()), "{name}");
    }
    let page = desk.path().join("page.html");
    std::fs::write(&page, "<html><body><article><h1>A page without an address</h1><p>It was saved by hand, and nobody wrote down where it came from, which is how most pages are kept.</p></article></body></html>").expect("written");
    let output = run(desk.path(), &["read", "page.html", "--url", "https://example.com/news/2024/10/25/a-page"]);
    let read: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(
        (read["url"].as_str(), read["date"].as_str()),
        (Some("https://example.com/news/2024/10/25/a-page"), Some("2024-10-25"))
    );
}

#[test]
fn read_writes_text_and_markdown_for_people() {
    let desk = desk();
    let page = "<html><head><meta property='og:site_name' content='The Courier'></head><body><nav><a href='/'>Home</a></nav>\
        <article><h1>Ferry waits for *the* tide</h1><p class='byline'>By Ana Lindqvist</p>\
        <p>The ferry to Holm waited for two hours on Friday because the water was too low, the harbour office said.</p>\
        <p>The next low water is on Sunday, when the ferry will leave an hour earlier than its timetable says.</p>\
        </article></body></html>";
    std::fs::write(desk.path().join("page.html"), page).expect("written");
    let text = stdout(&run(desk.path(), &["read", "page.html", "--format", "text", "--ner", "off"]));
    assert!(
        text.starts_with("Ferry waits for *the* tide\n\n   outlet  The Courier\n   author  Ana Lindqvist\n"),
        "{text}"
    );
    assert!(text.contains("\nThe ferry to Holm waited") && text.contains("[navigation] Home"), "{text}");
    assert!(!text.contains("(html:h1)"), "{text}");
    let why = stdout(&run(desk.path(), &["read", "page.html", "--format", "text", "--why", "--ner", "off"]));
    assert!(why.starts_with("Ferry waits for *the* tide  (html:h1)\n"), "{why}");
    let twice = stdout(&run(desk.path(), &["read", "page.html", "page.html", "-f", "markdown", "--ner", "off"]));
    let markdown = twice.split("\n\n\n").next().expect("one");
    let lines: Vec<&str> = markdown.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines[0], "# Ferry waits for \\*the\\* tide");
    assert!(lines[1].starts_with("Ana Lindqvist · *The Courier* · undated · `a_"), "{markdown}");
    assert!(lines[2].starts_with("The ferry to Holm") && lines[3].starts_with("The next low water"), "{markdown}");
    assert!(
        lines[4].starts_with('(') && lines[4].ends_with("more passages of the page are in its margin.)"),
        "{markdown}"
    );
    assert_eq!(twice.matches("# Ferry").count(), 2);
    let refused = run(desk.path(), &["read", "page.html", "--zones", "--format", "text"]);
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn read_reports_a_file_without_any_article() {
    let desk = desk();
    let block = "GET /ferry HTTP/1.1\r\nHost: a.example\r\n\r\n";
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: request\r\nWARC-Target-URI: http://a.example/ferry\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    );
    std::fs::write(desk.path().join("asked.warc"), warc).expect("written");
    std::fs::create_dir(desk.path().join("empty")).expect("made");
    let output = run(desk.path(), &["read", "asked.warc", "empty", "sample_corpus/notes/titan-tauchboot.md"]);
    assert_eq!(stdout(&output).lines().count(), 1);
    let want = "note: asked.warc: no article found, skipped: 1 no-response\nnote: empty: no article found\n";
    assert_eq!(stderr(&output), want);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn show_says_where_values_come_from() {
    let desk = desk();
    run(desk.path(), &["search", "--in", "sample_corpus", "x"]);
    let key = stdout(&run(
        desk.path(),
        &["search", "--in", "sample_corpus", "-q", "-f", "ids", "-n", "1", "title:Kremlin title:Taiwan"],
    ));
    let plain = stdout(&run(desk.path(), &["show", "--in", "sample_corpus", key.trim()]));
    assert!(plain.starts_with("Kremlin asked Musk to keep Starlink dark over Taiwan, report says\n"), "{plain}");
    assert!(plain.contains("In the margin of the page"), "{plain}");
    let why = stdout(&run(desk.path(), &["show", "--in", "sample_corpus", key.trim(), "--why"]));
    assert!(why.contains("(json-ld:") || why.contains("(meta:") || why.contains("(html:"), "{why}");
}

#[test]
fn status_shows_what_there_is() {
    let desk = desk();
    run(desk.path(), &["search", "--in", "sample_corpus", "x"]);
    let text = stdout(&run(desk.path(), &["status", "--in", "sample_corpus"]));
    assert!(
        text.contains(&format!("articles  {SAMPLE_ARTICLES}\n")) && text.contains("spiked  1 json-syntax"),
        "{text}"
    );
    let status: serde_json::Value =
        serde_json::from_str(&stdout(&run(desk.path(), &["status", "--in", "sample_corpus", "--json"]))).expect("JSON");
    assert_eq!((status["articles"].as_u64(), status["generation"].as_u64()), (Some(SAMPLE_ARTICLES), Some(1)));
    assert_eq!(status["last_run"]["outcome"], "published");
}

#[test]
fn the_nearest_index_upward_is_used() {
    let desk = desk();
    let folder = desk.path().join("sample_corpus");
    run(desk.path(), &["search", "--in", "sample_corpus", "x"]);
    let below = folder.join("harbour-courier/2024");
    assert_eq!(code(&below, &["search", "Starlink"]), 0);
    let elsewhere = tempfile::tempdir().expect("a folder");
    assert_eq!(code(elsewhere.path(), &["search", "Starlink"]), 10);
    let named = program(elsewhere.path())
        .env("MORGUE_INDEX", folder.join(".morgue"))
        .args(["search", "Starlink"])
        .output()
        .expect("ran");
    assert_eq!(named.status.code(), Some(0));
    std::fs::write(
        elsewhere.path().join("one.txt"),
        "A headline on its own\n\nThe whole story is told in this one sentence about a zeppelin.",
    )
    .expect("written");
    assert_eq!(
        code(elsewhere.path(), &["search", "--in", "one.txt", "zeppelin"]),
        0,
        "a file is a source too; its index is in the cache"
    );
    assert!(!elsewhere.path().join(".morgue").exists());
}

#[test]
fn text_from_articles_cannot_drive_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let evil = serde_json::json!({"title": "=1+1 \u{1b}[2J\u{202e}title", "text": "A zeppelin \u{1b}]0;owned\u{7} flew over.", "url": "https://example.com/x"});
    std::fs::write(folder.path().join("evil.json"), evil.to_string()).expect("written");
    for words in [vec!["search", "--in", ".", "zeppelin"], vec!["search", "--in", ".", "zeppelin", "--color=always"]] {
        let text = stdout(&run(folder.path(), &words)).replace("\u{1b}[", "");
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text:?}");
    }
    let error = run(folder.path(), &["search", "--in", ".", "\u{1b}[31m(x"]);
    assert!(!stderr(&error).contains('\u{1b}'));
    let table = stdout(&run(folder.path(), &["search", "--in", ".", "zeppelin", "-f", "csv", "--fields", "title"]));
    assert!(table.starts_with("title\r\n'=1+1"), "{table}");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_an_ingest_with_its_code() {
    // A folder large enough that the signal arrives while it is read.
    let folder = tempfile::tempdir().expect("a folder");
    let line =
        serde_json::json!({"title": "A headline", "text": "Some words of a story that goes on and on. ".repeat(400)})
            .to_string();
    std::fs::write(folder.path().join("many.jsonl"), format!("{line}\n").repeat(6000)).expect("written");
    let mut child = program(folder.path()).args(["ingest", "--index", "ix", "many.jsonl"]).spawn().expect("started");
    let lock = folder.path().join("ix/generations");
    while std::fs::read_dir(&lock).map_or(0, Iterator::count) == 0 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let killed = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("ran");
    assert!(killed.success());
    assert_eq!(child.wait().expect("ended").code(), Some(143));
    assert_eq!(std::fs::read_dir(&lock).expect("read").count(), 0, "nothing is left behind");
}
