//! Containers as ingest reads them: the content of a zip, a web archive or a mailbox, with locators and known facts,
//! and the reasons for what is skipped.

use flate2::Compression;
use flate2::write::GzEncoder;
use morgue::source::{Caps, Content, unfold};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// One item: its locator, and its text or the reason that there is none.
#[derive(Debug, PartialEq)]
pub struct Seen {
    pub place: String,
    pub text: String,
    pub name: String,
    pub url: String,
    pub captured: String,
    pub charset: String,
    pub notes: usize,
}

/// Everything in a file of these bytes.
pub fn seen(name: &str, bytes: &[u8], caps: &Caps) -> Vec<Seen> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    let mut found = Vec::new();
    unfold(&path, caps, &mut |item| {
        let (text, name) = match item.content {
            Content::Document(mut reader) => match reader.read_document(caps) {
                Ok(bytes) => (String::from_utf8_lossy(&bytes).into_owned(), reader.name),
                Err(error) => (format!("unreadable: {error}"), String::new()),
            },
            Content::Skipped(skip) => (format!("skipped: {}", skip.reason()), String::new()),
            Content::Unreadable(error) => (format!("unreadable: {error}"), String::new()),
        };
        let facts = item.facts;
        found.push(Seen {
            place: item.member,
            text,
            name,
            url: facts.url.unwrap_or_default(),
            captured: facts.captured.unwrap_or_default(),
            charset: facts.charset.unwrap_or_default(),
            notes: facts.notes.len(),
        });
        true
    });
    found
}

fn texts(name: &str, bytes: &[u8]) -> Vec<(String, String)> {
    seen(name, bytes, &Caps::default()).into_iter().map(|seen| (seen.place, seen.text)).collect()
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(place, text)| ((*place).to_owned(), (*text).to_owned())).collect()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

pub fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("started");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

/// Replaces every occurrence of `old` with `new`, which has the same length.
fn patched(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let mut bytes = bytes.to_vec();
    let places: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at..].starts_with(old)).collect();
    assert!(!places.is_empty(), "nothing to patch");
    for at in places {
        bytes[at..at + new.len()].copy_from_slice(new);
    }
    bytes
}

/// Where a member's entry starts in the list at the end of a zip.
fn list_entry(bytes: &[u8], name: &str) -> usize {
    let entry = |at: usize| bytes[at..].starts_with(b"PK\x01\x02") && bytes[at + 46..].starts_with(name.as_bytes());
    (0..bytes.len() - 46).find(|&at| entry(at)).expect("listed")
}

#[test]
fn members_of_a_zip_come_in_the_order_of_its_list_and_each_with_a_place() {
    let plain = zipped(&[
        ("news/ferry.txt", b"The ferry sails."),
        ("news/Xerry.txt", b"The ferry sank."),
        ("zz/evil.txt", b"evil"),
        ("M\x7fller.txt", b"mill"),
        ("logo.png", b"\x89PNG"),
        ("secret.txt", b"secret"),
        ("inner.zip", &zipped(&[("deep.txt", b"deep")])),
        ("page.txt.gz", &gzip(b"packed")),
    ]);
    let doubled = patched(&plain, b"news/Xerry.txt", b"news/ferry.txt");
    let escaping = patched(&doubled, b"zz/evil.txt", b"../evil.txt");
    let mut bytes = patched(&escaping, b"M\x7fller.txt", b"M\x81ller.txt");
    let secret = list_entry(&bytes, "secret.txt");
    bytes[secret + 8] |= 1;
    let want = [
        ("!news/ferry.txt", "The ferry sails."),
        ("!news/ferry.txt@2", "The ferry sank."),
        ("!../evil.txt", "unreadable: the name points outside the archive"),
        ("!Müller.txt", "mill"),
        ("!logo.png", "skipped: no-article-type"),
        ("!secret.txt", "unreadable: encrypted"),
        ("!inner.zip!deep.txt", "deep"),
        ("!page.txt.gz", "packed"),
    ];
    assert_eq!(texts("a.zip", &bytes), owned(&want));
}

