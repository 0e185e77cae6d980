//! Certificates of exports: an export can be checked, and running its query again reports every difference.

use super::support::{run, stderr, stdout};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// A folder of small articles about one thing, and their index.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().expect("a folder"));
        std::fs::create_dir(desk.path().join("news")).expect("made");
        (1..=6).for_each(|number| desk.write(number, "2024-03-05", &story(number)));
        let (_, error, code) = desk.morgue(&["ingest", "-q", "news"]);
        assert_eq!(code, 0, "{error}");
        desk
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, number: u32, date: &str, text: &str) {
        let article = json!({
            "title": format!("Report {number}"),
            "url": format!("https://example.com/news/report-{number}"),
            "date": date,
            "language": "en",
            "text": text,
        });
        std::fs::write(self.path().join(format!("news/{number}.json")), article.to_string()).expect("written");
    }

    fn remove(&self, number: u32) {
        std::fs::remove_file(self.path().join(format!("news/{number}.json"))).expect("removed");
    }

    fn ingest(&self) {
        let (_, error, code) = self.morgue(&["ingest", "-q", "--allow-shrink"]);
        assert_eq!(code, 0, "{error}");
    }

    fn morgue(&self, words: &[&str]) -> (String, String, i32) {
        let output = run(self.path(), &[&["--index", "ix"], words].concat());
        (stdout(&output), stderr(&output), output.status.code().expect("no signal"))
    }

    fn export(&self, words: &[&str]) {
        let (_, error, code) = self.morgue(&[&["export", "-q"], words].concat());
        assert_eq!(code, 0, "{error}");
    }

    fn replay(&self, file: &str) -> (Value, i32) {
        let (out, error, code) = self.morgue(&["replay", file, "--json"]);
        (serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{error}")), code)
    }

    /// Differences by the number of the article.
    fn differences(&self, file: &str) -> BTreeMap<u32, String> {
        let (found, code) = self.replay(file);
        assert_eq!((code, found["same"].as_bool()), (1, Some(false)), "{found}");
        let differences = found["differences"].as_array().expect("a list").iter();
        let number = |one: &Value| one["path"].as_str().expect("a path").trim_end_matches(".json").parse();
        differences
            .map(|one| {
                let because = one["because"].as_str().map(|why| format!(": {why}")).unwrap_or_default();
                (number(one).expect("a number"), format!("{}{because}", one["change"].as_str().expect("a word")))
            })
            .collect()
    }

    fn certificate(&self, file: &str) -> Value {
        let text = std::fs::read_to_string(self.path().join(format!("{file}.prov.json"))).expect("there");
        serde_json::from_str(&text).expect("JSON")
    }
}

