//! Queries of other systems: the translation of each, the differences that are reported, and what cannot be translated,
//! with its position. Cases are in `cases/query/dialects`.

use super::support::cases;
use morgue::query::{Dialect, Kind, Node, ParseOptions, Pattern, parse, print, translate};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

fn today() -> jiff::civil::Date {
    jiff::civil::date(2024, 10, 25)
}

fn translated(dialect: Dialect, query: &str) -> Value {
    match translate(dialect, query, &today) {
        Ok(translation) => {
            let notes: Vec<&str> = translation.notes.iter().map(|(difference, _)| difference.name).collect();
            json!({ "query": query, "translation": translation.text, "notes": notes })
        }
        Err(error) => json!({
            "query": query, "error": error.message, "column": error.column(query), "hint": error.hint,
        }),
    }
}

fn check(dialect: Dialect, file: &str) {
    let text = std::fs::read_to_string(cases("query/dialects").join(file)).expect("read");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect();
    assert!(lines.len() >= 25, "{} cases", lines.len());
    if std::env::var_os("UPDATE").is_some() {
        let written =
            lines.iter().map(|case| translated(dialect, case["query"].as_str().expect("a query")).to_string());
        let written: Vec<String> = written.collect();
        std::fs::write(cases("query/dialects").join(file), written.join("\n") + "\n").expect("written");
        return;
    }
    for case in &lines {
        let query = case["query"].as_str().expect("a query");
        let got = translated(dialect, query);
        assert_eq!(&got, case, "\ngot {got}");
        if let Some(translation) = got["translation"].as_str() {
            let read = parse(translation, ParseOptions { any: false, today: &today }).expect("its translation is read");
            assert_eq!(read.hints, Vec::new(), "{translation}: the own reader has something to say");
        } else {
            assert!(got["hint"].is_string(), "{query}: no way out is shown");
        }
    }
}

#[test]
fn nexis_queries_are_translated() {
    check(Dialect::Nexis, "nexis.jsonl");
}

#[test]
fn factiva_queries_are_translated() {
    check(Dialect::Factiva, "factiva.jsonl");
}

#[test]
fn media_cloud_queries_are_translated() {
    check(Dialect::MediaCloud, "mediacloud.jsonl");
}

#[test]
fn lucene_queries_are_translated() {
    check(Dialect::Lucene, "lucene.jsonl");
}

/// Merges nested groups of one kind, so that trees can be compared.
fn flat(node: Node) -> Node {
    let span = node.span.clone();
    let boxed = |node: Box<Node>| Box::new(flat(*node));
    let parts = |parts: Vec<Node>, is_and: bool| {
        let parts = parts.into_iter().map(flat).flat_map(|part| match (part.kind, is_and) {
            (Kind::And(inner), true) | (Kind::Or(inner), false) => inner,
            (kind, _) => vec![Node::new(part.span, kind)],
        });
        parts.collect::<Vec<_>>()
    };
    let kind = match node.kind {
        Kind::And(list) => Kind::And(parts(list, true)),
        Kind::Or(list) => Kind::Or(parts(list, false)),
        Kind::Not(part) => Kind::Not(boxed(part)),
        Kind::Near { left, right, within, ordered } => {
            Kind::Near { left: boxed(left), right: boxed(right), within, ordered }
        }
        Kind::Same { left, right, unit } => Kind::Same { left: boxed(left), right: boxed(right), unit },
        kind => kind,
    };
    Node::new(span, kind)
}

fn tree(own: &str) -> String {
    print(&flat(parse(own, ParseOptions { any: false, today: &today }).expect(own).root))
}

/// Connectors, how loosely each binds, and its form in morgue's language.
type Table = [(&'static str, u32, &'static str)];

const NEXIS: &Table = &[
    ("or", 0, "OR"),
    ("OR", 0, "OR"),
    ("w/3", 3, "NEAR/3"),
    ("/9", 9, "NEAR/9"),
    ("pre/4", 4, "PRE/4"),
    ("w/s", 1000, "SAME/S"),
    ("/p", 1001, "SAME/P"),
    ("and", 2000, "AND"),
    ("AND NOT", 2001, "AND NOT"),
];

const FACTIVA: &Table = &[
    ("w/3", 0, "PRE/3"),
    ("adj5", 0, "PRE/5"),
    ("near4", 0, "NEAR/4"),
    ("same", 0, "SAME/P"),
    ("not", 1, "AND NOT"),
    ("AND", 2, "AND"),
    ("or", 3, "OR"),
];

/// The query with all brackets in morgue's language: split at the loosest connector, of several at the last.
fn bracketed(words: &[String], links: &[(&str, u32, &str)]) -> String {
    let Some(loosest) = links.iter().map(|link| link.1).max() else { return words[0].clone() };
    let at = links.iter().rposition(|link| link.1 == loosest).expect("there");
    let (left, right) = (bracketed(&words[..=at], &links[..at]), bracketed(&words[at + 1..], &links[at + 1..]));
    format!("(({left}) {} ({right}))", links[at].2)
}

