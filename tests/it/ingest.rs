//! The write flow: what is read, spiked, skipped and left unchanged, and that the index is complete for any folder.

use super::support::{Indexed, SAMPLE_ARTICLES, cases, desk, index, root, settings};
use morgue::desk::article;
use morgue::index::{Archive, Generation, IndexError, Lock};
use morgue::ingest::{Copies, IngestError, Outcome, Settings, Unwatched, Watch, forget, ingest};
use std::fs;
use std::path::Path;

fn archive_in(folder: &Path) -> Archive {
    Archive::at(folder.join(".morgue"))
}

fn write(folder: &Path, files: &[(&str, &[u8])]) {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(path, bytes).expect("written");
    }
}

#[test]
fn an_unchanged_folder_is_left_alone_and_a_changed_one_is_not() {
    let desk = desk();
    let folder = desk.path().join("sample_corpus");
    let archive = archive_in(&folder);
    let first = index(&archive, &folder).expect("indexed");
    assert_eq!((first.outcome, first.generation), (Outcome::Published, Some(1)));
    let again = index(&archive, &folder).expect("indexed");
    assert_eq!((again.outcome, again.generation, again.articles), (Outcome::Unchanged, Some(1), first.articles));
    write(
        &folder,
        &[(
            "new.txt",
            b"A headline of five words\n\nSomething happened in the harbour today, and everybody came to see it.",
        )],
    );
    let third = index(&archive, &folder).expect("indexed");
    assert_eq!(
        (third.outcome, third.generation, third.articles),
        (Outcome::Published, Some(2), first.articles.map(|articles| articles + 1))
    );
    assert_eq!(third.counts.newly_spiked, 0, "a known spike is no news");
}

#[test]
fn bad_files_are_spiked_with_their_reason_and_the_run_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    // As small as any compressor makes it: the limit is a ratio.
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(&mut std::io::Read::take(std::io::repeat(b'a'), 40 << 20), &mut bomb).expect("packed");
    let bomb = bomb.finish().expect("packed");
    let mut cut = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut cut, &b"A story that is long enough. ".repeat(500)).expect("packed");
    let cut = cut.finish().expect("packed");
    let deep = format!("<html><body>{}deep", "<div>".repeat(60_000));
    let good = r#"{"title": "A good one", "text": "It is read although its neighbours cannot be."}"#;
    write(
        folder.path(),
        &[
            ("bomb.txt.gz", &bomb),
            ("cut.txt.gz", &cut[..cut.len() / 2]),
            ("empty.txt", b""),
            ("broken.json", br#"{"title": "cut in the mid"#),
            ("config.json", br#"{"version": 3, "debug": true}"#),
            ("program", b"\x7fELF\x02\x01\x01\0\0\0"),
            ("page.pdf", b"%PDF-1.7\n"),
            ("deep.html", deep.as_bytes()),
            ("good.json", good.as_bytes()),
            (
                "mixed.jsonl",
                format!("{good}\nno json at all\n{{\"a\": 1}}\n").replace("A good one", "Another one").as_bytes(),
            ),
            ("photo.jpg", b"\xff\xd8\xff"),
        ],
    );
    let place = tempfile::tempdir().expect("a folder");
    let report = index(&archive_in(place.path()), folder.path()).expect("indexed");
    let spiked: Vec<(&str, u64)> =
        report.counts.spiked.iter().map(|(reason, number)| (reason.as_str(), *number)).collect();
    let want = [
        ("damaged", 1),
        ("empty", 1),
        ("json-syntax", 2),
        ("not-an-article", 2),
        ("too-large", 1),
        ("unsupported-format", 2),
    ];
    assert_eq!(spiked, want);
    assert_eq!(report.counts.skipped.get("no-article-type"), Some(&1));
    assert_eq!(report.counts.seen, report.counts.indexed + report.counts.duplicates + 9);
    assert_eq!(report.articles, Some(3), "the good ones and the deep page");
}

#[test]
fn the_same_input_gives_the_same_articles_on_any_run() {
    let corpus = root().join("sample_corpus");
    let (one, other) = (Indexed::of(&corpus), Indexed::of(&corpus));
    assert_eq!(one.generation.manifest.content_digest, other.generation.manifest.content_digest);
}

#[test]
fn a_summary_and_the_whole_story_at_its_address_are_one_article() {
    let item = "<item><title>Bridge shut</title><link>https://example.com/bridge</link><description>Cracks were found.</description></item>";
    let feed = format!("<rss version='2.0'><channel><title>Post</title>{item}</channel></rss>");
    let page = serde_json::json!({"title": "Council closes bridge over cracked piers", "url": "https://example.com/bridge?utm_source=rss",
        "text": "The bridge was closed on Tuesday after inspectors looked at two of its piers. Repairs will take a month."});
    let page = page.to_string();
    for names in [["a.rss", "b.json"], ["b.rss", "a.json"]] {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &[(names[0], feed.as_bytes()), (names[1], page.as_bytes())]);
        let place = tempfile::tempdir().expect("a folder");
        let archive = archive_in(place.path());
        let report = index(&archive, folder.path()).expect("indexed");
        assert_eq!((report.articles, report.counts.duplicates, report.counts.url_clashes), (Some(1), 1, 0));
        let key = morgue::article::ArticleKey::of_url("https://example.com/bridge");
        let hit = article(&Generation::open(&archive).expect("opened"), key.as_str()).expect("read").expect("there");
        assert_eq!(hit.zones.title, "Council closes bridge over cracked piers");
    }
}

