//! Damage: whatever happens to a file of a generation, `verify` finds it, and a search gives the right answer or
//! reports that the index is damaged. It never gives another answer, and never panics.

use super::support::{Indexed, SAMPLE, copy, desk, index, run, settings, stderr, stdout};
use morgue::archive::Sort;
use morgue::desk::{Request, SearchError, article, count, search};
use morgue::index::{Archive, Fault, Generation, IndexError, NewGeneration, Subset, published_folder, verify};
use morgue::ingest::{IngestError, Settings, Unwatched, ingest};
use morgue::passages::Excerpts;
use morgue::query::{ParseOptions, parse};
use std::fs;
use std::path::{Path, PathBuf};

/// What happens to a file. Positions are in thousandths of its length.
#[derive(Debug, Clone, Copy)]
enum Harm {
    Flip(usize, u8),
    Truncate(usize),
    Append,
    Delete,
    Zero(usize),
    /// Replaced with the same kind of file of another generation.
    Swap,
}

const HARMS: [Harm; 14] = [
    Harm::Flip(0, 0),
    Harm::Flip(137, 3),
    Harm::Flip(500, 7),
    Harm::Flip(731, 1),
    Harm::Flip(980, 5),
    Harm::Flip(1000, 6),
    Harm::Truncate(0),
    Harm::Truncate(500),
    Harm::Truncate(1000),
    Harm::Append,
    Harm::Delete,
    Harm::Zero(0),
    Harm::Zero(600),
    Harm::Swap,
];

impl Harm {
    /// The damaged file, or `None` if it is removed.
    fn done_to(self, bytes: &[u8], other: &[u8]) -> Option<Vec<u8>> {
        let place = |thousandths: usize| bytes.len().saturating_sub(1) * thousandths / 1000;
        let mut harmed = bytes.to_vec();
        match self {
            Self::Flip(at, bit) => harmed.iter_mut().skip(place(at)).take(1).for_each(|byte| *byte ^= 1 << bit),
            Self::Truncate(at) => harmed.truncate(place(at)),
            Self::Append => harmed.push(0),
            Self::Delete => return None,
            Self::Zero(at) => harmed.iter_mut().skip(place(at)).take(512).for_each(|byte| *byte = 0),
            Self::Swap => harmed = other.to_vec(),
        }
        Some(harmed)
    }
}

/// Two generations of the sample corpus, the second one current.
struct Patient {
    _desk: tempfile::TempDir,
    archive: Archive,
    folder: PathBuf,
    other: PathBuf,
}

impl Patient {
    fn new() -> Self {
        let desk = desk();
        let archive = Archive::at(desk.path().join("sample_corpus/.morgue"));
        index(&archive, &desk.path().join("sample_corpus")).expect("indexed");
        ingest(&archive, &Settings { force: true, now: settings().now + 1, ..settings() }, &Unwatched)
            .expect("indexed");
        let folder = published_folder(&archive, None).expect("published");
        let other = published_folder(&archive, Some(1)).expect("kept");
        Self { _desk: desk, archive, folder, other }
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).expect("read");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("read").file_name().into_string().expect("text")).collect();
        names.sort();
        names
    }

    /// The other generation's file with the same name, or with the same ending.
    fn counterpart(&self, name: &str) -> Vec<u8> {
        if let Ok(bytes) = fs::read(self.other.join(name)) {
            return bytes;
        }
        let ending = Path::new(name).extension();
        let mut entries = fs::read_dir(&self.other).expect("read").map(|entry| entry.expect("read").path());
        fs::read(entries.find(|path| path.extension() == ending).expect("of the same kind")).expect("read")
    }

    /// Damages every file in every way that changes it, calls `look`, and restores it.
    fn for_each_harm(&self, harms: &[Harm], look: &mut dyn FnMut(&str)) -> usize {
        let mut looked = 0;
        for name in self.names() {
            let path = self.folder.join(&name);
            let whole = fs::read(&path).expect("read");
            let other = self.counterpart(&name);
            for harm in harms {
                let harmed = harm.done_to(&whole, &other);
                if harmed.as_deref() == Some(&whole) {
                    continue;
                }
                match harmed {
                    Some(bytes) => fs::write(&path, bytes).expect("written"),
                    None => fs::remove_file(&path).expect("removed"),
                }
                look(&format!("{name} {harm:?}"));
                fs::write(&path, &whole).expect("written");
                looked += 1;
            }
        }
        looked
    }
}

