//! The page about the query language is correct: every example on it is run on the sample corpus.

use super::support::{desk, run, stderr, stdout};
use std::path::Path;

/// What the page promises about an example.
#[derive(Debug, PartialEq, Eq)]
enum Promise {
    Found,
    Warning,
    Error,
}

/// Queries of the page, several on a line separated by ` · `, and what each promises.
fn examples(page: &str) -> Vec<(String, Promise)> {
    let mut found = Vec::new();
    let lines: Vec<&str> = page.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let Some(text) = line.strip_prefix("  ").filter(|text| !text.starts_with(' ')) else { continue };
        let below = lines.get(at + 1).filter(|below| below.starts_with("               ")).map(|below| below.trim());
        let (typed, says) = match (text.split_once("   "), below) {
            (Some((typed, says)), _) => (typed, says.trim()),
            // The result of a long example is on the line below it.
            (None, Some(says)) => (text, says),
            (None, None) => continue,
        };
        if typed.ends_with(':') && !typed.contains(' ') {
            continue;
        }
        let promise = || match says {
            says if says.starts_with("warning:") => Promise::Warning,
            says if says.starts_with("error:") => Promise::Error,
            _ => Promise::Found,
        };
        found.extend(typed.split(" · ").map(|query| (query.to_owned(), promise())));
    }
    found
}

fn count(folder: &Path, query: &str) -> (Option<i32>, String, String) {
    // A Monday for which the archive has articles of the days, the week and the month before.
    let words = ["count", "--index", "sample_corpus/.morgue", "--now", "2024-10-28", query];
    let output = run(folder, &words);
    (output.status.code(), stdout(&output), stderr(&output))
}

#[test]
fn every_example_of_the_page_does_what_it_says() {
    let desk = desk();
    let folder = desk.path();
    assert_eq!(run(folder, &["search", "--in", "sample_corpus", "Starlink"]).status.code(), Some(0));
    let add = ["saved", "add", "--in", "sample_corpus", "space", "Starlink OR Webb"];
    assert_eq!(run(folder, &add).status.code(), Some(0));
    let page = stdout(&run(folder, &["help", "query"]));
    let examples = examples(&page);
    assert!(examples.len() >= 55, "{} examples", examples.len());
    for (query, promise) in examples {
        let (code, total, said) = count(folder, &query);
        match promise {
            Promise::Found => assert!(code == Some(0) && said.is_empty(), "{query}: {total}{said}"),
            Promise::Warning => assert!(code != Some(2) && said.starts_with("note: "), "{query}: {said}"),
            Promise::Error => assert!(code == Some(2) && said.contains("\nhint: "), "{query}: {said}"),
        }
    }
}

#[test]
fn help_query_is_about_the_language_and_not_about_the_verb() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = stdout(&run(folder.path(), &["help", "query"]));
    for topic in ["NEAR/5", "SAME/S", "ATLEAST/3", "=\"Starlink\"", "--dialect", "person:", "date:none", "captions:"] {
        assert!(page.contains(topic), "{topic}");
    }
    assert_eq!(stdout(&run(folder.path(), &["--color", "never", "help", "query"])), page);
    assert!(stdout(&run(folder.path(), &["help", "search"])).contains("Usage: morgue search"));
    assert!(stdout(&run(folder.path(), &["query", "--help"])).contains("Usage: morgue search"));
    assert!(page.lines().count() <= 130, "{} lines are more than two screens", page.lines().count());
}

#[test]
fn flags_are_in_groups() {
    let folder = tempfile::tempdir().expect("a folder");
    for verb in ["search", "facets", "entities", "timeline", "export"] {
        let help = stdout(&run(folder.path(), &[verb, "--help"]));
        let places: Vec<Option<usize>> =
            ["\nWhat to find:", "\nWhen:", "\nHow to show it:", "\nIndex and other:", "\nExamples:"]
                .iter()
                .map(|heading| help.find(heading))
                .collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{verb}: {places:?}");
        assert!(!help.contains("\nOptions:"), "{verb}");
    }
}
