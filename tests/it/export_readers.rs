//! Readers of exports that share no code with the writers.

use calamine::{Data, Reader as _, Xlsx};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Cursor;

/// A record: the values of each name, in order.
pub type Record = BTreeMap<String, Vec<String>>;

/// Text of a cell without the apostrophe that prevents a spreadsheet from running it.
fn unguarded(cell: &str) -> String {
    let invisible = |c: char| c.is_whitespace() || "'\u{0}\u{200b}\u{feff}\u{ad}\u{200e}\u{200f}".contains(c);
    let runs = |text: &str| {
        text.trim_start_matches(invisible)
            .starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
    };
    // Some read a semicolon as the end of a cell, and what follows as the next cell.
    let part = |part: &str| match part.strip_prefix('\'') {
        Some(rest) if runs(rest) || runs(&rest.replace('"', "")) => rest.to_owned(),
        _ => {
            assert!(!runs(part), "a spreadsheet would run {part:?}");
            part.to_owned()
        }
    };
    cell.split(';').map(part).collect::<Vec<_>>().join(";")
}

pub fn table(bytes: &[u8], delimiter: u8) -> Vec<Record> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes);
    let header = reader.headers().expect("a header").clone();
    let row = |row: csv::StringRecord| {
        header.iter().zip(row.iter()).map(|(name, cell)| (name.to_owned(), vec![unguarded(cell)])).collect()
    };
    reader.records().map(|record| row(record.expect("a row as long as the header"))).collect()
}

pub fn json_lines(bytes: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    text.split_terminator('\n').map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Cells as text; days and moments as ISO 8601.
pub fn workbook(bytes: &[u8]) -> Vec<Record> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let name = book.sheet_names()[0].clone();
    let formulas = book.worksheet_formula(&name).expect("read");
    assert_eq!(formulas.used_cells().filter(|(.., formula)| !formula.is_empty()).count(), 0, "a formula");
    let range = book.worksheet_range(&name).expect("a sheet");
    let mut rows = range.rows();
    let header: Vec<String> = rows.next().expect("a header").iter().map(ToString::to_string).collect();
    let cell = |cell: &Data| match cell {
        Data::DateTime(time) => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
            }
        }
        other => other.to_string(),
    };
    rows.map(|row| header.iter().cloned().zip(row.iter().map(|it| vec![cell(it)])).collect()).collect()
}

/// Lines of two letters or digits, two spaces, a hyphen, a space; `TY` starts a record and `ER` ends it.
pub fn ris(bytes: &[u8]) -> Vec<Record> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let mut records = Vec::new();
    let mut open: Option<Record> = None;
    // Every character that some reader takes as a line end counts as one.
    for line in text.replace("\r\n", "\n").split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        if line.is_empty() {
            continue;
        }
        let (tag, value) = line.split_once("  - ").unwrap_or_else(|| panic!("no tag: {line:?}"));
        assert!(
            tag.len() == 2 && tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
            "{line:?}"
        );
        match tag {
            "TY" => assert!(open.replace(Record::from([("TY".into(), vec![value.into()])])).is_none(), "not ended"),
            "ER" => records.push(open.take().expect("begun")),
            tag => open.as_mut().expect("begun").entry(tag.into()).or_default().push(value.to_owned()),
        }
    }
    assert!(open.is_none());
    records
}

/// Entries with the text of their fields as a bibliography shows them, and authors as `given family`.
pub fn bibliography(bytes: &[u8]) -> Vec<Record> {
    use biblatex::{Bibliography, ChunksExt};
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    // BibTeX counts braces whatever comes before them.
    let mut depth = 0i32;
    for c in text.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        assert!(depth >= 0, "a brace ends more than there is");
    }
    assert_eq!(depth, 0, "braces are not paired");
    let read = Bibliography::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let record = |entry: &biblatex::Entry| {
        assert_eq!(entry.entry_type.to_string(), "article");
        let mut record: Record = entry
            .fields
            .iter()
            .filter(|(name, _)| *name != "author")
            .map(|(name, chunks)| (name.clone(), vec![chunks.format_verbatim()]))
            .collect();
        record.insert("key".into(), vec![entry.key.clone()]);
        let authors = entry.author().unwrap_or_default();
        let whole = |person: biblatex::Person| {
            let parts = [person.given_name, person.prefix, person.name, person.suffix];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        };
        record.insert("author".into(), authors.into_iter().map(whole).collect());
        record
    };
    read.iter().map(record).collect()
}

