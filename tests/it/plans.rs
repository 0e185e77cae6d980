//! Plans as data: the plan of each kind of query for the sample corpus, read back from JSON unchanged, and answered
//! alike by the index and by a list of the same articles in memory.

use super::support::{SAMPLE, article_list, cases};
use morgue::archive::{FACETS, FacetField, Hit, Interval, List, Searchable, Sort};
use morgue::article::{NameKind, name_key};
use morgue::desk::{Question, Request, coverage, explain, named_list};
use morgue::query::{Cancel, ParseOptions, Plan, ZoneChoice, parse, zones_of};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

/// The queries of the cases, each with its zones.
fn queries() -> Vec<(ZoneChoice, String)> {
    let text = fs::read_to_string(cases("plans/queries.txt")).expect("the cases are there");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| match line.split_once('\t') {
            None => (ZoneChoice::Story, line.to_owned()),
            Some(("all", query)) => (ZoneChoice::All, query.to_owned()),
            Some((names, query)) => (ZoneChoice::Only(names.split(',').flat_map(zones_of).collect()), query.to_owned()),
        })
        .collect()
}

fn request(zones: &ZoneChoice, query: &str) -> Request {
    let query = parse(query, ParseOptions { any: false, today: &|| jiff::civil::date(2026, 11, 25) }).expect("read");
    Request { zones: zones.clone(), sort: Sort::Newest, ..Request::of(query) }
}

fn question<'a>(archive: &'a dyn Searchable, zones: &ZoneChoice, query: &str) -> Question<'a> {
    Question::of(archive, &request(zones, query)).expect("resolved")
}

#[test]
fn queries_become_these_plans() {
    let mut text = String::new();
    for (zones, query) in queries() {
        let _ = writeln!(text, "{query}\n{}\n", question(&SAMPLE.generation, &zones, &query).plan);
    }
    let path = cases("plans/plans.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).expect("written");
    }
    assert_eq!(text, fs::read_to_string(path).expect("the plans are there"));
}

#[test]
fn a_plan_is_the_same_after_json() {
    for (zones, query) in queries() {
        let plan = question(&SAMPLE.generation, &zones, &query).plan;
        let json = serde_json::to_string(&plan).expect("plans serialise");
        assert_eq!(serde_json::from_str::<Plan>(&json).expect("read back"), plan, "{json}");
    }
}

#[test]
fn an_index_and_a_list_of_its_articles_answer_alike() {
    let list = article_list(&SAMPLE.generation);
    let fields: Vec<FacetField> = FACETS.iter().map(|name| FacetField::named(name).expect("known")).collect();
    assert_eq!(coverage(&list).expect("told"), coverage(&SAMPLE.generation).expect("told"));
    for (zones, query) in queries() {
        let (index, list) = (question(&SAMPLE.generation, &zones, &query), question(&list, &zones, &query));
        assert_eq!(index.plan, list.plan, "{query}");
        let total = index.count().expect("counted");
        assert_eq!(total, list.count().expect("counted"), "{query}");
        let margins = |question: &Question| question.only_in_margins().expect("counted");
        assert_eq!(margins(&index), margins(&list), "{query}");
        for sort in [Sort::Newest, Sort::Oldest, Sort::Outlet] {
            let piece = List {
                sort,
                offset: 1,
                limit: Some(12),
                excerpts: Some(Default::default()),
                only: None,
                further: None,
            };
            let hits = |question: &Question| -> Vec<Hit> {
                let hits = question.list(&piece).expect("listed");
                hits.map(|hit| Hit::clone(&hit.expect("read"))).collect()
            };
            assert_eq!(hits(&index), hits(&list), "{query}");
        }
        assert_eq!(index.facets(&fields).expect("counted"), list.facets(&fields).expect("counted"), "{query}");
        let timeline = |question: &Question| question.timeline(Some(Interval::Month)).expect("counted");
        assert_eq!(timeline(&index), timeline(&list), "{query}");
        assert_eq!(explain(&index).expect("explained"), explain(&list).expect("explained"), "{query}");
        // Which spelling of a name is shown depends on which one occurs first.
        let named = |question: &Question| {
            let list = named_list(question, &NameKind::ALL, None).expect("counted");
            let values = list.values.into_iter().map(|one| (one.kind, name_key(&one.name), one.articles, one.by_time));
            (list.total, list.none, list.times, values.collect::<BTreeSet<_>>())
        };
        assert_eq!(named(&index), named(&list), "{query}");
    }
}

#[test]
fn a_cancelled_question_has_no_answer() {
    let list = article_list(&SAMPLE.generation);
    let archives: [&dyn Searchable; 2] = [&SAMPLE.generation, &list];
    for archive in archives {
        for query in ["Starlink", "star*", "Musk NEAR/5 Starlink", "a OR the", "Starlink Taiwan"] {
            let cancel = Cancel::default();
            let question =
                Question::cancelled_by(archive, &request(&ZoneChoice::Story, query), &cancel).expect("resolved");
            assert!(question.count().is_ok(), "{query}");
            cancel.cancel();
            let message = question.count().expect_err("cancelled").to_string();
            assert_eq!(message, "stopped before the answer was complete", "{query}");
            assert!(question.list(&List::default()).is_err(), "{query}");
            assert!(question.timeline(None).is_err(), "{query}");
        }
    }
}
