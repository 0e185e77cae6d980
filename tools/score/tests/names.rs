//! Names in stories of our own: found as well as the floors say, and worse without the model, the lists or the linking.

use morgue::article::{Article, NameKind, NamedAt, name_key};
use morgue::enrich::Ner;
use morgue::enrich::entities::{self, Kind, Mention, Model, Models, TrainedWeights, mentions, resolve};
use morgue::format::Effort;
use morgue::ingest::{Drafted, ReadSettings, read_path};
use morgue_score::entities::{Marked, Name, Story, compare_links, compare_spans, read_marked};
use morgue_score::figures::Figures;
use morgue_score::floors::Floors;
use morgue_score::input::repository;
use std::collections::BTreeSet;

/// Languages of the stories.
const LANGUAGES: [&str; 8] = ["de", "en", "es", "fr", "it", "nl", "pt", "sv"];

/// Names of a story.
type Names = BTreeSet<Name>;

fn stories(language: &str) -> Vec<Story> {
    let file = repository().join(format!("tests/fixtures/names/{language}.txt"));
    read_marked(&file).expect("the stories are there")
}

fn marked(story: &Story) -> Names {
    story.names.iter().map(|name: &Marked| named(story, name.place, name.kind)).collect()
}

/// A name by its place in the title with the story after it.
fn named(story: &Story, NamedAt(text, start, end): NamedAt, kind: Kind) -> Name {
    let before = if text == 0 { 0 } else { story.title.len() + 1 };
    (before + start as usize, before + end as usize, kind)
}

/// The names that reading the stories as articles finds.
fn found(stories: &[Story], language: &str, ner: Ner) -> Vec<Names> {
    let folder = tempfile::tempdir().expect("a folder");
    let line = |(number, story): (usize, &Story)| {
        let url = format!("https://example.com/{number}");
        serde_json::json!({"title": story.title, "text": story.text, "url": url, "language": language}).to_string()
    };
    let lines: Vec<String> = stories.iter().enumerate().map(line).collect();
    let file = folder.path().join("stories.jsonl");
    std::fs::write(&file, lines.join("\n")).expect("written");
    let settings = ReadSettings { ner, now: 1_795_608_000, url: None, effort: Effort::Full, isolated_reader: None };
    let mut articles = Vec::new();
    read_path(&file, &settings, &mut |drafted| {
        match drafted {
            Drafted::Article(article) => articles.push(article),
            _ => panic!("a story was not read"),
        }
        true
    })
    .expect("read");
    assert_eq!(articles.len(), stories.len());
    stories.iter().zip(&articles).map(|(story, article)| names_of(story, article)).collect()
}

fn names_of(story: &Story, article: &Article) -> Names {
    assert_eq!((&article.zones.title, &article.zones.story), (&story.title, &story.text));
    let mut names = Names::new();
    for kind in [NameKind::Person, NameKind::Org, NameKind::Place] {
        let places = article.entities.of_kind(kind).iter().flat_map(|entity| &entity.at);
        names.extend(places.map(|at| named(story, *at, kind_of(kind))));
    }
    names
}

fn kind_of(kind: NameKind) -> Kind {
    match kind {
        NameKind::Person => Kind::Person,
        NameKind::Org => Kind::Org,
        NameKind::Place => Kind::Place,
        NameKind::Nation => Kind::Other,
    }
}

fn spans(stories: &[Story], found: &[Names]) -> Figures {
    let gold: Vec<Names> = stories.iter().map(marked).collect();
    compare_spans(found.iter().zip(&gold))
}

/// What each mention may mean.
type Meanings = Vec<Vec<entities::Name>>;

fn links(stories: &[Story], join: impl Fn(&[Mention]) -> Meanings) -> Figures {
    let articles: Vec<_> = stories.iter().map(Story::mentions).collect();
    compare_links(&articles, join)
}

/// What falls below the floors of a language.
fn undercut(language: &str, figures: &Figures) -> Vec<String> {
    Floors::own().expect("the floors are there").undercut(&format!("names.{language}"), figures)
}

/// The figures of English, of which there are more than of other languages.
fn english(stories: &[Story], ner: Ner, join: impl Fn(&[Mention]) -> Meanings) -> Figures {
    let mut figures = spans(stories, &found(stories, "en", ner));
    figures.insert("thorough_f1".to_owned(), spans(stories, &found(stories, "en", Ner::Thorough))["f1"]);
    figures.extend(links(stories, join));
    figures
}

#[test]
fn names_of_english_stories_are_found_and_linked_as_well_as_their_floors_say() {
    let stories = stories("en");
    let figures = english(&stories, Ner::Crf, resolve);
    assert_eq!(undercut("en", &figures), [""; 0], "{figures:.4?}");
}

#[test]
fn names_of_other_languages_are_found_as_well_as_their_floors_say() {
    let mut wrong = Vec::new();
    for language in LANGUAGES.into_iter().filter(|language| *language != "en") {
        let stories = stories(language);
        let figures = spans(&stories, &found(&stories, language, Ner::Crf));
        wrong.extend(undercut(language, &figures));
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn rules_without_the_model_fall_below_the_floors_of_english() {
    let stories = stories("en");
    let wrong = undercut("en", &english(&stories, Ner::Rules, resolve));
    for figure in ["f1 ", "f1_person ", "f1_org ", "f1_place "] {
        let line = format!("names.en: {figure}is ");
        assert!(wrong.iter().any(|wrong| wrong.starts_with(&line)), "{figure}: {wrong:?}");
    }
}

#[test]
fn an_empty_model_finds_nothing() {
    let learnt = TrainedWeights { rows: Vec::new(), pairs: Default::default(), lexicon: Vec::new(), step: 1.0 };
    let empty = Model::read(&learnt.write()).expect("a whole model");
    let names = |model: &Model| -> Vec<Names> {
        let found =
            |story: &Story| mentions(Models { first: model, second: None }, &[story.title.as_str(), "", &story.text]);
        let names =
            |story: &Story| found(story).into_iter().map(|mention| named(story, mention.at, mention.kind)).collect();
        stories("en").iter().map(names).collect()
    };
    assert!(names(&empty).iter().all(Names::is_empty));
    assert!(names(Model::shipped()).iter().all(|names| !names.is_empty()));
}

#[test]
fn mentions_that_are_not_linked_fall_below_the_floors() {
    let by_words = |mentions: &[Mention]| {
        let name = |mention: &Mention| entities::Name { kind: Some(NameKind::Person), key: name_key(&mention.text) };
        mentions.iter().map(|mention| vec![name(mention)]).collect::<Meanings>()
    };
    let wrong = undercut("en", &english(&stories("en"), Ner::Crf, by_words));
    for figure in ["b3", "full_name_found"] {
        assert!(wrong.iter().any(|line| line.starts_with(&format!("names.en: {figure} is"))), "{figure}: {wrong:?}");
    }
}

#[test]
fn names_switched_off_fall_below_the_floors_of_every_language() {
    for language in LANGUAGES {
        let stories = stories(language);
        let figures = spans(&stories, &found(&stories, language, Ner::Off));
        let line = format!("names.{language}: f1 is 0.0000");
        assert!(undercut(language, &figures).iter().any(|wrong| wrong.starts_with(&line)), "{language}");
    }
}

#[test]
fn there_are_enough_stories_in_enough_languages() {
    let sentences: usize = LANGUAGES.iter().flat_map(|language| stories(language)).map(|story| story.sentences).sum();
    assert!(sentences >= 170, "{sentences}");
}
