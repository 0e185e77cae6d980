//! Shared code of several tests: a copy of the sample corpus, an index of it, the program.

use morgue::archive::{ArticleList, Hit, Sort};
use morgue::article::Article;
use morgue::desk::{Request, search};
use morgue::enrich::Ner;
use morgue::format::Effort;
use morgue::index::{Archive, Generation, Holder, Lock, Merging, NewGeneration, Writer, WriterBudget, document};
use morgue::ingest::{IngestError, Report, Settings, Unwatched, ingest};
use morgue::source::Caps;
use morgue::text::steps_taken;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn cases(name: &str) -> PathBuf {
    root().join("tests/cases").join(name)
}

/// 25 November 2026, noon: later than every article of the sample corpus.
pub const NOW: i64 = 1_795_608_000;

/// Articles of the sample corpus that are indexed.
pub const SAMPLE_ARTICLES: u64 = 81;

pub fn settings() -> Settings {
    Settings {
        ner: Ner::Rules,
        effort: Effort::Full,
        outlets: BTreeMap::new(),
        threads: 2,
        writer: WriterBudget { threads: 1, bytes_per_thread: 20 << 20 },
        caps: Caps::default(),
        bytes_in_flight: 8 << 20,
        spill_bytes: None,
        now: NOW,
        force: false,
        reread: false,
        retry: false,
        keep_learned: false,
        only: None,
        files: None,
        allow_shrink: false,
        strict: false,
        holder: Holder { pid: 1, host: "test".into(), start: "2026-11-25T12:00:00Z".into(), command: "test".into() },
        isolated_reader: Some(env!("CARGO_BIN_EXE_morgue").into()),
    }
}

/// Indexes a folder into an archive.
pub fn index(archive: &Archive, folder: &Path) -> Result<Report, IngestError> {
    archive.create()?;
    archive.add_source(folder)?;
    ingest(archive, &settings(), &Unwatched)
}

pub struct Indexed {
    _folder: tempfile::TempDir,
    pub archive: Archive,
    pub generation: Generation,
}

impl Indexed {
    /// An index of a folder, in a separate folder.
    pub fn of(folder: &Path) -> Self {
        let place = tempfile::tempdir().expect("a folder");
        let archive = Archive::at(place.path().join(".morgue"));
        index(&archive, folder).expect("indexed");
        let generation = Generation::open(&archive).expect("opened");
        Self { _folder: place, archive, generation }
    }

    /// An index of articles from JSON lines.
    pub fn of_lines(lines: &[String]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("articles.jsonl"), lines.join("\n")).expect("written");
        Self::of(folder.path())
    }
}

/// The sample corpus, indexed once for all tests that only read.
pub static SAMPLE: LazyLock<Indexed> = LazyLock::new(|| Indexed::of(&root().join("sample_corpus")));

/// Copies a tree of plain files, without any index.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("read") {
        let entry = entry.expect("read");
        if entry.file_name() == ".morgue" {
            continue;
        }
        let target = to.join(entry.file_name());
        if entry.file_type().expect("known").is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// A folder with a copy of the sample corpus, as a user has it.
pub fn desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().expect("a folder");
    copy(&root().join("sample_corpus"), &desk.path().join("sample_corpus"));
    desk
}

pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
    command.current_dir(folder).env_clear().env("HOME", folder).env("PATH", "/usr/bin:/bin");
    command
}

/// Prints a line whether or not the test passes, such as seeds and figures: the test runner captures only what macros print.
pub fn say(line: &str) {
    std::io::stderr().write_all(format!("{line}\n").as_bytes()).expect("printed");
}

/// Prints that a test, or a part of it, is skipped, and why.
pub fn skipped(why: &str) {
    say(&format!("skipped: {why}"));
}

/// Compares the steps of some work with the bytes that it reads. Linear work takes up to twenty steps per byte; work
/// that reads a document of a megabyte again for each of its elements takes thousands.
pub fn takes_steps_by_size(what: &str, bytes: usize, work: impl FnOnce()) {
    const MOST_PER_BYTE: u64 = 50;
    let before = steps_taken();
    work();
    let Some((before, after)) = before.zip(steps_taken()) else {
        return skipped(&format!("{what}: only builds with debug assertions count steps"));
    };
    let (steps, bytes) = (after - before, bytes as u64);
    assert!(steps > 0, "{what}: no steps were counted");
    assert!(steps <= bytes * MOST_PER_BYTE, "{what}: {steps} steps for {bytes} bytes");
}

/// Runs the program in a folder.
pub fn run(folder: &Path, words: &[&str]) -> Output {
    program(folder).args(words).output().expect("started")
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

/// Compares with a golden file; `UPDATE=1` rewrites it.
pub fn golden(path: &Path, got: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, got).expect("written");
        return;
    }
    let want = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(got, want, "{} differs; look at it, then UPDATE=1 cargo test", path.display());
}

/// The articles of a generation as a list in memory.
pub fn article_list(generation: &Generation) -> ArticleList {
    let request = Request { sort: Sort::Newest, ..Request::everything() };
    let hits = search(generation, &request).expect("searched");
    let hits = hits.map(|hit| Hit::clone(&hit.expect("read"))).collect();
    ArticleList::of(hits, generation.names().expect("read").clone())
}

/// A new archive with one generation of these articles, as they are.
pub fn published(folder: &Path, articles: &[Article]) -> Generation {
    let archive = Archive::at(folder.join(".morgue"));
    archive.create().expect("made");
    let _lock = Lock::take(&archive, &Holder::default()).expect("locked");
    let new = NewGeneration::begin(&archive).expect("begun");
    let mut writer = Writer::open(&new, WriterBudget { threads: 1, bytes_per_thread: 15_000_000 }).expect("opened");
    for article in articles {
        writer.add(document(article, &writer.fields())).expect("added");
    }
    let count = writer.finish(Merging::Everything).expect("written");
    let manifest = new.manifest(0, count, String::new(), String::new()).expect("made");
    manifest.write(new.folder()).expect("written");
    new.publish().expect("published");
    Generation::open(&archive).expect("opened")
}
