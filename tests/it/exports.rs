//! Downloads of press databases, texts with facts above them, and saved responses: every case of
//! `tests/cases/formats/export` gives the articles that its `want.json` names, and no other text is in their stories.
//! A file made of their marks never makes a reader panic.

use morgue::article::{Article, FoundValue};
use morgue::extract::{DraftLocation, Rules, extract};
use morgue::format::{Drafts, Input, sniff};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use super::support::root;

/// 2026-01-01.
const NOW: i64 = 1_767_225_600;

fn cases() -> Vec<PathBuf> {
    let folder = root().join("tests/cases/formats/export");
    let mut cases: Vec<_> =
        fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    cases.sort();
    cases
}

fn read(bytes: &[u8], name: &str) -> Drafts {
    let Ok(format) = sniff(bytes, name) else { return Drafts::default() };
    format.read(&Input { bytes, name, ..Input::default() }).unwrap_or_default()
}

fn articles(drafts: Drafts) -> Vec<Article> {
    let place = DraftLocation { source: "cases".to_owned(), locator: "input".to_owned(), ..DraftLocation::default() };
    let rules = Rules { now: NOW, ..Rules::default() };
    drafts.found.into_iter().filter_map(|draft| extract(draft, &place, &rules).ok()).collect()
}

/// The expected fields of an article, in the same form as a case.
fn stated(article: &Article) -> Value {
    let text = |found: &Option<FoundValue<String>>| found.as_ref().map(|found| found.value.clone());
    let zones = &article.zones;
    json!({
        "title": zones.title,
        "authors": article.authors.iter().map(|found| &found.value).collect::<Vec<_>>(),
        "date": article.published.as_ref().map(|found| found.value.to_string()),
        "outlet": text(&article.outlet),
        "section": text(&article.section),
        "language": text(&article.language),
        "url": text(&article.url),
        "deck": zones.deck,
        "story": zones.story.split("\n\n").filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>(),
        "captions": zones.captions,
    })
}