/// Keys that an item of CSL-JSON may have here, and whether each is text.
const CSL: [(&str, bool); 16] = [
    ("id", true),
    ("type", true),
    ("title", true),
    ("author", false),
    ("container-title", true),
    ("issued", false),
    ("URL", true),
    ("language", true),
    ("section", true),
    ("abstract", true),
    ("keyword", true),
    ("source", true),
    ("archive", true),
    ("archive_location", true),
    ("note", true),
    ("custom", false),
];

/// Items that conform to the schema of CSL-JSON.
pub fn csl(bytes: &[u8]) -> Vec<Value> {
    let items: Vec<Value> = serde_json::from_slice(bytes).expect("an array");
    for item in &items {
        for (key, value) in item.as_object().expect("an object") {
            let (_, text) = CSL.iter().find(|(known, _)| known == key).unwrap_or_else(|| panic!("unknown key {key}"));
            assert!(!text || value.is_string(), "{key}: {value}");
        }
        assert_eq!(item["type"], "article-newspaper");
        assert!(item["id"].is_string() && item["custom"].is_object());
        for name in item["author"].as_array().into_iter().flatten() {
            let keys: Vec<&String> = name.as_object().expect("a name").keys().collect();
            assert!(
                keys == ["family", "given"] || keys == ["family", "given", "suffix"] || keys == ["literal"],
                "{name}"
            );
            assert!(name.as_object().expect("a name").values().all(Value::is_string));
        }
        if let Some(issued) = item.get("issued") {
            let parts = issued["date-parts"].as_array().expect("dates");
            assert_eq!((issued.as_object().expect("an object").len(), parts.len()), (1, 1));
            let parts = parts[0].as_array().expect("parts");
            assert!((1..=3).contains(&parts.len()) && parts.iter().all(Value::is_u64), "{issued}");
        }
    }
    items
}

/// Headings of the second level with the links in them. No HTML, no image, no other link, no code except keys.
pub fn markdown(bytes: &[u8]) -> Vec<(String, Option<String>)> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    let mut open = false;
    let extensions =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH | Options::ENABLE_FOOTNOTES;
    for event in Parser::new_ext(text, extensions) {
        match event {
            Event::Start(Tag::Heading { level, .. }) if level as usize == 2 => {
                open = true;
                found.push((String::new(), None));
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(open && dest_url.starts_with("http"), "a link to {dest_url}");
                found.last_mut().expect("a heading").1 = Some(dest_url.to_string());
            }
            Event::Text(text) if open => found.last_mut().expect("a heading").0.push_str(&text),
            Event::Code(code) => assert!(!code.contains(char::is_whitespace), "{code}"),
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML: {html}"),
            Event::Start(Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::List(_) | Tag::Table(_)) => {
                panic!("{event:?}")
            }
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::Rule => panic!("{event:?}"),
            _ => {}
        }
    }
    found
}

/// Elements that a page may have.
const ELEMENTS: [&str; 36] = [
    "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "h3", "p", "figure", "svg", "rect",
    "text", "polyline", "line", "div", "section", "dl", "dt", "dd", "ol", "li", "article", "a", "bdi", "cite", "time",
    "mark", "code", "path", "g", "polygon", "circle",
];

/// Titles of the hits of a page, with their addresses. Nothing runs, and nothing is requested.
pub fn page(bytes: &[u8]) -> Vec<(String, Option<String>)> {
    let page = Html::parse_document(std::str::from_utf8(bytes).expect("UTF-8"));
    let all = |selector: &str| Selector::parse(selector).expect("a selector");
    for element in page.select(&all("*")) {
        assert!(ELEMENTS.contains(&element.value().name()), "<{}>", element.value().name());
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on") && name != "src" && name != "style", "{name}={value}");
            assert!(name != "href" || value.starts_with("http"), "{value}");
        }
    }
    assert_eq!(page.select(&all("style")).count(), 1);
    assert_eq!(page.select(&all("meta[http-equiv]")).count(), 1);
    let title = |item: scraper::ElementRef| {
        let heading = item.select(&all("h3")).next().expect("a title");
        let link = heading.select(&all("a")).next().and_then(|link| link.value().attr("href")).map(str::to_owned);
        (heading.text().collect(), link)
    };
    page.select(&all("ol.hits > li")).map(title).collect()
}
