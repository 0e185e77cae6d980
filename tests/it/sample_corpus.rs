//! The sample corpus, read file by file: every article must match its line in `tests/cases/sample_corpus.jsonl`, and
//! every file must be accounted for.

use morgue::article::{Article, FoundValue};
use morgue::enrich::Ner;
use morgue::format::Effort;
use morgue::ingest::{Drafted, ReadSettings, read_path};
use morgue::source::walk;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Files without an article, and the message for each.
const UNREADABLE: [(&str, &str); 1] = [("feeds-json/broken.json", "json-syntax")];
const SKIPPED: [(&str, &str); 4] = [
    ("notes/fukushima-wasser.html.meta.json", "sidecar"),
    ("scrapes/photo.jpg", "no-article-type"),
    ("exports/orbit-dart.wacz!archive/data.warc.gz#1", "no-response"),
    ("meridian-post/2022/mp-capture-20220519.warc#1", "no-response"),
];

/// 2026-01-01: no article of the corpus is younger.
const NOW: i64 = 1_767_225_600;

#[test]
fn every_article_of_the_sample_corpus_says_what_is_expected_of_it() {
    let corpus = Corpus::read();
    let expectations = expectations();
    let mut wrong: Vec<String> = Vec::new();
    for (path, want) in &expectations {
        match corpus.articles.get(path) {
            Some(article) => wrong.extend(differences(article, want).into_iter().map(|what| format!("{path}: {what}"))),
            None => wrong.push(format!("{path}: no such article")),
        }
    }
    let unexpected = corpus.articles.keys().filter(|path| !expectations.contains_key(*path));
    wrong.extend(unexpected.map(|path| format!("{path}: an article without expectations")));
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn files_without_an_article_are_named_with_their_reason() {
    let corpus = Corpus::read();
    let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(path, reason)| ((*path).to_owned(), (*reason).to_owned())).collect()
    };
    assert_eq!(corpus.refused, owned(&UNREADABLE));
    assert_eq!(corpus.skipped, owned(&SKIPPED));
}

/// The result of reading the corpus.
struct Corpus {
    articles: BTreeMap<String, Article>,
    refused: Vec<(String, String)>,
    skipped: Vec<(String, String)>,
}

impl Corpus {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_corpus");
        let walked = walk(&root).expect("the corpus is there");
        let skipped = walked.skipped.iter().map(|(path, skip)| (path.clone(), skip.reason().to_owned())).collect();
        let mut corpus = Self { articles: BTreeMap::new(), refused: Vec::new(), skipped };
        let settings = ReadSettings {
            ner: Ner::Rules,
            now: NOW,
            url: None,
            effort: Effort::Full,
            isolated_reader: Some(env!("CARGO_BIN_EXE_morgue").into()),
        };
        let read = read_path(&root, &settings, &mut |drafted| {
            match drafted {
                Drafted::Article(article) => drop(corpus.articles.insert(article.locator.clone(), *article)),
                Drafted::Spiked(locator, error) => corpus.refused.push((locator, error.reason.to_string())),
                Drafted::Skipped(locator, skip) => corpus.skipped.push((locator, skip.reason().to_owned())),
                Drafted::Noted(locator, note) => panic!("{locator}: {note}"),
            }
            true
        });
        read.expect("the corpus is there");
        corpus
    }
}

fn expectations() -> BTreeMap<String, Value> {
    let lines = include_str!("../cases/sample_corpus.jsonl").lines();
    let parsed = lines.map(|line| serde_json::from_str::<Value>(line).expect("an expectation"));
    parsed.map(|want| (want["path"].as_str().expect("a path").to_owned(), want)).collect()
}

/// The differences between an article and its expected values.
fn differences(article: &Article, want: &Value) -> Vec<String> {
    let text = |found: &Option<FoundValue<String>>| found.as_ref().map(|found| found.value.clone());
    let authors: Vec<&str> = article.authors.iter().map(|found| found.value.as_str()).collect();
    let got = serde_json::json!({
        "title": article.zones.title,
        "authors": authors,
        "date": article.published.as_ref().map(|found| found.value.to_string()),
        "outlet": text(&article.outlet),
        "url": text(&article.url),
        "language": text(&article.language).map(|tag| tag.split('-').next().unwrap_or_default().to_owned()),
        "section": text(&article.section),
    });
    let fields = got.as_object().expect("fields");
    let mut wrong: Vec<String> = fields
        .iter()
        .filter(|(field, got)| **got != want[*field])
        .map(|(field, got)| format!("{field} is {got}, not {}", want[field]))
        .collect();
    let margin: Vec<&str> = article.zones.margin.iter().map(|aside| aside.text.as_str()).collect();
    let margin = margin.join("\n");
    let phrases = |field: &str| -> Vec<String> {
        want[field].as_array().expect("phrases").iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
    };
    let missing = |phrase: &String, zone: &str| !zone.contains(phrase.as_str());
    let story = &article.zones.story;
    wrong.extend(
        phrases("story_has").iter().filter(|phrase| missing(phrase, story)).map(|p| format!("story lacks {p:?}")),
    );
    wrong.extend(
        phrases("story_lacks").iter().filter(|phrase| !missing(phrase, story)).map(|p| format!("story has {p:?}")),
    );
    wrong.extend(
        phrases("margin_has").iter().filter(|phrase| missing(phrase, &margin)).map(|p| format!("margin lacks {p:?}")),
    );
    wrong
}