#[test]
fn every_case_gives_its_articles_and_nothing_else() {
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() >= 16);
    for case in cases {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        let files: Vec<_> =
            fs::read_dir(&case).expect("a case").map(|entry| entry.expect("a file").file_name()).collect();
        let input =
            files.iter().map(|name| name.to_string_lossy().into_owned()).find(|name| name.starts_with("input."));
        let input = input.expect("an input");
        let bytes = fs::read(case.join(&input)).expect("an input");
        let want: Value = serde_json::from_slice(&fs::read(case.join("want.json")).expect("a want")).expect("JSON");
        let drafts = read(&bytes, &input);
        let refused: Vec<_> = drafts.unreadable.iter().map(|(number, error)| json!([number, error.reason])).collect();
        if (json!(drafts.stated), &json!(refused)) != (want["stated"].clone(), &want["refused"]) {
            wrong.push(format!("{name}: stated {:?}, refused {refused:?}", drafts.stated));
        }
        let got = articles(drafts);
        let wanted = want["articles"].as_array().expect("articles");
        if got.len() != wanted.len() {
            wrong.push(format!("{name}: {} articles, not {}", got.len(), wanted.len()));
        }
        for (article, want) in got.iter().zip(wanted) {
            let got = stated(article);
            let differs = got.as_object().expect("fields").iter().filter(|(field, got)| **got != want[*field]);
            wrong.extend(differs.map(|(field, got)| format!("{name}: {field} is {got}, not {}", want[field])));
            let margin: Vec<_> = article.zones.margin.iter().map(|aside| aside.text.as_str()).collect();
            let missing = want["margin"]
                .as_array()
                .expect("a margin")
                .iter()
                .filter(|line| !margin.contains(&line.as_str().expect("a line")));
            wrong.extend(missing.map(|line| format!("{name}: the margin lacks {line}")));
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn cut_files_lose_no_article_before_the_cut() {
    let mut files = 0;
    for case in cases() {
        let Ok(bytes) = fs::read(case.join("input.txt")) else { continue };
        let whole = articles(read(&bytes, "input.txt"));
        let Some(second) = whole.get(1) else { continue };
        let text = String::from_utf8(bytes).expect("UTF-8");
        let last = whole[0].zones.story.rsplit(' ').next().expect("a word");
        let first = text.rfind(last).expect("the end of the first");
        let at = first + text[first..].find(&second.zones.title).expect("its title");
        let cut = articles(read(&text.as_bytes()[..at], "input.txt"));
        assert_eq!(cut[0].zones, whole[0].zones, "{}", case.display());
        files += 1;
    }
    assert!(files >= 4, "only {files} cases are text files of several articles");
}

/// A text as a Word document, one paragraph per line; articles start with a bookmark, as the provider sets it.
fn word(text: &str) -> Vec<u8> {
    let paragraphs = text.lines().map(|line| {
        let line = line.replace('&', "&amp;").replace('<', "&lt;");
        format!("<w:p><w:bookmarkStart w:name='Bookmark_1'/><w:r><w:t xml:space='preserve'>{line}</w:t></w:r></w:p>")
    });
    let document = format!("<w:document xmlns:w='w'><w:body>{}</w:body></w:document>", paragraphs.collect::<String>());
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, part) in [("[Content_Types].xml", "<Types/>"), ("word/document.xml", &document)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
        zip.write_all(part.as_bytes()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// A text as RTF.
fn rich(text: &str) -> Vec<u8> {
    let letter = |c: char| match c {
        '\n' => "\\par\n".to_owned(),
        '\\' | '{' | '}' => format!("\\{c}"),
        c if c.is_ascii() => c.to_string(),
        c => c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{}?", *unit as i16)).collect(),
    };
    format!("{{\\rtf1\\ansi {}}}", text.chars().map(letter).collect::<String>()).into_bytes()
}

#[test]
fn a_nexis_uni_download_gives_the_same_articles_in_every_form() {
    let case = root().join("tests/cases/formats/export/nexis_uni");
    let text = fs::read_to_string(case.join("input.txt")).expect("an input");
    let want: Value = serde_json::from_slice(&fs::read(case.join("want.json")).expect("a want")).expect("JSON");
    let count = want["stated"].as_u64();
    for (name, bytes) in [("input.docx", word(&text)), ("input.rtf", rich(&text))] {
        let drafts = read(&bytes, name);
        assert_eq!((drafts.stated, Some(drafts.found.len() as u64)), (count, count), "{name}");
        let got = articles(drafts);
        for (article, want) in got.iter().zip(want["articles"].as_array().expect("articles")) {
            let got = stated(article);
            got.as_object()
                .expect("fields")
                .iter()
                .for_each(|(field, got)| assert_eq!(*got, want[field], "{name} {field}"));
        }
    }
}

#[test]
fn a_written_document_that_is_no_download_stays_one_article() {
    let text = "Ferry waits for Thursday\n\nThe ferry will not sail.\n\nLength: 12 metres\nBody\nEnd of Document, said the clerk.\n";
    for (name, bytes) in [("note.docx", word(text)), ("note.rtf", rich(text))] {
        let drafts = read(&bytes, name);
        assert_eq!((drafts.stated, drafts.found.len()), (None, 1), "{name}");
    }
}

/// Parts that downloads consist of.
const PIECES: [&str; 60] = [
    "\n",
    "\n\n",
    "\r\n",
    "    ",
    "            ",
    "1 of 3 DOCUMENTS\n",
    "2 of 3 DOCUMENTS\n",
    "<DOC NUMBER=1>",
    "-->",
    "<!-- ",
    "<A NAME=\"DOC_ID_1_0\">",
    "<DOCFULL>",
    "BYLINE: Jane Doe\n",
    "LENGTH: 3 words\n",
    "LANGUAGE: ENGLISH\n",
    "GRAPHIC: x\n",
    "October 24, 2024 Thursday\n",
    "Copyright 2024 x\n",
    "Body\n",
    "Classification\n",
    "End of Document\n",
    "Documents (9)\n",
    "Selected Items: 1-99999999999999999999,2\n",
    "<div class=\"article enArticle\">",
    "<div id=\"hd\">",
    "</div>",
    "<div>808 words</div>",
    "<p class=\"articleParagraph enarticleParagraph\">",
    "</p>",
    "<td class=\"index\">",
    "<b>HD</b>",
    "<td>",
    "HD   \n",
    "PD   2024\n",
    "SN  x\n",
    "LP\n",
    "TD\n",
    "AN\n",
    "____________________________________________________________\n",
    "Document 1 of 9\n",
    "Full text: ",
    "Publication title: a; b\n",
    "ProQuest document ID: 1\n",
    "<a name=\"DocID_1\">",
    "<span class=\"DocPublicationName\">",
    "<span class=\"TitreArticleVisu\">",
    "<a name=\"1\"></a>",
    "^ИС: x",
    "^ДТ: 09.02.1994",
    "<pre>",
    "<table class=\"topic-list\">",
    "<table class=\"topic-detail\">",
    "<table class=\"contentsTable\">",
    "---\n",
    "+++\n",
    "title: [a, \"b",
    "- name: x\n",
    "Title: a\nDate: 2024\n",
    "[a](b)",
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
];

fn download() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[A-Za-zÄ ]{1,60}[.:]?\n",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_download_makes_a_reader_panic(text in download(), name in "[a-z]\\.(txt|html|md)") {
        let drafts = read(text.as_bytes(), &name);
        let _ = articles(drafts);
        let cut = text.len() / 2;
        let _ = articles(read(&text.as_bytes()[..cut], &name));
    }
}
