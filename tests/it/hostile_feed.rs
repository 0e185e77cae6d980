//! Hostile feeds, agency objects and tables: no bytes make a reader panic, none costs more than its size, and no script
//! gets into a text.

use super::support::takes_steps_by_size;
use morgue::article::Article;
use morgue::extract::{DraftLocation, Rules, extract};
use morgue::format::{Input, sniff};
use proptest::prelude::*;
use std::io::BufReader;

/// Parts of feeds, and strings that break readers.
const PIECES: [&str; 52] = [
    "<rss version='2.0'>",
    "<rdf:RDF xmlns='http://purl.org/rss/1.0/' xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "<channel>",
    "</channel>",
    "<item>",
    "</item>",
    "<item/>",
    "<entry>",
    "</entry>",
    "<title>",
    "</title>",
    "<title type='html'>",
    "<link href='../a'/>",
    "<link>/x</link>",
    "<description>",
    "</description>",
    "<content:encoded><![CDATA[",
    "]]></content:encoded>",
    "<content mode='base64'>",
    "</content>",
    "xml:base='http://a.example/b/c' ",
    "xml:lang='de' ",
    "xmlns:dc='",
    "<dc:creator>",
    "&nbsp;",
    "&lol;",
    "&#0;",
    "&#x110000;",
    "&",
    "<",
    ">",
    "'",
    "\"",
    "<!DOCTYPE rss [<!ENTITY lol 'ha'>]>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml version='1.0' encoding='utf-16'?>",
    "title,text,url\n",
    "\"a\nb\",",
    ";",
    "\t",
    "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[",
    "{\"uri\":\"urn:a\",\"versioncreated\":\"2024\",\"associations\":{\"a\":",
    "\"headlines\":[{\"role\":1,\"value\":\"<b>\"}],",
    "}",
    "]",
    "Tue, 01 Mar 24 08:00:00 EST",
    "東京で雨が降った。",
    "\u{feff}",
];

const NAMES: [&str; 6] = ["a.xml", "a.rss", "a.json", "a.jsonl", "a.csv", "a"];

fn document() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[A-Za-z ]{1,60}",
    ];
    (0..PIECES.len(), prop::collection::vec(piece, 0..40)).prop_map(|(first, rest)| {
        let start = [0, 1, 2, 40, 44, 45][first % 6];
        format!("{}{}", PIECES[start], rest.concat())
    })
}

/// The articles of a file, or none.
fn articles(bytes: &[u8], name: &str) -> Vec<Article> {
    let mut found = Vec::new();
    let Ok(format) = sniff(bytes, name) else { return found };
    format.each_record(&mut BufReader::new(bytes), 64 << 20, None, &mut |record| {
        let drafts = record.bytes.and_then(|bytes| format.read(&Input { bytes: &bytes, name, ..Input::default() }));
        for draft in drafts.map(|drafts| drafts.found).unwrap_or_default() {
            let place =
                DraftLocation { source: "hostile".to_owned(), locator: name.to_owned(), ..DraftLocation::default() };
            found.extend(extract(draft, &place, &Rules { now: 1_790_000_000, ..Rules::default() }));
        }
        true
    });
    found
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(text in document(), name in prop::sample::select(NAMES.to_vec()), cut in 0..400usize) {
        let bytes = text.as_bytes();
        articles(&bytes[..bytes.len().saturating_sub(cut)], name);
    }
}

#[test]
fn no_trick_costs_more_than_its_size() {
    let n = 100_000;
    let rss = |inside: &str| format!("<rss><channel><item><title>A</title>{inside}</item></channel></rss>");
    let tricks = [
        ("lone signs", rss(&"<".repeat(n))),
        ("open quotes", rss(&"<a b='".repeat(n))),
        ("open elements", rss(&"<a>".repeat(n))),
        ("end tags that match nothing", rss(&format!("{}{}", "<a>".repeat(n), "</b>".repeat(n)))),
        ("entities", rss(&"&aaaaaaa;".repeat(n))),
        ("ampersands", rss(&"&".repeat(n))),
        ("namespaces", rss(&"<x xmlns:a='b' xmlns:c='d'>".repeat(n))),
        ("attributes", rss(&format!("<x {}>", "a='b' ".repeat(n)))),
        ("open markup inside", rss(&format!("<description>{}</description>", "&lt;b&gt;".repeat(n)))),
        ("bases", rss(&"<x xml:base='a/b/c/'>".repeat(n))),
        (
            "a long title",
            format!(
                "<rss><channel><title>{}</title>{}</channel></rss>",
                "x".repeat(n),
                "<item><title>A</title></item>".repeat(2000)
            ),
        ),
        ("declarations", format!("<!DOCTYPE rss [{}]>{}", "<!ENTITY a '&b;'>".repeat(n), rss(""))),
        ("rows", format!("title,text\n{}", "\n".repeat(n))),
        ("quotes", format!("title,text\n{}", "\"".repeat(n))),
        ("columns", format!("title,text{}\na,b\n", ",x".repeat(n))),
    ];
    for (trick, text) in tricks {
        takes_steps_by_size(trick, text.len(), || drop(articles(text.as_bytes(), "a.xml")));
    }
}

#[test]
fn scripts_stay_out_of_every_text() {
    let feed = "<rss><channel><item><title>A &lt;script>alert(1)&lt;/script>B</title>
        <description>&lt;p onclick='alert(2)'>Safe.&lt;/p>&lt;script>alert(3)&lt;/script>&lt;style>x{}&lt;/style></description>
        <content:encoded><![CDATA[<p>Safe too.</p><iframe src='javascript:alert(4)'>alert(5)</iframe>]]></content:encoded>
        </item></channel></rss>";
    let found = articles(feed.as_bytes(), "a.xml");
    let zones = &found[0].zones;
    assert_eq!((zones.title.as_str(), zones.story.as_str()), ("A B", "Safe too."));
    assert!(!format!("{:?}", found[0]).contains("alert"));
}
