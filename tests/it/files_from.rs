//! A list of files for `ingest` and `read`: listed files are read, everything else stays unchanged.

use super::support::{program, run, stderr, stdout};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

fn write(folder: &Path, name: &str, title: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("made");
    fs::write(path, format!(r#"{{"title": "{title}", "text": "So it was told at the quay."}}"#)).expect("written");
}

/// A desk with a folder of four articles, all in the index.
fn desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().expect("a folder");
    for (name, title) in [("a.json", "One"), ("b.json", "Two"), ("c/d.json", "Three"), ("c/e.json", "Four")] {
        write(&desk.path().join("news"), name, title);
    }
    let first = run(desk.path(), &["ingest", "--index", "ix", "news"]);
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    desk
}

fn run_with_list(desk: &Path, words: &[&str], list: &[u8]) -> Output {
    let mut child = program(desk)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    child.stdin.take().expect("piped").write_all(list).expect("written");
    child.wait_with_output().expect("ended")
}

fn ingest(desk: &Path, list: &[u8]) -> Output {
    run_with_list(desk, &["ingest", "--index", "ix", "--files-from", "-"], list)
}

/// Titles by path.
fn titles(desk: &Path) -> Vec<String> {
    let found = run(desk, &["search", "--index", "ix", "--format", "jsonl", "--fields", "path,title", "*"]);
    let mut lines: Vec<String> = stdout(&found)
        .lines()
        .map(|line| {
            let hit: serde_json::Value = serde_json::from_str(line).expect("an object");
            let text = |name: &str| hit[name].as_str().unwrap_or_default().to_owned();
            format!("{} {}", text("path").rsplit("news/").next().unwrap_or_default(), text("title"))
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn only_listed_files_are_looked_at() {
    let desk = desk();
    let news = desk.path().join("news");
    for (name, title) in
        [("a.json", "One more"), ("b.json", "Two more"), ("c/d.json", "Three more"), ("f.json", "Five")]
    {
        write(&news, name, title);
    }
    fs::remove_file(news.join("c/e.json")).expect("removed");
    // As a path in the source, as a path from here, and absolute; separated by NULs.
    let absolute = news.join("f.json").display().to_string();
    let list = format!("./c/../a.json\0news/c/d.json\0{absolute}\0");
    let listed = ingest(desk.path(), list.as_bytes());
    assert_eq!(listed.status.code(), Some(0), "{}", stderr(&listed));
    assert_eq!(
        titles(desk.path()),
        ["a.json One more", "b.json Two", "c/d.json Three more", "c/e.json Four", "f.json Five"]
    );
    let again = ingest(desk.path(), list.as_bytes());
    assert_eq!((again.status.code(), stderr(&again).as_str()), (Some(0), ""));
    let all = run(desk.path(), &["ingest", "--index", "ix"]);
    assert_eq!(all.status.code(), Some(0), "{}", stderr(&all));
    assert_eq!(titles(desk.path()), ["a.json One more", "b.json Two more", "c/d.json Three more", "f.json Five"]);
}

#[test]
fn a_listed_folder_means_all_that_is_in_it() {
    let desk = desk();
    let news = desk.path().join("news");
    write(&news, "c/d.json", "Three more");
    write(&news, "c/g.json", "Seven");
    write(&news, "b.json", "Two more");
    let listed = ingest(desk.path(), b"c/\r\n");
    assert_eq!(listed.status.code(), Some(0), "{}", stderr(&listed));
    assert_eq!(
        titles(desk.path()),
        ["a.json One", "b.json Two", "c/d.json Three more", "c/e.json Four", "c/g.json Seven"]
    );
}

#[test]
fn a_listed_file_that_is_not_there_is_spiked_until_all_files_are_looked_at() {
    let desk = desk();
    fs::remove_file(desk.path().join("news/b.json")).expect("removed");
    let listed = ingest(desk.path(), b"b.json\nbb/nowhere.json\nzz.json\n");
    assert_eq!(listed.status.code(), Some(3), "{}", stderr(&listed));
    for name in ["b.json", "bb/nowhere.json", "zz.json"] {
        assert!(stderr(&listed).contains(&format!("could not read {name}: not-there: ")), "{}", stderr(&listed));
    }
    assert_eq!(titles(desk.path()), ["a.json One", "c/d.json Three", "c/e.json Four"]);
    let again = ingest(desk.path(), b"zz.json\n");
    assert_eq!((again.status.code(), stderr(&again).as_str()), (Some(0), ""));
    write(&desk.path().join("news"), "zz.json", "Nine");
    ingest(desk.path(), b"zz.json\n");
    assert_eq!(titles(desk.path()), ["a.json One", "c/d.json Three", "c/e.json Four", "zz.json Nine"]);
    run(desk.path(), &["ingest", "--index", "ix"]);
    assert_eq!(stdout(&run(desk.path(), &["spiked", "--index", "ix"])), "");
}

#[test]
fn a_listed_file_outside_all_sources_is_refused() {
    let desk = desk();
    write(desk.path(), "elsewhere/x.json", "Eight");
    for list in ["elsewhere/x.json\na.json\n", "../../../../etc/hostname\n", "/nowhere/x.json\n"] {
        let listed = ingest(desk.path(), list.as_bytes());
        let path = list.lines().next().expect("a line");
        let want = format!("morgue: refused: 1 listed file outside all sources: {path}\n");
        assert_eq!((listed.status.code(), stderr(&listed)), (Some(4), want));
    }
    assert_eq!(titles(desk.path()).len(), 4);
}

#[test]
fn a_list_can_begin_an_archive_but_cannot_mend_one() {
    let desk = desk();
    let begun =
        run_with_list(desk.path(), &["ingest", "--index", "new", "news", "--files-from", "-"], b"a.json\nc/d.json\n");
    assert_eq!(begun.status.code(), Some(0), "{}", stderr(&begun));
    assert_eq!(stdout(&run(desk.path(), &["count", "--index", "new", "*"])), "2\n");
    fs::write(desk.path().join("new/generations/000001/MANIFEST.json"), "{").expect("written");
    let listed = run_with_list(desk.path(), &["ingest", "--index", "new", "--files-from", "-"], b"a.json\n");
    assert_eq!(listed.status.code(), Some(6), "{}", stderr(&listed));
}

#[test]
fn read_takes_a_list_and_reports_missing_files() {
    let desk = desk();
    fs::write(desk.path().join("list"), "news/a.json\nnews/nowhere.json\nnews/c/d.json\n").expect("written");
    let read = run(desk.path(), &["read", "--files-from", "list"]);
    assert_eq!(read.status.code(), Some(3));
    assert_eq!(stdout(&read).lines().count(), 2);
    assert!(stderr(&read).starts_with("morgue: news/nowhere.json: not-there: "), "{}", stderr(&read));
    let no_list = run(desk.path(), &["read", "--files-from", "nowhere"]);
    assert_eq!(no_list.status.code(), Some(2), "{}", stderr(&no_list));
}