#[test]
fn documents_that_are_zips_are_handed_on_whole() {
    let cases: [(&str, &[&str]); 4] = [
        ("report.docx", &["word/document.xml", "[Content_Types].xml"]),
        ("report", &["[Content_Types].xml", "word/document.xml"]),
        ("report.zip", &["word/document.xml", "[Content_Types].xml"]),
        ("book", &["mimetype", "OEBPS/one.xhtml"]),
    ];
    for (name, members) in cases {
        let members: Vec<(&str, &[u8])> = members.iter().map(|name| (*name, b"<x/>".as_slice())).collect();
        let bytes = zipped(&members);
        let folder = tempfile::tempdir().expect("a folder");
        for (file, packed, place) in [(name, bytes.clone(), ""), ("outer.zip", zipped(&[(name, &bytes)]), name)] {
            let path = folder.path().join(file);
            std::fs::write(&path, packed).expect("written");
            let mut whole = Vec::new();
            unfold(&path, &Caps::default(), &mut |item| {
                let Content::Document(mut reader) = item.content else { panic!("{name}: no document") };
                whole.push((item.member, reader.read_document(&Caps::default()).expect("read")));
                true
            });
            let place = if place.is_empty() { String::new() } else { format!("!{place}") };
            assert!(whole == [(place, bytes.clone())], "{name}");
        }
    }
}

#[test]
fn of_a_web_archive_package_only_the_web_archives_are_read() {
    let warc = response("http://a.example/ferry", "text/html", b"<p>ferry</p>");
    let members: [(&str, &[u8]); 4] = [
        ("indexes/index.idx", b"index"),
        ("archive/data.warc.gz", &gzip(&warc)),
        ("pages/pages.jsonl", b"{\"url\":\"http://a.example/ferry\"}"),
        ("datapackage.json", b"{}"),
    ];
    assert_eq!(texts("a.wacz", &zipped(&members)), owned(&[("!archive/data.warc.gz#1", "<p>ferry</p>")]));
    assert_eq!(texts("a.zip", &zipped(&members)).len(), 1, "told by content");
    let empty = texts("a.wacz", &zipped(&members[2..]));
    assert_eq!(empty, owned(&[("", "unreadable: the package has no web archive")]));
}

#[test]
fn lies_and_bombs_in_a_zip_cost_little() {
    let honest = zipped(&[("a.txt", b"a text of some length, some length, some length"), ("b.txt", b"second")]);
    for size in [3u32, 1000, u32::MAX - 1] {
        let mut bytes = honest.clone();
        let entry = list_entry(&bytes, "a.txt");
        bytes[entry + 24..entry + 28].copy_from_slice(&size.to_le_bytes());
        let got = texts("a.zip", &bytes);
        assert_eq!(got.len(), 2);
        assert!(got[0].1.starts_with("unreadable: "), "{size}: {:?}", got[0]);
        assert_eq!(got[1].1, "second");
    }
    let mut bytes = honest.clone();
    let entry = list_entry(&bytes, "a.txt");
    bytes[entry + 20..entry + 24].copy_from_slice(&(u32::MAX - 1).to_le_bytes());
    assert_eq!(texts("a.zip", &bytes).len(), 2, "a packed size beyond the file");

    let bomb = vec![0u8; 30 << 20];
    let bombs = zipped(&[("a.txt", &bomb), ("b.txt", &bomb), ("c.txt", b"third")]);
    let got = texts("a.zip", &bombs);
    assert!(
        got.iter().filter(|(_, text)| text.starts_with("unreadable: the file unpacks")).count() >= 2,
        "30 KB, not 60 MB"
    );

    let nested = zipped(&[("a.zip", &zipped(&[("b.zip", &zipped(&[("c.txt", b"deep")]))]))]);
    assert_eq!(texts("a.zip", &nested), owned(&[("!a.zip!b.zip", "unreadable: a zip inside 2 other containers")]));

    let names: Vec<String> = (0..3000).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    let got = seen("a.zip", &zipped(&many), &Caps { members: 1000, ..Caps::default() });
    assert_eq!((got.len(), got[1000].text.as_str()), (1001, "unreadable: the file has more than 1000 members"));
}

/// One WARC record.
pub fn record(kind: &str, url: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    sized_record(kind, url, content_type, block, block.len())
}

fn sized_record(kind: &str, url: &str, content_type: &str, block: &[u8], length: usize) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-10-25T12:00:00Z\r\n\
         Content-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn answer(status: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {status}\r\n{fields}\r\n").as_bytes(), body].concat()
}

/// A record of a response with status 200.
pub fn response(url: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    record(
        "response",
        url,
        "application/http;msgtype=response",
        &answer("200 OK", &format!("Content-Type: {content_type}\r\n"), body),
    )
}