fn follows_its_precedence(dialect: Dialect, table: &Table, picks: &[usize]) {
    let words: Vec<String> = (0..=picks.len()).map(|nth| format!("word{}", nth % 7)).collect();
    let links: Vec<_> = picks.iter().map(|pick| table[pick % table.len()]).collect();
    let mut typed = words[0].clone();
    for (link, word) in links.iter().zip(&words[1..]) {
        typed.push_str(&format!(" {} {word}", link.0));
    }
    let translated = translate(dialect, &typed, &today).unwrap_or_else(|error| panic!("{typed}: {error}"));
    assert_eq!(tree(&translated.text), tree(&bracketed(&words, &links)), "{typed}");
}

/// Lucene's own description of a flat query: which words must, may and must not occur in an article.
fn lucene_finds(clauses: &[(&str, &str)], blank_is_and: bool, held: u32) -> bool {
    let (mut must, mut may, mut not) = (Vec::new(), Vec::new(), Vec::new());
    let mut kinds: Vec<char> = Vec::new();
    for (nth, (join, sign)) in clauses.iter().enumerate() {
        let join = if nth == 0 { "" } else { join };
        if let Some(last) = kinds.last_mut().filter(|kind| **kind != '-') {
            match join {
                "AND" => *last = '+',
                "OR" if blank_is_and => *last = '?',
                _ => {}
            }
        }
        let demanded = join == "AND" || *sign == "+" || join.is_empty() && blank_is_and;
        kinds.push(if *sign == "-" {
            '-'
        } else if demanded {
            '+'
        } else {
            '?'
        });
    }
    for (nth, kind) in kinds.iter().enumerate() {
        let has = held >> nth & 1 == 1;
        match kind {
            '+' => must.push(has),
            '-' => not.push(has),
            _ => may.push(has),
        }
    }
    !not.contains(&true) && !must.contains(&false) && (!must.is_empty() || may.is_empty() || may.contains(&true))
}

/// Whether a tree of single letters finds an article with some of them.
fn finds(node: &Node, held: u32) -> bool {
    match &node.kind {
        Kind::All => true,
        Kind::And(parts) => parts.iter().all(|part| finds(part, held)),
        Kind::Or(parts) => parts.iter().any(|part| finds(part, held)),
        Kind::Not(part) => !finds(part, held),
        Kind::Text(text) => match &text.words[..] {
            [Pattern::Family(word)] => held >> (word.as_bytes()[0] - b'a') & 1 == 1,
            words => panic!("{words:?}"),
        },
        kind => panic!("{kind:?}"),
    }
}

