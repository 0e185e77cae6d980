//! Answers other than the plain list: facets and timelines compared with counting the list by hand, passages,
//! concordances, messages when nothing is found.

use super::support::{Indexed, SAMPLE, desk, program, run, stderr, stdout};
use morgue::archive::{FACETS, FacetField, Hit, Interval, Searchable, Sort, Timeline};
use morgue::article::NameKind;
use morgue::desk::{Question, Request, count, search};
use morgue::query::{ParseOptions, ZoneChoice, parse};
use morgue::text::fold;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn question<'a>(archive: &'a dyn Searchable, request: &Request) -> Question<'a> {
    Question::of(archive, request).expect("resolved")
}

fn request(query: &str, zones: ZoneChoice) -> Request {
    let query = parse(query, ParseOptions { any: false, today: &|| jiff::civil::date(2026, 11, 25) }).expect("read");
    Request { query, zones, sort: Sort::Newest, offset: 0, limit: None, excerpts: None }
}

fn list(indexed: &Indexed, request: &Request) -> Vec<Hit> {
    search(&indexed.generation, request).expect("searched").map(|hit| Hit::clone(&hit.expect("read"))).collect()
}

/// The values of a facet according to the articles themselves.
fn values_of(hit: &Hit, field: &str) -> BTreeSet<String> {
    let one = |value: &Option<String>| value.iter().cloned().collect::<Vec<_>>();
    let date = |length: usize| {
        let day = hit.published.map(|published| published.day_text());
        day.filter(|day| day.len() >= length).map(|day| day[..length].to_owned()).into_iter().collect()
    };
    let named = |kind: NameKind, names: &[String]| -> Vec<String> {
        let taken = SAMPLE.generation.names().expect("read");
        names.iter().map(|name| taken.shown(kind, name).to_owned()).collect()
    };
    let (person, org) = (named(NameKind::Person, &hit.person), named(NameKind::Org, &hit.org));
    let (place, nation) = (named(NameKind::Place, &hit.place), named(NameKind::Nation, &hit.nation));
    let values: Vec<String> = match field {
        "outlet" => one(&hit.outlet),
        "domain" => one(&hit.domain),
        "section" => one(&hit.section),
        "language" => one(&hit.language),
        "author" => hit.authors.clone(),
        "person" => person,
        "org" => org,
        "place" => place,
        "nation" => nation,
        "entity" => [person, org, place, nation].concat(),
        "source" => vec![hit.source.clone()],
        "year" => date(4),
        "month" => date(7),
        other => panic!("{other}"),
    };
    values.into_iter().collect()
}

const QUERIES: [&str; 5] = ["*", "Starlink", "Starlink Taiwan", "satel* OR Webb", "-Starlink date:2023..2024"];

#[test]
fn facets_are_what_counting_the_list_gives() {
    let fields: Vec<FacetField> = FACETS.iter().map(|name| FacetField::named(name).expect("known")).collect();
    for zones in [ZoneChoice::Story, ZoneChoice::All] {
        for query in QUERIES {
            let request = request(query, zones.clone());
            let hits = list(&SAMPLE, &request);
            let counted = question(&SAMPLE.generation, &request).facets(&fields).expect("counted");
            assert_eq!(counted.total, hits.len() as u64, "{query}");
            for facet in &counted.facets {
                let (mut want, mut none) = (BTreeMap::<String, u64>::new(), 0);
                for hit in &hits {
                    let values = values_of(hit, facet.field);
                    none += u64::from(values.is_empty());
                    // Values that a search does not distinguish count as one, however they are written.
                    let values: BTreeSet<String> = values.iter().map(|value| fold(value)).collect();
                    values.into_iter().for_each(|value| *want.entry(value).or_default() += 1);
                }
                let got: BTreeMap<String, u64> =
                    facet.values.iter().map(|(value, articles)| (fold(value), *articles)).collect();
                assert_eq!(got, want, "{} of {query}", facet.field);
                assert_eq!(facet.none + facet.year_only, none, "{} of {query}", facet.field);
                let in_order = facet
                    .values
                    .windows(2)
                    .all(|pair| pair[0].1 > pair[1].1 || (pair[0].1 == pair[1].1 && pair[0].0 < pair[1].0));
                assert!(in_order, "{:?}", facet.values);
            }
        }
    }
}

