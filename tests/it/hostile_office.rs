//! Hostile office documents, RTF and PDF files: no bytes make a reader panic, bombs are rejected in bounded memory, and
//! a PDF that loops or grows ends only its own process.

use morgue::extract::{DraftLocation, Rules, extract};
use morgue::format::{Draft, FormatError, Input, sniff};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;

/// A zip file of parts, deflated.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("started");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

fn docx(body: &[u8]) -> Vec<u8> {
    let head = b"<w:document xmlns:w='w'><w:body>".as_slice();
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", &[head, body, b"</w:body></w:document>"].concat()),
    ])
}

fn odt(body: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("mimetype", stored).expect("started");
    zip.write_all(b"application/vnd.oasis.opendocument.text").expect("written");
    zip.start_file("content.xml", SimpleFileOptions::default()).expect("started");
    zip.write_all(body).expect("written");
    zip.finish().expect("finished").into_inner()
}

/// A workbook of one sheet whose first row names a title and a text.
fn xlsx(rows: &[u8], strings: &[u8]) -> Vec<u8> {
    let relations = |main: &str, kind: &str| {
        let kind = format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}");
        format!(r#"<Relationships><Relationship Id="r1" Type="{kind}" Target="{main}"/></Relationships>"#).into_bytes()
    };
    let head = br#"<row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c><c r="B1" t="inlineStr"><is><t>text</t></is></c></row>"#;
    let sheet = [b"<worksheet><sheetData>".as_slice(), head, rows, b"</sheetData></worksheet>"].concat();
    let book = br#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", &relations("xl/workbook.xml", "officeDocument")),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", &relations("worksheets/sheet1.xml", "worksheet")),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/sharedStrings.xml", &[b"<sst>".as_slice(), strings, b"</sst>"].concat()),
    ])
}

fn drafts(bytes: &[u8]) -> Result<Vec<Draft>, FormatError> {
    let format = sniff(&bytes[..bytes.len().min(64 << 10)], "a")?;
    let program = Path::new(env!("CARGO_BIN_EXE_morgue"));
    Ok(format.read(&Input { bytes, isolated_reader: Some(program), ..Input::default() })?.found)
}

/// Reads and extracts; errors are accepted like articles.
fn read(bytes: &[u8]) {
    let place = DraftLocation { source: "hostile".to_owned(), locator: "a".to_owned(), ..DraftLocation::default() };
    let rules = Rules { now: 1_790_000_000, ..Rules::default() };
    for draft in drafts(bytes).unwrap_or_default() {
        let _ = extract(draft, &place, &rules);
    }
}

/// Parts of office documents, and strings that break them.
const XML: [&str; 40] = [
    "<w:p>",
    "</w:p>",
    "<w:p/>",
    "<w:t>",
    "</w:t>",
    "The river rose through the night.",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:br/>",
    "<w:tab/>",
    "<w:del>",
    "</w:del>",
    "<mc:Fallback>",
    "</mc:Fallback>",
    "<w:pPr>",
    "</w:pPr>",
    "<w:pStyle w:val='Heading1'/>",
    "<w:pStyle w:val='Title'/>",
    "<w:numPr/>",
    "<w:framePr w:dropCap='drop'/>",
    "<w:bookmarkStart w:name='b'/>",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "&bomb;",
    "&",
    "<",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE a [<!ENTITY bomb '&bomb;&bomb;'>]>",
    "<text:p>",
    "</text:p>",
    "<text:h text:outline-level='99'>",
    "</text:h>",
    "<text:note-citation>",
    "</text:note-citation>",
];

const RTF: [&str; 40] = [
    "{",
    "}",
    "{\\rtf1 ",
    "{\\fonttbl",
    "{\\f0\\fcharset128 A;}",
    "{\\f1\\fcharset204 B;}",
    "\\f0 ",
    "\\f1 ",
    "\\'",
    "\\'8",
    "\\'83",
    "\\'5c",
    "\\u",
    "\\u-1 ",
    "\\u99999999999999 ",
    "\\u1052?",
    "\\uc",
    "\\uc-5 ",
    "\\uc999 ",
    "\\bin",
    "\\bin5 ",
    "\\bin-5 ",
    "\\bin99999999999 ",
    "\\*",
    "\\par ",
    "\\cell ",
    "\\row ",
    "{\\footnote ",
    "{\\info{\\title ",
    "{\\stylesheet",
    "{\\s1 heading 1;}",
    "\\s1 ",
    "\\outlinelevel300 ",
    "\\plain ",
    "\\v ",
    "\\ansicpg-1 ",
    "\\",
    "text of it",
    "é",
    "\u{0}",
];

