//! A folder that changes: after each step, the run gives the same as a rebuild of the current folder.

use super::support::{index, settings};
use morgue::archive::Sort;
use morgue::desk::{Request, search};
use morgue::index::{Archive, Generation, read_repeats};
use morgue::ingest::{IngestError, Outcome, Settings, Unwatched, ingest};
use morgue::query::{ParseOptions, parse};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

const WORDS: [&str; 12] = [
    "harbour", "ferry", "mayor", "storm", "bridge", "council", "island", "budget", "school", "train", "river", "market",
];

fn story(dice: &mut Dice) -> String {
    let sentence = |dice: &mut Dice| (0..8).map(|_| WORDS[dice.below(12)]).collect::<Vec<_>>().join(" ");
    (0..6).map(|_| sentence(dice)).collect::<Vec<_>>().join(". ")
}

/// Lines under many stories. The first two are there from the start and learned.
const PROMPTS: [&str; 3] = [
    "The morning pages of this paper come out at six.",
    "This story was first printed in our weekend pages.",
    "Readers may write to the news desk at any hour.",
];

/// One article; few addresses, so that captures of one and clashes are common.
fn record(dice: &mut Dice) -> String {
    let stories =
        ["one", "two", "three"].map(|name| format!("{name} {}", story(&mut Dice(name.len() as u64 * 7919 + 1))));
    let text =
        if dice.below(2) == 0 { story(dice) } else { format!("{} {}", stories[dice.below(3)], WORDS[dice.below(12)]) };
    let text = if dice.below(3) == 0 { format!("{text}\n\n{}", PROMPTS[dice.below(3)]) } else { text };
    let mut fields =
        serde_json::json!({"title": format!("{} {}", WORDS[dice.below(12)], WORDS[dice.below(12)]), "text": text});
    if dice.below(3) > 0 {
        fields["url"] = format!("https://example.com/{}", dice.below(6)).into();
    }
    if dice.below(3) > 0 {
        fields["modified"] = format!("2024-10-{:02}T10:00:00Z", 1 + dice.below(28)).into();
    }
    if dice.below(9) == 0 { "{\"broken\": ".to_owned() } else { fields.to_string() }
}

/// A folder in which every write advances the clock.
struct Folder {
    root: PathBuf,
    clock: u64,
}

impl Folder {
    fn write(&mut self, name: &str, text: &str) {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(&path, text).expect("written");
        self.clock += 1;
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + self.clock);
        fs::File::options().append(true).open(&path).expect("opened").set_modified(time).expect("set");
    }

    fn names(&self) -> Vec<PathBuf> {
        let mut names: Vec<PathBuf> = walk(&self.root);
        names.sort();
        names
    }

    /// One random change.
    fn change(&mut self, dice: &mut Dice) {
        let folder = ["", "a/", "a.b/", "b/c/"][dice.below(4)];
        let name = format!("{folder}{}", ["k", "m", "z", "a"][dice.below(4)]);
        let existing = self.names();
        match dice.below(6) {
            0 | 1 => self.write(&format!("{name}.json"), &record(dice)),
            2 => {
                let lines: Vec<String> = (0..1 + dice.below(4)).map(|_| record(dice)).collect();
                self.write(&format!("{name}.jsonl"), &lines.join("\n"));
            }
            3 if !existing.is_empty() => {
                let from = existing[dice.below(existing.len())].clone();
                let text = fs::read_to_string(&from).expect("read");
                self.write(&format!("{name}-copy.{}", from.extension().expect("one").to_string_lossy()), &text);
            }
            4 | 5 if existing.len() > 2 => fs::remove_file(&existing[dice.below(existing.len())]).expect("removed"),
            _ => self.write("first.json", &record(dice)),
        }
    }
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("read") {
        let path = entry.expect("read").path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found
}