#[test]
fn a_value_counts_the_articles_that_a_search_for_it_finds() {
    let fields: Vec<FacetField> = FACETS.iter().map(|name| FacetField::named(name).expect("known")).collect();
    for query in ["*", "Starlink"] {
        let counted =
            question(&SAMPLE.generation, &request(query, ZoneChoice::Story)).facets(&fields).expect("counted");
        for facet in &counted.facets {
            let all: Vec<String> =
                facet.values.iter().map(|(value, _)| format!(" {} ", value.to_lowercase())).collect();
            for (value, articles) in &facet.values {
                // A search for a name may also find longer names that contain it.
                let part = format!(" {} ", value.to_lowercase());
                if all.iter().filter(|other| other.contains(&part)).count() > 1 {
                    continue;
                }
                let filter = match facet.field {
                    "year" | "month" => format!("date:{value}"),
                    "source" => format!("source:=\"{value}\""),
                    field @ ("person" | "org" | "place" | "nation" | "entity") => format!("{field}:\"{value}\""),
                    field => format!("{field}:=\"{value}\""),
                };
                let narrowed = request(&format!("{query} {filter}"), ZoneChoice::Story);
                assert_eq!(count(&SAMPLE.generation, &narrowed).expect("counted"), *articles, "{query} {filter}");
            }
            if !matches!(facet.field, "year" | "month" | "source") {
                let without = request(&format!("{query} -{}:*", facet.field), ZoneChoice::Story);
                assert_eq!(count(&SAMPLE.generation, &without).expect("counted"), facet.none, "{}", facet.field);
            }
        }
    }
}

/// Articles with awkward values: one author twice, one in two spellings, dates less exact than a day.
fn awkward() -> Indexed {
    let article = |number: u64, authors: Value, date: Value| {
        let text =
            format!("A zeppelin number {number} crossed the harbour, and nobody in town had seen it coming at all.");
        let url = format!("https://example.com/{number}");
        json!({"title": format!("Zeppelin {number}"), "text": text, "url": url, "authors": authors, "date": date})
    };
    let lines = [
        article(1, json!(["Jane Doe", "Jane Doe"]), json!("2024-10-25")),
        article(2, json!(["JANE DOE", "Íñigo Valcuerda"]), json!("2024-10")),
        article(3, json!(["Jane Doe"]), json!("2024")),
        article(4, json!(["Inigo Valcuerda", "Íñigo Valcuerda"]), json!(null)),
        article(5, json!([]), json!("2024-12-30")),
        article(6, json!(["Íñigo Valcuerda"]), json!("2024-12-29T23:30:00-05:00")),
    ];
    Indexed::of_lines(&lines.map(|line| line.to_string()))
}

#[test]
fn an_article_counts_once_under_a_value_however_it_is_written() {
    let indexed = awkward();
    let fields = ["author", "year", "month"].map(|name| FacetField::named(name).expect("known"));
    let counted =
        question(&indexed.generation, &request("zeppelin", ZoneChoice::Story)).facets(&fields).expect("counted");
    let values =
        |at: usize| counted.facets[at].values.iter().map(|(value, n)| (value.as_str(), *n)).collect::<Vec<_>>();
    assert_eq!(values(0), [("Jane Doe", 3), ("Íñigo Valcuerda", 3)]);
    assert_eq!(counted.facets[0].none, 1);
    assert_eq!((values(1), counted.facets[1].none), (vec![("2024", 5)], 1));
    assert_eq!(values(2), [("2024-10", 2), ("2024-12", 2)]);
    assert_eq!((counted.facets[2].none, counted.facets[2].year_only), (1, 1));
}