/// Parts of a sheet, and strings that break it.
const SHEET: [&str; 22] = [
    r#"<row r="2">"#,
    "<row>",
    "</row>",
    r#"<row r="99999999999">"#,
    r#"<c r="A2" t="inlineStr"><is><t>Dam holds</t></is></c>"#,
    r#"<c r="B2" t="str"><v>It held.</v></c>"#,
    r#"<c t="s"><v>0</v></c>"#,
    r#"<c t="s"><v>4294967296</v></c>"#,
    r#"<c t="s"><v>-1</v></c>"#,
    r#"<c r="XFD1048576"><v>1e308</v></c>"#,
    r#"<c r="ZZZZZZZ9"><v>1</v></c>"#,
    r#"<c r="9A"><v>NaN</v></c>"#,
    r#"<c s="7" t="d"><v>2024-02-30</v></c>"#,
    r#"<c t="e"><v>#REF!</v></c>"#,
    r#"<c t="b"><v>2</v></c>"#,
    r#"<f t="shared" si="0" ref="A1:XFD1048576">A1</f>"#,
    "<is>",
    "</is>",
    "<v>",
    "</sheetData>",
    r#"<hyperlinks><hyperlink ref="A1:XFD9" r:id="r9"/></hyperlinks>"#,
    "&bomb;",
];

fn pieces(of: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => prop::sample::select(of).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Kinds of damage to a file: its end is cut off, bytes change, stretches become zero or are repeated.
fn damaged(mut bytes: Vec<u8>, damage: &[(usize, u8, u8)]) -> Vec<u8> {
    for &(place, kind, value) in damage {
        let length = bytes.len().max(1);
        let (at, until) = (place % length, (place % length + usize::from(value)).min(bytes.len()));
        match kind {
            0 => bytes.truncate(at),
            1 => bytes[at..until].fill(0),
            2 => bytes.splice(at..at, bytes[at..until].to_vec()).for_each(drop),
            _ => bytes[at..(at + 1).min(until)].fill(value),
        }
    }
    bytes
}

fn damage() -> impl Strategy<Value = Vec<(usize, u8, u8)>> {
    prop::collection::vec((any::<usize>(), 0u8..9, any::<u8>()), 1..6)
}

/// Cases of every test; twenty thousand of each passed once.
const CASES: u32 = 300;

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, ..ProptestConfig::default() })]

    #[test]
    fn no_parts_make_a_reader_panic(body in pieces(&XML)) {
        read(&docx(&body));
        read(&odt(&body));
    }

    #[test]
    fn no_damage_makes_a_reader_panic(body in pieces(&XML), damage in damage()) {
        read(&damaged(docx(&body), &damage));
        read(&damaged(odt(&body), &damage));
    }

    #[test]
    fn no_sheet_makes_a_reader_panic(rows in pieces(&SHEET), strings in pieces(&XML), damage in damage()) {
        read(&xlsx(&rows, &strings));
        read(&damaged(xlsx(&rows, &strings), &damage));
    }

    #[test]
    fn no_rich_text_makes_a_reader_panic(body in pieces(&RTF), damage in damage()) {
        let rtf = [b"{\\rtf1 ".as_slice(), &body].concat();
        read(&rtf);
        read(&damaged(rtf, &damage));
    }
}