fn request(query: &str, sort: Sort) -> Request {
    let query = parse(query, ParseOptions { any: false, today: &|| jiff::civil::date(2026, 11, 25) }).expect("read");
    Request { query, zones: Default::default(), sort, offset: 0, limit: None, excerpts: Some(Excerpts::default()) }
}

/// The answers of several searches, as text.
fn answers(generation: &Generation) -> Vec<Result<String, SearchError>> {
    let mut answers = Vec::new();
    for (query, sort) in [
        ("Starlink Taiwan", Sort::Relevance),
        ("\"low orbit\" OR Webb", Sort::Newest),
        ("satel* -Musk", Sort::Oldest),
        ("date:2024 outlet:\"The Harbour Courier\"", Sort::Outlet),
    ] {
        let request = request(query, sort);
        answers.push(count(generation, &request).map(|count| count.to_string()));
        let hits = search(generation, &request).and_then(|found| Ok(found.collect::<Result<Vec<_>, _>>()?));
        answers.push(hits.map(|hits| format!("{hits:?}")));
    }
    answers.push(article(generation, "a_a7svhxl456iclb7c").map(|hit| format!("{hit:?}")));
    answers
}

#[test]
fn every_damage_is_found_by_verify() {
    let patient = Patient::new();
    let look = || verify(&patient.folder, None, &mut |_, _| true);
    assert!(look().expect("read").expect("not stopped").damage.is_empty());
    let looked = patient.for_each_harm(&HARMS, &mut |harm| match look() {
        Ok(found) => {
            let damage = found.expect("not stopped").damage;
            assert_eq!(damage.len(), 1, "{harm}: {damage:?}");
            assert!(harm.starts_with(&damage[0].file), "{harm}: {damage:?}");
            assert_eq!(harm.ends_with("Delete"), damage[0].fault == Fault::Missing, "{harm}: {damage:?}");
        }
        Err(error) => assert!(matches!(error, IndexError::Incompatible(_)), "{harm}: {error}"),
    });
    assert!(looked > 100, "{looked} harms");
    assert!(look().expect("read").expect("not stopped").damage.is_empty(), "all are healed");
}

#[test]
fn a_search_of_a_damaged_index_is_right_or_says_so() {
    let patient = Patient::new();
    let want: Vec<String> = answers(&Generation::open(&patient.archive).expect("opened"))
        .into_iter()
        .map(|one| one.expect("whole"))
        .collect();
    let mut said = 0;
    patient.for_each_harm(&HARMS, &mut |harm| match Generation::open(&patient.archive) {
        Err(IndexError::Damaged { .. } | IndexError::Incompatible(_)) => said += 1,
        Err(error) => panic!("{harm}: {error}"),
        Ok(generation) => {
            for (got, want) in answers(&generation).into_iter().zip(&want) {
                match got {
                    Ok(got) => assert_eq!(&got, want, "{harm}"),
                    Err(SearchError::Index(IndexError::Damaged { .. })) => said += 1,
                    Err(error) => panic!("{harm}: {error}"),
                }
            }
        }
    });
    assert!(said > 100, "{said}");
}

