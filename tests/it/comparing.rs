//! Samples, terms, overlaps and cross tables: what an analyst makes of a list, checked against lists that are read whole.

use super::support::{article_list, index, run, stderr, stdout};
use morgue::archive::{FacetField, List, Searchable, Sort};
use morgue::desk::{Question, Request, Sample};
use morgue::index::{Archive, Generation};
use morgue::query::{Cancel, ParseOptions, parse};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use tempfile::TempDir;

/// 120 articles of four outlets, three years and two languages; every third is about a ferry, and those are about a pier too.
fn archive() -> TempDir {
    let desk = tempfile::tempdir().expect("a folder");
    let lines: Vec<String> = (0..120)
        .map(|number| {
            let outlet = ["Harbour Courier", "Prairie Ledger", "Orbit Daily", ""][number % 4];
            let subject = match number % 3 {
                0 => "The night ferry left the long pier at noon, and the Ferry Board was content.",
                1 => "The council met to speak about roads, and about nothing else at all.",
                _ => "A storm took the roof of the market hall, and the council met again.",
            };
            let mut article = json!({
                "title": format!("Report {number}"),
                "text": format!("{subject} It was the event number {number} of the year."),
                "date": format!("{}-0{}-1{}", 2021 + number / 50, 1 + number % 9, number % 9),
                "language": if number % 5 == 0 { "de" } else { "en" },
            });
            if !outlet.is_empty() {
                article["outlet"] = outlet.into();
            }
            article.to_string()
        })
        .collect();
    std::fs::create_dir(desk.path().join("news")).expect("made");
    std::fs::write(desk.path().join("news/all.jsonl"), lines.join("\n")).expect("written");
    let output = run(desk.path(), &["--index", "ix", "ingest", "-q", "--ner", "off", "news"]);
    assert!(output.status.success(), "{}", stderr(&output));
    desk
}

fn told(desk: &Path, words: &[&str]) -> (String, String) {
    let output = run(desk, &[&["--index", "ix"], words].concat());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{words:?}: {}", stderr(&output));
    (stdout(&output), stderr(&output))
}

fn refused(desk: &Path, words: &[&str]) -> String {
    let output = run(desk, &[&["--index", "ix"], words].concat());
    assert_eq!(output.status.code(), Some(2), "{words:?}: {}", stderr(&output));
    stderr(&output)
}

/// Outlet and year of the listed articles, with their keys.
fn listed(desk: &Path, words: &[&str]) -> Vec<(String, String, String)> {
    let (list, _) = told(desk, &[words, &["-f", "jsonl", "--fields", "key,outlet,date", "-n", "0"]].concat());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let read = |line: &str| serde_json::from_str::<Value>(line).expect("JSON");
    let of = |one: Value| (text(&one["key"]), text(&one["outlet"]), text(&one["date"])[..4].to_owned());
    list.lines().map(|line| of(read(line))).collect()
}

/// The place of an article in a random order, written a second time: SplitMix64's mixer over the seed and the two halves of the key, whose
/// letters are base 32.
fn place(seed: u64, key: &str) -> u64 {
    let digit = |c: char| "abcdefghijklmnopqrstuvwxyz234567".find(c).expect("a digit") as u128;
    let bits = key.trim_start_matches("a_").chars().fold(0u128, |bits, c| bits * 32 + digit(c));
    let step = |bits: u64| {
        let mut mixed = bits.wrapping_add(11_400_714_819_323_198_485);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(13_787_848_793_156_543_929);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(10_723_151_780_598_845_931);
        mixed ^ (mixed >> 31)
    };
    let seeded = step(seed);
    let low = step(seeded ^ (bits % (1 << 64)) as u64);
    step(low ^ (bits / (1 << 64)) as u64)
}

