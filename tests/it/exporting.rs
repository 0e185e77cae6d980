//! Exports read back by independent readers: the content is that of the hits, and no text leaves its field.

use super::export_readers::{Record, bibliography, csl, json_lines, markdown, page, ris, table, workbook};
use super::support::{SAMPLE, cases};
use morgue::archive::{Hit, Sort};
use morgue::desk::{Request, search};
use morgue::passages::Excerpts;
use morgue::query::{ParseOptions, ZoneChoice, parse};
use morgue::render::{Format, Options, Sheet, Style, export_fields, render, texts};
use serde_json::Value;

fn hits(query: &str) -> Vec<Hit> {
    let query = parse(query, ParseOptions { any: false, today: &|| jiff::civil::date(2026, 11, 25) }).expect("read");
    let request = Request {
        query,
        zones: ZoneChoice::Story,
        sort: Sort::Newest,
        offset: 0,
        limit: None,
        excerpts: Some(Excerpts::Passages { most: 2, words: None }),
    };
    let found = search(&SAMPLE.generation, &request).expect("searched");
    found.map(|hit| Hit::clone(&hit.expect("read"))).collect()
}

fn written(format: Format, hits: &[Hit], query: &str, terminal: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let fields = export_fields(format, false);
    let sheet = Sheet {
        query,
        total: hits.len() as u64,
        offset: 0,
        fields: &fields,
        file_of: &|hit| hit.path.clone(),
        style: Style { colour: false, terminal, width: 100 },
        options: Options { generation: 7, ..Options::default() },
    };
    let count = render(format, &sheet, &mut hits.iter().map(|hit| Ok(hit.clone().into())), &mut out).expect("written");
    assert!(count == hits.len() as u64 || format == Format::Urls);
    out
}

/// The value in formats whose values are lines.
fn line(text: &str) -> String {
    let mut out = String::new();
    for c in text.replace("\r\n", "\n").chars() {
        out.push(if c < ' ' || ('\u{7f}'..='\u{9f}').contains(&c) || "\u{2028}\u{2029}".contains(c) { ' ' } else { c });
    }
    out
}

fn trimmed(text: &str) -> String {
    line(text).trim().to_owned()
}