#[test]
fn the_program_says_which_file_and_the_way_out() {
    let patient = Patient::new();
    let here = patient.archive.root();
    let ask = |words: &[&str]| run(here, &[&["--index", "."], words].concat());
    let verbs: [&[&str]; 3] = [
        &["search", "-q", "Starlink", "Taiwan"],
        &["count", "-q", "Starlink"],
        &["show", "a_a7svhxl456iclb7c", "--json"],
    ];
    let want = verbs.map(|words| stdout(&ask(words)));
    patient.for_each_harm(&[Harm::Flip(500, 2), Harm::Truncate(300), Harm::Delete], &mut |harm| {
        for (words, want) in verbs.iter().zip(&want) {
            let output = ask(words);
            let (code, told) = (output.status.code(), stderr(&output));
            match code {
                Some(0) => assert_eq!(&stdout(&output), want, "{harm}"),
                Some(6) => assert!(
                    told.contains("the index is damaged: ") && told.contains("morgue rebuild"),
                    "{harm}: {told}"
                ),
                code => panic!("{harm}: {words:?} gave {code:?}: {told}"),
            }
            assert!(!told.contains("panicked"), "{harm}: {told}");
        }
        let output = ask(&["verify"]);
        let name = harm.split(' ').next().expect("a name");
        assert_eq!(output.status.code(), Some(6), "{harm}");
        assert!(stdout(&output).contains(&format!("damaged  {name}: ")), "{harm}: {}", stdout(&output));
    });
    let output = ask(&["verify"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).ends_with(" MB read, no damage\n"), "{}", stdout(&output));
    assert_eq!(
        stdout(&ask(&["--no-verify", "count", "-q", "Starlink"])),
        want[1],
        "unchecked is as right on a whole index"
    );
}

#[test]
fn a_foreign_file_is_a_note_and_old_generations_are_verified_too() {
    let patient = Patient::new();
    fs::write(patient.folder.join("stray.store"), "left by someone").expect("written");
    let ask = |words: &[&str]| run(patient.archive.root(), &[&["--index", ".", "verify"], words].concat());
    let output = ask(&["--json"]);
    let found: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!((&found["generation"], &found["foreign"][0]), (&2.into(), &"stray.store".into()));
    assert_eq!(found["damage"].as_array().map(Vec::len), Some(0));
    fs::write(patient.other.join("meta.json"), "{}").expect("written");
    let output = ask(&["--json", "--generation", "1"]);
    let found: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!((output.status.code(), &found["damage"][0]["fault"]), (Some(6), &"truncated".into()));
    assert_eq!(ask(&[]).status.code(), Some(0), "the current one is whole");
    for (words, code) in
        [(["--generation", "9"], 2), (["--subset", "8/7"], 2), (["--subset", "0/7"], 2), (["--subset", "2/7"], 0)]
    {
        assert_eq!(ask(&words).status.code(), Some(code), "{words:?}");
    }
}

#[test]
fn one_subset_of_all_finds_a_flipped_bit() {
    let patient = Patient::new();
    let store = patient.names().into_iter().find(|name| name.ends_with(".store")).expect("a store");
    let path = patient.folder.join(&store);
    let mut bytes = fs::read(&path).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 16;
    fs::write(&path, bytes).expect("written");
    let damaged = |nth| {
        let found = verify(&patient.folder, Some(Subset { nth, of: 7 }), &mut |_, _| true);
        found.expect("read").expect("not stopped").damage.len()
    };
    assert_eq!((1..=7).map(damaged).sum::<usize>(), 1);
    let stopped = verify(&patient.folder, None, &mut |_, _| false).expect("read");
    assert!(stopped.is_none(), "a check that was interrupted says nothing of the index");
}

#[test]
fn generations_that_changed_places_are_found() {
    let patient = Patient::new();
    let aside = patient.archive.generations().join("aside");
    for (from, to) in [(&patient.folder, &aside), (&patient.other, &patient.folder), (&aside, &patient.other)] {
        fs::rename(from, to).expect("renamed");
    }
    let found = verify(&patient.folder, None, &mut |_, _| true).expect("read").expect("not stopped");
    assert_eq!(found.damage.len(), 1, "{found:?}");
    assert!(matches!(Generation::open(&patient.archive), Err(IndexError::Damaged { .. })));
}