/// Days since 1 January 1970, counted by years and months.
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let before: i64 = (1970..year).map(|year| if leap(year) { 366 } else { 365 }).sum::<i64>()
        - (year..1970).map(|year| if leap(year) { 366 } else { 365 }).sum::<i64>();
    let lengths = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    before + lengths[..month as usize - 1].iter().sum::<i64>() + day - 1
}

/// A number for the bucket of a printed day; `None` if the day is not exact enough.
fn bucket_of(day: &str, by: Interval) -> Option<i64> {
    let parts: Vec<i64> = day.split('-').map(|part| part.parse().expect("a number")).collect();
    match (by, &parts[..]) {
        (Interval::Year, [year, ..]) => Some(*year),
        (Interval::Month, [year, month, ..]) => Some(year * 12 + month),
        (Interval::Day, [year, month, day]) => Some(day_number(*year, *month, *day)),
        // 5 January 1970 was a Monday.
        (Interval::Week, [year, month, day]) => Some((day_number(*year, *month, *day) - 4).div_euclid(7)),
        _ => None,
    }
}

/// Articles of a list by bucket, those that are not exact enough, and those without a date.
fn bucketed(hits: &[Hit], by: Interval) -> (BTreeMap<i64, u64>, u64, u64) {
    let (mut buckets, mut coarser, mut undated) = (BTreeMap::new(), 0, 0);
    for hit in hits {
        match hit.published.map(|published| bucket_of(&published.day_text(), by)) {
            None => undated += 1,
            Some(None) => coarser += 1,
            Some(Some(bucket)) => *buckets.entry(bucket).or_default() += 1,
        }
    }
    (buckets, coarser, undated)
}

#[test]
fn timelines_are_what_counting_the_list_gives() {
    let odd = awkward();
    for (indexed, queries) in [(&*SAMPLE, &QUERIES[..]), (&odd, &["zeppelin", "zeppelin date:2024-12..", "*"][..])] {
        for query in queries {
            for by in [Interval::Day, Interval::Week, Interval::Month, Interval::Year] {
                let asked = request(query, ZoneChoice::Story);
                let got = question(&indexed.generation, &asked).timeline(Some(by)).expect("counted");
                check(
                    query,
                    by,
                    &got,
                    &list(indexed, &asked),
                    &list(indexed, &request(dates_of(query), ZoneChoice::Story)),
                );
            }
        }
    }
}

/// The part of a query that also limits the archive.
fn dates_of(query: &str) -> &str {
    query.split(' ').find(|word| word.starts_with("date:")).unwrap_or("*")
}

fn check(query: &str, by: Interval, got: &Timeline, found: &[Hit], archive: &[Hit]) {
    let (hits, all) = (bucketed(found, by), bucketed(archive, by));
    let context = format!("{query} by {by:?}");
    assert_eq!((got.total.found, got.total.archive), (found.len() as u64, archive.len() as u64), "{context}");
    assert_eq!((got.coarser.found, got.coarser.archive), (hits.1, all.1), "{context}");
    assert_eq!((got.undated.found, got.undated.archive), (hits.2, all.2), "{context}");
    let buckets: Vec<_> = got.buckets().collect();
    let mut last = None;
    for bucket in &buckets {
        let number = bucket_of(&bucket.from.to_string(), by).expect("exact");
        assert_eq!(bucket_of(&bucket.to.to_string(), by), Some(number), "{context}: {}", bucket.name);
        assert!(last.is_none_or(|last| last + 1 == number), "{context}: a bucket is missing before {}", bucket.name);
        last = Some(number);
        let want = (hits.0.get(&number).copied().unwrap_or(0), all.0.get(&number).copied().unwrap_or(0));
        assert_eq!((bucket.share.found, bucket.share.archive), want, "{context}: {}", bucket.name);
    }
    let inside: u64 = buckets.iter().map(|bucket| bucket.share.found).sum();
    assert_eq!(inside + hits.1 + hits.2, found.len() as u64, "{context}");
}

