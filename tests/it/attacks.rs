//! Documents that are made to end a run or to take all memory, small enough for every day: each is skipped with its reason,
//! and the article beside it is indexed.

use super::support::{index, run, settings, stderr, stdout};
use flate2::Compression;
use flate2::write::GzEncoder;
use morgue::index::{Archive, Generation};
use morgue::ingest::{Spike, Unwatched, each_spike, ingest};
use std::fs;
use std::io::Write;
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const GOOD: &str = r#"{"title": "The ferry sank", "text": "A ferry sank off Oslo on Friday; everybody was saved by boats.", "outlet": "Courier"}"#;

fn gzip(parts: &[&[u8]]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    parts.iter().for_each(|part| encoder.write_all(part).expect("packed"));
    encoder.finish().expect("packed")
}

/// A header of a tar archive with a kind and a stated size.
fn tar_header(name: &str, kind: u8, size: u64) -> Vec<u8> {
    let mut header = vec![0; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[100..107].copy_from_slice(b"0000644");
    header[124..135].copy_from_slice(format!("{size:011o}").as_bytes());
    header[148..156].fill(b' ');
    header[156] = kind;
    header[257..262].copy_from_slice(b"ustar");
    let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    header
}

/// A tar archive with an article, and a long name or header that states three gigabytes.
fn tar(kind: u8) -> Vec<u8> {
    let story = GOOD.replace("Oslo", "Bergen");
    let mut member = story.clone().into_bytes();
    member.resize(512, b' ');
    [tar_header("first.json", b'0', story.len() as u64), member, tar_header("long", kind, 3 << 30), vec![b'a'; 4096]]
        .concat()
}

fn workbook() -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    for (name, text) in [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns='{package}/content-types'><Override PartName='/xl/workbook.xml' \
                 ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns='{package}/relationships'><Relationship Id='r1' Type='{relation}/officeDocument' \
                 Target='xl/workbook.xml'/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns='{sheet}' xmlns:r='{relation}'><sheets><sheet name='s' sheetId='1' r:id='r1'/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns='{package}/relationships'><Relationship Id='r1' Type='{relation}/worksheet' \
                 Target='worksheets/sheet1.xml'/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns='{sheet}'><sheetData/></worksheet>")),
        ("xl/sharedStrings.xml", format!("<sst xmlns='{sheet}' uniqueCount='2147483648'><si><t>title</t></si></sst>")),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).expect("started");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// A zip whose list names the one member it has a hundred times.
fn overlapping() -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("00.json", SimpleFileOptions::default()).expect("started");
    zip.write_all(GOOD.replace("Oslo", "Bergen").as_bytes()).expect("written");
    let bytes = zip.finish().expect("finished").into_inner();
    let list = bytes.windows(4).position(|four| four == b"PK\x01\x02").expect("a list");
    let end = bytes.windows(4).position(|four| four == b"PK\x05\x06").expect("an end");
    let entry = &bytes[list..end];
    let entries: Vec<u8> = (0..100u32)
        .flat_map(|number| {
            let mut one = entry.to_vec();
            one[46..48].copy_from_slice(format!("{number:02}").as_bytes());
            one
        })
        .collect();
    let mut tail = bytes[end..].to_vec();
    tail[8..12].copy_from_slice(&[100, 0, 100, 0]);
    tail[12..16].copy_from_slice(&(entries.len() as u32).to_le_bytes());
    [&bytes[..list], &entries, &tail].concat()
}

fn spikes(archive: &Archive) -> Vec<Spike> {
    let folder = Generation::open(archive).expect("opened").folder.clone();
    each_spike(&folder).expect("opened").map(|spike| spike.expect("read")).collect()
}

/// An archive of one article and one hostile file.
fn attacked(folder: &Path, name: &str, bytes: &[u8]) -> Archive {
    let news = folder.join("news");
    fs::create_dir_all(&news).expect("made");
    fs::write(news.join("good.json"), GOOD).expect("written");
    fs::write(news.join(name), bytes).expect("written");
    let archive = Archive::at(folder.join(".morgue"));
    index(&archive, &news).expect("indexed");
    archive
}

