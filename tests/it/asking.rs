//! Queries on the command line: how a query is explained, and the flags that change how it is read.

use super::support::{desk, run, stderr, stdout};

fn ask(words: &[&str]) -> (String, String, i32) {
    let desk = desk();
    let output = run(desk.path(), &[words, &["--in", "sample_corpus"]].concat());
    (stdout(&output), stderr(&output), output.status.code().expect("no signal"))
}

#[test]
fn explain_counts_the_parts_of_or_and_near_and_names_what_a_wildcard_matches() {
    let (text, ..) = ask(&["explain", "satel*", "(Musk OR \"low orbit\")", "Putin", "NEAR/9", "asked"]);
    let line =
        |start: &str| text.lines().find(|line| line.trim_start().starts_with(start)).unwrap_or_default().to_owned();
    assert!(line("satel* finds").contains("satellites ("), "{text}");
    assert!(line("asked (").contains("also finds"), "{text}");
    let counted = |part: &str| {
        let line = text.lines().find(|line| line.trim_end().ends_with(&format!("  {part}"))).expect("a line");
        line.split_whitespace().next().expect("a number").to_owned()
    };
    for part in ["musk", "\"low orbit\"", "putin"] {
        assert_eq!(counted(part), ask(&["count", part]).0.trim(), "{part} in {text}");
    }
}

