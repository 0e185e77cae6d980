//! Stories and margins together, compared with brute force: how often words, phrases and pairs occur in both, and nothing
//! found across their border. The articles are made without a reader, so that their zones are what the test says.

use super::support::{article_list, published};
use morgue::archive::{ArticleList, Facts, Hit, List, Searchable};
use morgue::article::{Article, ArticleKey, Aside, AsideKind, NameKind, Names, Record, Zones, shipped_aliases};
use morgue::passages::Excerpted;
use morgue::query::{Cancel, ParseOptions, ZoneChoice, parse, resolve};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The words of one article.
#[derive(Debug, Clone)]
struct Made {
    story: Vec<&'static str>,
    margin: Vec<&'static str>,
}

#[derive(Debug, Clone)]
enum Asked {
    Word(&'static str),
    Phrase(&'static str, &'static str),
    Near(&'static str, &'static str, usize),
}

impl Asked {
    fn text(&self) -> String {
        match self {
            Asked::Word(word) => format!("\"{word}\""),
            Asked::Phrase(one, other) => format!("\"{one} {other}\""),
            Asked::Near(one, other, within) => format!("(\"{one}\" NEAR/{within} \"{other}\")"),
        }
    }

    /// First and last words of all places in one text.
    fn places(&self, words: &[&str]) -> BTreeSet<(usize, usize)> {
        let at = |wanted: &str| (0..words.len()).filter(|&at| words[at] == wanted).collect::<Vec<_>>();
        match self {
            Asked::Word(word) => at(word).into_iter().map(|at| (at, at)).collect(),
            Asked::Phrase(one, other) => {
                let starts = at(one).into_iter().filter(|at| words.get(at + 1) == Some(other));
                starts.map(|at| (at, at + 1)).collect()
            }
            Asked::Near(one, other, within) => {
                let pairs = at(one).into_iter().flat_map(|left| at(other).into_iter().map(move |right| (left, right)));
                let near = pairs.filter(|(left, right)| left != right && left.abs_diff(*right) <= *within);
                near.map(|(left, right)| (left.min(right), left.max(right))).collect()
            }
        }
    }
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["quokka", "ferry", "storm"])
}

fn made() -> impl Strategy<Value = Made> {
    (prop::collection::vec(word(), 1..7), prop::collection::vec(word(), 0..7))
        .prop_map(|(story, margin)| Made { story, margin })
}

fn asked() -> impl Strategy<Value = Asked> {
    prop_oneof![
        word().prop_map(Asked::Word),
        (word(), word()).prop_map(|(one, other)| Asked::Phrase(one, other)),
        (word(), word(), 1usize..4).prop_map(|(one, other, within)| Asked::Near(one, other, within)),
    ]
}

fn article(number: usize, made: &Made) -> Article {
    let locator = number.to_string();
    let mut article = Article::empty(ArticleKey::of_place("made", &locator), "made", &locator);
    article.zones.story = made.story.join(" ");
    if !made.margin.is_empty() {
        article.zones.margin = vec![Aside::of(AsideKind::Teaser, made.margin.join(" "))];
    }
    article
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn occurrences_in_the_story_and_the_margin_count_together(
        articles in prop::collection::vec(made(), 1..8),
        queries in prop::collection::vec((asked(), 1usize..5), 1..12),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let all: Vec<Article> = articles.iter().enumerate().map(|(number, made)| article(number, made)).collect();
        let generation = published(folder.path(), &all);
        let list = article_list(&generation);
        for (asked, times) in queries {
            let text = format!("ATLEAST/{times} {}", asked.text());
            for zones in [ZoneChoice::Story, ZoneChoice::All] {
                let count = |made: &Made| {
                    let margin = if zones == ZoneChoice::All { asked.places(&made.margin).len() } else { 0 };
                    asked.places(&made.story).len() + margin
                };
                let want: BTreeSet<String> = (0..articles.len())
                    .filter(|&number| count(&articles[number]) >= times)
                    .map(|number| number.to_string())
                    .collect();
                let query = parse(&text, ParseOptions { any: false, today: &|| jiff::civil::date(2024, 10, 25) });
                let query = query.expect("read");
                for archive in [&generation as &dyn Searchable, &list] {
                    let plan = resolve(&query, &zones, &*archive.dictionary().expect("opened")).expect("resolved");
                    let cancel = Cancel::default();
                    let hits = archive.list(&plan, &List::default(), &cancel).expect("searched");
                    let got: BTreeSet<String> = hits.map(|hit| hit.expect("read").path.clone()).collect();
                    prop_assert_eq!(&got, &want, "{} in {:?}", &text, &zones);
                    prop_assert_eq!(archive.count(&plan, &cancel).expect("counted"), want.len() as u64, "{}", &text);
                }
            }
        }
    }
}