/// A folder with the archive of `awkward` and an index of it.
fn answer(folder: &std::path::Path, words: &[&str]) -> (String, String, i32) {
    let mut command = program(folder);
    let output = command.env("COLUMNS", "80").args(words).output().expect("ran");
    (stdout(&output), stderr(&output), output.status.code().expect("no signal"))
}

#[test]
fn facets_and_timelines_are_written_for_people_and_programs() {
    let desk = desk();
    let folder = desk.path();
    run(folder, &["ingest", "--index", "ix", "sample_corpus"]);
    let ask = |words: &[&str]| answer(folder, &[&["--index", "ix"], words].concat());
    let (text, note, code) = ask(&["facets", "outlet,year", "Starlink", "-n", "1"]);
    assert_eq!(code, 0);
    assert!(text.starts_with("outlet\n  ") && text.contains("\n\nyear\n  "), "{text}");
    assert!(note.contains("outlet values") && note.contains("more only in margins"), "{note}");
    let (table, ..) = ask(&["facets", "outlet,year", "--format", "csv", "-q"]);
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(rows.headers().expect("a header"), vec!["field", "value", "articles"]);
    let sum: u64 = rows.records().map(|row| row.expect("a row")[2].parse::<u64>().expect("a number")).sum();
    let articles = SAMPLE.generation.manifest.articles;
    assert_eq!(sum, 2 * articles, "every article has one outlet or none, and one year or none");
    let (text, ..) = ask(&["facets", "outlet", "Starlink", "--zones", "all", "-f", "json"]);
    let all: Value = serde_json::from_str(&text).expect("JSON");
    let total = stdout(&run(folder, &["count", "--index", "ix", "Starlink", "--zones", "all"]));
    assert_eq!(all["total"].to_string(), total.trim());
    assert_eq!(ask(&["facets", "outlet", "zeppelins"]).2, 1);
    let (_, error, code) = ask(&["facets", "autor", "Starlink"]);
    assert!(code == 2 && error.contains("\"autor\"") && error.contains("write the fields, then the query"), "{error}");
    let (_, note, _) = ask(&["facets", "outlet", "author", "Starlink"]);
    assert!(note.contains("\"author\" is read as a word"), "{note}");

    let (text, note, code) =
        ask(&["timeline", "Starlink", "--by", "month", "--since", "2024-08", "--until", "2024-12"]);
    assert_eq!(code, 0);
    assert!(text.starts_with("month ") && text.contains("\n2024-10 ") && text.contains('█'), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(note.contains("articles, by month"), "{note}");
    let (text, ..) = ask(&["timeline", "--by", "year", "-f", "json", "-q"]);
    let whole: Value = serde_json::from_str(&text).expect("JSON");
    let buckets = whole["buckets"].as_array().expect("buckets");
    let inside: u64 = buckets.iter().filter_map(|bucket| bucket["articles"].as_u64()).sum();
    assert_eq!(inside + whole["undated"]["articles"].as_u64().expect("a number"), articles);
    let (table, ..) = ask(&["timeline", "--by", "year", "-f", "csv", "-q"]);
    assert!(table.starts_with("bucket,from,to,articles,archive,share\r\n"), "{table}");
    assert_eq!(table.lines().filter(|line| !line.starts_with("undated,")).count(), buckets.len() + 1);
    assert_eq!(ask(&["timeline", "zeppelins"]).2, 1);
}

#[test]
fn a_gap_in_the_archive_is_no_silence() {
    let folder = tempfile::tempdir().expect("a folder");
    let article = |number: usize, date: &str, what: &str| {
        let text =
            format!("The {what} was all that anybody in the harbour talked about on that grey day, number {number}.");
        json!({"title": format!("Story {number}"), "text": text, "date": date}).to_string()
    };
    let dates =
        [("2024-01-10", "zeppelin"), ("2024-02-10", "ferry"), ("2024-04-10", "zeppelin"), ("2024-05", "zeppelin")];
    let lines: Vec<String> = dates.iter().enumerate().map(|(at, (date, what))| article(at, date, what)).collect();
    std::fs::write(folder.path().join("a.jsonl"), lines.join("\n")).expect("written");
    let (text, ..) = answer(folder.path(), &["timeline", "--in", ".", "--by", "month", "zeppelin"]);
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[1][..4], ["2024-02", "0", "1", "0.0%"], "{text}");
    assert_eq!(rows[2][..3], ["2024-03", "0", "0"], "{text}");
    assert!(text.contains("–  no articles in the archive"), "{text}");
    let (text, ..) = answer(folder.path(), &["timeline", "--in", ".", "--by", "day", "zeppelin"]);
    assert!(text.contains("… 30 days without articles in the archive\n"), "{text}");
    assert!(text.contains("(no day)") && text.lines().last().expect("one").starts_with("(no day)  "), "{text}");
}