const PAGE: &str = "<html><p>The ferry sails again.</p></html>";

#[test]
fn pages_of_a_web_archive_come_with_their_address_and_charset_and_the_rest_with_a_reason() {
    let http = "application/http; msgtype=response";
    let page = |fields: &str, body: &[u8]| answer("200 OK", &format!("Content-Type: text/html\r\n{fields}"), body);
    let chunked = format!("10\r\n{}\r\n1A\r\n{}\r\n0\r\n\r\n", &PAGE[..16], &PAGE[16..]);
    let zipped_page = page("Content-Encoding: gzip\r\n", &gzip(PAGE.as_bytes()));
    let url = "http://a.example/p";
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (record("warcinfo", "", "application/warc-fields", b"software: x\r\n"), "skipped: no-response"),
        (record("request", url, "application/http", b"GET / HTTP/1.1\r\n\r\n"), "skipped: no-response"),
        (response(url, "text/html; charset=koi8-r", PAGE.as_bytes()), PAGE),
        (record("response", url, http, &page("Transfer-Encoding: chunked\r\n", chunked.as_bytes())), PAGE),
        (record("response", url, http, &zipped_page), PAGE),
        (record("response", url, http, &page("Content-Encoding: br\r\n", PAGE.as_bytes())), PAGE),
        (record("response", url, http, &answer("301 Moved", "Location: /q\r\n", b"moved")), "skipped: http-status"),
        (response("http://a.example/a.png", "image/png", b"\x89PNG"), "skipped: no-article-type"),
        (response("http://a.example/robots.txt", "text/plain", b"User-agent: *"), "skipped: no-article-type"),
        (record("revisit", url, http, &answer("200 OK", "Content-Type: text/html\r\n", b"")), "skipped: revisit"),
        (record("metadata", url, "application/warc-fields", b"via: x\r\n"), "skipped: no-response"),
        (record("response", "dns:a.example", "text/dns", b"a.example. IN A 1.2.3.4"), "skipped: no-response"),
        (record("resource", "<http://a.example/two words.txt>", "text/plain", b"A text."), "A text."),
        (record("conversion", url, "text/plain", b"Converted."), "Converted."),
    ];
    let whole: Vec<u8> = cases.iter().flat_map(|(record, _)| record.clone()).collect();
    let want: Vec<(String, String)> =
        cases.iter().enumerate().map(|(at, (_, text))| (format!("#{}", at + 1), (*text).to_owned())).collect();
    let by_record: Vec<u8> = cases.iter().flat_map(|(record, _)| gzip(record)).collect();
    for (name, bytes) in [("a.warc", whole.clone()), ("a.warc.gz", by_record), ("b.gz", gzip(&whole))] {
        assert_eq!(texts(name, &bytes), want, "{name}");
    }
    let facts = seen("a.warc", &whole, &Caps::default());
    let (third, blanks) = (&facts[2], &facts[12]);
    assert_eq!(
        (third.url.as_str(), third.captured.as_str(), third.charset.as_str(), third.name.as_str()),
        (url, "2024-10-25T12:00:00Z", "koi8-r", "p.html")
    );
    assert_eq!(blanks.url, "http://a.example/two%20words.txt");
}

