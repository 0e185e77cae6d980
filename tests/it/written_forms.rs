//! One word in several written forms: elided articles, initials with and without full stops, grouped numbers, `O'`.

use super::support::{article_list, published, run, stderr, stdout};
use morgue::archive::Searchable;
use morgue::article::{Article, ArticleKey, Aside, AsideKind, FoundValue, Origin};
use morgue::desk::{Question, Request};
use morgue::query::{ParseOptions, parse};
use std::collections::BTreeSet;

const ARTICLES: [(&str, &str, &str); 20] = [
    ("ukraine", "fr", "La guerre en Ukraine continue, dit le maire."),
    ("lukraine", "fr", "Le port de l’Ukraine est ouvert, dit le maire."),
    ("dukraine", "fr", "Un navire d'Ukraine est au port, dit le maire."),
    ("initials", "en", "The N.F.L. said the bridge would open."),
    ("letters", "en", "The NFL said the bridge would close."),
    ("states", "en", "The U.S. said the harbour is shut."),
    ("capitals", "en", "The US said the harbour is open."),
    ("pronoun", "en", "Let us walk along the pier."),
    ("grouped", "en", "Some 10,000 people came to the pier."),
    ("digits", "en", "Some 10000 people came to the dock."),
    ("apostrophe", "en", "Mayor O'Brien spoke at the dock."),
    ("joined", "en", "Mayor OBrien spoke at the quay."),
    ("doctor", "en", "The Ph.D. student sang at the quay."),
    ("greek", "el", "Η Κύπρος και ο δρόμος προς το λιμάνι."),
    ("arabic", "ar", "وصل مُحَمَّد إلى الميناء صباح الاثنين."),
    ("hebrew", "he", "דובר צה״ל ובִּנְיָמִין דיברו בנמל."),
    ("digits-hi", "hi", "नगर में २०२४ लोग आए।"),
    ("wide", "ja", "ＮＨＫは港のニュースを伝えた。"),
    ("run-on", "en", "She left the council.Thereafter the ferry sailed."),
    ("address", "en", "Details are at www.harbour.example/ferry today."),
];

#[test]
fn a_word_is_found_however_it_is_written() {
    let desk = tempfile::tempdir().expect("a folder");
    let news = desk.path().join("news");
    std::fs::create_dir(&news).expect("made");
    for (name, language, text) in ARTICLES {
        let article = serde_json::json!({"title": name, "text": text, "language": language});
        std::fs::write(news.join(format!("{name}.json")), article.to_string()).expect("written");
    }
    assert!(run(desk.path(), &["--index", "ix", "ingest", "-q", "news"]).status.success());
    let found = |words: &[&str]| -> BTreeSet<String> {
        let words: Vec<&str> = ["--index", "ix", "search", "--format", "jsonl"].iter().chain(words).copied().collect();
        let answer = stdout(&run(desk.path(), &words));
        let title = |line: &str| {
            let hit: serde_json::Value = serde_json::from_str(line).expect("JSON");
            hit["title"].as_str().expect("a title").to_owned()
        };
        answer.lines().map(title).collect()
    };
    for (query, want) in [
        (&["Ukraine"][..], &["ukraine", "lukraine", "dukraine"][..]),
        (&["l'Ukraine"], &["ukraine", "lukraine", "dukraine"]),
        (&["l’Ukraine", "port"], &["lukraine", "dukraine"]),
        (&["ukraine", "NEAR/2", "port"], &["lukraine"]),
        (&["port", "OR", "Ukraine"], &["ukraine", "lukraine", "dukraine"]),
        (&["maire", "NOT", "Ukraine"], &[]),
        // What was typed and nothing else.
        (&["--exact", "Ukraine"], &["ukraine"]),
        (&["=\"d'Ukraine\""], &["dukraine"]),
        (&["NFL"], &["initials", "letters"]),
        (&["N.F.L."], &["initials", "letters"]),
        // The pronoun is not the country.
        (&["U.S."], &["states", "capitals"]),
        (&["U.S.", "harbour"], &["states", "capitals"]),
        (&["us"], &["capitals", "pronoun"]),
        (&["10000"], &["grouped", "digits"]),
        (&["10,000"], &["grouped", "digits"]),
        (&["obrien"], &["apostrophe", "joined"]),
        (&["O'Brien"], &["apostrophe", "joined"]),
        (&["PhD"], &["doctor"]),
        (&["ΚΥΠΡΟΣ"], &["greek"]),
        (&["κυπρος"], &["greek"]),
        (&["ΔΡΟΜΟΣ"], &["greek"]),
        (&["محمد"], &["arabic"]),
        (&["צהל"], &["hebrew"]),
        (&["בנימין"], &[]),
        (&["ובנימין"], &["hebrew"]),
        (&["2024"], &["digits-hi"]),
        (&["NHK"], &["wide"]),
        (&["council"], &["run-on"]),
        (&["thereafter"], &["run-on"]),
        (&["harbour.example"], &["address"]),
        (&["\"harbour example\""], &["address"]),
    ] {
        let want: BTreeSet<String> = want.iter().map(ToString::to_string).collect();
        assert_eq!(found(query), want, "{query:?}");
    }
    let shown = stdout(&run(desk.path(), &["--index", "ix", "search", "Ukraine"]));
    assert!(shown.contains("*l’Ukraine*") && shown.contains("*d'Ukraine*"), "{shown}");
    let explained = run(desk.path(), &["--index", "ix", "explain", "Ukraine"]);
    assert!(stdout(&explained).contains("l'ukraine"), "{}{}", stdout(&explained), stderr(&explained));
}

#[test]
fn an_index_and_a_list_know_the_same_forms_and_margins() {
    let article = |(number, (name, language, text)): (usize, &(&str, &str, &str))| {
        let key = ArticleKey::from_bits(number as u128 + 1);
        let mut article = Article::empty(key, "papers", &format!("{name}.txt"));
        article.zones.title = (*name).to_owned();
        article.zones.story = (*text).to_owned();
        article.language = Some(FoundValue::new((*language).to_owned(), Origin::fixed("text")));
        // What is newer has in its margin what the one before has in its story.
        let beside = ARTICLES[(number + 1) % ARTICLES.len()].2.to_owned();
        article.zones.margin.push(Aside { kind: AsideKind::Other, text: beside });
        article
    };
    let articles: Vec<Article> = ARTICLES.iter().enumerate().map(article).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let generation = published(folder.path(), &articles);
    let list = article_list(&generation);
    for query in [
        "Ukraine",
        "U.S.",
        "us",
        "N.F.L. OR PhD",
        "10000 people",
        "people NOT 10,000",
        "O'Brien NEAR/3 mayor",
        "\"the harbour\"",
        "\"the bridge\" NOT NFL",
        "(pier OR dock) NOT \"came to the pier\"",
        "κυπρος",
        "محمد",
        "thereafter",
        "harbour.example",
    ] {
        let parsed = parse(query, ParseOptions { any: false, today: &jiff::civil::Date::default }).expect("read");
        let question = |archive: &dyn Searchable| {
            let question = Question::of(archive, &Request::of(parsed.clone())).expect("resolved");
            let counts = (question.count().expect("counted"), question.only_in_margins().expect("counted"));
            (question.plan.clone(), counts)
        };
        assert_eq!(question(&generation), question(&list), "{query}");
    }
}
