//! A feed, a ninjs object or a table of arbitrary bytes after a valid beginning: read, extracted, or rejected. Nothing
//! panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::extract::{DraftLocation, Rules, extract};
use morgue::format::{Input, sniff};
use std::io::BufReader;

const STARTS: [(&str, &str); 7] = [
    ("a.xml", "<rss version='2.0'><channel><title>A</title><item>"),
    (
        "a.rdf",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><item>",
    ),
    ("a.atom", "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://a.example/b'><entry>"),
    ("a.xml", "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry>"),
    ("a.json", "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"title\":\"A\","),
    ("a.json", "{\"uri\":\"urn:a\",\"versioncreated\":\"2024\",\"headline\":\"A\","),
    ("a.csv", "title,text,url\n"),
];

fuzz_target!(|bytes: &[u8]| {
    let (name, start) = STARTS[bytes.first().map_or(0, |byte| usize::from(*byte) % STARTS.len())];
    let document = [start.as_bytes(), bytes].concat();
    let Ok(format) = sniff(&document, name) else { return };
    format.each_record(&mut BufReader::new(document.as_slice()), 1 << 20, None, &mut |record| {
        let Ok(bytes) = record.bytes else { return true };
        let Ok(drafts) = format.read(&Input { bytes: &bytes, name, ..Input::default() }) else { return true };
        for draft in drafts.found {
            let place = DraftLocation { source: "fuzz".into(), locator: name.into(), ..DraftLocation::default() };
            let _ = extract(draft, &place, &Rules { now: 1_800_000_000, ..Rules::default() });
        }
        true
    });
});