#[test]
fn several_passages_are_whole_sentences_with_their_marks() {
    let lines = |words: &[&str]| -> Vec<Value> {
        let desk = desk();
        let words = [&["search", "--in", "sample_corpus", "-q", "-f", "jsonl"], words].concat();
        stdout(&run(desk.path(), &words)).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    };
    let marked = |passage: &Value| -> Vec<String> {
        let text: Vec<char> = passage["text"].as_str().expect("text").chars().collect();
        let mark = |mark: &Value| {
            let (from, to) = (mark[0].as_u64().expect("from") as usize, mark[1].as_u64().expect("to") as usize);
            text[from..to].iter().collect::<String>().to_lowercase()
        };
        passage["marks"].as_array().expect("marks").iter().map(mark).collect()
    };
    let found = lines(&[
        "Starlink NEAR/6 Taiwan -Pentagon",
        "--passages",
        "3",
        "--fields",
        "passage,passages,body,deck,captions",
    ]);
    assert!(found.iter().any(|hit| hit["passages"].as_array().map_or(0, Vec::len) > 1), "none has several");
    for hit in &found {
        let passages = hit["passages"].as_array().expect("passages");
        assert!((1..=3).contains(&passages.len()));
        assert!(passages.iter().any(|passage| passage["text"] == hit["passage"]), "the best is one of them");
        for passage in passages {
            let text = passage["text"].as_str().expect("text");
            let whole = [&hit["body"], &hit["deck"], &hit["captions"]]
                .iter()
                .any(|zone| zone.as_str().is_some_and(|zone| zone.contains(text)) || zone.to_string().contains(text));
            assert!(whole || text.contains('…'), "{text}");
            let words = marked(passage);
            assert!(
                words.iter().all(|word| ["starlink", "taiwan"].iter().any(|want| word.starts_with(want))),
                "{words:?}"
            );
        }
    }
    for hit in lines(&["Starlink", "--passages", "9", "--context", "4", "--fields", "passages"]) {
        for passage in hit["passages"].as_array().expect("passages").iter().filter(|passage| marked(passage).len() == 1)
        {
            let text = passage["text"].as_str().expect("text").to_lowercase();
            let (before, after) = text.split_once("starlink").expect("the match");
            let words =
                |part: &str| part.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
            assert!(words(before) <= 4 && words(after) <= 5, "{text}");
        }
    }
}

/// Columns that a line takes, for the letters used here.
fn columns(text: &str) -> usize {
    let width = |c: char| match c {
        '\u{2068}' | '\u{2069}' | '\u{301}' => 0,
        '\u{3000}'..='\u{9fff}' | '\u{ff01}'..='\u{ff60}' => 2,
        _ => 1,
    };
    text.chars().map(width).sum()
}