fn story(number: u32) -> String {
    format!("The Starlink satellites were counted. This was report number {number} of the observers.")
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn set(found: &[(u32, &str)]) -> BTreeMap<u32, String> {
    found.iter().map(|(number, change)| (*number, (*change).to_owned())).collect()
}

#[test]
fn one_changed_one_added_one_removed_are_named_exactly() {
    let desk = Desk::new();
    desk.export(&["Starlink", "-o", "list.csv"]);
    let (found, code) = desk.replay("list.csv");
    assert_eq!((code, &found["same"], &found["unchanged"]), (0, &json!(true), &json!(6)), "{found}");
    desk.write(2, "2024-03-05", "The Starlink satellites were counted again, by other observers.");
    desk.write(7, "2024-03-06", &story(7));
    desk.remove(4);
    desk.ingest();
    let want = set(&[(2, "text-changed"), (4, "gone"), (7, "new")]);
    assert_eq!(desk.differences("list.csv"), want);
    assert_eq!(desk.differences("list.csv.prov.json"), want);
    let (out, _, code) = desk.morgue(&["replay", "list.csv"]);
    assert_eq!(code, 1);
    assert!(out.starts_with("6 articles on 20") && out.contains("\nfile      unchanged\n"), "{out}");
    assert!(out.contains("\nlist      3 differences, 6 articles now\n") && out.contains("  gone  "), "{out}");
    // Back to the previous state: the same list again.
    assert_eq!(desk.morgue(&["rollback"]).2, 0);
    assert_eq!(desk.replay("list.csv").1, 0);
}

#[test]
fn every_reason_has_a_name() {
    let desk = Desk::new();
    desk.export(&["Starlink", "--since", "2024", "-o", "list.jsonl"]);
    desk.write(1, "2024-03-09", &story(1));
    desk.write(2, "2019-01-01", &story(2));
    desk.write(3, "2024-03-05", "Nothing about satellites of that kind here; the observers went home.");
    desk.ingest();
    let want = [(1, "facts-changed"), (2, "no-longer-matches: facts-changed"), (3, "no-longer-matches: text-changed")];
    assert_eq!(desk.differences("list.jsonl"), set(&want));
    // Bytes that another reader reads differently: the list records that the bytes are the same.
    desk.export(&["observers", "-o", "all.jsonl"]);
    let lines = morgue_lines(&desk, "all.jsonl.prov.keys.zst");
    let other = lines.replacen("\"text\":\"", "\"text\":\"0", 1);
    rewrite(&desk, "all.jsonl", &other);
    let found = desk.differences("all.jsonl");
    assert_eq!(found.values().collect::<Vec<_>>(), ["read-differently"], "{found:?}");
}

#[test]
fn the_same_bytes_under_another_mapping_are_read_differently() {
    let desk = Desk::new();
    let article = json!({
        "title": "Report 7",
        "url": "https://example.com/news/report-7",
        "date": "2024-03-05",
        "language": "en",
        "Kurzfassung der Nacht": "What the observers saw in one night.",
        "text": story(7),
    });
    std::fs::write(desk.path().join("news/7.json"), article.to_string()).expect("written");
    desk.ingest();
    desk.export(&["Starlink", "-o", "list.csv"]);
    assert_eq!(desk.replay("list.csv").1, 0);
    let settings = desk.path().join("ix/morgue.toml");
    let text = std::fs::read_to_string(&settings).expect("read");
    std::fs::write(&settings, format!("{text}\n[source.fields]\n\"Kurzfassung der Nacht\" = \"deck\"\n"))
        .expect("written");
    desk.ingest();
    assert_eq!(desk.differences("list.csv"), set(&[(7, "read-differently")]));
}

fn morgue_lines(desk: &Desk, file: &str) -> String {
    let bytes = std::fs::read(desk.path().join(file)).expect("read");
    String::from_utf8(zstd::decode_all(&bytes[..]).expect("whole")).expect("text")
}

/// Stores another list of articles next to a certificate, and seals the certificate again.
fn rewrite(desk: &Desk, file: &str, lines: &str) {
    let packed = zstd::encode_all(lines.as_bytes(), 3).expect("packed");
    std::fs::write(desk.path().join(format!("{file}.prov.keys.zst")), &packed).expect("written");
    let path = desk.path().join(format!("{file}.prov.json"));
    let text = std::fs::read_to_string(&path).expect("read");
    let stated = desk.certificate(file)["keys"]["sha256"].as_str().expect("a checksum").to_owned();
    let text = text.replace(&stated, &sha256(&packed));
    let start = text.rsplit_once(",\n  \"checksum\": ").expect("sealed").0;
    let sealed = format!("{start},\n  \"checksum\": \"{}\"\n}}\n", sha256(start.as_bytes()));
    std::fs::write(&path, sealed).expect("written");
}

#[test]
fn a_certificate_names_the_query_and_the_index() {
    let desk = Desk::new();
    desk.morgue(&["saved", "add", "space", "Starlink OR Kuiper", "--exact"]);
    desk.export(&[
        "query:space satellites -Mars",
        "--since",
        "30d",
        "--now",
        "2024-03-20",
        "--zones",
        "all",
        "-o",
        "list.csv",
    ]);
    let found = desk.certificate("list.csv");
    assert_eq!(found["query_raw"], "query:space satellites -Mars");
    assert_eq!(
        found["query_normal"],
        "((\"=starlink\" OR \"=kuiper\") AND satellites AND NOT mars) AND date:2024-02-19.."
    );
    assert_eq!(found["saved"]["space"]["query"], "Starlink OR Kuiper");
    // An archive this small knows no inflections.
    assert_eq!(found["expansions"], json!([]));
    assert_eq!(
        (&found["now"], &found["search"]["zones"], &found["search"]["sort"]),
        (&json!("2024-03-20"), &json!("all"), &json!("newest"))
    );
    assert_eq!((&found["total"], &found["exported"], &found["truncated"]), (&json!(6), &json!(6), &json!(false)));
    assert_eq!((&found["format"], &found["formula_guard"]), (&json!("csv"), &json!(true)));
    assert_eq!((&found["index"]["generation"], &found["index"]["articles_total"]), (&json!(1), &json!(6)));
    for field in [
        "schema_version",
        "analyzer_version",
        "tantivy_version",
        "corpus_digest",
        "learned_table",
        "learned_names",
        "id",
    ] {
        assert!(!found["index"][field].is_null(), "{field}");
    }
    let bytes = std::fs::read(desk.path().join("list.csv")).expect("read");
    assert_eq!(found["file"]["sha256"], sha256(&bytes));
    // The digest of the result is the digest of its keys in order.
    let keys: String = morgue_lines(&desk, "list.csv.prov.keys.zst")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .map(|line| format!("{}\n", line["key"].as_str().expect("a key")))
        .collect();
    assert_eq!(found["result_digest"], sha256(keys.as_bytes()));
    let (listed, ..) =
        desk.morgue(&["export", "-q", "-f", "ids", "query:space satellites -Mars", "--since", "2024-02-19"]);
    assert_eq!(keys, listed);
    assert_eq!(desk.replay("list.csv").1, 0);
}

#[test]
fn a_query_of_another_system_is_kept_as_typed_beside_its_translation() {
    let desk = Desk::new();
    for (dialect, typed, translation) in [
        ("nexis", "satellit! w/5 counted", "satellit* NEAR/5 counted"),
        ("mediacloud", "+starlink -mars", "starlink AND NOT mars"),
    ] {
        desk.export(&["--dialect", dialect, typed, "-o", "list.csv", "--force"]);
        let found = desk.certificate("list.csv");
        assert_eq!((&found["typed_dialect"], &found["typed_query"]), (&json!(dialect), &json!(typed)));
        assert_eq!((&found["dialect"], &found["query_raw"]), (&json!("morgue"), &json!(translation)));
        assert_eq!((&found["search"]["query"], &found["total"]), (&json!(translation), &json!(6)));
        assert_eq!(desk.replay("list.csv").1, 0);
    }
}

#[test]
fn a_certificate_without_the_text_as_typed_opens_and_replays() {
    let desk = Desk::new();
    desk.export(&["Starlink", "-o", "list.csv"]);
    // Certificates of earlier versions have neither field, and those of queries that were not translated have neither.
    let found = desk.certificate("list.csv");
    assert!(found.get("typed_dialect").is_none() && found.get("typed_query").is_none(), "{found}");
    assert_eq!(desk.replay("list.csv").1, 0);
}

#[test]
fn a_query_that_means_something_else_is_reported() {
    let desk = Desk::new();
    desk.morgue(&["saved", "add", "space", "Starlink"]);
    desk.export(&["query:space observers", "-o", "list.csv"]);
    desk.morgue(&["saved", "add", "space", "Starlink number:3", "--replace"]);
    desk.morgue(&["saved", "add", "space", "Kuiper", "--replace"]);
    let (found, code) = desk.replay("list.csv");
    assert_eq!((code, found["differences"].as_array().map(Vec::len)), (1, Some(0)), "{found}");
    assert_eq!(found["query"], json!(["the saved search \"space\" was Starlink then, and is Kuiper now"]));
    desk.morgue(&["saved", "rm", "space"]);
    let (found, _) = desk.replay("list.csv");
    assert_eq!(found["query"], json!(["the saved search \"space\" was Starlink then, and no longer exists"]));
    // Additional forms that a growing archive knows are a note: the list is what counts.
    [7, 9].into_iter().for_each(|number| desk.write(number, "2024-03-05", "They count what flies."));
    desk.ingest();
    desk.morgue(&["saved", "add", "census", "count"]);
    desk.export(&["query:census", "-o", "forms.csv"]);
    assert_eq!(desk.certificate("forms.csv")["expansions"], json!([{"word": "count", "forms": ["counted"]}]));
    desk.write(8, "2024-03-05", "The owners were counting.");
    desk.ingest();
    assert_eq!(desk.differences("forms.csv"), set(&[(8, "new")]));
    let (found, _) = desk.replay("forms.csv");
    assert_eq!(found["notes"], json!(["\"count\" also finds counting now"]));
}

#[test]
fn nothing_found_is_certified_too() {
    let desk = Desk::new();
    desk.export(&["zeppelins", "-o", "none.csv"]);
    let found = desk.certificate("none.csv");
    assert_eq!((&found["total"], &found["index"]["articles_total"]), (&json!(0), &json!(6)));
    assert_eq!(desk.replay("none.csv").1, 0);
    desk.write(9, "2024-03-05", "Zeppelins were seen.");
    desk.ingest();
    assert_eq!(desk.differences("none.csv"), set(&[(9, "new")]));
}

#[test]
fn tampering_is_reported() {
    let desk = Desk::new();
    desk.export(&["Starlink", "-o", "list.csv"]);
    let file = |name: &str| desk.path().join(name);
    let original = std::fs::read_to_string(file("list.csv")).expect("read");
    std::fs::write(file("list.csv"), original.replace("Report 3", "Report 33")).expect("written");
    let (found, code) = desk.replay("list.csv");
    assert_eq!((code, &found["file"], &found["same"]), (1, &json!("changed"), &json!(false)));
    assert!(desk.morgue(&["replay", "list.csv"]).0.contains("\nfile      CHANGED: list.csv has another checksum\n"));
    std::fs::write(file("list.csv"), &original).expect("written");
    // The file may be missing if its certificate is not.
    std::fs::rename(file("list.csv"), file("away.csv")).expect("moved");
    assert_eq!(desk.replay("list.csv.prov.json").0["file"], "missing");
    assert_eq!(desk.morgue(&["replay", "list.csv"]).2, 2);
    std::fs::rename(file("away.csv"), file("list.csv")).expect("moved");

    let keys = std::fs::read(file("list.csv.prov.keys.zst")).expect("read");
    std::fs::write(file("list.csv.prov.keys.zst"), &keys[..keys.len() - 1]).expect("written");
    let (_, error, code) = desk.morgue(&["replay", "list.csv"]);
    assert!(code == 2 && error.contains("list.csv.prov.keys.zst is not the list"), "{error}");
    std::fs::remove_file(file("list.csv.prov.keys.zst")).expect("removed");
    assert!(desk.morgue(&["replay", "list.csv"]).1.contains("list.csv.prov.keys.zst is missing"));
    std::fs::write(file("list.csv.prov.keys.zst"), &keys).expect("written");

    let certificate = std::fs::read_to_string(file("list.csv.prov.json")).expect("read");
    std::fs::write(file("list.csv.prov.json"), certificate.replace("\"total\": 6", "\"total\": 7")).expect("written");
    let (out, error, code) = desk.morgue(&["replay", "list.csv"]);
    assert!(code == 2 && out.is_empty() && error.contains("was changed: wrong checksum"), "{error}");
    std::fs::remove_file(file("list.csv.prov.json")).expect("removed");
    let (_, error, code) = desk.morgue(&["replay", "list.csv"]);
    assert!(code == 2 && error.contains("has no certificate next to it"), "{error}");
}

#[test]
fn another_archive_is_reported() {
    let (desk, other) = (Desk::new(), Desk::new());
    desk.export(&["Starlink", "-o", "list.csv"]);
    let list = desk.path().join("list.csv");
    other.export(&["Starlink", "-o", "own.csv"]);
    // The same articles have the same keys anywhere: another archive of them gives the same list.
    let (found, code) = other.replay(&list.to_string_lossy());
    assert_eq!((code, &found["same_archive"]), (0, &json!(false)), "{found}");
    let foreign = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(foreign.path().join("news")).expect("made");
    let article =
        json!({"title": "Another", "url": "https://example.org/else/where", "text": "Nothing of it here at all."});
    std::fs::write(foreign.path().join("news/1.json"), article.to_string()).expect("written");
    assert_eq!(run(foreign.path(), &["ingest", "-q", "--index", "ix", "news"]).status.code(), Some(0));
    let output = run(foreign.path(), &["replay", "--index", "ix", &list.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("none of the 6 articles in the list is in this index"), "{}", stderr(&output));
    assert_eq!(run(foreign.path(), &["replay", &list.to_string_lossy()]).status.code(), Some(10));
}

#[test]
fn certificates_are_written_where_and_only_where_they_are_wanted() {
    let desk = Desk::new();
    let there = |name: &str| desk.path().join(name).exists();
    desk.export(&["Starlink", "-o", "plain.csv", "--no-certificate"]);
    assert!(there("plain.csv") && !there("plain.csv.prov.json"));
    let (out, _, code) = desk.morgue(&["export", "-f", "csv", "Starlink", "--certificate", "mine.json"]);
    assert!(code == 0 && there("mine.json") && there("mine.keys.zst"));
    let stated: Value =
        serde_json::from_str(&std::fs::read_to_string(desk.path().join("mine.json")).expect("read")).expect("JSON");
    assert_eq!((&stated["file"]["name"], &stated["file"]["sha256"]), (&json!("-"), &json!(sha256(out.as_bytes()))));
    let (out, error, code) = desk.morgue(&["replay", "--certificate", "mine.json"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("it was written to standard output"), "{out}");
    desk.export(&["Starlink", "-o", "list.jsonl.gz"]);
    assert_eq!(desk.replay("list.jsonl.gz").1, 0);
    desk.export(&["observers", "satellites", "--sort", "relevance", "-o", "best.jsonl"]);
    desk.write(7, "2023-01-01", "Satellites, observers and satellites: all about satellites and observers.");
    desk.ingest();
    assert_eq!(desk.differences("best.jsonl"), set(&[(7, "new")]), "the order by relevance is no difference");
    let left = std::fs::read_dir(desk.path()).expect("read").map(|entry| entry.expect("read").file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().contains(".part")));
}