#[test]
fn a_random_order_follows_from_the_seed_and_the_keys() {
    let desk = archive();
    let keys = |words: &[&str]| listed(desk.path(), words).into_iter().map(|one| one.0).collect::<Vec<String>>();
    let all = keys(&["search", "*", "--sort", "newest"]);
    for seed in [0u64, 7, 99] {
        let mut want = all.clone();
        want.sort_by_key(|key| place(seed, key));
        assert_eq!(keys(&["search", "*", "--sort", "random", "--seed", &seed.to_string()]), want);
        // What is found else changes nothing: a narrower query has the same order.
        let ferries: HashSet<String> = keys(&["search", "ferry"]).into_iter().collect();
        want.retain(|key| ferries.contains(key));
        assert_eq!(keys(&["search", "ferry", "--sort", "random", "--seed", &seed.to_string()]), want);
    }
    // A sample is the start of that order, however it is sorted.
    let mut first = keys(&["search", "*", "--sort", "random", "--seed", "7"]);
    first.truncate(10);
    assert_eq!(keys(&["search", "*", "--sample", "10", "--seed", "7", "--sort", "random"]), first);
    let sorted = keys(&["search", "*", "--sample", "10", "--seed", "7", "--sort", "newest"]);
    let want: Vec<String> = all.into_iter().filter(|key| first.contains(key)).collect();
    assert_eq!(sorted, want);
}

#[test]
fn a_sample_of_strata_has_as_many_of_each() {
    let desk = archive();
    let all = listed(desk.path(), &["search", "*"]);
    let mut sizes: BTreeMap<(String, String), usize> = BTreeMap::new();
    all.iter().for_each(|one| *sizes.entry((one.1.clone(), one.2.clone())).or_default() += 1);
    let words = ["search", "*", "--sample", "4", "--strata", "outlet,year", "--seed", "3"];
    let drawn = listed(desk.path(), &words);
    let mut of: BTreeMap<(String, String), usize> = BTreeMap::new();
    drawn.iter().for_each(|one| *of.entry((one.1.clone(), one.2.clone())).or_default() += 1);
    assert_eq!(of.len(), 12, "articles without an outlet are a stratum too");
    for (stratum, size) in &sizes {
        assert_eq!(of[stratum], (*size).min(4), "{stratum:?}");
    }
    assert_eq!(listed(desk.path(), &words), drawn);
    let (_, note) = told(desk.path(), &words);
    assert!(note.contains("articles drawn from 120, 4 of each of 12 strata, seed 3"), "{note}");
}

#[test]
fn a_sample_is_certified_and_repeated() {
    let desk = archive();
    let (_, note) =
        told(desk.path(), &["export", "ferry", "--sample", "9", "--seed", "5", "--strata", "year", "-o", "x.csv"]);
    assert!(
        note.contains("24 of 40 in x.csv (24 articles drawn from 40, 9 of each of 3 strata (1 has fewer), seed 5)"),
        "{note}"
    );
    let certificate: Value =
        serde_json::from_str(&std::fs::read_to_string(desk.path().join("x.csv.prov.json")).expect("read"))
            .expect("JSON");
    assert_eq!(certificate["sample"], json!({"size": 9, "seed": 5, "strata": ["year"]}));
    assert_eq!((&certificate["total"], &certificate["exported"]), (&json!(40), &json!(24)));
    let (again, _) = told(desk.path(), &["replay", "x.csv"]);
    assert!(again.contains("list      unchanged: 24 articles"), "{again}");
    // What is written for readers says that it is a sample.
    for (name, want) in [
        ("x.html", "3 articles: a sample of 3, drawn at random with seed 0"),
        ("x.md", "3 articles: a sample of 3, drawn at random with seed 0"),
        ("x.json", "\"total\":3,\"offset\":0,\"sample\":\"a sample of 3, drawn at random with seed 0\""),
    ] {
        told(desk.path(), &["export", "ferry", "--sample", "3", "-o", name]);
        let text = std::fs::read_to_string(desk.path().join(name)).expect("read");
        assert!(text.contains(want), "{name}: {text}");
    }
    // One more article may be drawn in place of another, which `replay` shows.
    let more: Vec<String> = (0..30)
        .map(|number| {
            json!({"title": format!("More {number}"), "text": format!("Another ferry, number {number}."), "date": "2022-03-03"}).to_string()
        })
        .collect();
    std::fs::write(desk.path().join("news/more.jsonl"), more.join("\n")).expect("written");
    told(desk.path(), &["ingest", "-q", "--ner", "off"]);
    let output = run(desk.path(), &["--index", "ix", "replay", "x.csv"]);
    let said = stdout(&output) + &stderr(&output);
    assert!(said.contains("not drawn") && said.contains("new") && !said.contains("no match"), "{said}");
    assert!(said.contains("the list is a sample of 9 of each year, drawn at random with seed 5"), "{said}");
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let desk = archive();
    for (words, want) in [
        (&["search", "*", "--seed", "3"][..], "--seed has no effect here"),
        (&["search", "*", "--sample", "3", "--strata", "author"], "\"author\" does not divide articles"),
        (&["search", "*", "--sample", "3", "--strata", "nonsense"], "use one or more of outlet, domain"),
        (&["search", "*", "--sample", "0"], "invalid value '0'"),
        (&["search", "*", "--strata", "outlet"], "--sample"),
        (&["search", "*", "--sample", "3", "--group", "story"], "cannot be used with --group story"),
        (&["facets", "outlet,year", "--across", "year"], "--across takes one field"),
        (&["facets", "year", "--across", "year"], "the rows are year already"),
        (&["facets", "year", "--across", "outlet", "-f", "svg"], "--across cannot be drawn"),
        (&["compare", "ferry", " "], "query B is empty"),
        (&["compare", "ferry", "(pier"], "this bracket is never closed"),
        (&["compare", "ferry", "pier", "--by", "title"], "cannot count values of \"title\""),
    ] {
        let message = refused(desk.path(), words);
        assert!(message.contains(want), "{words:?}: {message}");
    }
}