#[test]
fn equal_bytes_are_one_article_and_captures_of_one_address_are_the_latest() {
    let folder = tempfile::tempdir().expect("a folder");
    let story = "The bridge was closed on Tuesday after cracks were found in two of its piers, the council said. Repairs will take a month.";
    let capture = |modified: &str, more: &str| {
        serde_json::json!({"title": "Bridge closed", "url": "https://example.com/bridge", "text": format!("{story} {more}"), "modified": modified}).to_string()
    };
    let other = serde_json::json!({"title": "Bake sale", "url": "https://example.com/bridge", "text": "Cakes, pies and a raffle: the school hall opens at nine on Saturday, and all proceeds go to the roof fund of the parish."}).to_string();
    write(
        folder.path(),
        &[
            ("a.json", capture("2024-10-02T10:00:00Z", "Second version.").as_bytes()),
            ("b.json", capture("2024-10-01T10:00:00Z", "First version.").as_bytes()),
            ("c.json", capture("2024-10-03T10:00:00Z", "Third version.").as_bytes()),
            ("copy of c.json", capture("2024-10-03T10:00:00Z", "Third version.").as_bytes()),
            ("d.json", other.as_bytes()),
        ],
    );
    let place = tempfile::tempdir().expect("a folder");
    let archive = archive_in(place.path());
    let report = index(&archive, folder.path()).expect("indexed");
    assert_eq!((report.articles, report.counts.duplicates, report.counts.url_clashes), (Some(2), 3, 1));
    let generation = Generation::open(&archive).expect("opened");
    let key = morgue::article::ArticleKey::of_url("https://example.com/bridge");
    let hit = article(&generation, key.as_str()).expect("read").expect("there");
    assert!(hit.zones.story.ends_with("Third version."), "{}", hit.zones.story);
    let places = generation.ledger().expect("read").locators_of(key.as_str());
    assert_eq!(places.len(), 4, "the ledger keeps every place: {places:?}");
    assert_eq!(places[0].1, "c.json");
}

#[test]
fn a_lost_source_deletes_nothing() {
    let desk = desk();
    let folder = desk.path().join("sample_corpus");
    let place = tempfile::tempdir().expect("a folder");
    let archive = archive_in(place.path());
    index(&archive, &folder).expect("indexed");
    fs::rename(&folder, desk.path().join("elsewhere")).expect("moved");
    let refused = ingest(&archive, &settings(), &Unwatched);
    assert!(matches!(refused, Err(IngestError::SourceGone { .. })), "{refused:?}");
    fs::create_dir(&folder).expect("made");
    assert!(
        matches!(ingest(&archive, &settings(), &Unwatched), Err(IngestError::Refused(_))),
        "an unmounted disk is an empty folder"
    );
    assert_eq!(Generation::open(&archive).expect("still there").manifest.articles, SAMPLE_ARTICLES);
}

