//! Names as fields: what a name finds, its positions, what counts as the same, and what is shown about it.

use super::support::{Indexed, cases, index, run, settings, stderr, stdout};
use morgue::archive::{Hit, Sort};
use morgue::article::NameKind;
use morgue::desk::{Request, count, search};
use morgue::enrich::Ner;
use morgue::index::{Archive, Generation, own_names_file};
use morgue::ingest::{Copies, Settings, Unwatched, forget, ingest};
use morgue::passages::Excerpts;
use morgue::query::{ParseOptions, ZoneChoice, parse};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Four articles name Gregory Harwood in full; one has only his surname, one somebody else's.
fn stories() -> Vec<(&'static str, &'static str)> {
    vec![
        (
            "one",
            "Gregory Harwood met Ilse van der Maas in Copenhagen on Monday. Harwood said the port would pay. Nobody asked Harwood why.",
        ),
        ("two", "The port of Tallinn was sold by Gregory Harwood, who is its chairman. Russian buyers stayed away."),
        ("three", "Gregory Harwood and Ilse van der Maas signed the paper in Tallinn. Van der Maas smiled."),
        ("four", "On Friday the mayor thanked Gregory Harwood for the new bridge. The U.S. had offered help."),
        ("five", "Critics say that Harwood should have asked the council of Tallinn first."),
        (
            "six",
            "A bridge in Copenhagen was closed on Friday after Nora Lindqvist had walked over it. The United States was not named.",
        ),
    ]
}

fn write(folder: &Path) {
    let line = |(name, text): (&str, &str)| {
        let url = format!("https://example.com/{name}");
        json!({"title": format!("Number {name}"), "text": text, "url": url, "date": "2024-10-25", "language": "en"})
    };
    let lines: Vec<String> = stories().into_iter().map(|story| line(story).to_string()).collect();
    std::fs::write(folder.join("articles.jsonl"), lines.join("\n")).expect("written");
}

fn with_model() -> Settings {
    Settings { ner: Ner::Crf, ..settings() }
}

fn archive_of(folder: &Path) -> (Archive, Generation) {
    write(folder);
    let archive = Archive::at(folder.join(".morgue"));
    archive.create().expect("made");
    archive.add_source(folder).expect("added");
    ingest(&archive, &with_model(), &Unwatched).expect("indexed");
    let generation = Generation::open(&archive).expect("opened");
    (archive, generation)
}

fn request(query: &str) -> Request {
    let reading = ParseOptions { any: false, today: &|| jiff::civil::date(2024, 10, 28) };
    let query = parse(query, reading).unwrap_or_else(|error| panic!("{query}: {error:?}"));
    Request {
        query,
        zones: ZoneChoice::Story,
        sort: Sort::Oldest,
        offset: 0,
        limit: None,
        excerpts: Some(Excerpts::default()),
    }
}

fn hits(generation: &Generation, query: &str) -> Vec<Hit> {
    let request = request(query);
    let hits: Vec<Hit> =
        search(generation, &request).expect("searched").map(|hit| Hit::clone(&hit.expect("read"))).collect();
    assert_eq!(count(generation, &request).expect("counted"), hits.len() as u64, "{query}");
    hits
}

fn titles(generation: &Generation, query: &str) -> BTreeSet<String> {
    hits(generation, query).into_iter().map(|hit| hit.zones.title.replace("Number ", "")).collect()
}

