//! The user's settings for reading: addresses, outlet names, `--fast`; and the zones of a page as `read` shows them.

use super::support::{program, run, stderr, stdout};
use serde_json::Value;
use std::path::Path;

const LEAD: &str = "The ferry came in two hours late on Tuesday, and nobody on the quay could say why it had been held at the \
                    island for so long.";

fn page(folder: &Path) {
    let html = format!(
        "<html><head><link rel=canonical href='https://www.tidenews.example/a/ferry'></head><body><nav><a href='/'>Home\u{1b}[2J</a></nav>\
         <article><h1>Ferry is late</h1><p>By Jane Doe</p><p>{LEAD}</p><p>{LEAD} It will not happen again, the company said.</p>\
         </article><div class=newsletter><p>Sign up for our newsletter and never miss a tide.</p></div></body></html>"
    );
    std::fs::create_dir_all(folder.join("pages")).expect("made");
    std::fs::write(folder.join("pages/ferry.html"), html).expect("written");
}

#[test]
fn read_shows_every_block_with_its_zone_and_nothing_that_steers_a_terminal() {
    let desk = tempfile::tempdir().expect("a folder");
    page(desk.path());
    let shown = run(desk.path(), &["read", "--zones", "pages/ferry.html"]);
    assert_eq!(shown.status.code(), Some(0), "{}", stderr(&shown));
    let text = stdout(&shown);
    assert!(!text.contains('\u{1b}'), "{text}");
    let starts: Vec<String> =
        text.lines().map(|line| line.chars().take(34).collect::<String>().trim_end().to_owned()).collect();
    let want = [
        "# ferry.html",
        "- margin: navigation   Home␛[2J [l",
        "- title                Ferry is la",
        "- margin: furniture    By Jane Doe",
        "+ story                The ferry c",
        "+ story                The ferry c",
        "- margin: newsletter   Sign up for",
        "",
    ];
    let without_votes = |line: &str| line.get(1..).unwrap_or_default().to_owned();
    let (got, want): (Vec<String>, Vec<String>) = (
        starts.iter().map(|line| without_votes(line)).collect(),
        want.iter().map(|line| without_votes(line)).collect(),
    );
    assert_eq!(got, want, "{text}");
    assert!(starts[4].starts_with('+') && starts[6].starts_with('-'), "{text}");
}

#[test]
fn an_address_that_is_none_is_refused_with_a_hint() {
    let desk = tempfile::tempdir().expect("a folder");
    page(desk.path());
    for address in ["tidenews", "ftp://tidenews.example/a", "https://", "javascript:alert(1)", "http://a b.example/"] {
        let read = run(desk.path(), &["read", "--url", address, "pages/ferry.html"]);
        assert_eq!(read.status.code(), Some(2), "{address}");
        assert!(stderr(&read).contains("expected http or https\nhint: write the whole address"), "{}", stderr(&read));
    }
    let read = run(desk.path(), &["read", "--url", "https://tidenews.example/b", "pages/ferry.html"]);
    assert_eq!(read.status.code(), Some(0));
}

#[test]
fn the_users_names_of_outlets_come_first_and_a_change_of_them_reads_anew() {
    let desk = tempfile::tempdir().expect("a folder");
    page(desk.path());
    let outlet = || {
        let found = run(desk.path(), &["search", "--index", "ix", "-f", "jsonl", "ferry"]);
        let hit: Value = serde_json::from_str(stdout(&found).lines().next().expect("a hit")).expect("an object");
        hit["outlet"].as_str().map(str::to_owned)
    };
    let ingest = |more: &[&str]| {
        let done =
            program(desk.path()).args(["ingest", "--index", "ix", "--json"]).args(more).output().expect("started");
        assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
        let report: Value = serde_json::from_str(&stdout(&done)).expect("a report");
        report["outcome"].as_str().map(str::to_owned)
    };
    ingest(&["pages"]);
    assert_eq!(outlet().as_deref(), Some("tidenews.example"));
    let config = desk.path().join("ix/morgue.toml");
    let text = std::fs::read_to_string(&config).expect("read");
    std::fs::write(&config, format!("{text}\n[outlets]\n\"www.TideNews.example\" = \"The Tide\"\n")).expect("written");
    assert_eq!(ingest(&[]).as_deref(), Some("published"));
    assert_eq!(outlet().as_deref(), Some("The Tide"));
    assert_eq!(ingest(&[]).as_deref(), Some("unchanged"));
}

#[test]
fn an_archive_made_fast_stays_so_until_a_rebuild() {
    let desk = tempfile::tempdir().expect("a folder");
    page(desk.path());
    let made_with = || {
        let folders = std::fs::read_dir(desk.path().join("ix/generations")).expect("generations");
        let newest = folders.filter_map(|entry| Some(entry.ok()?.path())).max().expect("a generation");
        std::fs::read_to_string(newest.join("MANIFEST.json")).expect("a manifest")
    };
    let done = |words: &[&str]| assert_eq!(run(desk.path(), words).status.code(), Some(0), "{words:?}");
    done(&["ingest", "--index", "ix", "--fast", "pages"]);
    assert!(made_with().contains("effort=fast"));
    std::fs::copy(desk.path().join("pages/ferry.html"), desk.path().join("pages/again.html")).expect("copied");
    done(&["ingest", "--index", "ix"]);
    assert!(made_with().contains("effort=fast"));
    done(&["rebuild", "--index", "ix"]);
    assert!(!made_with().contains("effort=fast"));
}