#[test]
fn a_second_run_is_told_who_works() {
    let desk = desk();
    let archive = archive_in(desk.path());
    archive.create().expect("made");
    archive.add_source(&desk.path().join("sample_corpus")).expect("added");
    let _held = Lock::take(&archive, &settings().holder).expect("free");
    match ingest(&archive, &settings(), &Unwatched) {
        Err(IngestError::Index(IndexError::Locked(holder))) => assert_eq!(holder.command, "test"),
        other => panic!("{other:?}"),
    }
}

struct StopsAtOnce;

impl Watch for StopsAtOnce {
    fn stopped(&self) -> bool {
        true
    }
}

#[test]
fn a_stopped_run_publishes_nothing_and_leaves_nothing() {
    let desk = desk();
    let folder = desk.path().join("sample_corpus");
    let archive = archive_in(desk.path());
    index(&archive, &folder).expect("indexed");
    let again = Settings { force: true, ..settings() };
    assert!(matches!(ingest(&archive, &again, &StopsAtOnce), Err(IngestError::Stopped)));
    let left: Vec<_> =
        fs::read_dir(archive.generations()).expect("read").map(|entry| entry.expect("read").file_name()).collect();
    assert_eq!(left, ["000001"]);
}

/// Stops after some calls.
struct StopsLater(std::sync::atomic::AtomicUsize);

impl Watch for StopsLater {
    fn stopped(&self) -> bool {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed) > 1_500
    }
}

#[test]
fn a_long_run_that_is_stopped_in_the_middle_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let lines: Vec<String> = (0..6_000)
        .map(|number| {
            serde_json::json!({"title": format!("Number {number}"), "text": "Words of a story. ".repeat(60)})
                .to_string()
        })
        .collect();
    write(folder.path(), &[("many.jsonl", lines.join("\n").as_bytes())]);
    let place = tempfile::tempdir().expect("a folder");
    let archive = archive_in(place.path());
    archive.create().expect("made");
    archive.add_source(folder.path()).expect("added");
    // Small limits and many records: every queue is full when the run stops.
    let small = Settings { bytes_in_flight: 64 << 10, ..settings() };
    let stopped = ingest(&archive, &small, &StopsLater(Default::default()));
    assert!(matches!(stopped, Err(IngestError::Stopped)), "{stopped:?}");
    assert_eq!(fs::read_dir(archive.generations()).expect("read").count(), 0);
}

#[test]
fn three_generations_are_kept_and_readers_keep_theirs() {
    let desk = desk();
    let folder = desk.path().join("sample_corpus");
    let archive = archive_in(desk.path());
    index(&archive, &folder).expect("indexed");
    let reader = Generation::open(&archive).expect("opened");
    for _ in 0..4 {
        ingest(&archive, &Settings { force: true, ..settings() }, &Unwatched).expect("indexed");
    }
    let mut kept: Vec<_> =
        fs::read_dir(archive.generations()).expect("read").map(|entry| entry.expect("read").file_name()).collect();
    kept.sort();
    assert_eq!(kept, ["000003", "000004", "000005"]);
    let hit = article(&reader, "a_aaaaaaaaaaaaaaaa").expect("the old generation still answers");
    assert!(hit.is_none());
    assert_eq!(morgue::desk::count(&reader, &morgue::desk::Request::everything()).expect("counted"), SAMPLE_ARTICLES);
}

#[test]
fn a_damaged_or_foreign_index_is_said_and_built_anew() {
    let desk = desk();
    let folder = desk.path().join("sample_corpus");
    let archive = archive_in(desk.path());
    index(&archive, &folder).expect("indexed");
    let manifest = archive.generations().join("000001/MANIFEST.json");
    let text = fs::read_to_string(&manifest).expect("read");
    fs::write(&manifest, text.replace("\"format\": 2", "\"format\": 99")).expect("written");
    assert!(matches!(Generation::open(&archive), Err(IndexError::Incompatible(_))));
    fs::write(&manifest, &text[..text.len() / 2]).expect("written");
    assert!(matches!(Generation::open(&archive), Err(IndexError::Damaged { .. })));
    let report = index(&archive, &folder).expect("indexed");
    assert_eq!((report.outcome, report.generation), (Outcome::Published, Some(2)));
}

