//! Raw scrapes in an archive: what only a teaser or a prompt mentions is not found as part of the story.

use super::support::{cases, index, run, stdout};
use morgue::index::Archive;
use std::fs;

#[test]
fn names_of_teasers_are_found_only_in_all_zones() {
    let folder = tempfile::tempdir().expect("a folder");
    let news = folder.path().join("news");
    fs::create_dir(&news).expect("made");
    for case in ["scrape_broken_byline", "scrape_dashed_teasers"] {
        let input = cases("formats/text").join(case).join("input.txt");
        fs::copy(input, news.join(format!("{case}.txt"))).expect("copied");
    }
    index(&Archive::at(folder.path().join(".morgue")), &news).expect("indexed");
    let count = |words: &[&str]| stdout(&run(folder.path(), &[&["count"], words].concat())).trim().to_owned();
    for (query, story, all) in [
        ("\"Osric Vane\"", "0", "1"),
        ("newsletter", "0", "2"),
        ("\"Brackwater Hospital\"", "0", "1"),
        ("\"Callum Verity\"", "0", "1"),
        ("\"Ama Tolland\"", "1", "1"),
        ("\"Local hopes\"", "1", "1"),
        ("outlet:\"Meridian Post\"", "1", "1"),
        ("author:Quillmore", "1", "1"),
    ] {
        assert_eq!((count(&[query]).as_str(), count(&["--zones", "all", query]).as_str()), (story, all), "{query}");
    }
}

#[test]
fn a_text_of_one_sentence_is_a_story_and_of_one_headline_a_title() {
    let folder = tempfile::tempdir().expect("a folder");
    for (text, title, body) in [
        ("The ferry will not sail before Thursday, the harbour office said.", None, true),
        ("渡船在星期四之前不会启航，港务局星期一在当地表示。", None, true),
        ("Harbour shut for a week after storm", Some("Harbour shut for a week after storm"), false),
        (
            "Harbour shut for a week after storm\n\nThe ferry will not sail before Thursday, the harbour office said.",
            Some("Harbour shut for a week after storm"),
            true,
        ),
    ] {
        fs::write(folder.path().join("a.txt"), text).expect("written");
        let article: serde_json::Value =
            serde_json::from_str(&stdout(&run(folder.path(), &["read", "a.txt"]))).expect("an article");
        assert_eq!(article["title"].as_str().filter(|it| !it.is_empty()), title, "{text}");
        let want = if body { text.lines().last().unwrap_or_default() } else { "" };
        assert_eq!(article["body"], want, "{text}");
    }
}