#[test]
fn a_name_finds_what_is_taken_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, generation) = archive_of(folder.path());
    for (query, want) in [
        // Once in full and twice by the surname; by the surname alone.
        ("person:\"Gregory Harwood\"", &["one", "two", "three", "four", "five"][..]),
        ("entity:\"Gregory Harwood\"", &["one", "two", "three", "four", "five"]),
        ("person:\"Ilse van der Maas\"", &["one", "three"]),
        ("place:Tallinn", &["two", "three", "five"]),
        // The embedded table knows other names of a country; its adjective is a nation.
        ("place:\"United States\"", &["four", "six"]),
        ("place:US", &["four", "six"]),
        ("place:Russia", &[]),
        ("nation:Russia", &["two"]),
        ("entity:Russia", &["two"]),
        // A form as written.
        ("person:=\"Harwood\"", &["one", "five"]),
        ("person:=\"harwood\"", &[]),
        ("place:=\"U.S.\"", &["four"]),
        ("entity:=\"Russian\"", &["two"]),
        // Next to words, and next to each other.
        ("person:\"Gregory Harwood\" NEAR/3 said", &["one"]),
        ("said NEAR/3 person:\"Gregory Harwood\"", &["one"]),
        ("said PRE/9 person:\"Gregory Harwood\"", &["one"]),
        ("person:\"Gregory Harwood\" PRE/1 should", &["five"]),
        ("person:\"Gregory Harwood\" PRE/1 have", &[]),
        ("person:\"Gregory Harwood\" PRE/2 have", &["five"]),
        ("person:\"Gregory Harwood\" NEAR/2 person:\"Ilse van der Maas\"", &["one", "three"]),
        ("person:\"Gregory Harwood\" SAME/S place:Copenhagen", &["one"]),
        ("ATLEAST/3 person:\"Gregory Harwood\"", &["one"]),
        ("ATLEAST/2 person:\"Gregory Harwood\"", &["one"]),
        ("(person:=\"Harwood\" OR mayor) NEAR/3 (why OR thanked)", &["one", "four"]),
        ("body:(mayor NEAR/2 thanked) -person:Lindqvist", &["four"]),
    ] {
        let want: BTreeSet<String> = want.iter().map(ToString::to_string).collect();
        assert_eq!(titles(&generation, query), want, "{query}");
    }
}

#[test]
fn mentions_are_marked_where_they_stand() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, generation) = archive_of(folder.path());
    for (query, title, want) in [
        ("person:\"Gregory Harwood\"", "one", &["Gregory Harwood", "Harwood", "Harwood"][..]),
        ("person:\"Gregory Harwood\" NEAR/3 said", "one", &["Harwood said"]),
        ("person:\"Ilse van der Maas\" NEAR/1 smiled", "three", &["Van der Maas smiled"]),
    ] {
        let hit = hits(&generation, query).into_iter().find(|hit| hit.zones.title.ends_with(title)).expect(query);
        let marked: Vec<&str> = hit.passage.marks.iter().map(|mark| &hit.passage.text[mark.clone()]).collect();
        assert_eq!(marked, want, "{query}: {}", hit.passage.text);
    }
}

#[test]
fn every_mention_stands_where_it_is_said_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, generation) = archive_of(folder.path());
    let mut mentions = 0;
    for hit in hits(&generation, "*") {
        for (_, entity) in hit.record.entities.each() {
            let at: BTreeSet<String> = entity
                .at
                .iter()
                .map(|place| hit.zones.named(*place).expect("inside").split_whitespace().collect::<Vec<_>>().join(" "))
                .collect();
            assert_eq!(at, entity.forms.iter().cloned().collect(), "{entity:?}");
            assert_eq!(entity.at.len(), entity.mentions as usize);
            mentions += entity.at.len();
        }
    }
    assert!(mentions > 15, "{mentions}");
}

#[test]
fn users_merge_and_part_names_without_a_new_index() {
    let folder = tempfile::tempdir().expect("a folder");
    let (archive, generation) = archive_of(folder.path());
    assert_eq!(titles(&generation, "person:\"Gregory Harwood\"").len(), 5);
    let say = |text: &str| {
        std::fs::create_dir_all(archive.user()).expect("made");
        std::fs::write(own_names_file(&archive), text).expect("written");
        Generation::open(&archive).expect("opened")
    };
    let parted = say("[[person]]\nname = \"Gregory Harwood\"\napart = [\"Harwood\"]\n");
    assert_eq!(titles(&parted, "person:=\"Harwood\"").len(), 2, "forms stay");
    assert_eq!(titles(&parted, "person:\"Gregory Harwood\"").len(), 4);
    let merged = say("[[person]]\nname = \"The bridge people\"\nalso = [\"Nora Lindqvist\", \"Gregory Harwood\"]\n");
    assert_eq!(titles(&merged, "person:\"Nora Lindqvist\"").len(), 5);
    let told = run(folder.path(), &["explain", "person:\"Nora Lindqvist\""]);
    assert!(stdout(&told).contains("aliases.toml"), "{}", stdout(&told));
    let facets = run(folder.path(), &["facets", "person", "--format", "csv"]);
    assert!(stdout(&facets).contains("person,The bridge people,5"), "{}", stdout(&facets));
    say("[[person]]\nname = \"Ann\"\nallso = [\"B\"]\n");
    let refused = run(folder.path(), &["count", "person:Ann"]);
    assert!(stderr(&refused).contains("aliases.toml") && stderr(&refused).contains("line 3"), "{}", stderr(&refused));
}