#[cfg(unix)]
#[test]
fn links_pipes_and_what_is_no_text_are_passed_over() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    write(
        folder.path(),
        &[(
            "a/one.txt",
            b"One headline with words\n\nThe ferry came in at noon and left again at one, as it always did.",
        )],
    );
    symlink(folder.path(), folder.path().join("a/loop")).expect("linked");
    symlink("/dev/zero", folder.path().join("zero.txt")).expect("linked");
    let place = tempfile::tempdir().expect("a folder");
    let report = index(&archive_in(place.path()), folder.path()).expect("indexed");
    assert_eq!((report.articles, report.counts.skipped.get("no-regular-file")), (Some(1), Some(&2)));
}

#[test]
fn charsets_are_read_as_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let html = |charset: &str, body: &[u8]| {
        [
            format!("<html><head><meta charset={charset}><title>x</title></head><body><article><h1>").as_bytes(),
            body,
            b"</h1><p>",
            &body.repeat(12),
            b"</p></article></body></html>",
        ]
        .concat()
    };
    let mut utf16 = vec![0xff, 0xfe];
    utf16
        .extend("Zürich meldet\n\nEin Satz über Zürich, der lang genug ist.".encode_utf16().flat_map(u16::to_le_bytes));
    write(
        folder.path(),
        &[
            ("latin1.html", &html("iso-8859-1", b"Z\xfcrich am Morgen. ")),
            ("cyrillic.html", &html("windows-1251", b"\xcc\xee\xf1\xea\xe2\xe0 \xf3\xf2\xf0\xee\xec. ")),
            ("utf16.txt", &utf16),
            ("bom.json", b"\xef\xbb\xbf{\"title\": \"Z\xc3\xbcrich\", \"text\": \"Z\xc3\xbcrich im Regen.\"}"),
        ],
    );
    let indexed = Indexed::of(folder.path());
    assert_eq!(indexed.generation.manifest.articles, 4);
    for (query, want) in [("zürich", 3), ("zurich", 3), ("Москва", 1)] {
        let query = morgue::query::parse(
            query,
            morgue::query::ParseOptions { any: false, today: &|| jiff::civil::date(2026, 1, 1) },
        )
        .expect("read");
        let request = morgue::desk::Request {
            query,
            zones: Default::default(),
            sort: Default::default(),
            offset: 0,
            limit: None,
            excerpts: None,
        };
        assert_eq!(morgue::desk::count(&indexed.generation, &request).expect("counted"), want);
    }
    let _ = (&indexed.archive, cases(""));
}

#[test]
fn what_is_forgotten_leaves_the_disk_and_never_comes_back() {
    let desk = desk();
    let folder = desk.path().join("sample_corpus");
    let archive = archive_in(desk.path());
    index(&archive, &folder).expect("indexed");
    index(&archive, &folder).expect("indexed");
    let needle = "Cressida Holm-Baptiste";
    let key = {
        let generation = Generation::open(&archive).expect("opened");
        let query = morgue::query::ParseOptions { any: false, today: &|| jiff::civil::date(2026, 1, 1) };
        let query = morgue::query::parse(&format!("author:\"{needle}\" title:Balmoral"), query).expect("read");
        let request = morgue::desk::Request {
            query,
            zones: Default::default(),
            sort: Default::default(),
            offset: 0,
            limit: None,
            excerpts: None,
        };
        let mut found = morgue::desk::search(&generation, &request).expect("searched");
        found.next().expect("one").expect("read").key.clone()
    };
    let gone = forget(&archive, std::slice::from_ref(&key), Copies::Forget, &settings()).expect("forgotten");
    assert_eq!(gone, 1);
    let generations: Vec<_> = fs::read_dir(archive.generations()).expect("read").collect();
    assert_eq!(generations.len(), 1, "older generations hold the text: they are removed");
    for round in 0..3 {
        let generation = Generation::open(&archive).expect("opened");
        assert_eq!(generation.manifest.articles, SAMPLE_ARTICLES - 1, "round {round}");
        assert!(article(&generation, &key).expect("read").is_none(), "round {round}");
        assert_eq!(generation.deleted(), 0, "nothing of it is left in a segment");
        let changed = folder.join("feeds-json/lantern-review-elizabeth.json");
        fs::write(&changed, fs::read_to_string(&changed).expect("read") + " ").expect("written");
        ingest(&archive, &Settings { force: round == 1, ..settings() }, &Unwatched).expect("indexed");
    }
}
