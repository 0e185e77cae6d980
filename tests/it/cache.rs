//! What is kept between runs: articles as they were read, spikes, takedowns, reports of runs that did not end.

use super::support::{desk, index, program, run, settings, stderr, stdout};
use morgue::index::{Archive, Forgotten, Generation, Holder, Ledger, Lock, RecordOutcome, Takedown};
use morgue::ingest::{
    Copies, IngestError, Outcome, Report, Settings, Unwatched, Watch, each_spike, forget, ingest, last_report,
};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

fn digest(archive: &Archive) -> String {
    Generation::open(archive).expect("opened").manifest.content_digest.clone()
}

fn rebuild(archive: &Archive, reread: bool) -> Report {
    ingest(archive, &Settings { force: true, reread, ..settings() }, &Unwatched).expect("rebuilt")
}

/// Pages of a folder, each a story of its own.
fn pages(folder: &Path, names: &[&str]) {
    fs::create_dir_all(folder).expect("made");
    for name in names {
        let line = |what: &str| {
            format!("<p>The {what} of {name} was closed on Monday after a storm, the harbour office said.</p>")
        };
        let story: String = ["ferry", "bridge", "market", "school"].map(line).concat();
        let page =
            format!("<html><head><title>Storm in {name}</title></head><body><article>{story}</article></body></html>");
        fs::write(folder.join(format!("{name}.html")), page).expect("written");
    }
}

#[test]
fn a_rebuild_takes_pages_and_texts_from_the_cache() {
    let desk = desk();
    let archive = Archive::at(desk.path().join(".morgue"));
    let first = index(&archive, &desk.path().join("sample_corpus")).expect("indexed");
    let made = digest(&archive);
    let again = rebuild(&archive, false);
    assert!(first.counts.cached == 0 && again.counts.cached >= 10, "{:?}", again.counts);
    assert_eq!(digest(&archive), made);
    assert_eq!(rebuild(&archive, true).counts.cached, 0, "--reread");
    assert_eq!(digest(&archive), made);
    fs::remove_dir_all(archive.cache()).expect("removed");
    assert_eq!(rebuild(&archive, false).counts.cached, 0, "the cache may be deleted");
    assert_eq!(rebuild(&archive, false).counts.cached, again.counts.cached);
    assert_eq!(digest(&archive), made);
}

#[test]
fn another_place_or_other_bytes_are_not_taken_from_the_cache() {
    let desk = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(desk.path().join(".morgue"));
    let news = desk.path().join("news");
    pages(&news, &["one", "two", "three"]);
    index(&archive, &news).expect("indexed");
    fs::rename(news.join("one.html"), news.join("four.html")).expect("moved");
    let text = fs::read_to_string(news.join("two.html")).expect("read");
    fs::write(news.join("two.html"), text.replace("Monday", "Tuesday")).expect("written");
    assert_eq!(rebuild(&archive, false).counts.cached, 1, "three");
}

/// Stops a run after some files.
struct StopAfter(usize, AtomicUsize);

impl Watch for StopAfter {
    fn read(&self, files: usize, _bytes: u64) {
        self.1.fetch_add(files, Ordering::Relaxed);
    }

    fn stopped(&self) -> bool {
        self.1.load(Ordering::Relaxed) >= self.0
    }
}

#[test]
fn an_interrupted_first_ingest_goes_on_where_it_was() {
    let desk = desk();
    let archive = Archive::at(desk.path().join(".morgue"));
    archive.create().expect("made");
    archive.add_source(&desk.path().join("sample_corpus")).expect("added");
    let stopped = ingest(&archive, &settings(), &StopAfter(15, AtomicUsize::new(0)));
    assert!(matches!(stopped, Err(IngestError::Stopped)));
    let resumed = ingest(&archive, &settings(), &Unwatched).expect("indexed");
    assert!(resumed.counts.cached > 0, "{:?}", resumed.counts);
    let undisturbed = Archive::at(desk.path().join("other/.morgue"));
    index(&undisturbed, &desk.path().join("sample_corpus")).expect("indexed");
    assert_eq!(digest(&archive), digest(&undisturbed));
}