#[test]
fn a_replay_says_that_a_name_stands_for_others_than_it_did() {
    let folder = tempfile::tempdir().expect("a folder");
    let (archive, _) = archive_of(folder.path());
    let elsewhere = tempfile::tempdir().expect("a folder");
    let list = elsewhere.path().join("list.csv");
    let list = list.to_str().expect("text");
    let exported = run(folder.path(), &["export", "person:\"Gregory Harwood\"", "--index", ".morgue", "-o", list]);
    assert_eq!(exported.status.code(), Some(0), "{}", stderr(&exported));
    let replay = || run(folder.path(), &["replay", "--index", ".morgue", list]);
    assert_eq!(replay().status.code(), Some(0), "{}", stderr(&replay()));
    std::fs::create_dir_all(archive.user()).expect("made");
    let parted = "[[person]]\nname = \"Gregory Harwood\"\napart = [\"Harwood\"]\n";
    std::fs::write(own_names_file(&archive), parted).expect("written");
    let changed = replay();
    assert_eq!(changed.status.code(), Some(1));
    let told = format!("{}{}", stdout(&changed), stderr(&changed));
    assert!(told.contains("\"person:Gregory Harwood\" no longer finds harwood"), "{told}");
    assert!(told.contains("note: aliases of names by users: different now"), "{told}");
}

#[test]
fn what_a_surname_stands_for_is_learned_at_a_rebuild_and_frozen_between() {
    let folder = tempfile::tempdir().expect("a folder");
    let (archive, generation) = archive_of(folder.path());
    let shown =
        |generation: &Generation| generation.names().expect("read").shown(NameKind::Person, "Harwood").to_owned();
    assert_eq!(shown(&generation), "Gregory Harwood");
    // Three articles about another Harwood: fewer than nine in ten agree.
    let others: Vec<String> = (0..3)
        .map(|nth| {
            let text = format!("Angela Harwood opened shop number {nth} in Lisbon. Customers waited in the rain for hours.");
            json!({"title": format!("Shop {nth}"), "text": text, "url": format!("https://example.com/s{nth}"), "language": "en"})
                .to_string()
        })
        .collect();
    std::fs::write(folder.path().join("others.jsonl"), others.join("\n")).expect("written");
    ingest(&archive, &with_model(), &Unwatched).expect("indexed");
    assert_eq!(shown(&Generation::open(&archive).expect("opened")), "Gregory Harwood");
    ingest(&archive, &Settings { force: true, ..with_model() }, &Unwatched).expect("rebuilt");
    assert_eq!(shown(&Generation::open(&archive).expect("opened")), "Harwood");
}

#[test]
fn names_are_learned_again_without_forgotten_articles() {
    let folder = tempfile::tempdir().expect("a folder");
    let (archive, generation) = archive_of(folder.path());
    let key = |title: &str| hits(&generation, &format!("title:{title}"))[0].key.clone();
    let forget_one = |title: &str| {
        forget(&archive, &[key(title)], Copies::Forget, &with_model()).expect("forgotten");
        Generation::open(&archive).expect("opened").names().expect("read").shown(NameKind::Person, "Harwood").to_owned()
    };
    assert_eq!(forget_one("six"), "Gregory Harwood", "an article without him changes nothing");
    // Of the four articles with his full name two are left, which are too few.
    forget_one("one");
    assert_eq!(forget_one("two"), "Harwood");
}