#[test]
fn a_bomb_in_a_document_is_refused() {
    let long = [b"<w:p><w:t>".as_slice(), &vec![b'a'; 65 << 20], b"</w:t></w:p>"].concat();
    let many = b"<w:p><w:t>a</w:t></w:p>".repeat(600_000);
    let shared = [b"<si><t>".as_slice(), &vec![b'a'; 50_000], b"</t></si>"].concat();
    let runs = b"{\\rtf1 ".iter().copied().chain(b"a\\par ".repeat(600_000)).collect::<Vec<u8>>();
    for (bytes, want) in [
        (docx(&long), "too-large: the document unpacks to more than 64 MiB"),
        (docx(&many), "too-large: the document has more than 500000 paragraphs"),
        (odt(&b"<text:p>a</text:p>".repeat(600_000)), "too-large: the document has more than 500000 paragraphs"),
        (xlsx(b"", &long), "too-large: the document unpacks to more than 64 MiB"),
        (
            xlsx(&b"<row><c t='s'><v>0</v></c></row>".repeat(3000), &shared),
            "too-large: the cells have more than 128 MiB of text",
        ),
        (docx(&b"<w:tbl>".repeat(300_000)), "damaged: elements are nested more than 250000 levels deep"),
        (runs, "too-large: the document has more than 500000 paragraphs"),
    ] {
        assert_eq!(drafts(&bytes).expect_err("refused").to_string(), want);
    }
}

