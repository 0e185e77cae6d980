//! Arbitrary bytes after the marks of a download, a head of facts, or a saved response: read and extracted, or
//! rejected. Nothing panics, and every article number is unique.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::extract::{DraftLocation, Rules, extract};
use morgue::format::{Input, sniff};

/// Beginnings that the readers of downloads react to, and the file's name.
const OPENINGS: [(&str, &str); 14] = [
    ("1 of 2 DOCUMENTS\n", "a.txt"),
    ("Length: 2\nBody\nx\nEnd of Document\n", "a.txt"),
    ("____________________________________________________________\nFull text: x\nPublication title: y\n", "a.txt"),
    ("HD  a\nPD  2024\nSN  b\nLP\nc\n", "a.txt"),
    ("---\ntitle: a\n", "a.md"),
    ("+++\ntitle = 'a'\n", "a.md"),
    ("Title: a\nDate: 2024\n", "a.txt"),
    ("<p><DOC NUMBER=1> -->", "a.html"),
    ("<div class=\"article enArticle\"><p class=\"articleParagraph\">", "a.html"),
    ("<a name=\"DocID_1\">Publication info: x", "a.html"),
    ("<span class=\"DocPublicationName\">x</span><span class=\"DocHeader\">", "a.html"),
    ("<a name=\"1\"></a><table>^ИС: x ^ДТ: y", "a.html"),
    ("<table class=\"topic-list\"><table class=\"topic-detail\">", "a.html"),
    ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", "a.html"),
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let (opening, name) = OPENINGS[usize::from(*first) % OPENINGS.len()];
    let bytes = [opening.as_bytes(), rest].concat();
    let Ok(format) = sniff(&bytes, name) else { return };
    let Ok(drafts) = format.read(&Input { bytes: &bytes, name, ..Input::default() }) else { return };
    assert!(drafts.unreadable.windows(2).all(|pair| pair[0].0 < pair[1].0));
    for draft in drafts.found {
        let place = DraftLocation { source: "fuzz".into(), locator: name.into(), ..DraftLocation::default() };
        let _ = extract(draft, &place, &Rules { now: 1_800_000_000, ..Rules::default() });
    }
});