/// The whole content of an index, article by article in date order, and its spikes.
fn content(generation: &Generation) -> (Vec<String>, String, Vec<String>) {
    let query = parse("*", ParseOptions { any: false, today: &|| jiff::civil::date(2026, 1, 1) }).expect("read");
    let request =
        Request { query, zones: Default::default(), sort: Sort::Newest, offset: 0, limit: None, excerpts: None };
    let hits = search(generation, &request).expect("searched");
    let articles = hits.map(|hit| {
        let hit = hit.expect("read");
        format!("{} {} {} {}", hit.key, hit.path, hit.zones.title, hit.zones.story)
    });
    let spiked = fs::read_to_string(generation.folder.join("spiked.jsonl")).expect("read");
    let mut spiked: Vec<String> =
        spiked.lines().map(|line| line.split(",\"tries\"").next().expect("a line").to_owned()).collect();
    spiked.sort();
    (articles.collect(), generation.manifest.content_digest.clone(), spiked)
}

/// The index of the same folder rebuilt, with the same table of repeated lines.
fn rebuilt(archive: &Archive, place: &Path) -> Generation {
    let _ = fs::remove_dir_all(place);
    let copied = std::process::Command::new("cp").arg("-a").args([archive.root(), place]).status().expect("started");
    assert!(copied.success());
    let anew = Archive::at(place);
    let all_anew = Settings { force: true, keep_learned: true, allow_shrink: true, ..settings() };
    ingest(&anew, &all_anew, &Unwatched).expect("rebuilt");
    Generation::open(&anew).expect("opened")
}

#[test]
fn step_by_step_equals_a_rebuild() {
    for seed in 1..=6u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let place = tempfile::tempdir().expect("a folder");
        let mut folder = Folder { root: place.path().join("news"), clock: 0 };
        fs::create_dir(&folder.root).expect("made");
        folder.write("first.json", &record(&mut dice));
        folder.write("good.json", r#"{"title": "Always there", "text": "So that the folder is never empty."}"#);
        for number in 0..4 {
            let text = format!("{}\n\n{}\n\n{}", story(&mut dice), PROMPTS[0], PROMPTS[1]);
            let record = serde_json::json!({"title": format!("Kept {number}"), "text": text});
            folder.write(&format!("kept/{number}.json"), &record.to_string());
        }
        let archive = Archive::at(place.path().join("ix"));
        index(&archive, &folder.root).expect("indexed");
        let (learned, _) =
            read_repeats(&Generation::open(&archive).expect("opened").folder).expect("read").expect("there");
        assert_eq!(learned.lines, 2);
        for step in 0..25 {
            for _ in 0..1 + dice.below(3) {
                folder.change(&mut dice);
            }
            let report = ingest(&archive, &Settings { allow_shrink: true, ..settings() }, &Unwatched).expect("indexed");
            assert_ne!(report.outcome, Outcome::Failed);
            let got = content(&Generation::open(&archive).expect("opened"));
            let want = content(&rebuilt(&archive, &place.path().join("anew")));
            assert_eq!(got, want, "seed {seed}, step {step}");
        }
    }
}

#[test]
fn a_small_temporary_file_gives_the_same() {
    for seed in 1..=3u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let place = tempfile::tempdir().expect("a folder");
        let mut folder = Folder { root: place.path().join("news"), clock: 0 };
        fs::create_dir(&folder.root).expect("made");
        for number in 0..4 {
            let text = format!("{}\n\n{}\n\n{}", story(&mut dice), PROMPTS[0], PROMPTS[1]);
            let record = serde_json::json!({"title": format!("Kept {number}"), "text": text});
            folder.write(&format!("kept/{number}.json"), &record.to_string());
        }
        (0..40).for_each(|_| folder.change(&mut dice));
        let archive = Archive::at(place.path().join("ix"));
        let mut want = None;
        // All articles, a few, and none have room.
        for room in [None, Some(9_000), Some(2_000), Some(0)] {
            archive.create().expect("made");
            archive.add_source(&folder.root).expect("added");
            let learning = Settings { force: true, reread: true, spill_bytes: room, ..settings() };
            ingest(&archive, &learning, &Unwatched).expect("indexed");
            let got = content(&Generation::open(&archive).expect("opened"));
            assert!(got.0.len() > 8, "{}", got.0.len());
            assert_eq!(&got, want.get_or_insert_with(|| got.clone()), "seed {seed}, {room:?}");
        }
    }
}

/// Changes a file once its articles were found.
struct Meddler(PathBuf);