#[test]
fn damage_in_a_web_archive_costs_the_records_it_touches() {
    let pages: Vec<Vec<u8>> = (1..=4)
        .map(|n| response(&format!("http://a.example/{n}"), "text/html", format!("<p>{n}</p>").as_bytes()))
        .collect();
    let want = |lost: usize, reason: &str| {
        let line = |n: usize| if n == lost { reason.to_owned() } else { format!("<p>{n}</p>") };
        (1..=4).map(|n| (format!("#{n}"), line(n))).collect::<Vec<_>>()
    };
    let with = |second: Vec<u8>| [pages[0].clone(), second, pages[2].clone(), pages[3].clone()].concat();
    assert_eq!(texts("a.warc", &with(pages[1].clone())), want(0, ""));

    let block = answer("200 OK", "Content-Type: text/html\r\n", b"<p>2</p>");
    let url = "http://a.example/2";
    let short = with(sized_record("response", url, "application/http", &block, block.len() - 1));
    let got = texts("a.warc", &short);
    assert_eq!(
        (got.len(), got[1].1.as_str(), got[2].1.as_str()),
        (4, "<p>2</p", "<p>3</p>"),
        "one too small is believed"
    );

    let long = with(sized_record("response", url, "application/http", &block, block.len() + 100));
    assert_eq!(texts("a.warc", &long), want(2, "unreadable: the stated length reaches into the next record"));
    let giant = with(sized_record("response", url, "application/http", &block, 1 << 40));
    assert_eq!(texts("a.warc", &giant), want(2, "unreadable: the stated length reaches into the next record"));

    let mut noise = pages[1].clone();
    noise[..8].copy_from_slice(b"XXXX/9.9");
    let got = texts("a.warc", &with(noise));
    assert!(got[1].1.starts_with("unreadable: ") && got[1].1.ends_with("bytes are not a record"), "{got:?}");
    assert_eq!((got.len(), got[2].1.as_str(), got[3].1.as_str()), (4, "<p>3</p>", "<p>4</p>"));

    let cut = [pages[0].clone(), pages[1][..pages[1].len() - 8].to_vec()].concat();
    let got = texts("a.warc", &cut);
    assert_eq!((got.len(), got[1].1.as_str()), (2, "unreadable: it ends 4 bytes early"));
}

#[test]
fn damage_in_a_packed_web_archive_costs_one_record() {
    let pages: Vec<Vec<u8>> = (1..=4)
        .map(|n| gzip(&response(&format!("http://a.example/{n}"), "text/html", format!("<p>{n}</p>").as_bytes())))
        .collect();
    let mut flipped = pages.clone();
    for lost in 0..4 {
        flipped[lost] = pages[lost].clone();
        let middle = flipped[lost].len() / 2;
        flipped[lost][middle] ^= 0x10;
        let got = texts("a.warc.gz", &flipped.concat());
        let texts: Vec<&str> =
            got.iter().map(|(_, text)| text.as_str()).filter(|text| !text.starts_with("unreadable")).collect();
        let want: Vec<String> = (1..=4).filter(|n| n - 1 != lost).map(|n| format!("<p>{n}</p>")).collect();
        assert_eq!(texts, want, "without {lost}");
        assert_eq!(got.len(), 4, "and the loss is said: {got:?}");
        flipped[lost] = pages[lost].clone();
    }
}

#[test]
fn records_over_the_cap_cost_themselves_alone() {
    let long = "<p>a long page</p>".repeat(10_000);
    let bytes = [
        response("http://a.example/1", "text/html", long.as_bytes()),
        response("http://a.example/2.mp4", "video/mp4", long.as_bytes()),
        response("http://a.example/3", "text/html", b"<p>3</p>"),
    ]
    .concat();
    let got = seen("a.warc", &bytes, &Caps { document_bytes: 100_000, ..Caps::default() });
    let texts: Vec<&str> = got.iter().map(|seen| seen.text.as_str()).collect();
    assert_eq!(texts, ["unreadable: the record is larger than 0 MiB", "skipped: no-article-type", "<p>3</p>"]);
}

#[test]
fn the_older_arc_is_read_too() {
    let block = answer("200 OK", "Content-Type: text/html; charset=utf-8\r\n", PAGE.as_bytes());
    let version = b"1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n";
    let lines = [
        format!("filedesc://a.arc 0.0.0.0 20140216050221 text/plain {}\n", version.len()),
        format!("http://a.example/two words 93.184.216.119 20140216050221 text/html {}\n", block.len()),
        "http://a.example/logo.gif 93.184.216.119 20140216050222 image/gif 3\n".to_owned(),
    ];
    let bytes = [
        lines[0].as_bytes(),
        version,
        b"\n",
        lines[1].as_bytes(),
        &block,
        b"\n",
        lines[2].as_bytes(),
        b"GIF\n",
        lines[1].as_bytes(),
        &block,
        b"\n",
    ]
    .concat();
    for (name, bytes) in [("a.arc", bytes.clone()), ("a.arc.gz", gzip(&bytes))] {
        let got = seen(name, &bytes, &Caps::default());
        let texts: Vec<&str> = got.iter().map(|seen| seen.text.as_str()).collect();
        assert_eq!(texts, ["skipped: no-response", PAGE, "skipped: no-response", PAGE]);
        assert_eq!(
            (got[1].url.as_str(), got[1].captured.as_str()),
            ("http://a.example/two%20words", "2014-02-16T05:02:21Z")
        );
    }
}
