//! Articles that share most of their text: how they are gathered, asked for, listed and compared.

use super::support::{run, stderr, stdout};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tempfile::TempDir;

/// A paragraph of fifty words that no other number has, with the same words every time.
fn paragraph(number: u64) -> String {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut word = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (0..3 + state % 6).map(|place| char::from(b'a' + (state >> (place * 8)) as u8 % 26)).collect::<String>()
    };
    (0..50).map(|_| word()).collect::<Vec<_>>().join(" ")
}

/// Name, outlet, day, dateline, and the numbers of the paragraphs.
type Told = (&'static str, &'static str, &'static str, &'static str, &'static [u64]);

const ARTICLES: [Told; 8] = [
    ("ferry", "Harbour Wire", "2024-03-01", "TARTU (Reuters) - ", &[1, 2, 3, 4]),
    ("ferry-cut", "The Courier", "2024-03-02", "", &[1, 2, 3]),
    ("ferry-added", "Meridian Post", "2024-03-02", "TARTU (Reuters) - ", &[1, 2, 3, 4, 20]),
    ("ferry-again", "The Courier", "2024-03-04", "", &[1, 2, 3, 4]),
    ("storm", "The Courier", "2024-03-03", "TARTU (AP) - ", &[5, 6, 7]),
    ("storm-lead", "Tideline News", "2024-03-05", "", &[21, 6, 7]),
    ("alone", "Tideline News", "2024-03-01", "", &[8, 9, 10]),
    ("alone-too", "Meridian Post", "2024-03-06", "", &[11, 12, 4]),
];

fn write(folder: &Path, (name, outlet, day, dateline, paragraphs): &Told) {
    let mut texts: Vec<String> = paragraphs.iter().map(|number| format!("{} harbour.", paragraph(*number))).collect();
    texts[0].insert_str(0, dateline);
    let article = json!({
        "title": format!("About {name}"),
        "text": texts.join("\n\n"),
        "outlet": outlet,
        "date": day,
        "language": "en",
        "url": format!("https://{}.example/{name}", outlet.to_lowercase().replace(' ', "-")),
    });
    std::fs::write(folder.join(format!("{name}.json")), article.to_string()).expect("written");
}

fn archive(articles: &[Told]) -> TempDir {
    let desk = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(desk.path().join("news")).expect("made");
    articles.iter().for_each(|article| write(&desk.path().join("news"), article));
    ingest(desk.path());
    desk
}

fn ingest(desk: &Path) {
    let output = run(desk, &["--index", "ix", "ingest", "-q", "news"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

fn hits(desk: &Path, words: &[&str]) -> Vec<Value> {
    let words: Vec<&str> = ["--index", "ix", "search", "--format", "jsonl"].iter().chain(words).copied().collect();
    stdout(&run(desk, &words)).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn name(hit: &Value) -> String {
    hit["title"].as_str().expect("a title").trim_start_matches("About ").to_owned()
}

fn names(desk: &Path, query: &str) -> BTreeSet<String> {
    hits(desk, &[query]).iter().map(name).collect()
}

/// Stories by the names of their articles.
fn stories(desk: &Path) -> BTreeSet<BTreeSet<String>> {
    let mut by_key: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for hit in hits(desk, &["copies:>1", "--fields", "title,story"]) {
        by_key.entry(hit["story"].as_str().expect("a story").to_owned()).or_default().insert(name(&hit));
    }
    by_key.into_values().collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn copies_are_one_story_and_can_be_asked_for() {
    let desk = archive(&ARTICLES);
    let desk = desk.path();
    let ferry = set(&["ferry", "ferry-cut", "ferry-added", "ferry-again"]);
    let storm = set(&["storm", "storm-lead"]);
    assert_eq!(stories(desk), BTreeSet::from([ferry.clone(), storm.clone()]));
    let key = |wanted: &str| {
        let hit = hits(desk, &["harbour", "--fields", "key,title"]).into_iter().find(|hit| name(hit) == wanted);
        hit.expect("it is there")["key"].as_str().expect("a key").to_owned()
    };
    for (query, want) in [
        (format!("story:{}", key("ferry-cut")), ferry.clone()),
        (format!("story:{}", key("ferry")), ferry.clone()),
        (format!("story:{}", key("alone")), set(&["alone"])),
        ("copies:>=4".to_owned(), ferry.clone()),
        ("copies:2".to_owned(), storm.clone()),
        ("copies:1".to_owned(), set(&["alone", "alone-too"])),
        ("story:none".to_owned(), set(&["alone", "alone-too"])),
        ("original:yes".to_owned(), set(&["ferry", "storm", "alone", "alone-too"])),
        ("original:no harbour".to_owned(), set(&["ferry-cut", "ferry-added", "ferry-again", "storm-lead"])),
        ("harbour NOT original:no".to_owned(), set(&["ferry", "storm", "alone", "alone-too"])),
        ("copies:1..2 date:2024-03-03..".to_owned(), set(&["storm", "storm-lead", "alone-too"])),
        ("wire:Reuters".to_owned(), set(&["ferry", "ferry-added"])),
        ("wire:AP".to_owned(), set(&["storm"])),
        ("agency:none copies:>1".to_owned(), set(&["ferry-cut", "ferry-again", "storm-lead"])),
    ] {
        assert_eq!(names(desk, &query), want, "{query}");
    }
    let refused = run(desk, &["--index", "ix", "search", "original:maybe"]);
    assert!(stderr(&refused).contains("expected yes or no"), "{}", stderr(&refused));
    // The columns of a list.
    let all = hits(desk, &["harbour", "--fields", "title,copies,agency,story"]);
    let of = |wanted: &str| all.iter().find(|hit| name(hit) == wanted).expect("it is there");
    assert_eq!((&of("ferry-cut")["copies"], &of("ferry-cut")["agency"]), (&json!(4), &json!("Reuters")));
    assert_eq!(of("ferry-cut")["story"], json!(key("ferry")));
    assert_eq!((&of("alone")["copies"], &of("alone")["story"]), (&json!(1), &Value::Null));
}

#[test]
fn a_list_for_a_person_has_one_article_of_each_story_and_counts_all() {
    let desk = archive(&ARTICLES);
    let search = |words: &[&str]| {
        run(
            desk.path(),
            &["--index", "ix", "search", "harbour", "--sort", "oldest"]
                .iter()
                .chain(words)
                .copied()
                .collect::<Vec<_>>(),
        )
    };
    let output = search(&[]);
    let (shown, said) = (stdout(&output), stderr(&output));
    assert_eq!(shown.matches("About ").count(), 4, "{shown}");
    assert!(shown.contains("also in 2 outlets (this is the first)"), "{shown}");
    assert!(said.contains("4 stories of 4 (8 articles)"), "{said}");
    // Newest first, the newest article of a story represents it.
    let output = run(desk.path(), &["--index", "ix", "search", "harbour", "--sort", "newest"]);
    assert!(stdout(&output).contains("also in 2 outlets (first: Harbour Wire, 2024-03-01)"), "{}", stdout(&output));
    let output = search(&["-n", "1", "--offset", "1"]);
    assert_eq!(stdout(&output).matches("About ").count(), 1);
    assert!(stderr(&output).contains("1 story of 4 (8 articles)"), "{}", stderr(&output));
    let output = search(&["--group", "none"]);
    assert!(
        stdout(&output).matches("About ").count() == 8 && stderr(&output).contains("8 of 8"),
        "{}",
        stderr(&output)
    );
    assert_eq!(stdout(&search(&["--format", "jsonl"])).lines().count(), 8);
    assert_eq!(stdout(&search(&["--format", "jsonl", "--group", "story"])).lines().count(), 4);
    // The count never depends on stories.
    assert_eq!(stdout(&run(desk.path(), &["--index", "ix", "count", "harbour"])).trim(), "8");
}

#[test]
fn a_story_of_many_articles_does_not_end_a_list() {
    let desk = tempfile::tempdir().expect("a folder");
    let article = |number: u64, paragraphs: &[u64]| {
        let text: Vec<String> = paragraphs.iter().map(|number| paragraph(*number)).collect();
        json!({"title": format!("About {number}"), "text": format!("harbour {}", text.join("\n\n")), "outlet": format!("Paper {number}")})
            .to_string()
    };
    let mut lines: Vec<String> = (0..150).map(|number| article(number, &[1, 2, 3, 100 + number])).collect();
    lines.extend((200..203).map(|number| article(number, &[number, number + 10, number + 20])));
    std::fs::write(desk.path().join("news.jsonl"), lines.join("\n")).expect("written");
    assert!(run(desk.path(), &["--index", "ix", "ingest", "-q", "news.jsonl"]).status.success());
    let listed = |words: &[&str]| -> Vec<(u64, u64)> {
        let hits = hits(desk.path(), &[&["harbour", "--group", "story", "--fields", "rank,copies"], words].concat());
        hits.iter()
            .map(|hit| (hit["rank"].as_u64().expect("a rank"), hit["copies"].as_u64().expect("copies")))
            .collect()
    };
    let mut all = listed(&[]);
    assert_eq!(all.iter().map(|(rank, _)| *rank).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(listed(&["-n", "4"]), all);
    assert_eq!(listed(&["-n", "2", "--offset", "1"]), all[1..3]);
    assert!(listed(&["--offset", "4"]).is_empty());
    all.sort_unstable_by_key(|(_, copies)| *copies);
    assert_eq!(all.iter().map(|(_, copies)| *copies).collect::<Vec<_>>(), [1, 1, 1, 150]);
    let output = run(desk.path(), &["--index", "ix", "search", "harbour", "-n", "2"]);
    assert!(stderr(&output).contains("2 stories of 4 (153 articles)"), "{}", stderr(&output));
}

#[test]
fn copies_are_listed_with_what_each_added_and_dropped() {
    let desk = archive(&ARTICLES);
    let key = |wanted: &str| {
        let hit = hits(desk.path(), &["harbour", "--fields", "key,title"]).into_iter().find(|hit| name(hit) == wanted);
        hit.expect("it is there")["key"].as_str().expect("a key").to_owned()
    };
    let output = run(desk.path(), &["--index", "ix", "copies", &key("ferry-cut"), "--json"]);
    let lines: Vec<Value> = stdout(&output).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.iter().map(name).collect::<Vec<_>>()[0], "ferry");
    let of = |wanted: &str| lines.iter().find(|line| name(line) == wanted).expect("it is there");
    let dropped = of("ferry-cut")["dropped"].as_f64().expect("a share");
    assert!((0.2..0.3).contains(&dropped), "{dropped}");
    assert!((0.15..0.25).contains(&of("ferry-added")["added"].as_f64().expect("a share")));
    assert!(stderr(&output).contains("4 articles in 3 outlets, agency Reuters"), "{}", stderr(&output));
    let shown = stdout(&run(desk.path(), &["--index", "ix", "copies", &key("storm")]));
    assert!(shown.contains("the first") && shown.contains("of it added"), "{shown}");
    let none = run(desk.path(), &["--index", "ix", "copies", &key("alone")]);
    assert_eq!(none.status.code(), Some(1));
    // Word by word.
    let output = run(desk.path(), &["--index", "ix", "diff", &key("storm"), &key("storm-lead")]);
    let (shown, first) = (stdout(&output), paragraph(21));
    assert_eq!(output.status.code(), Some(1));
    let start: Vec<&str> = first.split(' ').take(3).collect();
    assert!(shown.contains("[-") && shown.contains(&format!("{{+{}", start.join(" "))), "{shown}");
    assert!(shown.contains("About {+storm-lead+}") || shown.contains("[-storm-]"), "{shown}");
    let same = run(desk.path(), &["--index", "ix", "diff", &key("alone"), &key("alone")]);
    assert!(same.status.success() && stderr(&same).contains("the same"));
}

#[test]
fn increments_and_removals_give_the_stories_of_a_rebuild() {
    for orders in [[0, 1, 2, 3, 4, 5, 6, 7], [7, 5, 3, 1, 6, 4, 2, 0], [2, 4, 6, 0, 7, 1, 5, 3]] {
        let some: Vec<Told> = orders[..3].iter().map(|&at| ARTICLES[at]).collect();
        let desk = archive(&some);
        for &at in &orders[3..] {
            write(&desk.path().join("news"), &ARTICLES[at]);
            ingest(desk.path());
        }
        let grown = stories(desk.path());
        // The head of a story goes, and comes back.
        let away = desk.path().join("news/ferry-added.json");
        let kept = std::fs::read(&away).expect("read");
        std::fs::remove_file(&away).expect("removed");
        ingest(desk.path());
        let without = stories(desk.path());
        assert!(run(desk.path(), &["--index", "ix", "rebuild", "-q"]).status.success());
        assert_eq!(stories(desk.path()), without);
        assert!(without.contains(&set(&["ferry", "ferry-cut", "ferry-again"])), "{without:?}");
        std::fs::write(&away, kept).expect("written");
        ingest(desk.path());
        assert_eq!(stories(desk.path()), grown);
        assert_eq!(grown, stories(archive(&ARTICLES).path()));
    }
}

#[test]
fn what_is_forgotten_leaves_its_story() {
    let desk = archive(&ARTICLES);
    let key = hits(desk.path(), &["storm", "--fields", "key,title", "title:storm"]);
    let key =
        key.iter().find(|hit| name(hit) == "storm").expect("it is there")["key"].as_str().expect("a key").to_owned();
    let output = run(desk.path(), &["--index", "ix", "forget", "--yes", &key]);
    assert!(output.status.success(), "{}", stderr(&output));
    // The copy that stays is named.
    assert!(
        stderr(&output).contains("1 other article shares most of its text and stays in the index:"),
        "{}",
        stderr(&output)
    );
    assert!(stderr(&output).contains("About storm-lead"), "{}", stderr(&output));
    assert_eq!(stories(desk.path()).len(), 1);
    let generations = desk.path().join("ix/generations");
    for generation in std::fs::read_dir(generations).expect("read") {
        let folder = generation.expect("an entry").path();
        let text = std::fs::read_to_string(folder.join("stories.jsonl")).expect("read");
        assert!(!text.contains(&key), "{text}");
    }
}

#[test]
fn counts_can_be_of_stories_each_by_its_earliest_article_that_matches() {
    let desk = archive(&ARTICLES);
    let told = |words: &[&str]| stdout(&run(desk.path(), &[&["--index", "ix"], words].concat()));
    let courier = "outlet:\"The Courier\"";
    for (query, articles, stories) in
        [("*", "8", "4"), (courier, "3", "2"), ("title:alone", "2", "2"), ("wire:AP", "1", "1")]
    {
        assert_eq!(told(&["count", query]).trim(), articles, "{query}");
        assert_eq!(told(&["count", query, "--per", "story"]).trim(), stories, "{query}");
    }
    let facets = |query: &str| told(&["facets", "outlet", query, "--per", "story", "-f", "csv"]);
    assert_eq!(
        facets("*"),
        "field,value,stories\r\noutlet,Harbour Wire,1\r\noutlet,Meridian Post,1\r\noutlet,The Courier,1\r\noutlet,Tideline News,1\r\n"
    );
    assert_eq!(facets(courier), "field,value,stories\r\noutlet,The Courier,2\r\n");
    let days = told(&["timeline", courier, "--per", "story", "--by", "day", "-f", "csv"]);
    let want = [
        "bucket,from,to,stories,archive,share",
        "2024-03-02,2024-03-02,2024-03-02,1,2,0.5000",
        "2024-03-03,2024-03-03,2024-03-03,1,1,1.0000",
    ];
    assert_eq!(days.lines().collect::<Vec<_>>(), want);
}

#[test]
fn outlets_that_share_stories_are_a_graph() {
    let desk = archive(&ARTICLES);
    let graph = |words: &[&str]| {
        let output = run(desk.path(), &[&["--index", "ix", "facets", "outlet", "--graph", "g.csv"], words].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        let table = std::fs::read_to_string(desk.path().join("g.csv")).expect("written");
        let pairs: BTreeMap<(String, String), String> = table
            .lines()
            .skip(1)
            .map(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                let mut ends = [cells[0].to_owned(), cells[1].to_owned()];
                ends.sort();
                (ends.into(), cells[3..5].join(" of "))
            })
            .collect();
        std::fs::remove_file(desk.path().join("g.csv")).expect("removed");
        (pairs, stderr(&output))
    };
    let pair = |one: &str, other: &str, stories: &str| ((one.to_owned(), other.to_owned()), stories.to_owned());
    let (pairs, note) = graph(&[]);
    let all = [
        // Stories that they share, and expected of 4: one of the first, two of the second, and so on.
        pair("Harbour Wire", "Meridian Post", "1 of 0.50"),
        pair("Harbour Wire", "The Courier", "1 of 0.50"),
        pair("Meridian Post", "The Courier", "1 of 1.00"),
        pair("The Courier", "Tideline News", "1 of 1.00"),
    ];
    assert_eq!(pairs, BTreeMap::from(all.clone()));
    assert!(note.contains("4 outlets and 4 pairs of outlets from 4 stories written to g.csv"), "{note}");
    // Only articles that are found count: not that of the Harbour Wire.
    let fewer = [pair("Meridian Post", "The Courier", "1 of 1.33"), pair("The Courier", "Tideline News", "1 of 0.67")];
    assert_eq!(graph(&["--since", "2024-03-02"]).0, BTreeMap::from(fewer));
    let refused = run(desk.path(), &["--index", "ix", "facets", "author", "--graph", "g.csv"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("expected the field outlet alone"), "{}", stderr(&refused));
    let output = run(desk.path(), &["--index", "ix", "facets", "outlet", "--graph", "g.graphml"]);
    assert!(output.status.success());
    let text = std::fs::read_to_string(desk.path().join("g.graphml")).expect("written");
    assert_eq!((text.matches("<node ").count(), text.matches("<edge ").count()), (4, 4), "{text}");
}

#[test]
fn the_keeper_is_told_which_articles_were_not_compared() {
    let desk = archive(&ARTICLES);
    let status = || stdout(&run(desk.path(), &["--index", "ix", "status"]));
    assert!(!status().contains("not compared"), "{}", status());
    let short = json!({"title": "Tide", "text": "High tide at noon.", "url": "https://tideline-news.example/tide"});
    std::fs::write(desk.path().join("news/short.json"), short.to_string()).expect("written");
    ingest(desk.path());
    assert!(
        status().contains("1 article not compared: too short (under 150 letters) or too long (over 2 MB)"),
        "{}",
        status()
    );
}
