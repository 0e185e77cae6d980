//! Hostile containers and messages: no bytes make a reader panic, wait for ever, or use much memory; damage is
//! reported.

use super::containers::{gzip, record, response, seen, zipped};
use super::support::takes_steps_by_size;
use morgue::extract::{DraftLocation, Rules, extract};
use morgue::format::{Input, sniff};
use morgue::source::Caps;
use proptest::prelude::*;

const MAIL: &str = "From: Jane Doe <jane@courier.example>\r\nTo: r@a.example\r\nSubject: =?utf-8?q?F=C3=A4hre?=\r\n\
    Date: Fri, 25 Oct 2024 14:03:09 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"out\"\r\n\r\n\
    --out\r\nContent-Type: multipart/alternative; boundary=\"in\"\r\n\r\n--in\r\nContent-Type: text/plain; charset=utf-8\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\r\nDie F=C3=A4hre f=C3=A4hrt wieder.\r\n--in\r\nContent-Type: text/html\r\n\
    Content-Transfer-Encoding: base64\r\n\r\nPGh0bWw+PHA+RmVycnk8L3A+PC9odG1sPg==\r\n--in--\r\n--out\r\n\
    Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ntext\r\n--out--\r\n";

fn mailbox() -> Vec<u8> {
    let mark = "From jane@courier.example Fri Oct 25 14:03:09 2024\r\n";
    format!("{mark}{MAIL}\r\n{mark}Subject: two\r\n\r\n>From here.\r\n").into_bytes()
}

fn web_archive() -> Vec<u8> {
    let chunked =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nferry\r\n0\r\n\r\n";
    [
        record("warcinfo", "", "application/warc-fields", b"software: x\r\n"),
        response("http://a.example/1", "text/html; charset=utf-8", b"<html><p>ferry</p></html>"),
        record("response", "http://a.example/2", "application/http", chunked),
        record("resource", "http://a.example/3.txt", "text/plain", b"A text."),
    ]
    .concat()
}

fn old_web_archive() -> Vec<u8> {
    let page = "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>ferry</p>";
    format!(
        "filedesc://a.arc 0.0.0.0 20140216050221 text/plain 4\n1 0 \n\
         http://a.example/ 1.2.3.4 20140216050221 text/html {}\n{page}\n",
        page.len()
    )
    .into_bytes()
}

/// Complete samples that are mutated.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let zip = zipped(&[("a.txt", b"a text"), ("b/c.html", b"<p>page</p>"), ("m.mbox", &mailbox())]);
    let package = zipped(&[("archive/a.warc", &web_archive()), ("datapackage.json", b"{}")]);
    let members: Vec<u8> = [web_archive(), web_archive()].iter().flat_map(|bytes| gzip(bytes)).collect();
    vec![
        ("a.zip", zip),
        ("a.wacz", package),
        ("a.warc", web_archive()),
        ("a.warc.gz", members),
        ("a.arc", old_web_archive()),
        ("a.mbox", mailbox()),
        ("a.eml", MAIL.as_bytes().to_vec()),
    ]
}

/// Reads a file up to its article, even if it is only damaged bytes.
fn read_all(name: &str, bytes: &[u8]) {
    for item in seen(name, bytes, &Caps::default()) {
        read_document(&item.name, item.text.as_bytes());
    }
    read_document(name, bytes);
}

fn read_document(name: &str, bytes: &[u8]) {
    let Ok(format) = sniff(bytes, name) else { return };
    let input = Input { bytes, name, ..Input::default() };
    for draft in format.read(&input).unwrap_or_default().found {
        let place =
            DraftLocation { source: "hostile".to_owned(), locator: name.to_owned(), ..DraftLocation::default() };
        let _ = extract(draft, &place, &Rules { now: 1_790_000_000, ..Rules::default() });
    }
}