#[test]
fn hostile_documents_are_skipped_with_a_reason_and_the_others_indexed() {
    // More than the ratio of text, and more than is unpacked before it is looked at.
    let bomb = vec![b'a'; 20 << 20];
    let header = format!(
        "From: a@example.com\nSubject: {}\nDate: Thu, 2 May 2024 06:30:00 +0000\n\ntext",
        "word ".repeat(300_000)
    );
    let page = format!("<html><body><p>{}</p></body></html>", "\0".repeat(25 << 20));
    for (name, bytes, articles, count, reason, detail) in [
        ("long.tar", tar(b'L'), 2, 1, "damaged", "a name or header of 3221225472 bytes"),
        ("pax.tar", tar(b'x'), 2, 1, "damaged", "a name or header of 3221225472 bytes"),
        ("head.eml", header.into_bytes(), 1, 1, "too-large", "the header lines are longer than 1 MiB"),
        ("table.xlsx", workbook(), 1, 1, "damaged", "the table of shared strings states 2147483648 strings"),
        (
            "bomb.jsonl.gz",
            gzip(&[b"{\"title\":\"x\",\"text\":\"", &bomb, b"\"}\n"]),
            1,
            1,
            "too-large",
            "not plausible for text",
        ),
        ("bomb.csv.gz", gzip(&[b"title,text\nx,\"", &bomb]), 1, 1, "too-large", "not plausible for text"),
        ("bomb.mbox.gz", gzip(&[b"From a@b Thu May  2 06:30:00 2024\nSubject: s\n\n", &bomb]), 1, 1, "too-large", ""),
        ("same.zip", overlapping(), 2, 99, "damaged", "shares its bytes with another one"),
        ("nul.html", page.into_bytes(), 1, 1, "too-large", "the text is larger than 24 MiB"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = attacked(folder.path(), name, &bytes);
        let found = spikes(&archive);
        let shown: Vec<String> =
            found.iter().take(3).map(|spike| format!("{}: {}", spike.reason, spike.detail)).collect();
        assert_eq!(Generation::open(&archive).expect("opened").manifest.articles, articles, "{name}: {shown:?}");
        assert_eq!(found.len(), count, "{name}: {shown:?}");
        assert!(found.iter().all(|spike| spike.reason == reason && spike.detail.contains(detail)), "{name}: {shown:?}");
    }
}

#[test]
fn any_number_of_unreadable_records_is_listed_on_disk_and_counted_in_the_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = attacked(folder.path(), "empty.jsonl", "{}\n".repeat(20_001).as_bytes());
    let counted = || {
        let generation = Generation::open(&archive).expect("opened");
        let files = generation.ledger().expect("read").files;
        let file = files.iter().find(|file| file.path == "empty.jsonl").expect("listed").clone();
        (spikes(&archive).len(), file.records.len(), file.more_spiked)
    };
    assert_eq!(counted(), (20_001, 10_000, 10_001));
    // A run that leaves the file alone carries all of them over, each tried once.
    fs::write(folder.path().join("news/more.json"), GOOD.replace("Oslo", "Bergen")).expect("written");
    let report = ingest(&archive, &settings(), &Unwatched).expect("indexed");
    assert_eq!((counted(), report.counts.newly_spiked), ((20_001, 10_000, 10_001), 0));
    assert!(spikes(&archive).iter().all(|spike| spike.tries == 1));
    let shown = |words: &[&str]| stdout(&run(folder.path(), &[&["--index", ".morgue", "spiked"], words].concat()));
    assert_eq!(shown(&["--by", "reason"]), "   20001  not-an-article\n");
    assert_eq!(shown(&["-n", "3"]).lines().count(), 3);
}

#[test]
fn a_feed_of_any_length_is_read_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let items = |item: &dyn Fn(usize) -> String, comma: &str| (0..4500).map(item).collect::<Vec<_>>().join(comma);
    let xml = items(
        &|nth| {
            format!(
                "<item><title>Ferry {nth}</title><link>/x{nth}</link><description>It sank on day {nth}.</description></item>"
            )
        },
        "\n",
    );
    let xml = format!(
        "<rss><channel><title>The Ledger</title><link>https://courier.example/</link>{xml}<language>en</language></channel></rss>"
    );
    let json = items(
        &|nth| {
            format!(
                r#"{{"id":"{nth}","url":"https://post.example/{nth}","title":"Bridge {nth}","content_text":"It fell."}}"#
            )
        },
        ",",
    );
    let json = format!(r#"{{"version":"https://jsonfeed.org/version/1.1","title":"The Post","items":[{json}]}}"#);
    fs::write(folder.path().join("feed.json"), json).expect("written");
    attacked(folder.path(), "feed.xml", xml.as_bytes());
    fs::copy(folder.path().join("feed.json"), folder.path().join("news/feed.json")).expect("copied");
    let archive = Archive::at(folder.path().join(".morgue"));
    ingest(&archive, &settings(), &Unwatched).expect("indexed");
    assert_eq!(spikes(&archive), []);
    let count = |query: &str| stdout(&run(folder.path(), &["count", query])).trim().to_owned();
    for (query, want) in [
        ("outlet:\"The Ledger\" language:en", "4500"),
        ("outlet:\"The Post\"", "4500"),
        ("url:courier.example/x4499", "1"),
        ("url:post.example/4000", "1"),
    ] {
        assert_eq!(count(query), want, "{query}");
    }
}

/// Texts whose every mark makes a careless reader look at all that follows. Each is read at once; a reader that looks again
/// would not end within the hour.
#[test]
fn marks_that_are_never_closed_cost_no_more_than_their_size() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = |head: &str, body: &str| {
        format!(
            "<html><head>{head}</head><body><h1>The ferry</h1><p>It sank off Oslo on Friday.</p>{body}</body></html>"
        )
    };
    let authors = "<meta name=citation_author content='Jane Doe'>".repeat(20_000);
    let entry = "@article{a, title={The ferry}, journal={Courier}, date={2024-05-02}, abstract={It sank.}}\n";
    let nested = format!("{}[{}0]{}", "{\"text\":".repeat(20), "0,".repeat(2_000_000), "}".repeat(20));
    for (name, text, said) in [
        ("title.html", page(&format!("<title>{}</title>", "a-".repeat(400_000)), ""), "The ferry"),
        ("script.html", page("", &format!("<script>{}</script>", "published:".repeat(400_000))), "The ferry"),
        ("bar.html", page("", &"<!--BEGIN WAYBACK TOOLBAR INSERT-->".repeat(200_000)), "The ferry"),
        ("authors.html", page(&authors, &format!("<p>By John Roe</p>{}", "<p>a b c</p>".repeat(20_000))), "The ferry"),
        ("list.bib", format!("{entry}{}", "@string{".repeat(400_000)), "The ferry"),
        ("nested.json", nested, "not-an-article"),
    ] {
        fs::write(folder.path().join(name), text).expect("written");
        let output = run(folder.path(), &["read", "--ner", "off", "--color", "never", name]);
        let out = format!("{}{}", stdout(&output), stderr(&output));
        assert!(out.contains(said), "{name}: {}", &out[..out.floor_char_boundary(400)]);
    }
}
