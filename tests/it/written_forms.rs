//! One word in several written forms: elided articles, initials with and without full stops, grouped numbers, `O'`, compounds, British
//! and American spellings, particles, and the inflections of each language.

use super::support::{article_list, published, run, stderr, stdout};
use morgue::archive::Searchable;
use morgue::article::{Article, ArticleKey, Aside, AsideKind, FoundValue, Origin};
use morgue::desk::{Question, Request};
use morgue::query::{ParseOptions, parse};
use std::collections::BTreeSet;

const ARTICLES: [(&str, &str, &str); 59] = [
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
    ("hyphen", "en", "Send an e-mail today, the clerk said."),
    ("solid", "en", "Send your email today, the clerk said."),
    ("jet", "en", "An F-16 crossed the bay."),
    ("illness", "en", "Cases of COVID-19 rose in the bay."),
    ("strain", "en", "The B.1.1.7 strain spread along the bay."),
    ("number", "en", "ISBN 978-3-16-148410-0 was pulped."),
    ("spaced", "en", "J. K. Harwood wrote to the paper."),
    ("close", "en", "J.K. Harwood called the paper."),
    ("thousands", "fr", "Quelque 12 500 passagers attendent."),
    ("sign", "en", "Holt & Marsh sued the ferry."),
    ("music", "en", "They play rock'n'roll on deck."),
    ("gas", "en", "The tanks held CO₂ and 40m² of ice."),
    ("cease", "en", "Both want to cease fire at dawn."),
    ("cease-fire", "en", "The cease-fire held at dawn."),
    ("ceasefire", "en", "A ceasefire was signed at noon."),
    ("cent", "en", "Fares rose 5 per cent."),
    ("british", "en", "The labour office met in colour."),
    ("korean", "ko", "대통령은 서울에서 말했다."),
    ("umlaut", "de", "Ein Löwe kam an Bord."),
    ("law", "de", "Das Gesetz über die Fähre gilt."),
    ("laws", "de", "Neue Gesetze über Fähren gelten, des Gesetzes wegen."),
    ("journal", "fr", "Un journal parle du quai."),
    ("journaux", "fr", "Les journaux parlent du quai."),
    ("hyphens", "en", "All the e-mails were lost, the clerk said."),
    ("resign", "en", "The captain will resign, and the households know."),
    ("arrival", "de", "Die Anreise dauert zwei Stunden."),
    ("incentives", "de", "Der Bund setzt neue Anreize."),
    ("camel", "en", "The HarbourCam showed the tide."),
    ("german", "de", "Sie waren im Norden."),
    ("full-stop", "en", "The ferry left at 6 p.m. sharp."),
    ("no-stop", "en", "The ferry left at 7 pm sharp."),
    ("signs", "en", "Five & six & seven."),
    ("anlass", "tr", "Liman Ankara'da konuşuldu."),
    ("bakanlik", "tr", "Karar, Bakanlığı’ndan geldi; Ankara sustu."),
    ("vowel", "en", "The quote ends on Ankara'da, oddly."),
    ("cafe-accent", "en", "The captain, who had been at sea for a year and a day, saw a Café on the way to his house."),
    ("cafe", "en", "At the cafe, the cafe owner of the cafe sang."),
    ("resort", "en", "They met at Mar-a-Lago."),
    ("resort-joined", "en", "They met at Maralago."),
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
    let mut wrong = Vec::new();
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
        (&["בנימין"], &["hebrew"]),
        (&["ובנימין"], &["hebrew"]),
        (&["2024"], &["digits-hi"]),
        (&["NHK"], &["wide"]),
        (&["council"], &["run-on"]),
        (&["thereafter"], &["run-on"]),
        (&["harbour.example"], &["address"]),
        (&["\"harbour example\""], &["address"]),
        (&["www.harbour.example"], &["address"]),
        (&["email"], &["hyphen", "solid", "hyphens"]),
        (&["emails"], &["hyphen", "solid", "hyphens"]),
        (&["e-mail"], &["hyphen", "solid"]),
        // What has another meaning with a hyphen, and two words of which one happens to be made, are apart.
        (&["re-sign"], &[]),
        (&["house holds"], &[]),
        (&["harbour cam"], &["camel"]),
        (&["\"i m\""], &[]),
        (&["\"b ook\""], &[]),
        (&["p.m."], &["full-stop", "no-stop"]),
        (&["pm"], &["full-stop", "no-stop"]),
        (&["\"& & &\""], &[]),
        (&["mar-a-lago"], &["resort", "resort-joined"]),
        (&["maralago"], &["resort", "resort-joined"]),
        // Endings of names, in Turkish texts.
        (&["Ankara"], &["anlass", "bakanlik"]),
        (&["ankara'nın"], &["anlass", "bakanlik"]),
        (&["bakanlığı"], &["bakanlik"]),
        (&["\"Ankara\""], &["bakanlik"]),
        (&["café"], &["cafe", "cafe-accent"]),
        (&["\"the US said\""], &["states", "capitals"]),
        (&["--exact", "US"], &["capitals", "pronoun"]),
        (&["\"email today\""], &["hyphen", "solid"]),
        (&["\"mail today\""], &["hyphen"]),
        // A printed hyphen is between two words.
        (&["send", "NEAR/3", "today"], &["solid"]),
        (&["email", "NEAR/1", "today"], &["hyphen", "solid"]),
        (&["emai*"], &["hyphen", "solid", "hyphens"]),
        (&["em?il"], &["hyphen", "solid"]),
        (&["\"emai* today\""], &["hyphen", "solid"]),
        (&["emai*", "NEAR/1", "today"], &["hyphen", "solid"]),
        (&["covid1*"], &["illness"]),
        (&["--exact", "email"], &["solid"]),
        (&["\"=email today\""], &["solid"]),
        (&["F16"], &["jet"]),
        (&["F-16"], &["jet"]),
        (&["covid19"], &["illness"]),
        (&["b117"], &["strain"]),
        (&["B.1.1.7"], &["strain"]),
        (&["9783161484100"], &["number"]),
        (&["J.K.", "Harwood"], &["spaced", "close"]),
        (&["J. K. Harwood"], &["spaced", "close"]),
        (&["\"J. K. Harwood\""], &["spaced", "close"]),
        (&["12500"], &["thousands"]),
        (&["12,500"], &["thousands"]),
        (&["12 500"], &["thousands"]),
        (&["\"Holt and Marsh\""], &["sign"]),
        (&["\"Holt & Marsh\""], &["sign"]),
        (&["Holt & Marsh"], &["sign"]),
        (&["rock 'n' roll"], &["music"]),
        (&["CO2"], &["gas"]),
        (&["40m2"], &["gas"]),
        (&["ceasefire"], &["cease", "cease-fire", "ceasefire"]),
        (&["cease fire"], &["cease", "cease-fire", "ceasefire"]),
        (&["cease-fire"], &["cease", "cease-fire", "ceasefire"]),
        (&["\"cease fire at dawn\""], &["cease"]),
        (&["fire", "NOT", "ceasefire"], &[]),
        (&["5 percent"], &["cent"]),
        (&["labor"], &["british"]),
        (&["Anreise"], &["arrival"]),
        (&["color"], &["british"]),
        (&["대통령"], &["korean"]),
        (&["서울"], &["korean"]),
        (&["Loewe"], &["umlaut"]),
        (&["Gesetz"], &["law", "laws"]),
        (&["Gesetze"], &["law", "laws"]),
        (&["\"Gesetz\""], &["law"]),
        (&["journal"], &["journal", "journaux"]),
        (&["journaux", "NEAR/3", "quai"], &["journal", "journaux"]),
        (&["journal", "quai"], &["journal", "journaux"]),
    ] {
        let want: BTreeSet<String> = want.iter().map(ToString::to_string).collect();
        let got = found(query);
        if got != want {
            wrong.push(format!("{query:?} finds {got:?}, not {want:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let shown = stdout(&run(desk.path(), &["--index", "ix", "search", "Ukraine"]));
    assert!(shown.contains("*l’Ukraine*") && shown.contains("*d'Ukraine*"), "{shown}");
    let shown = stdout(&run(desk.path(), &["--index", "ix", "search", "email OR Gesetz"]));
    assert!(shown.contains("*e-mail*") && shown.contains("*Gesetze*") && shown.contains("*email*"), "{shown}");
    // The accents that were typed come first, though the other articles have the word more often.
    for (query, want) in [
        ("café", ["cafe-accent", "cafe"]),
        ("cafe", ["cafe", "cafe-accent"]),
        ("café OR owner", ["cafe", "cafe-accent"]),
    ] {
        let shown = stdout(&run(desk.path(), &["--index", "ix", "search", "--format", "jsonl", query]));
        let at = |title: &str| shown.find(&format!("\"title\":\"{title}\""));
        assert!(at(want[0]).is_some() && at(want[0]) < at(want[1]), "{query}: {shown}");
    }
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
        article.zones.margin.push(Aside::of(AsideKind::Other, beside));
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
        "email",
        "\"email today\"",
        "cease fire",
        "ceasefire OR F16",
        "J. K. Harwood",
        "12 500",
        "대통령",
        "Gesetz NOT Gesetzes",
        "journaux NEAR/9 quai",
        "labor",
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