#[test]
fn an_interrupted_first_ingest_of_lines_and_rows_goes_on_too_and_leaves_nothing() {
    let desk = tempfile::tempdir().expect("a folder");
    let news = desk.path().join("news");
    fs::create_dir(&news).expect("made");
    for file in 0..20 {
        let title = |n: usize| format!("Council {file} meets for session {n}");
        let text = |n: usize| format!("The council of town {file} met on Monday about bridge {n}, the mayor said.");
        let lines = (0..30).map(|n| serde_json::json!({"title": title(n), "text": text(n)}).to_string());
        fs::write(news.join(format!("{file:02}.jsonl")), lines.collect::<Vec<_>>().join("\n")).expect("written");
        let rows = (30..60).map(|n| format!("{},\"{}\"", title(n), text(n)));
        let rows: Vec<String> = std::iter::once("title,text".to_owned()).chain(rows).collect();
        fs::write(news.join(format!("{file:02}.csv")), rows.join("\n")).expect("written");
    }
    let archive = Archive::at(desk.path().join(".morgue"));
    archive.create().expect("made");
    archive.add_source(&news).expect("added");
    for files in [10, 25] {
        let stopped = ingest(&archive, &settings(), &StopAfter(files, AtomicUsize::new(0)));
        assert!(matches!(stopped, Err(IngestError::Stopped)));
    }
    let resumed = ingest(&archive, &settings(), &Unwatched).expect("indexed");
    // What the second attempt read, and what it took from the first.
    assert!(resumed.counts.cached >= 25 * 30, "{:?}", resumed.counts);
    assert_eq!(resumed.articles, Some(20 * 60));
    let undisturbed = Archive::at(desk.path().join("other/.morgue"));
    index(&undisturbed, &news).expect("indexed");
    assert_eq!(digest(&archive), digest(&undisturbed));
    for archive in [&archive, &undisturbed] {
        let left: u64 = fs::read_dir(archive.cache())
            .map_or(0, |entries| entries.map(|entry| entry.expect("read").metadata().expect("there").len()).sum());
        assert_eq!(left, 0, "lines and rows are read again as fast");
        assert_eq!(cached(archive), 0);
    }
}

#[test]
fn the_cache_is_at_most_twice_what_the_kept_generations_use() {
    let desk = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(desk.path().join(".morgue"));
    let news = desk.path().join("news");
    let names: Vec<String> = (0..12).map(|number| format!("town{number}")).collect();
    pages(&news, &names.iter().map(String::as_str).collect::<Vec<_>>());
    index(&archive, &news).expect("indexed");
    let size = || -> u64 {
        let packs = fs::read_dir(archive.cache()).expect("read").map(|entry| entry.expect("read"));
        let packs = packs.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "pack"));
        packs.map(|pack| pack.metadata().expect("there").len()).sum()
    };
    let first = size();
    assert!(first > 0);
    let run = || ingest(&archive, &Settings { allow_shrink: true, ..settings() }, &Unwatched).expect("indexed");
    for change in 0..60 {
        let path = news.join(format!("{}.html", names[change % 12]));
        let text = fs::read_to_string(&path).expect("read").replace("storm", &format!("storm of {change}"));
        fs::write(&path, text).expect("written");
        run();
        // Three generations are kept: two more states of a page than the current one.
        let used = first * (12 + 2) / 12 + 500;
        assert!(size() <= 2 * used, "{} after change {change}; {first} at first", size());
    }
    // When most of the pages go, so does their part of the cache, once no kept generation has them.
    names[1..].iter().for_each(|name| fs::remove_file(news.join(format!("{name}.html"))).expect("removed"));
    for change in 0..4 {
        pages(&news, &[&format!("new{change}")]);
        run();
    }
    assert!(size() <= first, "{} with five pages; {first} with twelve", size());
    assert_eq!(cached(&archive), 5);
}

/// The number of articles that a rebuild finds in the cache.
fn cached(archive: &Archive) -> u64 {
    rebuild(archive, false).counts.cached
}

#[test]
fn what_is_forgotten_is_not_in_the_cache_nor_gets_back_into_it() {
    let desk = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(desk.path().join(".morgue"));
    let news = desk.path().join("news");
    pages(&news, &["one", "two", "three"]);
    fs::copy(news.join("one.html"), news.join("one-again.html")).expect("copied");
    index(&archive, &news).expect("indexed");
    assert_eq!(cached(&archive), 4);
    let ledger = Ledger::read(&Generation::open(&archive).expect("opened").folder).expect("read");
    let one = ledger.files.iter().find(|file| file.path.starts_with("one")).expect("listed");
    let key = one.records[0].key.clone().expect("a key");
    assert_eq!(forget(&archive, &[key], Copies::Forget, &settings()).expect("forgotten"), 1);
    // Neither the article nor its copy; and the rebuild that read both again does not store them.
    assert_eq!(cached(&archive), 2);
    assert_eq!(cached(&archive), 2);
    assert_eq!(Generation::open(&archive).expect("opened").manifest.articles, 2);
}

