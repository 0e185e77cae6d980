//! Hostile input: no string makes a reader panic, and no word of a raw text is lost between its zones.

use morgue::article::{Article, Byline, DateReading, Dateline, canonical_url};
use morgue::extract::{DraftLocation, Rules, extract};
use morgue::format::{Input, read_html, read_text, sniff};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Parts of news pages, and strings that break readers.
const PIECES: [&str; 44] = [
    "\n",
    "\n\n",
    "\r\n",
    "\u{2028}",
    "    ",
    "\t",
    "- ",
    "* ",
    "    o Item",
    "# ",
    "> ",
    "By Jane Doe",
    "Von Anna Muster",
    "25 October 2024",
    "Oct. 25, 2024, 2:03 p.m. ET",
    "4 min read",
    "Sign up for our newsletter",
    "You may also like",
    "12 Comments",
    "Leave a reply",
    "© 2024 The Courier. All rights reserved.",
    "WASHINGTON, Oct 24 (Reuters) - ",
    "(Reporting by Jane Doe)",
    "READ MORE: ",
    "The river rose through the night, and by morning it had covered the market.",
    "東京で雨が降った。",
    "İstanbul",
    "ﬁne",
    "e\u{301}",
    "\u{0}",
    "\u{202e}",
    "\u{feff}",
    "😀",
    "ß",
    " | The Courier",
    "https://example.org/2024/10/25/a",
    "<p>",
    "</div>",
    "<script>",
    "&amp;",
    "\"",
    "{",
    "}",
    "Title of the story",
];

fn document() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[A-Za-z ]{1,90}\\.?\n",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn place() -> DraftLocation {
    DraftLocation { source: "hostile".to_owned(), locator: "a.txt".to_owned(), ..DraftLocation::default() }
}

fn rules() -> Rules {
    Rules { now: 1_790_000_000, ..Rules::default() }
}

/// How often each word occurs in a text: letters and digits, without the text browser's bullet.
fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && *word != "o") {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    words
}

fn all_zones(article: &Article) -> String {
    let zones = &article.zones;
    let margin = zones.margin.iter().map(|aside| aside.text.as_str());
    let captions = zones.captions.iter().map(String::as_str);
    [zones.title.as_str(), &zones.deck, &zones.story]
        .into_iter()
        .chain(captions)
        .chain(margin)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Cases of every test; thirty thousand of each passed once.
const CASES: u32 = 400;

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, ..ProptestConfig::default() })]

    #[test]
    fn every_word_of_a_raw_text_is_in_some_zone(text in document()) {
        let draft = read_text(&text);
        let read: String = draft.blocks.iter().map(|block| format!("{}\n", block.text)).collect();
        prop_assert_eq!(words(&morgue::text::nfc(&text)), words(&read));
        if let Ok(article) = extract(draft, &place(), &rules()) {
            // Without the control characters inside them.
            prop_assert_eq!(words(&all_zones(&article)), words(&morgue::text::without_controls(&read)));
        }
    }

    #[test]
    fn no_page_makes_a_reader_panic(html in document()) {
        if let Ok(draft) = read_html(&html) {
            let _ = extract(draft, &place(), &rules());
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), name in "[a-z]{1,4}\\.(json|jsonl|html|txt)") {
        if let Ok(format) = sniff(&bytes, &name) {
            let input = Input { bytes: &bytes, name: &name, ..Input::default() };
            for draft in format.read(&input).unwrap_or_default().found {
                let _ = extract(draft, &place(), &rules());
            }
        }
    }

    #[test]
    fn no_record_makes_a_reader_panic(title in any::<String>(), text in document(), author in any::<String>(), date in any::<String>()) {
        let json = serde_json::json!({"title": title, "text": text, "author": author, "date": date, "url": author}).to_string();
        for cut in [json.len(), json.floor_char_boundary(json.len() / 2)] {
            if let Ok(format) = sniff(&json.as_bytes()[..cut], "a.json") {
                let input = Input { bytes: &json.as_bytes()[..cut], ..Input::default() };
                for draft in format.read(&input).unwrap_or_default().found {
                    let _ = extract(draft, &place(), &rules());
                }
            }
        }
    }

    #[test]
    fn no_line_makes_a_parser_panic(line in prop_oneof![any::<String>(), document(), "[0-9:/.,T+Z -]{0,40}", "[A-Za-z0-9 ,.@()|&/-]{0,60}"]) {
        let byline = Byline::parse(&line);
        prop_assert!(byline.authors.iter().all(|name| !name.trim().is_empty()));
        if let Some(dateline) = Dateline::parse(&line) {
            prop_assert!(line.is_char_boundary(dateline.length));
        }
        let _ = DateReading { now: 1_790_000_000, language: Some("en") }.parse(&line);
        if let Some(once) = canonical_url(&line) {
            prop_assert_eq!(canonical_url(&once), Some(once.clone()));
        }
    }
}