#[test]
fn a_broken_sheet_gives_the_rows_before_the_break() {
    let row = r#"<row r="2"><c r="A2" t="inlineStr"><is><t>Dam holds</t></is></c></row>"#;
    let bytes = xlsx(format!(r#"{row}<row r="3"><c r="A3" t="s"><v>7</v></c><c r="B3""#).as_bytes(), b"");
    let isolated_reader = Some(Path::new(env!("CARGO_BIN_EXE_morgue")));
    let input = Input { bytes: &bytes, isolated_reader, ..Input::default() };
    let read = sniff(&bytes, "a").and_then(|format| format.read(&input)).expect("read");
    let refused: Vec<_> = read.unreadable.iter().map(|(number, error)| (*number, error.reason.as_str())).collect();
    assert_eq!((read.found.len(), refused), (1, vec![(2, "damaged")]));
}

#[test]
fn nested_tables_are_read_however_deep() {
    let deep = [
        b"<w:tbl><w:tr><w:tc><w:p><w:t>out</w:t></w:p>".repeat(30_000),
        b"<w:p><w:t>in</w:t></w:p>".to_vec(),
        b"</w:tc></w:tr></w:tbl>".repeat(30_000),
    ]
    .concat();
    let found = drafts(&docx(&deep)).expect("read");
    let words: usize = found[0].blocks.iter().map(|block| block.text.split_whitespace().count()).sum();
    assert_eq!(words, 30_001);
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_program_without_pdf_says_how_to_get_it() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.pdf"), b"%PDF-1.7\n").expect("written");
    let output = super::support::run(folder.path(), &["read", "a.pdf"]);
    let said = super::support::stderr(&output);
    assert!(said.contains("unsupported-format") && said.contains("--features pdf"), "{said}");
    super::support::skipped("hostile_office: PDF files are read in builds with the feature `pdf`");
}

#[cfg(all(feature = "pdf", unix))]
mod pdf {
    use super::super::support::program;
    use super::*;
    use flate2::{Compression, write::ZlibEncoder};
    use std::os::unix::process::ExitStatusExt;
    use std::path::Path;
    use std::process::{Output, Stdio};

    /// A file of one page with this content, deflated several times.
    fn page(content: &[u8], layers: usize) -> Vec<u8> {
        let mut packed = content.to_vec();
        for _ in 0..layers {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&packed).expect("packed");
            packed = encoder.finish().expect("packed");
        }
        let filters = " /FlateDecode".repeat(layers);
        let objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_vec(),
            [
                format!("<< /Length {} /Filter [{filters}] >>\nstream\n", packed.len()).into_bytes(),
                packed,
                b"\nendstream".to_vec(),
            ]
            .concat(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
        ];
        let mut file = b"%PDF-1.4\n".to_vec();
        let mut places = Vec::new();
        for (nth, object) in objects.iter().enumerate() {
            places.push(file.len());
            file.extend([format!("{} 0 obj\n", nth + 1).as_bytes(), object, b"\nendobj\n"].concat());
        }
        let table = file.len();
        file.extend(b"xref\n0 6\n0000000000 65535 f \n");
        places.iter().for_each(|place| file.extend(format!("{place:010} 00000 n \n").bytes()));
        file.extend(format!("trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
        file
    }

    /// The child process alone, with limits of its own.
    fn child(bytes: &[u8], seconds: &str, megabytes: &str) -> Output {
        let mut command = program(Path::new("/"));
        command
            .args(["__read-file", "pdf", seconds, megabytes])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("started");
        // A child that died reads no more.
        let _ = child.stdin.take().expect("piped").write_all(bytes);
        child.wait_with_output().expect("ended")
    }

    #[test]
    fn a_page_is_read_in_a_process_of_its_own() {
        let output = child(&page(b"BT /F1 12 Tf 72 700 Td (The ferry waits) Tj ET", 1), "20", "1024");
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).expect("text");
        let piece = r#"{"text":"The ferry waits","left":72.0,"right":"#;
        assert!(
            text.starts_with(&format!(
                r#"{{"Text":{{"title":"","author":"","pages":[{{"text":"The ferry waits","pieces":[{piece}"#
            )),
            "{text}"
        );
        assert!(text.ends_with(r#","y":700.0,"size":12.0,"turned":false}]}],"failed":0}}"#), "{text}");
    }

    /// Text over text: takes much time and memory, and little space.
    fn bomb() -> Vec<u8> {
        page(&[b"BT /F1 12 Tf ".as_slice(), &b"0 -1 Td (aaaa) Tj ".repeat(4_000_000), b"ET"].concat(), 1)
    }

    #[test]
    fn a_bomb_ends_its_own_process_by_time_or_memory() {
        let bomb = bomb();
        assert!(bomb.len() < 300_000);
        let slow = child(&bomb, "1", "8192");
        // SIGXCPU.
        assert_eq!((slow.status.signal(), slow.stdout.len()), (Some(24), 0));
        let large = child(&bomb, "60", "200");
        // SIGABRT, with the reason that the parent searches for.
        assert_eq!((large.status.signal(), large.stdout.len()), (Some(6), 0));
        assert!(String::from_utf8_lossy(&large.stderr).contains("memory allocation of"));
    }

    #[test]
    fn a_damaged_pdf_is_answered_for() {
        let whole = page(b"BT /F1 12 Tf 72 700 Td (The ferry waits) Tj ET", 1);
        let cuts = (0..6).map(|sixth| whole[..whole.len() * sixth / 6].to_vec());
        let holes = (0..6).map(|sixth| damaged(whole.clone(), &[(whole.len() * sixth / 6, 1, 40)]));
        for bytes in cuts.chain(holes) {
            let output = child(&bytes, "20", "1024");
            let text = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success() && (text.contains("\"Text\"") || text.contains("\"Damaged\"")), "{text}");
        }
    }

    #[test]
    fn the_program_reads_pdf_files_and_spikes_scans() {
        let folder = tempfile::tempdir().expect("a folder");
        let lines = ["The ferry to the outer islands will not", "sail before Thursday, the harbour office said."];
        let line = |(nth, line): (usize, &str)| format!("BT /F1 12 Tf 72 {} Td ({line}) Tj ET ", 720 - nth * 15);
        let text: String = lines.into_iter().enumerate().map(line).collect();
        std::fs::write(folder.path().join("ferry.pdf"), page(text.as_bytes(), 1)).expect("written");
        std::fs::write(folder.path().join("scan.pdf"), page(b"q Q", 1)).expect("written");
        let output = program(folder.path()).args(["read", "ferry.pdf", "scan.pdf"]).output().expect("ran");
        let said = String::from_utf8_lossy(&output.stderr);
        let article: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"));
        assert_eq!(article["body"], lines.join(" "));
        assert_eq!(said, "morgue: scan.pdf: no-text-layer: 0 letters on 1 page of the PDF\n");
    }

    #[test]
    fn a_story_goes_on_over_the_end_of_a_page() {
        assert_is_read_as_wanted("formats/pdf/two_pages");
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        assert_is_read_as_wanted("formats/pdf/three_columns");
    }

    fn assert_is_read_as_wanted(case: &str) {
        let case = super::super::support::cases(case);
        let want = std::fs::read(case.join("want.json")).expect("a want");
        let want: serde_json::Value = serde_json::from_slice(&want).expect("JSON");
        let output = program(&case).args(["read", "input.pdf"]).output().expect("ran");
        let article: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one article");
        for field in ["title", "authors", "date", "outlet"] {
            assert_eq!(article[field], want[field], "{field}");
        }
        let story: Vec<&str> = article["body"].as_str().expect("a story").split("\n\n").collect();
        assert_eq!(serde_json::json!(story), want["story"]);
    }
}