#[test]
fn a_takedown_that_was_cut_short_is_finished_by_the_next_run_and_no_rollback_undoes_it() {
    let desk = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(desk.path().join(".morgue"));
    let news = desk.path().join("news");
    pages(&news, &["one", "two"]);
    index(&archive, &news).expect("indexed");
    let ledger = Ledger::read(&Generation::open(&archive).expect("opened").folder).expect("read");
    let key = ledger.files[0].records[0].key.clone().expect("a key");
    pages(&news, &["three"]);
    ingest(&archive, &settings(), &Unwatched).expect("indexed");
    let mut forgotten = Forgotten::default();
    forgotten.add(&key, &Takedown { time: 1, ..Takedown::default() });
    forgotten.write(&archive).expect("noted");
    let refused = run(desk.path(), &["rollback"]);
    assert_eq!(refused.status.code(), Some(4), "{}", stderr(&refused));
    assert!(stderr(&refused).contains("contains articles that were removed since"), "{}", stderr(&refused));
    // Nothing changed in the folder: the takedown alone causes this run.
    ingest(&archive, &settings(), &Unwatched).expect("finished");
    let generation = Generation::open(&archive).expect("opened");
    let ledger = Ledger::read(&generation.folder).expect("read");
    let of_key = ledger.files.iter().flat_map(|file| &file.records).find(|record| record.key.as_ref() == Some(&key));
    assert_eq!(of_key.map(|record| record.outcome), Some(RecordOutcome::Forgotten));
    assert_eq!(generation.manifest.articles, 2);
    assert_eq!(fs::read_dir(archive.generations()).expect("read").count(), 1);
}

