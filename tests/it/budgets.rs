//! What one file may take: an input just over each limit of `source/budget.rs`, and what is said about it. What was read
//! before the limit is kept where the reader can keep it.

use super::support::{run, stderr, stdout};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const STORY: &str = "A ferry sank off Oslo on Friday; everybody on board was saved by boats.";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

fn zip(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).expect("started");
    zip.write_all(bytes).expect("written");
    zip.finish().expect("finished").into_inner()
}

fn page(body: &str) -> Vec<u8> {
    format!("<html><head><title>The ferry</title></head><body><article><h1>The ferry</h1><p>{STORY}</p>{body}</article></body></html>")
        .into_bytes()
}

fn mail(head: &str, body: &str) -> Vec<u8> {
    format!("From: a@example.com\nSubject: The ferry\nDate: Thu, 2 May 2024 06:30:00 +0000\n{head}\n{body}\n")
        .into_bytes()
}

/// A message of so many parts, each a line of text.
fn parts(count: usize) -> Vec<u8> {
    let part = format!("--b\nContent-Type: text/plain\n\n{STORY}\n");
    mail("Content-Type: multipart/mixed; boundary=b\n", &format!("{}--b--", part.repeat(count)))
}

/// A message of multiparts inside each other.
fn nested_parts(levels: usize) -> Vec<u8> {
    let mut body = String::new();
    for level in 0..levels {
        body.push_str(&format!("--b{level}\nContent-Type: multipart/mixed; boundary=b{}\n\n", level + 1));
    }
    mail("Content-Type: multipart/mixed; boundary=b0\n", &body)
}

fn docx(paragraphs: usize) -> Vec<u8> {
    let text = format!(
        "<w:document xmlns:w='w'><w:body>{}</w:body></w:document>",
        "<w:p><w:r><w:t>a</w:t></w:r></w:p>".repeat(paragraphs)
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("[Content_Types].xml", "<Types/>"), ("word/document.xml", text.as_str())] {
        zip.start_file(name, SimpleFileOptions::default()).expect("started");
        zip.write_all(bytes.as_bytes()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

#[test]
fn every_limit_is_met_and_named() {
    let article = format!("{{\"title\":\"The ferry\",\"text\":\"{STORY}\"}}");
    let nitf = |inside: &str| {
        format!(
            "<?xml version=\"1.0\"?><nitf><head><title>The ferry</title></head><body><body.content><p>{STORY}</p>{inside}</body.content></body></nitf>"
        )
    };
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("layers.json.gz.gz.gz", gzip(&gzip(&gzip(article.as_bytes()))), "not text and not markup"),
        ("nested.zip", zip("b.zip", &zip("c.zip", &zip("d.json", article.as_bytes()))), "inside 2 other containers"),
        ("large.txt", STORY.repeat((24 << 20) / STORY.len() + 1).into_bytes(), "the text is larger than 24 MiB"),
        ("lines.txt", "a\n".repeat(400_001).into_bytes(), "the text was cut after 400000 lines"),
        ("attributes.html", page(&format!("<p {}>x</p>", "a=1 ".repeat(129))), "more than 128 attributes"),
        ("depth.html", page(&"<div>".repeat(251)), "more than 250 levels deep"),
        ("tags.html", page(&"<br>".repeat(250_001)), "tags"),
        ("parts.eml", parts(1_001), "parts after the first 1000 were not read"),
        ("nested.eml", nested_parts(12), "more than 10 levels deep"),
        ("head.eml", mail(&format!("X: {}\n", "a".repeat(1 << 20)), STORY), "the header lines are longer than 1 MiB"),
        ("groups.rtf", format!("{{\\rtf1 {}", "{".repeat(10_001)).into_bytes(), "more than 10000 levels deep"),
        ("paragraphs.docx", docx(500_001), "paragraphs"),
        ("depth.xml", nitf(&format!("{}A diver came.", "<p>".repeat(300))).into_bytes(), "A diver came."),
        ("nodes.xml", nitf(&"<p/>".repeat(1_000_001)).into_bytes(), "more than 1000000 elements"),
        ("nodes.rss", format!("<rss><channel><title>C</title><item><title>The ferry</title><description>{STORY}</description>{}</item></channel></rss>", "<a/>".repeat(100_001)).into_bytes(), "the item has too many elements"),
        ("padding.json", [vec![0; (64 << 20) + 1], article.clone().into_bytes()].concat(), "NUL"),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let mut wrong = Vec::new();
    for (name, bytes, wanted) in cases {
        fs::write(folder.path().join(name), bytes).expect("written");
        let output = run(folder.path(), &["read", "--ner", "off", "--color", "never", name]);
        let said = format!("{}{}", stdout(&output), stderr(&output));
        fs::remove_file(folder.path().join(name)).expect("removed");
        if !said.contains(wanted) {
            let (head, tail) = (
                said.chars().take(300).collect::<String>(),
                &said[said.floor_char_boundary(said.len().saturating_sub(500))..],
            );
            wrong.push(format!("{name}: {wanted:?} is not in {head} … {tail}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
