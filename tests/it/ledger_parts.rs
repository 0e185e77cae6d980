//! A file of many records has several entries in the ledger, which are kept and left together.

use super::support::{index, settings};
use morgue::index::{Archive, Generation, LedgerReader, RECORDS_OF_ENTRY};
use morgue::ingest::{Report, Settings, Unwatched, ingest};
use std::fs;
use std::path::Path;

const LINES: usize = RECORDS_OF_ENTRY * 2 + 300;

/// The last lines cannot be read.
fn write_lines(path: &Path, lines: usize) {
    let line = |n: usize| {
        match n + 2 > lines {
        true => "{\"title\": ".to_owned(),
        false => {
            serde_json::json!({"title": format!("Session {n} of {lines}"), "text": format!("The council met about bridge {n}.")})
                .to_string()
        }
    }
    };
    fs::write(path, (1..=lines).map(line).collect::<Vec<_>>().join("\n")).expect("written");
}

fn digest(archive: &Archive) -> String {
    Generation::open(archive).expect("opened").manifest.content_digest.clone()
}

fn run(archive: &Archive, settings: &Settings) -> Report {
    ingest(archive, settings, &Unwatched).expect("indexed")
}

#[test]
fn a_file_of_many_records_is_kept_and_read_again_as_a_whole() {
    let desk = tempfile::tempdir().expect("a folder");
    let news = desk.path().join("news");
    fs::create_dir(&news).expect("made");
    write_lines(&news.join("a.jsonl"), LINES);
    write_lines(&news.join("b.jsonl"), 20);
    let archive = Archive::at(desk.path().join(".morgue"));
    let first = index(&archive, &news).expect("indexed");
    let generation = Generation::open(&archive).expect("opened");
    let parts = LedgerReader::open(&generation.folder).expect("opened");
    let parts: Vec<(String, u64, usize)> =
        parts.map(|entry| entry.expect("read")).map(|entry| (entry.path, entry.part, entry.records.len())).collect();
    let of_a = |part, records| ("a.jsonl".to_owned(), part, records);
    let wanted = [of_a(0, RECORDS_OF_ENTRY), of_a(1, RECORDS_OF_ENTRY), of_a(2, 300), ("b.jsonl".to_owned(), 0, 20)];
    assert_eq!(parts, wanted);
    let files = generation.ledger().expect("read").files;
    assert_eq!(files.iter().map(|file| file.records.len()).collect::<Vec<_>>(), [LINES, 20]);
    let spiked = 2 + 2;
    assert_eq!(first.articles, Some((LINES + 20 - spiked) as u64));

    // Unchanged: no file is read. With --retry those with spikes are, if only in the last part.
    assert_eq!(run(&archive, &settings()).generation, first.generation);
    fs::write(news.join("c.txt"), "The ferry waits\n\nIt waits for the storm to pass, said the harbour.")
        .expect("written");
    let added = run(&archive, &settings());
    assert_eq!(
        (added.articles, added.counts.spiked.values().sum::<u64>()),
        (first.articles.map(|articles| articles + 1), spiked as u64)
    );
    let fresh = Archive::at(desk.path().join("fresh/.morgue"));
    index(&fresh, &news).expect("indexed");
    assert_eq!(digest(&archive), digest(&fresh));
    let retried = run(&archive, &Settings { retry: true, ..settings() });
    assert_eq!(retried.counts.read_files, 2, "a.jsonl and b.jsonl");
    assert_eq!(digest(&archive), digest(&fresh));

    // Changed, and gone.
    write_lines(&news.join("a.jsonl"), LINES + 500);
    run(&archive, &settings());
    let fresh = Archive::at(desk.path().join("fresher/.morgue"));
    index(&fresh, &news).expect("indexed");
    assert_eq!(digest(&archive), digest(&fresh));
    fs::remove_file(news.join("a.jsonl")).expect("removed");
    let left = run(&archive, &Settings { allow_shrink: true, ..settings() });
    assert_eq!(left.articles, Some(19), "those of b.jsonl and c.txt");
}