#[test]
fn a_retry_reads_the_files_of_spikes_although_they_did_not_change() {
    let desk = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(desk.path().join(".morgue"));
    let news = desk.path().join("news");
    archive.create().expect("made");
    pages(&news, &["one"]);
    let (good, bad) = (br#"{"title":"A","text":"The ferry."}"#, br#"{"title":"A","text":"The ferry." "#);
    let lines = [&good[..], b"\n", bad].concat();
    fs::write(news.join("wire.jsonl"), &lines).expect("written");
    assert_eq!(run(desk.path(), &["ingest", "news"]).status.code(), Some(3));
    let spike = |archive: &Archive| {
        each_spike(&Generation::open(archive).expect("opened").folder)
            .expect("opened")
            .map(|spike| spike.expect("read"))
            .collect::<Vec<_>>()
    };
    let found = spike(&archive);
    assert_eq!((found[0].path.as_str(), found[0].record, found[0].tries), ("wire.jsonl", Some(2), 1));
    assert_eq!(run(desk.path(), &["ingest"]).status.code(), Some(0));
    assert_eq!(spike(&archive)[0].tries, 1, "an unchanged file is not tried again by itself");
    assert_eq!(run(desk.path(), &["spiked", "--retry"]).status.code(), Some(0));
    assert_eq!(spike(&archive)[0].tries, 2);
    // The disk works again; the file's time and size are unchanged.
    let path = news.join("wire.jsonl");
    let time: SystemTime = fs::metadata(&path).expect("there").modified().expect("known");
    fs::write(&path, [&good[..], b"\n", br#"{"title":"B","text":"The ferry."}"#].concat()).expect("written");
    fs::File::options().write(true).open(&path).expect("opened").set_modified(time).expect("set");
    let said = run(desk.path(), &["spiked", "--retry"]);
    assert_eq!(said.status.code(), Some(0));
    assert!(stderr(&said).contains("1 document could not be read before, 0 now"), "{}", stderr(&said));
    assert_eq!(stdout(&run(desk.path(), &["count", "ferry"])), "3\n");
}

#[test]
fn the_articles_of_the_last_source_leave_when_it_is_taken_out() {
    let desk = tempfile::tempdir().expect("a folder");
    let news = desk.path().join("news");
    pages(&news, &["one", "two"]);
    assert!(run(desk.path(), &["ingest", "news"]).status.success());
    assert!(run(desk.path(), &["sources", "remove", "news"]).status.success());
    let emptied = run(desk.path(), &["ingest"]);
    assert_eq!(emptied.status.code(), Some(0), "{}", stderr(&emptied));
    assert_eq!(stdout(&run(desk.path(), &["count", "storm"])), "0\n");
    assert_eq!(run(desk.path(), &["ingest"]).status.code(), Some(10), "there is no source any more");
}

#[test]
fn a_source_is_not_added_while_another_run_holds_the_lock() {
    let desk = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(desk.path().join(".morgue"));
    pages(&desk.path().join("news"), &["one"]);
    pages(&desk.path().join("more"), &["two"]);
    index(&archive, &desk.path().join("news")).expect("indexed");
    let config = fs::read_to_string(archive.config_file()).expect("read");
    let holder = Holder { pid: 9, host: "desk".into(), start: "noon".into(), command: "morgue rebuild".into() };
    let lock = Lock::take(&archive, &holder).expect("free");
    for verb in [&["ingest", "more"][..], &["ingest", "--keep", "9"], &["rebuild", "--keep", "9"]] {
        let refused = run(desk.path(), verb);
        assert_eq!(refused.status.code(), Some(11), "{verb:?}");
        assert!(stderr(&refused).contains("`morgue rebuild`, pid 9 on desk, running since noon"), "{verb:?}");
    }
    drop(lock);
    assert_eq!(fs::read_to_string(archive.config_file()).expect("read"), config);
}

#[test]
fn a_run_that_did_not_end_is_reported_as_failed() {
    let desk = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(desk.path().join(".morgue"));
    pages(&desk.path().join("news"), &["one"]);
    index(&archive, &desk.path().join("news")).expect("indexed");
    // A killed run leaves a report that says it is running, and nobody holds the lock.
    let last = last_report(&archive).expect("a report");
    let text = fs::read_to_string(&last.path).expect("read").replace("\"published\"", "\"running\"");
    fs::write(&last.path, text).expect("written");
    let status = |words: &[&str]| stdout(&run(desk.path(), words));
    assert!(status(&["status"]).contains("it was killed, or the power failed"));
    assert!(status(&["status", "--nagios"]).starts_with("MORGUE CRITICAL - the last run failed: the run did not end"));
    let holder = Holder { pid: 9, host: "desk".into(), start: "noon".into(), command: "morgue ingest".into() };
    let lock = Lock::take(&archive, &holder).expect("free");
    assert!(!status(&["status"]).contains("killed"), "it is still running");
    drop(lock);
    ingest(&archive, &settings(), &Unwatched).expect("ingested");
    let dead: Report = serde_json::from_slice(&fs::read(&last.path).expect("read")).expect("a report");
    assert_eq!(
        (dead.outcome, last_report(&archive).map(|report| report.outcome)),
        (Outcome::Failed, Some(Outcome::Unchanged))
    );
}

#[cfg(unix)]
#[test]
fn a_copy_whose_name_is_no_text_takes_over_when_the_first_goes() {
    use std::os::unix::ffi::OsStrExt;
    let desk = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(desk.path().join(".morgue"));
    let news = desk.path().join("news");
    pages(&news, &["a"]);
    let odd = news.join(std::ffi::OsStr::from_bytes(b"b\xff.html"));
    fs::copy(news.join("a.html"), &odd).expect("copied");
    index(&archive, &news).expect("indexed");
    assert_eq!(Generation::open(&archive).expect("opened").manifest.articles, 1);
    fs::remove_file(news.join("a.html")).expect("removed");
    pages(&news, &["c", "d"]);
    ingest(&archive, &settings(), &Unwatched).expect("indexed");
    assert_eq!(Generation::open(&archive).expect("opened").manifest.articles, 3);
}

#[test]
fn no_lock_of_the_engine_is_published() {
    let desk = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(desk.path().join(".morgue"));
    archive.create().expect("made");
    pages(&desk.path().join("news"), &["one"]);
    assert!(program(desk.path()).args(["ingest", "news"]).status().expect("started").success());
    let generation = Generation::open(&archive).expect("opened");
    let names = fs::read_dir(&generation.folder).expect("read").map(|entry| entry.expect("read").file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().ends_with(".lock")));
}