#[test]
fn keywords_are_what_the_articles_of_a_query_have_more_often() {
    let desk = archive();
    let (list, note) = told(desk.path(), &["keywords", "ferry", "-f", "csv"]);
    let rows: Vec<Vec<&str>> = list.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let terms: BTreeSet<&str> = rows.iter().map(|row| row[0]).collect();
    // `night`, `long`, `pier` and others are in each of them and in no other article; `Ferry` is the query's own.
    for term in ["night ferry", "long pier", "noon", "Ferry Board", "content"] {
        assert!(terms.contains(term), "{term} in {terms:?}");
    }
    for term in ["ferry", "event", "year", "council", "pier", "roads"] {
        assert!(!terms.contains(term), "{term} in {terms:?}");
    }
    for row in &rows {
        // The numbers are those of the query language.
        let quoted = format!("\"{}\"", row[0]);
        assert_eq!(told(desk.path(), &["count", "ferry", &quoted]).0.trim(), row[1], "{row:?}");
        assert_eq!(told(desk.path(), &["count", &quoted]).0.trim(), row[2], "{row:?}");
    }
    // 2 (40 ln 3 + 80 ln 1.5), and log2 of (40.5 / 41) / (0.5 / 81): all of 40 articles, and none of 80.
    assert_eq!(rows[0][1..], ["40", "40", "152.76", "7.32"]);
    assert!(note.contains("terms of 40 articles"), "{note}");
    // Words of phrases are the query's own too.
    let (own, _) = told(desk.path(), &["keywords", "\"night ferry\"", "-f", "csv"]);
    let names: Vec<&str> = own.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert!(!["night", "ferry", "night ferry"].iter().any(|word| names.contains(word)), "{names:?}");
    let (all, note) = told(desk.path(), &["keywords", "*"]);
    assert_eq!(all, "");
    assert!(note.contains("the query finds every article"), "{note}");
}

