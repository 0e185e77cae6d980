//! A thousand generations with readers: whatever is published, rolled back and removed meanwhile, no search gets an
//! error and none sees half of a change.

use super::faults::{Dice, numbers_after, request, rounds, texts};
use super::readers::{Look, Readers, found};
use super::support::{index, program, say, settings};
use morgue::desk::count;
use morgue::index::{Archive, Generation, IndexError, Lock, rollback, wait_while};
use morgue::ingest::{IngestError, Outcome, Unwatched, ingest};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// Articles in addition to the two that change.
const OTHERS: u64 = 60;

/// While a reader process starts, it briefly holds the open files of this one, including the lock.
const PATIENCE: Duration = Duration::from_secs(30);

fn is_locked(error: &IngestError) -> bool {
    matches!(error, IngestError::Index(IndexError::Locked(_)))
}

/// An edition changes two articles, in two files.
fn write_edition(news: &Path, edition: u64) {
    for name in ["front", "back"] {
        let text = format!("The {name} page of every editions desk. This is edition{edition}.");
        let json = serde_json::json!({"title": format!("The {name} page"), "text": text});
        fs::write(news.join(format!("{name}.json")), json.to_string()).expect("written");
    }
}

fn write_others(news: &Path) {
    let line = |nth: u64| {
        let words: Vec<String> = (0..40).map(|word| format!("w{}", (nth * 7_919 + word * 104_729) % 50_021)).collect();
        serde_json::json!({"title": format!("Number {nth}"), "text": words.join(" ")}).to_string()
    };
    fs::write(news.join("others.jsonl"), (0..OTHERS).map(line).collect::<Vec<_>>().join("\n")).expect("written");
}

/// Both pages must be there, and of the same edition.
fn is_one_edition(text: &str, pages: usize) -> Result<(), String> {
    let editions = numbers_after(text, "edition");
    if pages == 2 && editions.len() == 1 { Ok(()) } else { Err(format!("{pages} pages of editions {editions:?}")) }
}

fn look_at(generation: &Generation) -> Result<(), String> {
    let all = count(generation, &request("*")).map_err(|error| error.to_string())?;
    let pages = texts(generation, "editions")?;
    if all != OTHERS + 2 {
        return Err(format!("{all} articles"));
    }
    is_one_edition(&pages.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" "), pages.len())
}

/// Opens the current generation, and checks again when it is no longer current.
fn in_this_process(archive: &Archive) -> Look {
    let archive = archive.clone();
    let (mut held, mut looks) = (None, 0u64);
    Box::new(move || {
        let generation = Generation::open(&archive).map_err(|error| error.to_string())?;
        look_at(&generation)?;
        looks += 1;
        if looks % 50 == 1 {
            held = Some(generation);
        }
        held.as_ref().map_or(Ok(()), look_at)
    })
}

fn in_another_process(folder: &Path) -> Look {
    let mut command = program(folder);
    command.args(["--index", "ix", "search", "-q", "-f", "jsonl", "--fields", "title,body", "editions"]);
    Box::new(move || {
        let said = found(&mut command)?;
        is_one_edition(&said, said.lines().count())
    })
}

#[test]
fn readers_meet_no_error_while_generations_are_swapped() {
    let mut dice = Dice::of("swaps");
    let place = tempfile::tempdir().expect("a folder");
    let (news, archive) = (place.path().join("news"), Archive::at(place.path().join("ix")));
    fs::create_dir(&news).expect("made");
    write_others(&news);
    for edition in 0..3 {
        write_edition(&news, edition);
        index(&archive, &news).expect("indexed");
    }
    let readers = vec![in_this_process(&archive), in_this_process(&archive), in_another_process(place.path())];
    let (readers, start) = (Readers::start(readers), Instant::now());
    let (swaps, mut published) = (rounds(40), 3u64);
    for _ in 0..swaps {
        let current = Generation::open(&archive).expect("opened").manifest.generation;
        if dice.below(2) == 0 {
            write_edition(&news, published);
            let report = wait_while(PATIENCE, &is_locked, &mut || ingest(&archive, &settings(), &Unwatched));
            let report = report.expect("indexed");
            published += 1;
            assert_eq!((report.outcome, report.generation), (Outcome::Published, Some(published)));
        } else {
            // Back to the previous one, or forward to the newest.
            let wanted = if current == published { published - 1 } else { published };
            let lock = Lock::wait(&archive, &settings().holder, PATIENCE).expect("free");
            rollback(&archive, Some(wanted), &lock).expect("kept");
        }
    }
    let took = start.elapsed();
    let looks = readers.finish();
    let made = published - 3;
    say(&format!("swaps: {swaps} in {took:.1?}, {made} of them published anew; {looks} looks of 3 readers, 0 errors"));
}
