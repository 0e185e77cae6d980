//! Lines that an outlet prints under many stories: learned from the whole archive, kept between rebuilds, never
//! searched.

use super::support::{index, run, settings, stdout};
use morgue::index::{Archive, Generation, read_repeats};
use morgue::ingest::{Settings, Unwatched, ingest};
use std::fs;
use std::path::Path;

const PROMPT: &str = "Wake up to the tide tables: ask for our 6 am letter.";

/// Stories of one outlet, each with words of its own, its number and the prompt.
fn stories(folder: &Path, numbers: std::ops::Range<u32>, outlet: &str, prompt: &str) {
    fs::create_dir_all(folder).expect("made");
    for number in numbers {
        // All digits count as the same, so every story has words of letters that no other has.
        let own: String = number.to_string().bytes().map(|digit| (digit - b'0' + b'a') as char).collect();
        let words = ["ferry", "bridge", "market", "school", "island"].map(|word| format!("{word}{own} {word}"));
        let text = format!("The {} were closed on Monday.\n\n{prompt}\n\nThey open on Friday.", words.join(", the "));
        let story = serde_json::json!({"title": format!("Closed, part {number}"), "text": text, "outlet": outlet});
        fs::write(folder.join(format!("{outlet}-{number}.json")), story.to_string()).expect("written");
    }
}

fn count(desk: &Path, words: &[&str]) -> String {
    stdout(&run(desk, &[&["--index", ".morgue", "count"], words].concat())).trim().to_owned()
}

#[test]
fn a_line_under_three_stories_is_margin_and_one_under_two_is_not() {
    let desk = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(desk.path().join(".morgue"));
    let news = desk.path().join("news");
    stories(&news, 0..3, "Courier", PROMPT);
    stories(&news, 0..2, "Herald", PROMPT);
    index(&archive, &news).expect("indexed");
    assert_eq!(count(desk.path(), &["tide tables"]), "2", "the Herald's");
    assert_eq!(count(desk.path(), &["--zones", "all", "tide tables"]), "5");
    assert_eq!(count(desk.path(), &["closed Monday"]), "5");
}

#[test]
fn captures_of_one_story_do_not_make_a_line_repeated() {
    let desk = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(desk.path().join(".morgue"));
    let news = desk.path().join("news");
    stories(&news, 0..2, "Courier", PROMPT);
    for copy in 0..4 {
        let text =
            fs::read_to_string(news.join("Courier-1.json")).expect("read").replace("part 1", &format!("take {copy}"));
        fs::write(news.join(format!("again-{copy}.json")), text).expect("written");
    }
    index(&archive, &news).expect("indexed");
    assert_eq!(count(desk.path(), &["tide tables"]), "6");
}

#[test]
fn the_table_stays_as_it_is_until_a_rebuild() {
    let desk = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(desk.path().join(".morgue"));
    let news = desk.path().join("news");
    let learned = || read_repeats(&Generation::open(&archive).expect("opened").folder).expect("read").expect("there").0;
    stories(&news, 0..4, "Courier", PROMPT);
    index(&archive, &news).expect("indexed");
    assert_eq!((learned().lines, learned().articles), (2, 4), "the prompt, and the last sentence of all");
    let later = "Letters to the editor are read on air at noon.";
    stories(&news, 4..10, "Courier", later);
    stories(&news, 10..11, "Courier", PROMPT);
    ingest(&archive, &settings(), &Unwatched).expect("indexed");
    assert_eq!((learned().lines, learned().articles), (2, 4));
    assert_eq!(count(desk.path(), &["tide tables"]), "0", "known lines go, also of new articles");
    assert_eq!(count(desk.path(), &["letters editor"]), "6", "new lines are not learned");
    let rebuild = |keep_learned| ingest(&archive, &Settings { force: true, keep_learned, ..settings() }, &Unwatched);
    rebuild(true).expect("rebuilt");
    assert_eq!((learned().lines, count(desk.path(), &["letters editor"]).as_str()), (2, "6"));
    rebuild(false).expect("rebuilt");
    assert_eq!((learned().lines, count(desk.path(), &["letters editor"]).as_str()), (3, "0"));
    assert_eq!(count(desk.path(), &["--zones", "margin", "letters editor"]), "6");
}

#[test]
fn status_says_what_was_learned_and_when_it_is_stale() {
    let desk = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(desk.path().join(".morgue"));
    let news = desk.path().join("news");
    stories(&news, 0..60, "Courier", PROMPT);
    index(&archive, &news).expect("indexed");
    let status = || stdout(&run(desk.path(), &["--index", ".morgue", "status"]));
    assert!(status().contains("2 repeated lines from 60 articles\n"), "{}", status());
    stories(&news, 60..120, "Courier", PROMPT);
    ingest(&archive, &settings(), &Unwatched).expect("indexed");
    assert!(status().contains("from 60 articles; out of date: run `morgue rebuild`"), "{}", status());
}
