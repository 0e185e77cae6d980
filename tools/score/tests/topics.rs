//! Topics over the sample corpus and stories of our own: the best articles come first as well as the floors say, and later
//! in the order of plain BM25 or without inflections.

use morgue_score::figures::{Figures, Sets};
use morgue_score::floors::Floors;
use morgue_score::input::{json_lines, repository, string};
use morgue_score::ranking::{Index, Judgements, Run, Words};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What separates the answers from other articles.
const FEATURES: [&str; 4] = ["near", "title", "forms", "general"];

struct Topic {
    id: String,
    query: String,
    words: Words,
    feature: String,
    grades: Vec<(String, u32)>,
}

static TOPICS: LazyLock<Vec<Topic>> = LazyLock::new(|| {
    let lines = json_lines(&repository().join("tests/fixtures/ranking/topics.jsonl")).expect("the topics are there");
    lines.iter().map(topic).collect()
});

/// The sample corpus and the stories, indexed once for all tests.
static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let (sample, stories) =
        (repository().join("sample_corpus"), repository().join("tests/fixtures/ranking/articles.jsonl"));
    Index::of_sources(&[sample.as_path(), stories.as_path()]).expect("indexed")
});

fn topic(line: &Value) -> Topic {
    let field = |name: &str| string(line, name).expect("a field").to_owned();
    let words = match field("words").as_str() {
        "any" => Words::Any,
        "all" => Words::All,
        other => panic!("unknown words \"{other}\""),
    };
    let grade = |grade: &Value| grade.as_u64().and_then(|grade| u32::try_from(grade).ok()).expect("a grade");
    let grades = line["grades"].as_object().expect("grades").iter();
    Topic {
        id: field("id"),
        query: field("query"),
        words,
        feature: field("feature"),
        grades: grades.map(|(id, value)| (id.clone(), grade(value))).collect(),
    }
}

/// Figures of the topics that a feature decides, or of all.
fn measure(feature: Option<&str>, list: impl Fn(&Topic) -> Vec<String>) -> Figures {
    let (mut judgements, mut run) = (Judgements::default(), Run::default());
    for topic in TOPICS.iter().filter(|topic| feature.is_none_or(|feature| topic.feature == feature)) {
        topic.grades.iter().for_each(|(id, grade)| judgements.add(&topic.id, id, *grade));
        run.0.push((topic.id.clone(), list(topic)));
    }
    judgements.figures(&run)
}

/// `ndcg` and `gain` over plain BM25, of all topics and of those of each feature.
fn figures(list: impl Fn(&Topic) -> Vec<String>) -> Sets {
    let features = FEATURES.into_iter().map(|feature| (feature, Some(feature)));
    let set = |(name, feature): (&str, Option<&str>)| {
        let (own, plain) = (measure(feature, &list)["ndcg"], measure(feature, plain)["ndcg"]);
        let figures = [("ndcg", own), ("gain", own - plain)].map(|(name, figure)| (name.to_owned(), figure));
        (format!("ranking.own.{name}"), Figures::from(figures))
    };
    features.chain([("all", None)]).map(set).collect()
}

fn morgue(topic: &Topic) -> Vec<String> {
    INDEX.found(&topic.query, topic.words, false).expect("searched")
}

fn plain(topic: &Topic) -> Vec<String> {
    INDEX.plain(&topic.query, topic.words).expect("searched")
}

/// What falls below the floors.
fn undercut(sets: &Sets) -> Vec<String> {
    let floors = Floors::own().expect("the floors are there");
    sets.iter().flat_map(|(set, figures)| floors.undercut(set, figures)).collect()
}

/// That these figures fall below their floors.
fn assert_undercut(sets: &Sets, wanted: &[&str]) {
    let wrong = undercut(sets);
    for figure in wanted {
        let line = format!("ranking.own.{figure} is ");
        assert!(wrong.iter().any(|wrong| wrong.starts_with(&line)), "{figure}: {wrong:?}");
    }
}

#[test]
fn topics_are_ranked_as_well_as_their_floors_say() {
    let sets = figures(morgue);
    assert_eq!(undercut(&sets), [""; 0], "{sets:.4?}");
}

#[test]
fn plain_bm25_falls_below_the_floors_of_every_feature() {
    let wanted = [
        "all: ndcg",
        "all: gain",
        "near: ndcg",
        "near: gain",
        "title: ndcg",
        "title: gain",
        "forms: ndcg",
        "forms: gain",
    ];
    assert_undercut(&figures(plain), &wanted);
}

#[test]
fn words_without_inflections_fall_below_the_floors() {
    let exact = |topic: &Topic| {
        let quoted: Vec<String> = topic.query.split(' ').map(|word| format!("\"{word}\"")).collect();
        INDEX.found(&quoted.join(" "), topic.words, false).expect("searched")
    };
    assert_undercut(&figures(exact), &["all: ndcg", "forms: ndcg", "forms: gain"]);
}

#[test]
fn every_judged_article_is_there_and_every_feature_has_topics() {
    let lines = |path: &str| json_lines(&repository().join(path)).expect("the articles are there");
    let ends = lines("tests/fixtures/ranking/articles.jsonl").into_iter().map(|line| {
        string(&line, "url").expect("an address").trim_start_matches("https://articles.example/item/").to_owned()
    });
    let paths = lines("tests/cases/sample_corpus.jsonl")
        .into_iter()
        .map(|line| string(&line, "path").expect("a path").to_owned());
    let known: BTreeSet<String> = ends.chain(paths).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for topic in TOPICS.iter() {
        *counts.entry(&topic.feature).or_default() += 1;
        let unknown: Vec<_> = topic.grades.iter().filter(|(id, _)| !known.contains(id)).collect();
        assert!(unknown.is_empty() && !topic.grades.is_empty(), "{}: {unknown:?}", topic.id);
    }
    assert!(TOPICS.len() >= 45 && FEATURES.iter().all(|feature| counts[feature] >= 10), "{counts:?}");
    assert_eq!(counts.len(), FEATURES.len());
}