#[test]
fn the_overlap_of_two_queries_is_that_of_their_lists() {
    let desk = archive();
    for (first, second) in [("ferry", "event"), ("council", "storm OR ferry"), ("ferry", "roads"), ("pier", "zebra")] {
        let (a, b) = (listed(desk.path(), &["search", first]), listed(desk.path(), &["search", second]));
        let (text, _) = told(desk.path(), &["compare", first, second, "-f", "json"]);
        let got: Value = serde_json::from_str(&text).expect("JSON");
        let (a, b): (BTreeSet<_>, BTreeSet<_>) = (a.into_iter().collect(), b.into_iter().collect());
        let counts = |part: &dyn Fn(&(String, String, String)) -> bool| {
            let count = |set: Vec<&(String, String, String)>| set.into_iter().filter(|one| part(one)).count();
            [count(a.intersection(&b).collect()), count(a.difference(&b).collect()), count(b.difference(&a).collect())]
        };
        let of =
            |value: &Value| ["both", "only_a", "only_b"].map(|name| value[name].as_u64().expect("a number") as usize);
        assert_eq!(of(&got), counts(&|_| true), "{first}, {second}");
        assert_eq!(
            (got["a"]["articles"].as_u64(), got["b"]["articles"].as_u64()),
            (Some(a.len() as u64), Some(b.len() as u64))
        );
        for (field, name) in [("outlet", 1), ("year", 2)] {
            for value in got["by"][field].as_array().expect("a list") {
                let wanted = value["value"].as_str().unwrap_or_default();
                let has = |one: &(String, String, String)| [&one.0, &one.1, &one.2][name] == wanted;
                assert_eq!(of(value), counts(&has), "{first}, {second}: {field} {wanted}");
            }
        }
    }
    let (text, note) = told(desk.path(), &["compare", "ferry", "council"]);
    assert!(
        text.starts_with("A: ferry\nB: council\n\n    both    only A    only B\n       0        40        80  all\n"),
        "{text}"
    );
    assert!(note.contains("120 articles: 0 in both"), "{note}");
}

#[test]
fn a_cross_table_counts_pairs_next_to_the_archive() {
    let desk = archive();
    let (found, all) = (listed(desk.path(), &["search", "ferry"]), listed(desk.path(), &["search", "*"]));
    let (text, _) = told(desk.path(), &["facets", "outlet", "--across", "year", "ferry", "-f", "csv"]);
    let mut cells = 0;
    for line in text.lines().skip(1) {
        let row: Vec<&str> = line.split(',').collect();
        let count =
            |list: &[(String, String, String)]| list.iter().filter(|one| one.1 == row[0] && one.2 == row[1]).count();
        assert_eq!([count(&found).to_string(), count(&all).to_string()], [row[2], row[3]], "{line}");
        cells += count(&found);
    }
    assert_eq!(cells, 40);
    let (text, _) = told(desk.path(), &["facets", "outlet", "--across", "year", "ferry"]);
    assert!(text.starts_with("outlet           2021  2022  2023\n"), "{text}");
    assert!(text.lines().last().is_some_and(|line| line.starts_with("(none) ")), "{text}");
}