#[test]
fn what_is_not_as_stated_is_not_published() {
    let place = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(place.path().join(".morgue"));
    archive.create().expect("made");
    let generation = NewGeneration::begin(&archive).expect("begun");
    copy(&SAMPLE.generation.folder, generation.folder());
    let manifest = generation.manifest(0, 53, String::new(), String::new()).expect("read");
    manifest.write(generation.folder()).expect("written");
    let meta = generation.folder().join("meta.json");
    let text = fs::read_to_string(&meta).expect("read").replacen('1', "2", 1);
    fs::write(&meta, text).expect("written");
    match generation.publish() {
        Err(IndexError::Damaged { path, .. }) => assert_eq!(path.file_name(), meta.file_name()),
        other => panic!("{other:?}"),
    }
    assert!(matches!(Generation::open(&archive), Err(IndexError::Missing(_))));
}

/// An archive whose texts fill many blocks, so that a flipped bit in their middle is not noticed on opening.
fn series() -> Vec<String> {
    let line = |number: usize| {
        let words: Vec<String> =
            (0..120).map(|word| format!("w{}", (number * 7919 + word * 104_729) % 50_021)).collect();
        serde_json::json!({"title": format!("Number {number} of the series"), "text": words.join(" ")}).to_string()
    };
    (0..3_000).map(line).collect()
}

fn stores(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("read").map(|entry| entry.expect("read").path());
    entries.filter(|path| path.extension().is_some_and(|ending| ending == "store")).collect()
}

/// Flips a bit in the middle of a file; a second call restores the file.
fn flip_in_the_middle(path: &Path) {
    let mut bytes = fs::read(path).expect("read");
    assert!(bytes.len() > 4 * 65_536, "{} bytes", bytes.len());
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).expect("written");
}

#[test]
fn an_archive_of_many_blocks_is_checked_where_it_is_read() {
    let indexed = Indexed::of_lines(&series());
    flip_in_the_middle(&stores(&indexed.generation.folder)[0]);
    let generation = Generation::open(&indexed.archive).expect("the damage is not met yet");
    let all = request("series", Sort::Newest);
    assert_eq!(count(&generation, &all).expect("counts read no texts"), 3_000);
    let hits: Vec<_> = search(&generation, &all).expect("found").collect();
    let error = hits.into_iter().find_map(Result::err).expect("damaged").to_string();
    assert!(error.contains(".store: block ") && error.starts_with("the index is damaged: "), "{error}");
}

#[test]
fn a_nightly_run_neither_publishes_damage_nor_keeps_what_it_merged() {
    let desk = tempfile::tempdir().expect("a folder");
    let (archive, corpus) = (Archive::at(desk.path().join(".morgue")), desk.path().join("news"));
    fs::create_dir(&corpus).expect("made");
    fs::write(corpus.join("series.jsonl"), series().join("\n")).expect("written");
    index(&archive, &corpus).expect("indexed");
    let first = published_folder(&archive, None).expect("published");
    let store = stores(&first).remove(0);
    flip_in_the_middle(&store);
    let text = "The tram to the harbour\n\nA line that was closed in spring runs again, and nobody is late any more.";
    fs::write(corpus.join("new.txt"), text).expect("written");
    match ingest(&archive, &settings(), &Unwatched) {
        Err(IngestError::Index(IndexError::Damaged { path, .. })) => assert_eq!(path.extension(), store.extension()),
        other => panic!("{other:?}"),
    }
    assert_eq!(published_folder(&archive, None).expect("published"), first);
    flip_in_the_middle(&store);
    let report = ingest(&archive, &settings(), &Unwatched).expect("indexed");
    assert_eq!((report.generation, report.articles, report.counts.read_files), (Some(2), Some(3_001), 1));
    let second = published_folder(&archive, None).expect("published");
    assert_eq!(stores(&second).len(), 1, "the files of merged segments are gone");
}