#[test]
fn names_are_ranked_with_their_companions() {
    let folder = tempfile::tempdir().expect("a folder");
    archive_of(folder.path());
    let told = |words: &[&str]| {
        let told = run(folder.path(), words);
        assert_eq!(told.status.code(), Some(0), "{words:?}: {}", stderr(&told));
        stdout(&told)
    };
    let ranked: Value = serde_json::from_str(&told(&["entities", "--format", "json"])).expect("JSON");
    let first = &ranked["entities"][0];
    assert_eq!((first["name"].as_str(), first["articles"].as_u64()), (Some("Gregory Harwood"), Some(5)));
    assert!(told(&["entities", "--kind", "person"]).lines().nth(1).expect("a line").contains("Gregory Harwood"));
    let beside: Value =
        serde_json::from_str(&told(&["entities", "--with", "Gregory Harwood", "--format", "json"])).expect("JSON");
    let beside: Vec<(&str, u64)> = beside["entities"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|value| (value["name"].as_str().expect("a name"), value["articles"].as_u64().expect("a number")))
        .collect();
    assert!(beside.contains(&("Ilse van der Maas", 2)) && beside.contains(&("Tallinn", 3)), "{beside:?}");
    assert!(!beside.iter().any(|(name, _)| name.contains("Harwood") || *name == "Nora Lindqvist"), "{beside:?}");
    let about: Value = serde_json::from_str(&told(&["entity", "--json", "Gregory", "Harwood"])).expect("JSON");
    assert_eq!(about["articles"], 5);
    assert_eq!(about["forms"][0], json!({"name": "Gregory Harwood", "count": 4}));
    assert_eq!(about["taken"][0]["name"], "Harwood");
    assert_eq!(about["timeline"][0], json!({"bucket": "2024-10", "articles": 5, "archive": 6}));
    let none = run(folder.path(), &["entity", "Nobody", "Atall"]);
    assert_eq!(none.status.code(), Some(1));
}

#[test]
fn graphs_hold_every_pair() {
    let folder = tempfile::tempdir().expect("a folder");
    archive_of(folder.path());
    for file in ["names.graphml", "names.csv"] {
        let written = run(folder.path(), &["entities", "--graph", file]);
        assert_eq!(written.status.code(), Some(0), "{}", stderr(&written));
    }
    let text = std::fs::read_to_string(folder.path().join("names.graphml")).expect("read");
    let edges = edges_of(&text);
    let mut table = csv::Reader::from_path(folder.path().join("names.csv")).expect("read");
    let rows: BTreeSet<(String, String, String)> = table
        .records()
        .map(|row| row.expect("a row"))
        .map(|row| (row[0].to_owned(), row[1].to_owned(), row[3].to_owned()))
        .collect();
    assert_eq!(edges, rows);
    assert!(rows.contains(&("Gregory Harwood".into(), "Tallinn".into(), "3".into())), "{rows:?}");
    let refused = run(folder.path(), &["entities", "--graph", "names.txt"]);
    assert_eq!(refused.status.code(), Some(2));
}

/// The edges of a GraphML file: labels of both ends and the weight.
fn edges_of(graphml: &str) -> BTreeSet<(String, String, String)> {
    use quick_xml::events::{BytesStart, Event};
    let attribute = |element: &BytesStart, name: &str| {
        let found = element.attributes().filter_map(Result::ok).find(|attribute| attribute.key.as_ref() == name);
        found.map(|attribute| attribute.value.into_owned()).unwrap_or_default()
    };
    let (mut labels, mut ends, mut edges) = (Vec::new(), (0, 0), BTreeSet::new());
    let mut key = String::new();
    let mut reader = quick_xml::Reader::from_str(graphml);
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(element) if element.name().as_ref() == "edge" => {
                let number = |end: &str| attribute(&element, end)[1..].parse::<usize>().expect("a number");
                ends = (number("source"), number("target"));
            }
            Event::Start(element) if element.name().as_ref() == "data" => key = attribute(&element, "key").to_string(),
            Event::Text(text) if key == "label" => labels.push(text.to_string()),
            Event::Text(text) if key == "weight" => {
                edges.insert((ends.0, ends.1, text.to_string()));
            }
            Event::End(_) => key.clear(),
            Event::Eof => break,
            _ => {}
        }
    }
    edges.into_iter().map(|(one, other, weight)| (labels[one].clone(), labels[other].clone(), weight)).collect()
}

#[test]
fn margins_name_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = std::fs::read_to_string(cases("pages/margin_names.html")).expect("read");
    std::fs::write(folder.path().join("page.html"), page).expect("written");
    let archive = Archive::at(folder.path().join(".morgue"));
    index(&archive, folder.path()).expect("indexed");
    let generation = Generation::open(&archive).expect("opened");
    assert_eq!(hits(&generation, "person:\"Gregory Harwood\"").len(), 1);
    assert_eq!(hits(&generation, "person:\"Nora Lindqvist\"").len(), 0);
    let anywhere = Request { zones: ZoneChoice::All, ..request("Lindqvist") };
    assert_eq!(count(&generation, &anywhere).expect("counted"), 1, "her name stands in the margin");
}