proptest! {
    #[test]
    fn nexis_connectors_bind_in_its_order(picks in prop::collection::vec(0..NEXIS.len(), 0..9)) {
        follows_its_precedence(Dialect::Nexis, NEXIS, &picks);
    }

    #[test]
    fn factiva_connectors_bind_in_its_order(picks in prop::collection::vec(0..FACTIVA.len(), 0..9)) {
        follows_its_precedence(Dialect::Factiva, FACTIVA, &picks);
    }

    #[test]
    fn lucene_clauses_find_what_lucene_finds(
        clauses in prop::collection::vec((prop::sample::select(vec!["", "AND", "OR"]), prop::sample::select(vec!["", "+", "-"])), 1..7),
        blank_is_and: bool,
    ) {
        let words = ["a", "b", "c", "d", "e", "f"];
        let mut typed = String::new();
        for (nth, (join, sign)) in clauses.iter().enumerate() {
            typed.push_str(&format!("{} {sign}{} ", if nth == 0 { "" } else { join }, words[nth]));
        }
        let dialect = if blank_is_and { Dialect::MediaCloud } else { Dialect::Lucene };
        let translated = translate(dialect, &typed, &today);
        if !blank_is_and && clauses.iter().all(|(_, sign)| *sign == "-") {
            prop_assert!(translated.is_err(), "{} finds nothing in Lucene", typed);
            return Ok(());
        }
        let translated = translated.expect("readable");
        let read = parse(&translated.text, ParseOptions { any: false, today: &today }).expect("readable");
        for held in 0..1 << clauses.len() {
            let want = lucene_finds(&clauses, blank_is_and, held);
            prop_assert_eq!(finds(&read.root, held), want, "{} as {} on {:b}", typed, translated.text, held);
        }
    }

    #[test]
    fn two_words_are_moved_as_lucene_moves_them(
        places in prop::collection::vec(prop::sample::select(vec!["low", "orbit", "x"]), 1..12), moves in 0..6i32,
    ) {
        let translated = translate(Dialect::Lucene, &format!("\"low orbit\"~{moves}"), &today).expect("readable");
        let read = parse(&translated.text, ParseOptions { any: false, today: &today }).expect("readable");
        let at = |word: &str| -> Vec<i32> { (0..places.len()).filter(|nth| places[*nth] == word).map(|nth| nth as i32).collect() };
        // The second word is `moves` places or less from where the phrase has it.
        let want = at("low").iter().any(|low| at("orbit").iter().any(|orbit| (orbit - low - 1).abs() <= moves));
        prop_assert_eq!(places_match(&read.root, &places), want, "{} in {:?}", translated.text, places);
    }

    #[test]
    fn whatever_is_typed_is_translated_or_explained(query in "\\PC{0,60}") {
        for dialect in [Dialect::Nexis, Dialect::Factiva, Dialect::MediaCloud, Dialect::Lucene] {
            never_fails(dialect, &query)?;
        }
    }

    #[test]
    fn signs_in_any_order_are_translated_or_explained(parts in prop::collection::vec(prop::sample::select(vec![
        "(", ")", "\"", "“", "and", "AND", "or", "not", "NOT", "w/3", "pre/2", "/s", "near4", "adj", "same", "/N5/", "/f9/", "atleast2",
        "ATL3(", "HEADLINE(", "PUBLICATION(", "ALLCAPS(us)", "hd=", "sn=", "la=", "wc>", "500", "date", "aft", "after", "from", "to", "last",
        "1/15/2024", "20240115", "title:", "outlet:", "date:", "words:", "url:", "author:", "_exists_:", "[", "]", "{", "TO", "*", "?", "!",
        "wor*", "w?rd", "wor!", "wor$3", "+", "-", "&&", "||", "~", "~2", "^", "^2", "\\", "/", ":", "%", "a", "b", "é", "12:30", "C++", ",",
        "https://example.com/a(b)",
    ]), 0..20), glue in prop::sample::select(vec!["", " "])) {
        let query = parts.join(glue);
        for dialect in [Dialect::Nexis, Dialect::Factiva, Dialect::MediaCloud, Dialect::Lucene] {
            never_fails(dialect, &query)?;
        }
    }
}

/// Whether a tree of phrases and ordered pairs finds these words, place by place.
fn places_match(node: &Node, places: &[&str]) -> bool {
    let starts = |node: &Node| -> Vec<usize> {
        let Kind::Text(text) = &node.kind else { panic!("{:?}", node.kind) };
        let words: Vec<&str> = text
            .words
            .iter()
            .map(|word| match word {
                Pattern::Family(word) | Pattern::Word(word) => word.as_str(),
                other => panic!("{other:?}"),
            })
            .collect();
        (0..places.len()).filter(|at| places[*at..].starts_with(&words)).collect()
    };
    match &node.kind {
        Kind::Or(parts) => parts.iter().any(|part| places_match(part, places)),
        Kind::Near { left, right, within, ordered: true } => starts(left)
            .iter()
            .any(|left| starts(right).iter().any(|right| right > left && right - left <= *within as usize)),
        _ => !starts(node).is_empty(),
    }
}

fn never_fails(dialect: Dialect, query: &str) -> Result<(), TestCaseError> {
    match translate(dialect, query, &today) {
        Ok(translation) => {
            let read = parse(&translation.text, ParseOptions { any: false, today: &today });
            prop_assert!(read.is_ok(), "{:?} {query} is {}: {read:?}", dialect, translation.text);
            for (_, span) in &translation.notes {
                prop_assert!(query.get(span.clone()).is_some(), "{query}: {span:?}");
            }
        }
        Err(error) => {
            prop_assert!(
                !error.message.starts_with("the translation of the query"),
                "{:?} {query}: {error} {:?}",
                dialect,
                error.hint
            );
            prop_assert!(error.span.start <= query.len());
            let _ = (error.column(query), error.pointer(query));
        }
    }
    Ok(())
}

#[test]
fn hostile_queries_of_other_systems_meet_limits() {
    let forms = [
        "(",
        "not ",
        "NOT ",
        "HEADLINE(",
        "hd=",
        "title:",
        "a w/5 ",
        "a near5 ",
        "a ",
        "a/n1/",
        "atleast2 ",
        "a AND ",
        "-",
        "\\",
        "~",
        "\"",
        "a^2 ",
        "wor?d ",
        "/n1/",
        "date ",
        "date from ",
        "[",
        "+",
        "a w/255 b w/254 c w/253 d w/252 ",
    ];
    for dialect in [Dialect::Nexis, Dialect::Factiva, Dialect::MediaCloud, Dialect::Lucene] {
        for form in forms {
            let query = form.repeat(65_000 / form.len());
            if let Ok(translation) = translate(dialect, &query, &today) {
                assert!(parse(&translation.text, ParseOptions { any: false, today: &today }).is_ok(), "{form}");
            }
        }
    }
}
