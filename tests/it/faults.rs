//! Shared code of the fault tests: repeatable random numbers, a newsroom whose articles all change at once, and the
//! check of an archive after a fault: complete, of one state, and nothing left behind.
//!
//! `MORGUE_ROUNDS` sets the rounds of each test, `MORGUE_SEED` the seed, `MORGUE_ARTICLES` the size of the folder.

use super::support::{program, say, stderr};
use morgue::archive::Sort;
use morgue::desk::{Request, count, search};
use morgue::index::{Archive, Generation};
use morgue::query::{ParseOptions, parse};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// xorshift: the same seed gives the same moments.
pub struct Dice(u64);

impl Dice {
    /// The random numbers of a test, which prints the seed.
    pub fn of(test: &str) -> Self {
        let seed = number_from("MORGUE_SEED").unwrap_or(20_261_125);
        say(&format!("{test}: MORGUE_SEED={seed}"));
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides.max(1)
    }

    /// A moment within something that usually takes that long.
    pub fn moment(&mut self, usual: Duration) -> Duration {
        Duration::from_micros(self.below(usual.as_micros() as u64))
    }
}

fn number_from(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable}={text} is no number")))
}

/// How often a test causes its fault: a few times, unless more is requested.
pub fn rounds(few: u64) -> u64 {
    number_from("MORGUE_ROUNDS").unwrap_or(few)
}

/// Fewest articles of a folder; reading and indexing them takes long enough for a fault to occur.
fn articles() -> u64 {
    number_from("MORGUE_ARTICLES").unwrap_or(if cfg!(debug_assertions) { 250 } else { 1_500 })
}

/// Articles of a state. Between states some leave, some come, and all are edited; successive states have different
/// numbers of articles.
pub fn items_of(state: u64) -> Range<u64> {
    let first = 7 * state;
    first..first + articles() + state % 13
}

/// A folder of articles and its index.
pub struct Newsroom {
    _place: tempfile::TempDir,
    pub folder: PathBuf,
    pub index: PathBuf,
}

impl Newsroom {
    pub fn new() -> Self {
        let place = tempfile::tempdir().expect("a folder");
        let (folder, index) = (place.path().to_owned(), place.path().join("ix"));
        fs::create_dir(folder.join("news")).expect("made");
        Self { _place: place, folder, index }
    }

    pub fn archive(&self) -> Archive {
        Archive::at(&self.index)
    }

    /// Changes the folder to a state.
    pub fn write(&self, state: u64) {
        let news = self.folder.join("news");
        let files = files_of(state);
        for folder in names_in(&news) {
            for name in names_in(&news.join(&folder)) {
                let path = format!("{folder}/{name}");
                if !files.contains_key(&path) {
                    fs::remove_file(news.join(path)).expect("removed");
                }
            }
        }
        for (path, text) in files {
            let path = news.join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            fs::write(path, text).expect("written");
        }
    }