#[test]
fn names_of_one_class_find_the_same_articles() {
    let hit = |number: usize, kind: NameKind, name: &str| {
        let facts = Facts { key: number.to_string(), ..Facts::default() };
        let zones = Zones { story: "A text.".to_owned(), ..Zones::default() };
        let mut hit = Hit::of(facts, zones, Record::default(), Excerpted::default());
        let names = match kind {
            NameKind::Person => &mut hit.person,
            NameKind::Org => &mut hit.org,
            NameKind::Place | NameKind::Nation => &mut hit.place,
        };
        names.push(name.to_owned());
        hit
    };
    let mut hits = Vec::new();
    for alias in shipped_aliases() {
        for name in alias.others.iter().copied().chain([alias.name]) {
            for named in [name.to_owned(), format!("{name} Office"), format!("South {name}")] {
                hits.push(hit(hits.len(), alias.kind, &named));
            }
        }
    }
    let archive = ArticleList::of(hits, Names::of(&[], &[]));
    let dictionary = archive.dictionary().expect("opened");
    let count = |kind: NameKind, name: &str| {
        let text = format!("{}:\"{name}\"", kind.field());
        let query = parse(&text, ParseOptions { any: false, today: &|| jiff::civil::date(2024, 10, 25) });
        let plan = resolve(&query.expect("read"), &ZoneChoice::Story, &*dictionary).expect("resolved");
        archive.count(&plan, &Cancel::default()).expect("counted")
    };
    let mut compared = 0;
    // Every tenth class: each count looks at all articles.
    for alias in shipped_aliases().iter().step_by(10) {
        let usual = count(alias.kind, alias.name);
        assert!(usual > 0, "{}", alias.name);
        for other in &alias.others {
            assert_eq!(count(alias.kind, other), usual, "{other} and {}", alias.name);
            compared += 1;
        }
    }
    assert!(compared > 20, "{compared} names");
}

#[test]
fn margins_do_not_change_how_stories_are_ranked() {
    let stories =
        ["The ferry left the harbour.", "A ferry. Far away, behind many other words, is a harbour.", "Harbour ferry"];
    let all: Vec<Article> = stories
        .iter()
        .enumerate()
        .map(|(number, story)| {
            let mut article = article(number, &Made { story: Vec::new(), margin: Vec::new() });
            article.zones.story = (*story).to_owned();
            article.zones.title = if number == 1 { "Ferry".to_owned() } else { String::new() };
            article
        })
        .collect();
    let folder = tempfile::tempdir().expect("a folder");
    let generation = published(folder.path(), &all);
    let order = |zones: ZoneChoice| {
        let query = parse("ferry harbour", ParseOptions { any: false, today: &|| jiff::civil::date(2024, 10, 25) });
        let dictionary = generation.dictionary().expect("opened");
        let plan = resolve(&query.expect("read"), &zones, &*dictionary).expect("resolved");
        let hits = generation.list(&plan, &List::default(), &Cancel::default()).expect("searched");
        hits.map(|hit| hit.expect("read")).map(|hit| (hit.path.clone(), hit.score)).collect::<Vec<_>>()
    };
    assert_eq!(order(ZoneChoice::All), order(ZoneChoice::Story));
}
