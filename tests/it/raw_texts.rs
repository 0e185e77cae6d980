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