#[test]
fn explain_shows_the_reading_the_forms_and_the_part_that_leaves_nothing_over() {
    let (text, _, code) = ask(&["explain", "satellites", "Taiwann", "date:2024"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.starts_with("read as   satellites AND taiwann AND date:2024-01-01..2024-12-31\n"), "{text}");
    assert!(text.contains("satellites (") && text.contains("also finds satellite ("), "{text}");
    assert!(text.ends_with("`taiwann` finds nothing in this archive; similar: taiwan\n"), "{text}");

    let (text, ..) = ask(&["explain", "--format", "json", "Starlink", "Taiwan"]);
    assert_eq!(ask(&["explain", "--json", "Starlink", "Taiwan"]).0, text);
    let explained: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let (count, ..) = ask(&["count", "Starlink", "Taiwan"]);
    assert_eq!(explained["total"].to_string(), count.trim());
    assert_eq!(explained["clauses"][1]["so_far"], explained["total"]);
    assert_eq!(explained["plan"]["root"]["all-words"][1]["word"], "taiwan", "{text}");
    let (alone, ..) = ask(&["count", "Taiwan"]);
    assert_eq!(explained["clauses"][1]["articles"].to_string(), alone.trim());
}

#[test]
fn a_word_that_no_article_contains_is_shown_with_similar_ones() {
    let (_, note, code) = ask(&["search", "Starlnik", "Taiwan"]);
    assert_eq!(code, 1);
    assert!(note.ends_with("\nnote: no article has \"starlnik\"; similar: starlink\n"), "{note}");
}

#[test]
fn a_value_that_no_article_has_is_shown_with_similar_ones() {
    for (query, near) in [
        ("outlet:Courier", "The Harbour Courier"),
        ("outlet:\"Harbor Courier\"", "The Harbour Courier"),
        ("author:Quilmore", "Petra Quillmore"),
        ("person:Putinn", "Vladimir Putin"),
        ("entity:Putinn", "Vladimir Putin"),
    ] {
        let (_, note, code) = ask(&["search", query]);
        assert_eq!(code, 1, "{query}");
        let last = note.lines().last().expect("a note");
        assert!(last.contains("; similar: ") && last.contains(near), "{query}: {last}");
    }
}

#[test]
fn words_match_their_inflections_unless_they_must_not() {
    let number = |words: &[&str]| ask(&[&["count"], words].concat()).0.trim().parse::<u64>().expect("a number");
    let forms = number(&["satellite"]);
    assert!(forms > number(&["--exact", "satellite"]));
    assert_eq!(number(&["--exact", "satellite"]), number(&["\"satellite\""]));
    assert!(number(&["=\"starlink\""]) < number(&["=\"Starlink\""]));
}

#[test]
fn strict_searches_reject_queries_with_a_remark() {
    let (_, note, code) = ask(&["count", "Starlink", "and", "Taiwan"]);
    assert!(code < 2 && note.contains("write AND in capitals"), "{note}");
    let (text, error, code) = ask(&["count", "--strict", "Starlink", "and", "Taiwan"]);
    assert_eq!((text.as_str(), code), ("", 2));
    assert!(error.contains("write AND in capitals") && error.contains("leave out `--strict`"), "{error}");
}

#[test]
fn until_before_since_is_a_mistake() {
    let (_, error, code) = ask(&["count", "*", "--since", "2024", "--until", "2023"]);
    assert!(code == 2 && error.contains("--until is earlier than --since"), "{error}");
}

#[test]
fn a_search_that_takes_too_long_ends_with_its_own_code() {
    // The limit is so short that it has passed before the first list is opened.
    let wide = (0..40).map(|_| "(the OR of OR in)").collect::<Vec<_>>().join(" NEAR/255 ");
    let (text, error, code) = ask(&["count", "--deadline", "0.000001", &wide]);
    assert_eq!((text.as_str(), code), ("", 124), "{error}");
    assert!(error.contains("no answer within") && error.contains("--deadline"), "{error}");
}

#[test]
fn a_query_of_another_system_is_translated_and_its_differences_reported() {
    let (own, ..) = ask(&["count", "(satellit* NEAR/5 (taiwan OR china)) AND NOT mars"]);
    let nexis = "satellit! w/5 taiwan or china and not mars";
    let (text, note, _) = ask(&["count", "--dialect", "nexis", nexis]);
    assert_eq!(text, own);
    assert!(note.starts_with("translated from Nexis: (satellit* NEAR/5 (taiwan OR china)) AND NOT mars\n"), "{note}");
    assert!(note.contains("note: words match all their inflections here"), "{note}");
    let (_, note, _) = ask(&["count", "--dialect", "nexis", "--exact", nexis]);
    assert!(!note.contains("inflections"), "{note}");

    let (text, error, code) = ask(&["count", "--strict", "--dialect", "nexis", nexis]);
    assert_eq!((text.as_str(), code), ("", 2));
    assert!(error.contains("leave out `--strict`"), "{error}");
    let (_, error, code) = ask(&["count", "--dialect", "factiva", "starlink", "and", "rst=nytf"]);
    assert_eq!(code, 2);
    assert!(error.contains("(column 14)\n  starlink and rst=nytf\n               ^^^\nhint: "), "{error}");
    let (_, error, _) = ask(&["count", "a w/5 b"]);
    assert!(error.contains("--dialect nexis"), "{error}");
}

#[test]
fn a_number_joined_to_a_flag_gives_a_hint() {
    let (_, note, _) = ask(&["search", "Starlink", "-n5"]);
    assert!(note.contains("-n5 is read as NOT n5; for the flag, write -n 5"), "{note}");
    assert!(!ask(&["search", "Starlink", "-Mars"]).1.contains("for the flag"));
}

#[test]
fn suggestions_keep_their_accents_and_the_common_word_comes_first() {
    let desk = tempfile::tempdir().expect("a folder");
    let news = desk.path().join("news");
    std::fs::create_dir(&news).expect("made");
    for (name, text) in [
        ("1", "Le café de la rue a fermé ses portes, dit le maire."),
        ("2", "Au Café du port, on attend la fin de la tempête."),
        ("3", "Une cage est tombée dans la rivière lundi."),
    ] {
        let article = serde_json::json!({"title": format!("Titre {name}"), "text": text, "language": "fr"});
        std::fs::write(news.join(format!("{name}.json")), article.to_string()).expect("written");
    }
    assert!(run(desk.path(), &["--index", "ix", "ingest", "-q", "news"]).status.success());
    let told = stderr(&run(desk.path(), &["--index", "ix", "search", "cafe*x", "OR", "cate"]));
    assert!(!told.contains("panicked"), "{told}");
    let told = stderr(&run(desk.path(), &["--index", "ix", "search", "cafr"]));
    assert!(told.ends_with("no article has \"cafr\"; similar: café\n"), "{told}");
    let told = stderr(&run(desk.path(), &["--index", "ix", "search", "cabe"]));
    assert!(told.ends_with("no article has \"cabe\"; similar: café, cage\n"), "{told}");
}

#[test]
fn a_name_with_an_office_is_searched_without_it_and_a_note_says_so() {
    assert_eq!(ask(&["count", "person:\"President Putin\""]).0, ask(&["count", "person:Putin"]).0);
    let (_, note, _) = ask(&["search", "-n", "1", "person:\"President Putin\""]);
    let want = "note: nobody is named \"President Putin\"; searched for \"Putin\", since offices are not part of names";
    assert!(note.contains(want), "{note}");
    assert!(!ask(&["search", "-n", "1", "person:Putin"]).1.contains("nobody is named"));
}

#[test]
fn a_rare_spelling_beside_a_common_one_is_told() {
    let desk = tempfile::tempdir().expect("a folder");
    let news = desk.path().join("news");
    std::fs::create_dir(&news).expect("made");
    let write = |name: &str, text: &str| std::fs::write(news.join(name), text).expect("written");
    for nth in 0..8 {
        write(
            &format!("{nth}.txt"),
            &format!("Judge rules {nth}\n\nJustice Harburg said on day {nth} that the ferries may sail."),
        );
    }
    write("slip.txt", "Judge asked\n\nJustice Harberg was asked about the ferry.");
    let told = |words: &[&str]| {
        let words: Vec<&str> = ["search", "--in", "news", "-n", "1"].iter().chain(words).copied().collect();
        stderr(&run(desk.path(), &words))
    };
    told(&["ferry"]);
    let note = "note: 1 article has \"harberg\", but 8 have \"harburg\"; with that word the query finds 8 articles\n";
    for query in [
        &["Harberg"][..],
        &["justice", "Harberg"],
        &["\"justice harberg\""],
        &["harberg", "ferry"],
        &["harberg", "ferry", "words:>1"],
    ] {
        let told = told(query);
        assert!(told.contains(note) && told.matches("with that word").count() == 1, "{query:?}: {told}");
    }
    // No note on words that find as much or more, or on other forms of a word.
    for query in
        [&["Harburg"][..], &["harberg", "asked"], &["ferry", "NOT", "harberg"], &["sails"], &["ferry"], &["rules"]]
    {
        assert!(!told(query).contains("with that word"), "{query:?}: {}", told(query));
    }
}