/// Names near words compared with brute force: positions counted again from the stored text and the positions of
/// mentions.
#[test]
fn nearness_of_names_is_what_counting_words_gives() {
    let sample = &*super::support::SAMPLE;
    let all = hits(&sample.generation, "*");
    let (mut asked, mut found) = (0, 0);
    for (name, word) in [
        ("Vladimir Putin", "said"),
        ("Vladimir Putin", "russian"),
        ("Xi Jinping", "leader"),
        ("Donald Trump", "the"),
        ("Taiwan", "starlink"),
        ("Ukraine", "war"),
        ("Elon Musk", "putin"),
    ] {
        for within in [1u32, 3, 8] {
            let query = format!("entity:\"{name}\" NEAR/{within} \"{word}\"");
            let got: BTreeSet<String> = hits(&sample.generation, &query).into_iter().map(|hit| hit.key).collect();
            let taken = sample.generation.names().expect("read");
            let want: BTreeSet<String> = all
                .iter()
                .filter(|hit| {
                    brute(
                        hit,
                        &|kind, own| taken.shown(kind, own) == taken.shown(kind, name) || whole(own, name),
                        word,
                        within,
                    )
                })
                .map(|hit| hit.key.clone())
                .collect();
            assert_eq!(got, want, "{query}");
            asked += 1;
            found += got.len();
        }
    }
    assert!(asked == 21 && found > 10, "{found}");
}

/// Whether `own` contains the words of `name`.
fn whole(own: &str, name: &str) -> bool {
    format!(" {} ", own.to_lowercase()).contains(&format!(" {} ", name.to_lowercase()))
}

/// Whether a mention of a name is that near to a word, by the positions of mentions and a count of words.
fn brute(hit: &Hit, is_named: &dyn Fn(NameKind, &str) -> bool, word: &str, within: u32) -> bool {
    use unicode_segmentation::UnicodeSegmentation;
    let lead = morgue::text::lead_len(&hit.zones.story);
    let texts = [&hit.zones.title, &hit.zones.deck, &hit.zones.story].into_iter().chain(&hit.zones.captions);
    (0u32..).zip(texts).any(|(number, text)| {
        let cut = if number == 2 { lead } else { text.len() };
        [0..cut, cut..text.len()].into_iter().any(|piece| {
            let words: Vec<(usize, usize, String)> = text[piece.clone()]
                .unicode_word_indices()
                .map(|(at, word)| {
                    let folded = morgue::text::fold(word);
                    (piece.start + at, piece.start + at + word.len(), folded.trim_end_matches("'s").to_owned())
                })
                .collect();
            let named = hit.record.entities.each().filter(|(kind, entity)| is_named(*kind, &entity.name));
            let places = named.flat_map(|(_, entity)| &entity.at).filter(|at| at.0 == number);
            places.into_iter().any(|at| {
                let inside =
                    |(start, end, _): &(usize, usize, String)| *start < at.2 as usize && (at.1 as usize) < *end;
                let (Some(first), Some(last)) = (words.iter().position(inside), words.iter().rposition(inside)) else {
                    return false;
                };
                let near = |nth: usize| {
                    nth > last && nth - last <= within as usize || nth < first && first - nth <= within as usize
                };
                words.iter().enumerate().any(|(nth, (.., own))| own == word && near(nth))
            })
        })
    })
}