/// A change of a sample: its position and kind.
#[derive(Debug, Clone)]
enum Change {
    Cut(usize),
    Set(usize, u8),
    Insert(usize, Vec<u8>),
    Remove(usize, usize),
    Double(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let place = 0usize..4000;
    prop_oneof![
        place.clone().prop_map(Change::Cut),
        (place.clone(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (place.clone(), prop::collection::vec(any::<u8>(), 1..20)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (place.clone(), 1usize..200).prop_map(|(at, length)| Change::Remove(at, length)),
        (place, 1usize..400).prop_map(|(at, length)| Change::Double(at, length)),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let length = bytes.len().max(1);
        match change {
            Change::Cut(at) => bytes.truncate(at % length),
            Change::Set(at, byte) => bytes.iter_mut().skip(at % length).take(1).for_each(|old| *old = *byte),
            Change::Insert(at, more) => drop(bytes.splice(at % length..at % length, more.iter().copied())),
            Change::Remove(at, count) => drop(bytes.drain(at % length..(at % length + count).min(bytes.len()))),
            Change::Double(at, count) => {
                let part = bytes[(at % length).min(bytes.len())..(at % length + count).min(bytes.len())].to_vec();
                bytes.extend(part);
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

proptest! {
    // Ten thousand of each passed once.
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_change_of_a_container_or_message_makes_a_reader_panic(which in 0usize..7, changes in prop::collection::vec(change(), 1..6)) {
        let (name, bytes) = samples().swap_remove(which);
        read_all(name, &changed(bytes, &changes));
    }

    #[test]
    fn no_bytes_behind_a_mark_make_a_reader_panic(which in 0usize..6, bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let marks: [&[u8]; 6] =
            [b"PK\x03\x04", b"WARC/1.0\r\n", b"filedesc:", b"From a b 10:00:00 2024\n", b"Subject: a\nMIME-Version: 1\n", &[0x1f, 0x8b, 8, 0]];
        let names = ["a.zip", "a.warc", "a.arc", "a.mbox", "a.eml", "a.gz"];
        read_all(names[which], &[marks[which], &bytes].concat());
    }

    #[test]
    fn no_lines_of_mail_make_a_reader_panic(lines in prop::collection::vec(prop::sample::select(LINES.to_vec()), 0..40)) {
        read_all("a.eml", lines.concat().as_bytes());
    }
}

/// Lines of messages, and lines that break readers.
const LINES: [&str; 20] = [
    "\r\n",
    "\n",
    "--b\n",
    "--b--\n",
    "--c\n",
    "--c--\n",
    "Content-Type: multipart/mixed; boundary=b\n",
    "Content-Type: multipart/alternative; boundary=\"c\"\n",
    "Content-Type: text/html\n",
    "Content-Type: message/rfc822\n",
    "Content-Type: multipart/digest; boundary=\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "From: \"Doe, Jane\" <a@b.example>, (x(y))\n",
    "Subject: =?utf-8?b?////?= =?x?q?=\n",
    "Date: 31 Feb 99999 99:99 +9999\n",
    "Content-Type: text/plain; charset=utf-7\n",
    "=C3=A4=\n",
    " folded\n",
    "Archived-At: <\u{0}>\n",
];

#[test]
fn deep_and_wide_messages_cost_no_more_than_their_size() {
    let forwarded = "Content-Type: message/rfc822\n\n".repeat(200_000);
    let nested: String =
        (0..2000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n")).collect();
    let wide = "--b\n\nx\n".repeat(300_000);
    let headers: String = (0..200_000).map(|n| format!("X-{n}: {n}\n")).collect();
    let messages = [
        ("forwarded", format!("Subject: deep\n{forwarded}")),
        ("nested", format!("Subject: deep\n{nested}text")),
        ("wide", format!("Subject: wide\nContent-Type: multipart/mixed; boundary=b\n\n{wide}")),
        ("long head", format!("Subject: long\nFrom: a\nDate: b\n{headers}\ntext")),
    ];
    for (what, message) in messages {
        takes_steps_by_size(what, message.len(), || read_document("a.eml", message.as_bytes()));
    }
}

#[test]
fn a_stream_that_cannot_be_read_on_is_left() {
    // The checksum follows the name in the list at the end; its error is returned by every read.
    for (name, bytes) in [("m.mbox", mailbox()), ("m.warc", web_archive())] {
        let mut zip = zipped(&[(name, &bytes)]);
        let entry = (0..zip.len()).find(|&at| zip[at..].starts_with(b"PK\x01\x02")).expect("listed");
        zip[entry + 16] ^= 1;
        let seen = seen("a.zip", &zip, &Caps::default());
        assert!(seen.len() < 8, "{name}: {}", seen.len());
        assert!(seen.iter().any(|seen| seen.text == "unreadable: Invalid checksum"), "{name}: {seen:?}");
    }
}

#[test]
fn noise_that_looks_like_records_costs_no_more_than_its_size() {
    let marks = "\r\n\r\nWARC/1.0\r\n".repeat(100_000);
    let lines = "http://a.example/ 1.2.3.4 20140216050221 text/html 99999999999\n".repeat(20_000);
    let noises = [
        ("a.warc", format!("WARC/1.0\r\n{marks}").into_bytes()),
        ("a.arc", format!("filedesc://a 0.0.0.0 20140216050221 text/plain 0\n{lines}").into_bytes()),
        ("a.gz", [0x1f, 0x8b, 8, 0].repeat(500_000)),
    ];
    for (name, noise) in noises {
        takes_steps_by_size(name, noise.len(), || assert!(!seen(name, &noise, &Caps::default()).is_empty(), "{name}"));
    }
    let mailbox = "From a b 10:00:00 2024\n\n".repeat(100_000);
    let caps = Caps { members: 500, ..Caps::default() };
    takes_steps_by_size("a.mbox", mailbox.len(), || {
        assert_eq!(seen("a.mbox", mailbox.as_bytes(), &caps).len(), 501);
    });
}