#[test]
fn a_concordance_is_aligned_whatever_the_script() {
    let folder = tempfile::tempdir().expect("a folder");
    let texts = [
        "Nobody saw the zeppelin come in over the harbour, and the zeppelin was gone by noon.",
        "在东京上空，人们看到了一艘巨大的飞艇，名为 zeppelin 的飞艇，慢慢地飞过了港口和城市的上空。",
        "شاهد الناس zeppelin فوق الميناء في الصباح الباكر ثم اختفى بعد ذلك عن الأنظار",
        "Le re\u{301}cit d'un zeppelin e\u{301}gare\u{301} au-dessus de la ville, vu par un te\u{301}moin e\u{301}tonne\u{301}.",
        "zeppelin",
    ];
    let line = |(at, text): (usize, &&str)| {
        json!({"title": format!("Story {at}"), "text": text, "url": format!("https://example.com/{at}")}).to_string()
    };
    let lines: Vec<String> = texts.iter().enumerate().map(line).collect();
    std::fs::write(folder.path().join("a.jsonl"), lines.join("\n")).expect("written");
    let (text, note, code) = answer(folder.path(), &["search", "--in", ".", "--kwic", "zeppelin"]);
    assert_eq!((text.lines().count(), code), (6, 0), "{text}");
    assert!(note.ends_with("6 lines from 5 of 5 articles\n"), "{note}");
    let places = |text: &str| -> BTreeSet<usize> {
        text.lines().map(|line| columns(line.split_once('*').expect("a match").0)).collect()
    };
    assert_eq!(places(&text).len(), 1, "{text}");
    let ends: BTreeSet<usize> =
        text.lines().map(|line| columns(&line[..line.find(". undated").expect("a place")])).collect();
    assert_eq!(ends.len(), 1, "{text}");
    assert!(text.lines().all(|line| columns(line) <= 80), "{text}");
    assert!(text.contains("\u{2068}شاهد الناس\u{2069}") || text.contains("\u{2068}شاهد الناس \u{2069}"), "{text}");
    let (text, ..) =
        answer(folder.path(), &["search", "--in", ".", "--kwic", "--context", "2", "--passages", "1", "zeppelin"]);
    assert!(text.lines().count() == 5 && text.contains("saw the *zeppelin* come in  "), "{text}");
    let (table, ..) =
        answer(folder.path(), &["search", "--in", ".", "--kwic", "--context", "2", "-f", "csv", "zeppelin"]);
    assert!(
        table.starts_with("key,date,outlet,title,left,match,right\r\n")
            && table.contains(",saw the,zeppelin,come in\r\n"),
        "{table}"
    );
    assert_eq!(answer(folder.path(), &["search", "--in", ".", "--kwic", "-f", "json", "zeppelin"]).2, 2);
}

#[test]
fn nothing_found_says_what_was_searched() {
    let desk = desk();
    run(desk.path(), &["ingest", "--index", "ix", "sample_corpus"]);
    let hits = list(&SAMPLE, &request("*", ZoneChoice::Story));
    let outlets: BTreeSet<&String> = hits.iter().filter_map(|hit| hit.outlet.as_ref()).collect();
    let days: Vec<String> = hits.iter().filter_map(|hit| hit.published).map(|published| published.day_text()).collect();
    let (first, last) = (days.iter().min().expect("one"), days.iter().max().expect("one"));
    let want = format!(
        "no match in {} articles of {} outlets, dated {first} to {last}, {} undated; 1 document could not be read (see `morgue spiked`)\n",
        hits.len(),
        outlets.len(),
        hits.len() - days.len()
    );
    for verb in [&["search"][..], &["facets", "author"], &["timeline"]] {
        let output = run(desk.path(), &[verb, &["--index", "ix", "zeppelins"]].concat());
        assert_eq!((stdout(&output).as_str(), stderr(&output)), ("", want.clone()), "{verb:?}");
    }
}