    /// The program with this index.
    pub fn morgue(&self, line: &str) -> Command {
        let mut command = program(&self.folder);
        command.arg("--index").arg(&self.index).args(line.split(' '));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn start(&self, line: &str) -> Child {
        self.morgue(line).spawn().expect("started")
    }

    /// Runs a verb that must work, and returns the time it took.
    pub fn works(&self, line: &str, when: &str) -> Duration {
        let start = Instant::now();
        let output = self.morgue(line).output().expect("started");
        assert_eq!(output.status.code(), Some(0), "{when}: {line}: {}", stderr(&output));
        start.elapsed()
    }

    /// Builds the index of state 0, then of state 1, and returns the time of the second run.
    pub fn open(&self) -> Duration {
        self.write(0);
        self.works("ingest news", "first");
        self.write(1);
        let usual = self.works("ingest", "second");
        assert_eq!(self.state("before any fault"), 1);
        usual
    }

    /// The state of the index. It must open, verify, and hold exactly the articles of one state.
    pub fn state(&self, when: &str) -> u64 {
        self.works("verify", when);
        state_of(&self.archive(), when)
    }

    /// Names of the published generations, and of other files next to them.
    pub fn generations(&self) -> Vec<String> {
        names_in(&self.archive().generations())
    }

    /// Checks that nothing is left of an interrupted run.
    pub fn is_tidy(&self, when: &str) {
        let generations = self.generations();
        assert!(generations.iter().all(|name| name.parse::<u64>().is_ok()), "{when}: {generations:?}");
        // A run that was killed between publishing and removing the oldest generation leaves that to the next run that
        // publishes.
        assert!((1..=4).contains(&generations.len()), "{when}: {generations:?}");
        let folders = [self.index.clone(), self.archive().runs(), self.archive().cache()];
        for folder in folders.iter().filter(|folder| folder.is_dir()) {
            let names = names_in(folder);
            let is_left = |name: &String| name.contains("tmp-") || name.starts_with('.') && name.ends_with(".part");
            assert!(!names.iter().any(is_left), "{when}: {names:?}");
        }
    }
}

/// The state that all articles of an archive belong to.
pub fn state_of(archive: &Archive, when: &str) -> u64 {
    let generation = Generation::open(archive).unwrap_or_else(|error| panic!("{when}: {error}"));
    let texts = texts(&generation, "zeppelin").unwrap_or_else(|error| panic!("{when}: {error}"));
    let keys: BTreeSet<_> = texts.iter().map(|(key, _)| key).collect();
    let states: BTreeSet<_> = texts.iter().flat_map(|(_, text)| numbers_after(text, "state")).collect();
    assert_eq!(states.len(), 1, "{when}: articles of several states: {states:?}");
    let state = *states.first().expect("one");
    let items: BTreeSet<_> = texts.iter().flat_map(|(_, text)| numbers_after(text, "item")).collect();
    assert!(items.iter().copied().eq(items_of(state)), "{when}: not all articles of state {state}, or others");
    let all = items.len() as u64;
    assert_eq!((keys.len() as u64, texts.len() as u64, generation.manifest.articles), (all, all, all), "{when}");
    let found = ["*".to_owned(), format!("state{state}")].map(|query| count(&generation, &request(&query)));
    assert_eq!(found.map(|found| found.expect("counted")), [all, all], "{when}");
    state
}

pub fn request(query: &str) -> Request {
    let query = parse(query, ParseOptions { any: false, today: &|| jiff::civil::date(2026, 11, 25) }).expect("a query");
    Request { query, zones: Default::default(), sort: Sort::Newest, offset: 0, limit: None, excerpts: None }
}

/// Keys and texts of all articles that a query finds.
pub fn texts(generation: &Generation, query: &str) -> Result<Vec<(String, String)>, String> {
    let found = search(generation, &request(query)).map_err(|error| error.to_string())?;
    let text = |hit: std::sync::Arc<morgue::archive::Hit>| {
        (hit.key.clone(), format!("{} {}", hit.zones.title, hit.zones.story))
    };
    found.map(|hit| hit.map(text).map_err(|error| error.to_string())).collect()
}

/// The numbers in words like `state7`.
pub fn numbers_after(text: &str, prefix: &str) -> BTreeSet<u64> {
    text.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.strip_prefix(prefix)?.parse().ok()).collect()
}

pub fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("read").file_name().to_string_lossy().into_owned();
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

/// The files of a state: of ten articles one is plain text, one is JSON, the others are JSON Lines.
fn files_of(state: u64) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for item in items_of(state) {
        let (folder, text) = (item / 10, text_of(item, state));
        let title = format!("Headline item{item} in state{state}");
        let url = format!("https://example.com/{item}");
        let json = serde_json::json!({"title": title, "url": url, "text": text}).to_string();
        let (name, text) = match item % 10 {
            0 => (format!("{folder}/{item}.txt"), format!("{title}\n\n{text}")),
            1 => (format!("{folder}/{item}.json"), json),
            _ => (format!("{folder}/rest.jsonl"), format!("{json}\n")),
        };
        files.entry(name).or_insert_with(String::new).push_str(&text);
    }
    files
}

/// A text that shares few phrases with any other.
fn text_of(item: u64, state: u64) -> String {
    let words = |from: u64| {
        let word = |nth: u64| format!("w{}", (item * 7_919 + state * 31_337 + nth * 104_729) % 50_021);
        (from..from + 20).map(word).collect::<Vec<_>>().join(" ")
    };
    let sentences: Vec<String> = (0..6).map(|nth| format!("Mayor Ann Miller said {}.", words(nth * 20))).collect();
    format!(
        "The zeppelin of state{state} carried item{item}. {} It was state{state} of item{item}.",
        sentences.join(" ")
    )
}

/// Ends a process and returns its output; the status shows whether it had already ended.
pub fn kill(mut child: Child) -> Output {
    child.kill().expect("killed, or ended before");
    child.wait_with_output().expect("waited for")
}

/// Sends a signal to a process that the test started.
pub fn signal(child: &Child, name: &str) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{name} {}", child.id())]).status().expect("a shell");
    assert!(sent.success(), "{name}");
}