/// Replaces several spaces with one.
fn squeezed(text: &str) -> String {
    line(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn one(record: &Record, name: &str) -> String {
    record.get(name).map(|values| values.join("|")).unwrap_or_default()
}

fn entities(hit: &Hit) -> Vec<String> {
    let kinds = [&hit.record.entities.person, &hit.record.entities.org, &hit.record.entities.place];
    kinds.into_iter().flatten().map(|entity| entity.name.clone()).collect()
}

fn date(hit: &Hit) -> String {
    hit.published.map(|published| published.to_string()).unwrap_or_default()
}

/// The columns of a table, according to the export mappings.
fn columns(hit: &Hit) -> Vec<(&'static str, String)> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        ("rank", hit.rank.to_string()),
        ("key", hit.key.clone()),
        ("title", hit.zones.title.clone()),
        ("authors", hit.authors.join("; ")),
        ("outlet", text(&hit.outlet)),
        ("date", date(hit)),
        ("date_precision", hit.published.map(|published| published.precision.name().to_owned()).unwrap_or_default()),
        (
            "date_origin",
            hit.record
                .origins
                .get("date")
                .filter(|_| hit.published.is_some())
                .map(|it| it.as_str().to_owned())
                .unwrap_or_default(),
        ),
        ("url", text(&hit.record.url)),
        ("section", text(&hit.section)),
        ("language", text(&hit.language)),
        ("words", hit.words.to_string()),
        ("entities", entities(hit).join("; ")),
        ("passage", hit.passage.text.clone()),
        ("zones", hit.matched_zones.join("; ")),
        ("hits", hit.matches.to_string()),
        ("score", String::new()),
        ("path", hit.path.clone()),
        ("sha256", hit.text_digest().to_owned()),
    ]
}

#[test]
fn tables_hold_every_column_of_every_article() {
    let hits = hits("*");
    assert!(hits.len() > 70);
    for (format, delimiter) in [(Format::Csv, b','), (Format::Tsv, b'\t')] {
        let rows = table(&written(format, &hits, "*", false), delimiter);
        assert_eq!(rows.len(), hits.len());
        for (row, hit) in rows.iter().zip(&hits) {
            columns(hit).iter().for_each(|(name, want)| assert_eq!(one(row, name), line(want), "{name}"));
            assert_eq!(row.len(), 19);
        }
    }
}

#[test]
fn workbooks_hold_every_column_with_real_dates() {
    let hits = hits("*");
    let rows = workbook(&written(Format::Xlsx, &hits, "*", false));
    assert_eq!(rows.len(), hits.len());
    let mut moments = 0;
    for (row, hit) in rows.iter().zip(&hits) {
        for (name, want) in columns(hit) {
            // A spreadsheet knows no zone: the time is in the article's own.
            let want = if name == "date" && want.len() > 19 { want[..19].to_owned() } else { line(&want) };
            moments += usize::from(name == "date" && want.len() == 19);
            let want = want.strip_suffix("T00:00:00").unwrap_or(&want);
            assert_eq!(one(row, name), want, "{name} of {}", hit.key);
        }
    }
    assert!(moments > 5);
}

#[test]
fn json_lines_leave_nothing_out() {
    let hits = hits("Starlink");
    let lines = json_lines(&written(Format::Jsonl, &hits, "Starlink", false));
    let document: Value = serde_json::from_slice(&written(Format::Json, &hits, "Starlink", false)).expect("JSON");
    assert_eq!(document["hits"].as_array(), Some(&lines));
    assert_eq!(lines.len(), hits.len());
    for (object, hit) in lines.iter().zip(&hits) {
        assert_eq!(
            (&object["title"], &object["key"]),
            (&Value::from(hit.zones.title.as_str()), &Value::from(hit.key.as_str()))
        );
        assert_eq!(object["passages"].as_array().map(Vec::len), Some(hit.passages.len()));
        assert_eq!(object["entities"]["person"].as_array().map(Vec::len), Some(hit.record.entities.person.len()));
    }
}

/// The names of a reference in reading order.
fn in_order(name: &str) -> String {
    name.split_once(", ").map_or_else(|| name.to_owned(), |(family, given)| format!("{given} {family}"))
}

/// How what is above a story in the sample and no prose begins: a byline, a time, a greeting, the sections of a paper, a deck.
const ABOVE_STORIES: [&str; 5] = ["By ", "25.10.2024, 11:20 Uhr", "Dear readers,", "Start Politik", "Dörfer sind von"];

fn lead(hit: &Hit) -> String {
    let is_prose = |text: &&str| !ABOVE_STORIES.iter().any(|above| text.starts_with(above));
    let paragraph = || hit.zones.story.split("\n\n").find(is_prose).unwrap_or_default();
    let deck = Some(hit.zones.deck.as_str()).filter(|deck| !deck.is_empty() && is_prose(deck));
    trimmed(deck.unwrap_or_else(paragraph))
}

#[test]
fn ris_records_are_the_mapping_of_the_hits() {
    let hits = hits("*");
    let records = ris(&written(Format::Ris, &hits, "all of it", false));
    assert_eq!(records.len(), hits.len());
    for (record, hit) in records.iter().zip(&hits) {
        let text = |value: &Option<String>| trimmed(value.as_deref().unwrap_or_default());
        let day = hit.published.map(|published| published.day_text()).unwrap_or_default();
        let parts: Vec<&str> = day.split('-').collect();
        let slashes = match parts[..] {
            [""] => String::new(),
            [year] => format!("{year}///"),
            [year, month] => format!("{year}/{month}//"),
            _ => format!("{}/", parts.join("/")),
        };
        for (tag, want) in [
            ("TY", "NEWS".to_owned()),
            ("TI", trimmed(&hit.zones.title)),
            ("T2", text(&hit.outlet)),
            ("DA", slashes),
            ("PY", parts[0].to_owned()),
            ("AB", lead(hit)),
            ("SE", text(&hit.section)),
            ("LA", text(&hit.language)),
            ("UR", text(&hit.record.url)),
            ("DB", hit.source.clone()),
            ("AN", hit.path.clone()),
            ("DP", "morgue".to_owned()),
            ("N1", format!("morgue:{} sha256:{} query:all of it", hit.key, hit.text_digest())),
        ] {
            assert_eq!(one(record, tag), want, "{tag} of {}", hit.key);
        }
        let authors: Vec<String> = record.get("AU").into_iter().flatten().map(|name| in_order(name)).collect();
        assert_eq!(authors, hit.authors.iter().map(|name| trimmed(name).replace(',', "")).collect::<Vec<_>>());
        assert_eq!(record.get("KW").map_or(0, Vec::len), distinct(hit).len());
    }
}

fn distinct(hit: &Hit) -> Vec<String> {
    let mut names = Vec::new();
    entities(hit).into_iter().map(|name| trimmed(&name)).for_each(|name| {
        let is_author = hit.authors.iter().any(|author| author.eq_ignore_ascii_case(&name));
        if !names.contains(&name) && !is_author {
            names.push(name)
        }
    });
    names
}

#[test]
fn bibliographies_are_the_mapping_of_the_hits() {
    const MONTHS: &str = "JanuaryFebruaryMarchAprilMayJuneJulyAugustSeptemberOctoberNovemberDecember";
    let hits = hits("*");
    for format in [Format::Bibtex, Format::Biblatex] {
        let entries = bibliography(&written(format, &hits, "*", false));
        assert_eq!(entries.len(), hits.len(), "keys are unique");
        for (entry, hit) in entries.iter().zip(&hits) {
            let outlet = if format == Format::Bibtex { "journal" } else { "journaltitle" };
            assert_eq!(squeezed(&one(entry, "title")), squeezed(&hit.zones.title));
            assert_eq!(squeezed(&one(entry, outlet)), squeezed(hit.outlet.as_deref().unwrap_or_default()));
            assert_eq!(one(entry, "url"), hit.record.url.clone().unwrap_or_default());
            assert_eq!(squeezed(&one(entry, "abstract")), squeezed(&lead(hit)));
            assert_eq!(
                entry["author"].iter().map(|name| squeezed(name)).collect::<Vec<_>>(),
                hit.authors.iter().map(|name| squeezed(name)).collect::<Vec<_>>()
            );
            let day = hit.published.map(|published| published.day_text()).unwrap_or_default();
            if format == Format::Biblatex {
                assert_eq!(one(entry, "date"), day);
                assert_eq!(one(entry, "entrysubtype"), "newspaper");
            } else {
                assert_eq!(one(entry, "year"), day.get(..4).unwrap_or_default());
                assert_eq!(one(entry, "day"), day.get(8..).unwrap_or_default().trim_start_matches('0'));
                assert!(MONTHS.contains(&one(entry, "month")), "{}", one(entry, "month"));
            }
            assert!(one(entry, "key").ends_with(&hit.key[2..10]));
        }
    }
}

#[test]
fn csl_items_are_the_mapping_of_the_hits() {
    let hits = hits("*");
    let items = csl(&written(Format::CslJson, &hits, "all", false));
    assert_eq!(items.len(), hits.len());
    for (item, hit) in items.iter().zip(&hits) {
        let text = |key: &str| item[key].as_str().unwrap_or_default().to_owned();
        assert_eq!(text("title"), trimmed(&hit.zones.title));
        assert_eq!(text("container-title"), hit.outlet.clone().unwrap_or_default());
        assert_eq!(text("URL"), hit.record.url.clone().unwrap_or_default());
        assert_eq!(text("abstract"), lead(hit));
        assert_eq!(text("keyword"), distinct(hit).join("; "));
        assert_eq!(text("note"), format!("morgue:{}", hit.key));
        let names = item["author"].as_array().into_iter().flatten().map(|name| match name["literal"].as_str() {
            Some(name) => name.to_owned(),
            None => format!("{} {}", name["given"].as_str().expect("given"), name["family"].as_str().expect("family")),
        });
        assert_eq!(names.collect::<Vec<_>>(), hit.authors);
        let day = hit.published.map(|published| published.day_text());
        let parts =
            day.map(|day| day.split('-').map(|part| part.parse::<u64>().expect("a number")).collect::<Vec<_>>());
        assert_eq!(item.get("issued").map(|issued| issued["date-parts"][0].clone()), parts.map(Value::from));
        let custom = &item["custom"];
        assert_eq!(
            (custom["morgue_id"].as_str(), custom["sha256"].as_str(), custom["generation"].as_u64()),
            (Some(hit.key.as_str()), Some(hit.text_digest()), Some(7))
        );
    }
}

#[test]
fn pages_and_notes_have_every_title_with_its_address() {
    let hits = hits("*");
    let want: Vec<(String, Option<String>)> = hits
        .iter()
        .map(|hit| {
            (trimmed(if hit.zones.title.is_empty() { "untitled" } else { &hit.zones.title }), hit.record.url.clone())
        })
        .collect();
    assert_eq!(page(&written(Format::Html, &hits, "*", false)), want);
    assert_eq!(markdown(&written(Format::Markdown, &hits, "*", false)), want);
}

#[test]
fn lists_have_a_line_for_each_article() {
    let hits = hits("Starlink");
    let lines = |format| {
        String::from_utf8(written(format, &hits, "x", false))
            .expect("text")
            .lines()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(lines(Format::Ids), hits.iter().map(|hit| hit.key.clone()).collect::<Vec<_>>());
    assert_eq!(lines(Format::Urls), hits.iter().filter_map(|hit| hit.record.url.clone()).collect::<Vec<_>>());
}

/// An article in which every text is `text`, and whose key is not a real key.
fn poisoned(hit: &Hit, text: &str) -> Hit {
    let mut hit = hit.clone();
    let some = Some(text.to_owned());
    hit.zones.title = text.to_owned();
    hit.zones.deck = text.to_owned();
    hit.zones.story = format!("{text}\n\n{text}");
    (hit.outlet, hit.section, hit.language, hit.record.url) = (some.clone(), some.clone(), some.clone(), some);
    (hit.authors, hit.person, hit.org) = (vec![text.to_owned()], vec![text.to_owned()], vec![text.to_owned()]);
    hit.source = text.to_owned();
    hit.passage.text = text.to_owned();
    hit.passage.marks = Vec::new();
    hit.passages = vec![hit.passage.clone()];
    hit.title_marks = Vec::new();
    hit
}

fn injections() -> Vec<(String, String)> {
    let lines = std::fs::read(cases("export/injection.jsonl")).expect("read");
    let text =
        |case: &Value| case["text"].as_str().expect("a text").repeat(case["times"].as_u64().unwrap_or(1) as usize);
    json_lines(&lines).iter().map(|case| (case["kind"].as_str().expect("a kind").to_owned(), text(case))).collect()
}

/// The text in a citation: without characters that hide or reorder text.
fn seen(text: &str) -> String {
    let hidden = |c: char| {
        "\u{ad}\u{61c}\u{180e}\u{200b}\u{200e}\u{200f}\u{2060}\u{feff}".contains(c)
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2061}'..='\u{206f}').contains(&c)
            || ('\u{fff9}'..='\u{fffb}').contains(&c)
            || ('\u{e0000}'..='\u{e007f}').contains(&c)
    };
    text.replace(hidden, "")
}

#[test]
fn only_addresses_of_the_web_are_links() {
    let clean = hits("Starlink");
    for address in
        ["javascript:alert(1)", "data:text/html,x", " JavaScript:x", "file:///etc/passwd", "ftp://x.example/a"]
    {
        let mut hit = clean[0].clone();
        hit.record.url = Some(address.to_owned());
        let one_of = |format| written(format, std::slice::from_ref(&hit), "x", false);
        let record = &ris(&one_of(Format::Ris))[0];
        assert_eq!(record.get("UR"), None, "{address}");
        assert_eq!(record["N1"][1], format!("address: {}", address.trim()));
        for format in [Format::Bibtex, Format::Biblatex] {
            let entry = &bibliography(&one_of(format))[0];
            assert!(!entry.contains_key("url") && one(entry, "note").ends_with(address.trim()), "{address}");
        }
        let item = &csl(&one_of(Format::CslJson))[0];
        assert!(item.get("URL").is_none() && item["note"].as_str().is_some_and(|note| note.ends_with(address.trim())));
        assert_eq!(page(&one_of(Format::Html))[0].1, None, "{address}");
        assert_eq!(markdown(&one_of(Format::Markdown))[0].1, None, "{address}");
    }
}

#[test]
fn family_names_reach_every_citation_whole() {
    let mut hit = hits("Starlink")[0].clone();
    hit.authors = ["José Ortega y Gasset", "Anna De Groot", "Oliver St. John", "Pieter van der Berg", "John Roe Jr."]
        .map(str::to_owned)
        .to_vec();
    let one_of = |format| written(format, std::slice::from_ref(&hit), "x", false);
    let want =
        ["Ortega y Gasset, José", "De Groot, Anna", "St. John, Oliver", "van der Berg, Pieter", "Roe, John, Jr."];
    assert_eq!(ris(&one_of(Format::Ris))[0]["AU"], want);
    for format in [Format::Bibtex, Format::Biblatex] {
        assert_eq!(bibliography(&one_of(format))[0]["author"], hit.authors);
    }
    let item = &csl(&one_of(Format::CslJson))[0];
    let names = item["author"].as_array().expect("names").iter().map(|name| {
        let part = |key: &str| name[key].as_str().map(str::to_owned);
        [part("family"), part("given"), part("suffix")].into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    assert_eq!(names.collect::<Vec<_>>(), want);
}

#[test]
fn no_text_gets_out_of_its_place() {
    let kinds = injections();
    assert!(kinds.len() >= 45, "{}", kinds.len());
    let clean = hits("Starlink");
    for (kind, text) in kinds {
        let bad = poisoned(&clean[1], &text);
        let three = [clean[0].clone(), bad.clone(), clean[2].clone()];
        let out = |format| written(format, &three, &text, false);
        let shown = seen(&text);
        let neighbours = |titles: Vec<String>, want: String| {
            let all = [squeezed(&clean[0].zones.title), squeezed(&want), squeezed(&clean[2].zones.title)];
            assert_eq!(titles.iter().map(|title| squeezed(title)).collect::<Vec<_>>(), all, "{kind}");
        };
        let titles =
            |records: Vec<Record>, name: &str| records.iter().map(|record| one(record, name)).collect::<Vec<_>>();
        for (format, delimiter) in [(Format::Csv, b','), (Format::Tsv, b'\t')] {
            neighbours(titles(table(&out(format), delimiter), "title"), text.clone());
        }
        let cell: String = text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}").chars().take(32_767).collect();
        neighbours(titles(workbook(&out(Format::Xlsx)), "title"), cell);
        let records = ris(&out(Format::Ris));
        assert_eq!(records[1]["AU"].len(), 1, "{kind}");
        neighbours(titles(records, "TI"), shown.clone());
        for format in [Format::Bibtex, Format::Biblatex] {
            let entries = bibliography(&out(format));
            assert_eq!(entries[1]["author"].len(), 1, "{kind}");
            neighbours(titles(entries, "title"), shown.clone());
        }
        let of =
            |items: &[Value]| items.iter().map(|item| item["title"].as_str().unwrap_or_default().to_owned()).collect();
        neighbours(of(&csl(&out(Format::CslJson))), shown.clone());
        let lines = json_lines(&out(Format::Jsonl));
        assert_eq!(lines[1]["title"].as_str(), Some(text.as_str()), "{kind}");
        neighbours(markdown(&out(Format::Markdown)).into_iter().map(|(title, _)| title).collect(), text.clone());
        neighbours(page(&out(Format::Html)).into_iter().map(|(title, _)| title).collect(), text.clone());
        let urls = String::from_utf8(out(Format::Urls)).expect("text");
        assert_eq!(urls.matches('\n').count(), 3, "{kind}");
    }
}

#[test]
fn nothing_moves_a_terminal_or_turns_it_around() {
    let clean = hits("Starlink");
    for (kind, text) in injections() {
        let bad = [poisoned(&clean[0], &text)];
        for format in [
            Format::Csv,
            Format::Tsv,
            Format::Ris,
            Format::Bibtex,
            Format::Biblatex,
            Format::CslJson,
            Format::Markdown,
            Format::Html,
            Format::Urls,
            Format::Paths,
            Format::Json,
            Format::Jsonl,
        ] {
            let out = String::from_utf8(written(format, &bad, &text, true)).expect("text");
            let moves = |c: char| {
                (c.is_control() && !"\n\r\t".contains(c))
                    || "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{200e}\u{200f}\u{61c}"
                        .contains(c)
            };
            assert!(!out.contains(moves), "{kind} as {format:?}: {out:?}");
            assert!(!out.replace("\r\n", "").contains('\r'), "{kind} as {format:?}");
        }
    }
}

#[test]
fn texts_are_named_for_keys_alone() {
    let place = tempfile::tempdir().expect("a folder");
    for (nth, (kind, text)) in injections().into_iter().enumerate() {
        let folder = place.path().join(nth.to_string());
        std::fs::create_dir(&folder).expect("made");
        let mut bad = poisoned(&hits("Starlink")[0], &text);
        bad.key = format!("a_{}", text.chars().take(50).collect::<String>());
        texts(&folder, &mut std::iter::once(Ok(bad.into()))).expect("written");
        let names: Vec<String> = std::fs::read_dir(&folder)
            .expect("read")
            .map(|entry| entry.expect("read").file_name().into_string().expect("text"))
            .collect();
        let plain = |name: &String| {
            name.strip_suffix(".txt")
                .is_some_and(|stem| stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
        };
        assert!(names.len() == 1 && names.iter().all(plain), "{kind}: {names:?}");
    }
    assert_eq!(std::fs::read_dir(place.path()).expect("read").count(), injections().len());
}