/// Mistakes of earlier recognisers: headlines in title case, names joined with a hyphen, pronouns, parties, laws,
/// money.
#[test]
fn awkward_names_are_read_as_people_read_them() {
    let read = |title: &str, text: &str| -> BTreeSet<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let line = json!({"title": title, "text": text, "url": "https://example.com/a", "language": "en"});
        std::fs::write(folder.path().join("a.jsonl"), line.to_string()).expect("written");
        let told = run(folder.path(), &["read", "a.jsonl"]);
        let article: Value = serde_json::from_str(&stdout(&told)).expect("an article");
        let named = |kind: &str| {
            let list = article["entities"][kind].as_array().cloned().unwrap_or_default();
            list.into_iter()
                .map(move |entity| format!("{} {}", &kind[..1], entity["name"].as_str().expect("a name")))
                .collect::<Vec<_>>()
        };
        ["person", "org", "place", "nation"].iter().flat_map(|kind| named(kind)).collect()
    };
    let story = "Gregory Harwood flew to Moscow on Monday. The Wall Street Journal reported that Harwood had met President \
                 Putin of Russia there. Vladimir Putin said nothing.";
    let names = read("WSJ Lays Bare Harwood-Putin Ties", story);
    for name in ["p Gregory Harwood", "p Vladimir Putin", "l Moscow", "l Russia"] {
        let name = name.replace("l ", "p ");
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    assert!(
        !names.iter().any(|name| name.contains("Ties") || name.contains("Lays") || name.contains('-')),
        "{names:?}"
    );
    let names = read("Talks go on", &format!("{story} The Harwood-Moscow talks went on for weeks."));
    assert!(!names.iter().any(|name| name.contains('-')), "{names:?}");
    let names = read(
        "Costs",
        "We paid US$3 million for it, said Senator Nora Lindqvist, D-N.Y., who wants Obamacare to stay. He did not. \
         Mr. Harwood of the AI lab has COVID. Russian and South Korean firms bid.",
    );
    for wrong in ["o We", "p He", "p Mr", "p Obamacare", "o COVID", "p D-N.Y.", "p US", "p Russian"] {
        assert!(!names.contains(wrong), "{wrong}: {names:?}");
    }
    for right in ["p Nora Lindqvist", "n Russia", "n South Korea"] {
        assert!(names.contains(right), "{right}: {names:?}");
    }
}

#[test]
fn two_passes_find_the_same_people_here() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path());
    let indexed = run(folder.path(), &["ingest", "--ner", "thorough", "--index", ".morgue", "articles.jsonl"]);
    assert_eq!(indexed.status.code(), Some(0), "{}", stderr(&indexed));
    let counted = run(folder.path(), &["count", "person:\"Gregory Harwood\""]);
    assert_eq!(stdout(&counted).trim(), "5");
}

#[test]
fn indexing_by_rule_gives_the_same_fields() {
    let indexed = Indexed::of_lines(&[json!({
        "title": "Hafen", "language": "de", "url": "https://example.com/h",
        "text": "Der Hafen von Tallinn wurde verkauft. Gregory Harwood freute sich, und auch Präsident Alar Karis war in Tallinn dabei.",
    })
    .to_string()]);
    assert_eq!(hits(&indexed.generation, "person:\"Gregory Harwood\" place:Tallinn").len(), 1);
    assert_eq!(hits(&indexed.generation, "ATLEAST/2 place:Tallinn").len(), 1);
    let hit = hits(&indexed.generation, "*").remove(0);
    assert_eq!(hit.record.origins["entity"].as_str(), "heuristic");
    // The model is for English only.
    let folder = tempfile::tempdir().expect("a folder");
    let (_, generation) = archive_of(folder.path());
    assert!(hits(&generation, "*").iter().all(|hit| hit.record.origins["entity"].as_str() == "model:crf"));
    let spanish = json!({"title": "Puerto", "language": "es", "url": "https://example.com/p",
        "text": "El puerto de Tallinn se vendió el lunes. Gregory Harwood, que lo compró, no quiso decir una palabra."});
    std::fs::write(folder.path().join("spanish.json"), spanish.to_string()).expect("written");
    let told = run(folder.path(), &["read", "spanish.json"]);
    let article: Value = serde_json::from_str(&stdout(&told)).expect("an article");
    assert_eq!(article["entities"]["origin"], "heuristic");
}

#[test]
fn an_office_is_not_part_of_a_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_archive, generation) = archive_of(folder.path());
    let all = titles(&generation, "person:\"Gregory Harwood\"");
    for query in [
        "person:\"Mayor Gregory Harwood\"",
        "entity:\"Deputy Prime Minister Gregory Harwood\"",
        "person:\"Former Secretary of State Gregory Harwood\"",
    ] {
        assert_eq!(titles(&generation, query), all, "{query}");
    }
    assert_eq!(
        titles(&generation, "person:\"President Lindqvist\" NEAR/3 over"),
        titles(&generation, "person:Lindqvist")
    );
    assert!(titles(&generation, "person:\"President Nobody\"").is_empty());
}