impl morgue::ingest::Watch for Meddler {
    fn found(&self, articles: usize) {
        if articles > 0 {
            fs::write(&self.0, r#"{"title": "First", "text": "Another story."}"#).expect("written");
        }
    }
}

#[test]
fn an_article_that_changes_before_it_is_read_again_ends_the_run() {
    let place = tempfile::tempdir().expect("a folder");
    let mut folder = Folder { root: place.path().join("news"), clock: 0 };
    fs::create_dir(&folder.root).expect("made");
    folder.write("a.json", r#"{"title": "First", "text": "The first story."}"#);
    let archive = Archive::at(place.path().join("ix"));
    archive.create().expect("made");
    archive.add_source(&folder.root).expect("added");
    let meddler = Meddler(folder.root.join("a.json"));
    let ended = ingest(&archive, &Settings { spill_bytes: Some(0), ..settings() }, &meddler);
    let Err(error @ IngestError::Changing(_)) = ended else { panic!("{ended:?}") };
    assert!(error.to_string().contains("a.json changed while it was read"), "{error}");
    assert!(Generation::open(&archive).is_err());
}

#[test]
fn only_what_changed_is_read() {
    let place = tempfile::tempdir().expect("a folder");
    let mut folder = Folder { root: place.path().join("news"), clock: 0 };
    fs::create_dir(&folder.root).expect("made");
    for number in 0..30 {
        folder.write(
            &format!("{number}.json"),
            &serde_json::json!({"title": format!("Number {number}"), "text": "A short story."}).to_string(),
        );
    }
    let archive = Archive::at(place.path().join("ix"));
    let first = index(&archive, &folder.root).expect("indexed");
    assert_eq!((first.counts.read_files, first.articles), (30, Some(30)));
    folder.write("7.json", r#"{"title": "Number seven", "text": "A changed story."}"#);
    folder.write("x.json", r#"{"title": "A new one", "text": "A new story."}"#);
    fs::remove_file(folder.root.join("3.json")).expect("removed");
    let second = ingest(&archive, &settings(), &Unwatched).expect("indexed");
    let counts = &second.counts;
    assert_eq!((counts.files, counts.read_files, counts.changed_files, counts.gone_files), (30, 2, 1, 1));
    assert_eq!((second.articles, second.generation), (Some(30), Some(2)));
}

#[test]
fn an_old_generation_stays_as_it_was() {
    let place = tempfile::tempdir().expect("a folder");
    let mut folder = Folder { root: place.path().join("news"), clock: 0 };
    fs::create_dir(&folder.root).expect("made");
    folder.write("a.json", r#"{"title": "First", "text": "The first story."}"#);
    let archive = Archive::at(place.path().join("ix"));
    index(&archive, &folder.root).expect("indexed");
    let old = archive.generations().join("000001");
    let bytes = |folder: &Path| -> Vec<(PathBuf, Vec<u8>)> {
        let mut files: Vec<_> =
            walk(folder).into_iter().map(|path| (path.clone(), fs::read(path).expect("read"))).collect();
        files.sort();
        files
    };
    let before = bytes(&old);
    folder.write("b.json", r#"{"title": "Second", "text": "The second story."}"#);
    fs::remove_file(folder.root.join("a.json")).expect("removed");
    ingest(&archive, &settings(), &Unwatched).expect("indexed");
    assert_eq!(bytes(&old), before);
}

#[test]
fn a_source_that_shrinks_by_more_than_a_fifth_is_refused() {
    let place = tempfile::tempdir().expect("a folder");
    let mut folder = Folder { root: place.path().join("news"), clock: 0 };
    fs::create_dir(&folder.root).expect("made");
    for number in 0..25 {
        folder.write(
            &format!("{number:02}.json"),
            &serde_json::json!({"title": format!("Number {number}"), "text": "A short story."}).to_string(),
        );
    }
    let archive = Archive::at(place.path().join("ix"));
    index(&archive, &folder.root).expect("indexed");
    for number in 0..6 {
        fs::remove_file(folder.root.join(format!("{number:02}.json"))).expect("removed");
    }
    match ingest(&archive, &settings(), &Unwatched) {
        Err(IngestError::Refused(reason)) => {
            assert!(reason.contains("from 25 to 19") && reason.contains("00.json"), "{reason}")
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(Generation::open(&archive).expect("opened").manifest.articles, 25);
    let report = ingest(&archive, &Settings { allow_shrink: true, ..settings() }, &Unwatched).expect("indexed");
    assert_eq!(report.articles, Some(19));
}

#[test]
fn one_source_can_be_looked_at_alone() {
    let place = tempfile::tempdir().expect("a folder");
    let mut folder = Folder { root: place.path().to_owned(), clock: 0 };
    folder.write("one/a.json", r#"{"title": "First", "text": "The first story."}"#);
    folder.write("two/b.json", r#"{"title": "Second", "text": "The second story."}"#);
    let archive = Archive::at(place.path().join("ix"));
    index(&archive, &place.path().join("one")).expect("indexed");
    index(&archive, &place.path().join("two")).expect("indexed");
    folder.write("one/c.json", r#"{"title": "Third", "text": "The third story."}"#);
    folder.write("two/d.json", r#"{"title": "Fourth", "text": "The fourth story."}"#);
    let only = Some(vec!["two".to_owned()]);
    let report = ingest(&archive, &Settings { only, ..settings() }, &Unwatched).expect("indexed");
    assert_eq!((report.articles, report.counts.read_files), (Some(3), 1));
    let report = ingest(&archive, &settings(), &Unwatched).expect("indexed");
    assert_eq!((report.articles, report.counts.read_files), (Some(4), 1));
}

#[cfg(unix)]
#[test]
fn a_change_that_keeps_size_and_time_is_seen_and_a_change_of_rights_is_none() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().expect("a folder");
    let mut folder = Folder { root: place.path().join("news"), clock: 0 };
    fs::create_dir(&folder.root).expect("made");
    folder.write("a.json", r#"{"title": "First", "text": "The first story."}"#);
    folder.write("b.json", r#"{"title": "Other", "text": "The other story."}"#);
    let archive = Archive::at(place.path().join("ix"));
    index(&archive, &folder.root).expect("indexed");
    let path = folder.root.join("a.json");
    let time = fs::metadata(&path).expect("there").modified().expect("a time");
    let again = || ingest(&archive, &settings(), &Unwatched).expect("indexed");

    // Only the bytes differ: once written in place, once by another file that takes the place of this one.
    fs::write(&path, r#"{"title": "First", "text": "The third story."}"#).expect("written");
    fs::File::options().append(true).open(&path).expect("opened").set_modified(time).expect("set");
    let report = again();
    assert_eq!((report.counts.changed_files, report.counts.read_files, report.generation), (1, 1, Some(2)));
    let other = place.path().join("aside.json");
    fs::write(&other, r#"{"title": "First", "text": "The fifth story."}"#).expect("written");
    fs::File::options().append(true).open(&other).expect("opened").set_modified(time).expect("set");
    fs::rename(&other, &path).expect("moved");
    assert_eq!((again().counts.changed_files, again().outcome), (1, Outcome::Unchanged));

    // An older time is a change too.
    fs::write(&path, r#"{"title": "First", "text": "The sixth story."}"#).expect("written");
    let older = time - Duration::from_secs(100_000);
    fs::File::options().append(true).open(&path).expect("opened").set_modified(older).expect("set");
    assert_eq!(again().counts.changed_files, 1);

    // Other rights, and a copy with the same bytes and times, are no change; the bytes are compared once.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("set");
    let copied = folder.root.join("copied");
    fs::copy(folder.root.join("b.json"), &copied).expect("copied");
    let time = fs::metadata(folder.root.join("b.json")).expect("there").modified().expect("a time");
    fs::File::options().append(true).open(&copied).expect("opened").set_modified(time).expect("set");
    fs::rename(&copied, folder.root.join("b.json")).expect("moved");
    for _ in 0..2 {
        let report = again();
        assert_eq!((report.outcome, report.counts.read_files, report.generation), (Outcome::Unchanged, 0, Some(4)));
    }
    assert_eq!(fs::read(archive.cache().join("same-bytes")).expect("kept").len(), 16);
}