#[test]
fn the_index_has_the_values_that_its_articles_have() {
    let place = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(place.path().join("ix"));
    index(&archive, &Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_corpus")).expect("indexed");
    let generation = Generation::open(&archive).expect("opened");
    let list = article_list(&generation);
    let fields: Vec<FacetField> = ["outlet", "author", "year", "month", "language", "person", "source"]
        .map(|name| FacetField::named(name).expect("a field"))
        .to_vec();
    for query in ["*", "Starlink", "Starlink -Musk", "date:2024", "zebra"] {
        let parsed = parse(query, ParseOptions { any: false, today: &jiff::civil::Date::default }).expect("read");
        let of = |searchable: &dyn Searchable| -> BTreeMap<String, Vec<BTreeSet<String>>> {
            let question = Question::of(searchable, &Request::of(parsed.clone())).expect("resolved");
            let values = searchable.values(&question.plan, &fields, &Cancel::default()).expect("read");
            let named = |article: usize| {
                let of = |field: &morgue::archive::FieldValues| {
                    field.values_of(article).into_iter().map(str::to_owned).collect()
                };
                values.fields.iter().map(of).collect()
            };
            values.keys.iter().enumerate().map(|(article, key)| (key.clone(), named(article))).collect()
        };
        assert_eq!(of(&generation), of(&list), "{query}");
        // Samples, too, are the same of both.
        let drawn = |searchable: &dyn Searchable| {
            let question = Question::of(searchable, &Request::of(parsed.clone())).expect("resolved");
            let sample = Sample { size: 3, seed: 1, strata: vec!["language".to_owned()] };
            let mut keys = Vec::new();
            let list = List { sort: Sort::Random(4), limit: Some(9), ..List::default() };
            question.keys(&list, &mut |key| keys.push(key.to_owned())).expect("read");
            (question.draw(&sample).expect("drawn"), keys)
        };
        assert_eq!(drawn(&generation), drawn(&list), "{query}");
    }
}

#[test]
fn a_query_may_be_kept_in_a_file() {
    let desk = archive();
    let file = "# Boats\nferry   # of the night\n  AND \"long pier\"\n#MeToo OR ferry\n";
    std::fs::write(desk.path().join("boats.txt"), file).expect("written");
    assert_eq!(told(desk.path(), &["count", "--query-file", "boats.txt"]).0, "40\n");
    let typed = told(desk.path(), &["explain", "ferry AND \"long pier\" #MeToo OR ferry"]).0;
    assert_eq!(told(desk.path(), &["explain", "--query-file", "boats.txt"]).0, typed);
    // The flags of a query narrow it as usual, and a verb that needs none reads it.
    let (text, _) = told(desk.path(), &["facets", "year", "--query-file", "boats.txt", "--since", "2022"]);
    assert!(text.contains("2022") && !text.contains("2021"), "{text}");
    std::fs::write(desk.path().join("empty.txt"), "# nothing\n").expect("written");
    std::fs::write(desk.path().join("open.txt"), "ferry\n(pier\n").expect("written");
    for (file, want) in [
        ("empty.txt", "empty.txt: no query in this file"),
        ("missing.txt", "--query-file: missing.txt: No such file"),
        ("open.txt", "this bracket is never closed"),
    ] {
        assert!(refused(desk.path(), &["count", "--query-file", file]).contains(want), "{file}");
    }
    let both = refused(desk.path(), &["count", "--query-file", "boats.txt", "ferry"]);
    assert!(both.contains("cannot be used with"), "{both}");
}

#[test]
fn articles_are_cited() {
    let desk = super::support::desk();
    // Some of its files cannot be read.
    let indexed = run(desk.path(), &["--index", "ix", "ingest", "-q", "sample_corpus"]);
    assert_eq!(indexed.status.code(), Some(3), "{}", stderr(&indexed));
    let (list, _) = told(desk.path(), &["search", "title:Kremlin author:Quillmore", "-f", "ids"]);
    let key = list.trim();
    let path = "sample_corpus/scrapes/kremlin_denies_musk_calls.txt";
    let chicago = "Quillmore, Petra, and Lorcan Beddoes. “Kremlin denies regular calls between Putin and Musk”. Meridian Post, \
        25 October 2024.";
    let apa = "Quillmore, P., & Beddoes, L. (2024, October 25). Kremlin denies regular calls between Putin and Musk. Meridian Post.";
    assert!(told(desk.path(), &["cite", key]).0.starts_with(chicago));
    assert!(told(desk.path(), &["cite", path, "--style", "apa"]).0.starts_with(apa));
    let (ris, _) = told(desk.path(), &["cite", key, path, "-f", "ris"]);
    assert_eq!(ris.matches("TI  - Kremlin denies").count(), 2);
    assert!(!ris.contains("query:"), "{ris}");
    let csl: Value = serde_json::from_str(&told(desk.path(), &["cite", key, "-f", "csl-json"]).0).expect("JSON");
    assert_eq!(csl[0]["author"][1]["family"], "Beddoes");
    // Of many years the last are shown, and what is cut is said.
    let (text, note) = told(desk.path(), &["compare", "*", "Starlink"]);
    assert!(text.contains("  2024\n") && text.contains("  2025\n") && !text.contains("  1969\n"), "{text}");
    assert!(note.contains("10 of 13 year values"), "{note}");
    let (text, _) = told(desk.path(), &["facets", "year", "--across", "outlet", "-n", "3"]);
    assert!(text.contains("\n2025 ") && !text.contains("\n1969 "), "{text}");
    // No number is too large.
    told(desk.path(), &["search", "Starlink", "--offset", "18446744073709551615"]);
    let gone = run(desk.path(), &["--index", "ix", "cite", key, "a_aaaaaaaaaaaaaaaa"]);
    assert_eq!(gone.status.code(), Some(1));
    assert!(stdout(&gone).starts_with(chicago) && stderr(&gone).contains("no article \"a_aaaaaaaaaaaaaaaa\""));
}
