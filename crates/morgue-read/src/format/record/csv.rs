//! Tables of articles: comma, semicolon, tab or bar between cells, names of the columns in the first line. Each row is
//! a record with the header in front, identified by its number; a cell means the same as the JSON field with that name.
//! A row with more cells than the header is rejected, one with fewer is read and noted.

use super::fields::Fields;
use super::names::{Slot, known, no_articles, slot};
use super::stream::{read_whole, too_large};
use crate::format::head::utf8_head;
use crate::format::reason::Reason;
use crate::format::{DocumentHead, Drafts, FormatError, Input, Mapping, MetaField, Record};
use crate::source::budget;
use crate::text::{count_steps, counted, decode};
use encoding_rs::Encoding;
use std::io::BufRead;

/// Characters between cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A table is detected from its name, or from a header with two known column names, one of them for the title, the text
/// or the address.
pub(crate) fn is_csv(head: &DocumentHead) -> bool {
    let lines = without_hint(head.text).split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    let mut lines = lines.take(HEADING_ROWS);
    let Some(first) = lines.next().filter(|line| !line.starts_with(['{', '[', '<'])) else { return false };
    let is_named = head.has_extension(&["csv", "tsv", "tab"]);
    let names = header_cells(first.as_bytes()).unwrap_or_default();
    if names.len() < 2 {
        // A heading above the names of the columns.
        let is_header = |names: Vec<String>| known(None, names.iter().map(String::as_str)) > 1;
        return is_named && lines.any(|line| header_cells(line.as_bytes()).is_some_and(is_header));
    }
    let slots: Vec<Slot> = names.iter().filter_map(|name| Some(slot(None, name)?.0)).collect();
    let tells = |slot: &Slot| matches!(slot, Slot::Body | Slot::Meta(MetaField::Title | MetaField::Url));
    let clear = slots.len() >= 2 && slots.iter().any(tells) && names.iter().all(|name| name.len() <= LONGEST_NAME);
    clear || is_named
}

/// Longest name of a column: in a line of text the parts between commas are longer.
const LONGEST_NAME: usize = 40;

/// A table without the line `sep=;`, with which spreadsheets say what separates cells: the names of the columns show it.
fn without_hint(text: &str) -> &str {
    match text.split_once('\n') {
        Some((first, rest)) if is_hint(first.as_bytes()) => rest,
        _ => text,
    }
}

fn is_hint(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.len() == 5 && line[..4].eq_ignore_ascii_case(b"sep=")
}

/// The character that is most frequent in a header, outside of quotes.
fn delimiter(header: &[u8]) -> u8 {
    let mut counts = [0usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in header {
        quoted ^= *byte == b'"';
        if let Some(at) = DELIMITERS.iter().position(|sign| sign == byte).filter(|_| !quoted) {
            counts[at] += 1;
        }
    }
    let most = (0..DELIMITERS.len()).rev().max_by_key(|&at| counts[at]);
    most.map_or(b',', |at| DELIMITERS[at])
}

/// The names of the columns.
fn header_cells(header: &[u8]) -> Option<Vec<String>> {
    let text = decode(header, None).text.into_owned();
    let mut rows = rows_of(text.as_bytes(), delimiter(text.as_bytes()));
    let names: Vec<String> =
        rows.next()?.ok()?.iter().take(budget::TABLE_COLUMNS).map(|name| name.trim().to_owned()).collect();
    (!names.iter().all(String::is_empty)).then_some(names)
}

/// A row whose quotes follow a space, `1, "one, two"`, with the quotes right after what separates the cells.
fn with_close_quotes(row: &str, delimiter: u8) -> String {
    let (mut closed, mut quoted, mut starts) = (String::with_capacity(row.len()), false, false);
    let mut spaces = 0;
    for c in row.chars() {
        match c {
            ' ' if starts => {
                spaces += 1;
                continue;
            }
            // Spaces in front of anything else are part of the cell.
            '"' if starts => {}
            _ => closed.extend(std::iter::repeat_n(' ', spaces)),
        }
        spaces = 0;
        quoted ^= c == '"';
        starts = !quoted && c == char::from(delimiter);
        closed.push(c);
    }
    closed
}

/// Whether spaces follow what separates the names of the columns.
fn is_spaced(header: &[u8], delimiter: u8) -> bool {
    delimiter != b'\t' && header.windows(2).any(|pair| pair == [delimiter, b' '])
}

/// Whether spaces are in front of quotes in a row that has too many cells without them.
fn is_spaced_below(text: &str, delimiter: u8) -> bool {
    if delimiter == b'\t' || !text.contains(&format!("{} \"", char::from(delimiter))) {
        return false;
    }
    let mut lengths = rows_of(text.as_bytes(), delimiter).map_while(Result::ok).map(|row| row.len());
    lengths.next().is_some_and(|header| lengths.any(|length| length > header))
}

fn rows_of(text: &[u8], delimiter: u8) -> csv::StringRecordsIntoIter<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text).into_records()
}

/// Hands over every row with the header in front, numbered from 1 after the header.
pub(crate) fn read_rows(
    reader: &mut dyn BufRead,
    max_bytes: u64,
    fields: Option<&Mapping>,
    sink: &mut dyn FnMut(Record) -> bool,
) {
    let head = match reader.fill_buf() {
        Ok(head) => head,
        Err(error) => {
            sink(Record { number: None, bytes: Err(FormatError::of_io(&error)) });
            return;
        }
    };
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) || head.iter().take(64).any(|&byte| byte == 0)
    {
        // UTF-16: the characters between cells are not single bytes.
        match read_whole(reader, max_bytes) {
            Ok(bytes) => cut_rows(&mut decode(&bytes, None).text.as_bytes(), max_bytes, fields, None, sink),
            Err(error) => {
                sink(Record { number: None, bytes: Err(error) });
            }
        }
        return;
    }
    let charset = legacy_charset(head);
    cut_rows(reader, max_bytes, fields, charset, sink);
}

/// The charset that the beginning shows; one row alone may be too short to detect it. `None` for UTF-8.
fn legacy_charset(head: &[u8]) -> Option<&'static Encoding> {
    let decoded = decode(utf8_head(head), None);
    Encoding::for_label(decoded.charset.as_bytes()).filter(|encoding| *encoding != encoding_rs::UTF_8)
}

fn cut_rows(
    reader: &mut dyn BufRead,
    max_bytes: u64,
    fields: Option<&Mapping>,
    charset: Option<&'static Encoding>,
    sink: &mut dyn FnMut(Record) -> bool,
) {
    let mut rows = Rows { delimiter: None, is_spaced: false, max_bytes, is_over: false, follows_cr: false };
    let as_utf8 = |row: Vec<u8>| match charset.filter(|_| std::str::from_utf8(&row).is_err()) {
        Some(charset) => charset.decode_without_bom_handling(&row).0.into_owned().into_bytes(),
        None => row,
    };
    let header = match header(&mut rows, reader, fields, &as_utf8) {
        Ok(Some(header)) => header,
        Ok(None) => return,
        Err(error) => {
            sink(Record { number: None, bytes: Err(error) });
            return;
        }
    };
    rows.delimiter = Some(delimiter(&header));
    rows.is_spaced = is_spaced(&header, delimiter(&header));
    for number in 1.. {
        let bytes = match rows.next(reader) {
            Ok(None) => return,
            Ok(Some(row)) if row.iter().all(|byte| byte.is_ascii_whitespace()) => Ok(None),
            Ok(Some(row)) => {
                count_steps(header.len() + row.len());
                Ok(Some([&header, b"\n".as_slice(), &as_utf8(row)].concat()))
            }
            Err(error) => Err(error),
        };
        let ends = rows.is_over || bytes.as_ref().is_err_and(|error| error.reason != Reason::TooLarge);
        let wanted = bytes.transpose().is_none_or(|bytes| sink(Record { number: Some(number), bytes }));
        if !wanted || ends {
            return;
        }
    }
}

/// The names of the columns are searched for in this many rows from the top: some programs write a heading above them.
const HEADING_ROWS: usize = 12;

/// The row with the names of the columns; `None` if there is no row. A table without a column for a title or a text holds
/// no articles, and is rejected as a whole.
fn header(
    rows: &mut Rows,
    reader: &mut dyn BufRead,
    fields: Option<&Mapping>,
    as_utf8: &dyn Fn(Vec<u8>) -> Vec<u8>,
) -> Result<Option<Vec<u8>>, FormatError> {
    let mut first: Option<Vec<u8>> = None;
    for _ in 0..HEADING_ROWS {
        let row = match rows.next(reader) {
            Ok(Some(row)) => as_utf8(row),
            Err(error) if first.is_none() => return Err(error),
            Ok(None) | Err(_) => break,
        };
        let row = row.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(row);
        if row.trim_ascii().is_empty() || is_hint(&row) {
            continue;
        }
        let names = header_cells(&row).unwrap_or_default();
        // Below other rows, a single known name may be a word of a text.
        if known(fields, names.iter().map(String::as_str)) > usize::from(first.is_some()) {
            return Ok(Some(row));
        }
        first.get_or_insert(row);
    }
    let Some(first) = first else { return Ok(None) };
    let names = header_cells(&first).unwrap_or_default();
    let is_value = |name: &String| name.len() > LONGEST_NAME || name.starts_with(|c: char| c.is_ascii_digit());
    if names.iter().any(is_value) {
        let detail = "no row at the top names the columns, and among them those of titles or texts";
        return Err(FormatError::new(Reason::NotAnArticle, detail));
    }
    Err(no_articles(names.iter().map(String::as_str)))
}

/// Splits bytes into rows: lines, except for the line breaks inside quotes.
struct Rows {
    /// Detected from the first row; until then any may occur.
    delimiter: Option<u8>,
    /// Whether spaces may be in front of quotes.
    is_spaced: bool,
    max_bytes: u64,
    /// Nothing more can be read.
    is_over: bool,
    /// The last row ended with CR: an LF after it belongs to it.
    follows_cr: bool,
}

/// The position of the reader within a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    /// At its first byte: a quote here opens a quoted cell.
    Start,
    Plain,
    Quoted,
    /// After a quote inside quotes, which ended them or is doubled.
    AfterQuote,
}

impl Rows {
    /// The next row without its line break; `None` at the end. A row over the limit is read to its end and rejected;
    /// after an error of the bytes themselves, such as those of a bomb, the table has ended.
    fn next(&mut self, reader: &mut dyn BufRead) -> Result<Option<Vec<u8>>, FormatError> {
        let (mut row, mut length, mut cell) = (Vec::new(), 0u64, Cell::Start);
        if std::mem::take(&mut self.follows_cr) && reader.fill_buf().is_ok_and(|buffer| buffer.first() == Some(&b'\n'))
        {
            reader.consume(1);
        }
        loop {
            let buffer = match reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) => {
                    self.is_over = true;
                    return Err(FormatError::of_io(&error));
                }
            };
            if buffer.is_empty() {
                break;
            }
            let end = buffer.iter().position(|&byte| {
                cell = self.step(cell, byte);
                matches!(byte, b'\n' | b'\r') && cell == Cell::Start
            });
            self.follows_cr = end.is_some_and(|at| buffer[at] == b'\r');
            let used = end.map_or(buffer.len(), |at| at + 1);
            count_steps(used);
            length += used as u64;
            if length <= self.max_bytes {
                row.extend_from_slice(&buffer[..used]);
            } else {
                row = Vec::new();
            }
            reader.consume(used);
            if end.is_some() {
                break;
            }
        }
        match length {
            0 => Ok(None),
            over if over > self.max_bytes => Err(too_large(self.max_bytes)),
            _ if cell == Cell::Quoted => {
                Err(FormatError::new(Reason::CsvSyntax, "the table ends inside a quoted cell"))
            }
            _ => Ok(Some(without_line_break(row))),
        }
    }

    fn step(&self, cell: Cell, byte: u8) -> Cell {
        let is_delimiter = match self.delimiter {
            Some(delimiter) => byte == delimiter,
            None => DELIMITERS.contains(&byte),
        };
        match (cell, byte) {
            (Cell::Quoted, b'"') => Cell::AfterQuote,
            (Cell::Quoted, _) => Cell::Quoted,
            (Cell::Start | Cell::AfterQuote, b'"') => Cell::Quoted,
            (_, b'\n' | b'\r') => Cell::Start,
            (Cell::Start, b' ') if self.is_spaced => Cell::Start,
            _ if is_delimiter => Cell::Start,
            _ => Cell::Plain,
        }
    }
}

fn without_line_break(mut row: Vec<u8>) -> Vec<u8> {
    for sign in [b'\n', b'\r'] {
        row.pop_if(|last| *last == sign);
    }
    row
}

/// Reads a header and the rows after it.
pub(crate) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = decode(input.bytes, input.charset);
    let first = decoded.text.split(['\n', '\r']).next().unwrap_or_default().as_bytes();
    let delimiter = delimiter(first);
    let closes = is_spaced(first, delimiter) || is_spaced_below(&decoded.text, delimiter);
    let closed = closes.then(|| with_close_quotes(&decoded.text, delimiter));
    let mut rows = rows_of(closed.as_deref().unwrap_or(&decoded.text).as_bytes(), delimiter);
    let syntax = |error: csv::Error| FormatError::new(Reason::CsvSyntax, error.to_string());
    let Some(header) = rows.next() else { return Err(FormatError::new(Reason::Empty, "the table has no header")) };
    let header = header.map_err(syntax)?;
    for row in rows {
        let row = row.map_err(syntax)?;
        let extra = row.iter().skip(header.len()).any(|cell| !cell.trim().is_empty());
        if extra {
            let detail = format!(
                "{} in a row, {} in the header",
                counted(row.len() as u64, "cell"),
                counted(header.len() as u64, "name")
            );
            return Err(FormatError::new(Reason::CsvSyntax, detail));
        }
        let cells =
            header.iter().zip(row.iter()).filter(|(_, cell)| !cell.trim().is_empty()).take(budget::TABLE_COLUMNS);
        let mut draft = Fields::of(input.fields, cells).into_draft("csv")?;
        if row.len() < header.len() {
            draft.notes.push(format!(
                "the row has {}, the header {}",
                counted(row.len() as u64, "cell"),
                counted(header.len() as u64, "name")
            ));
        }
        drafts.push(draft);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    /// Rows of a table: number and content (titles and texts), or the reason.
    fn table(bytes: &[u8], fields: Option<&Mapping>) -> Vec<(Option<u64>, String)> {
        let mut found = Vec::new();
        // A tiny buffer: rows must survive every cut.
        read_rows(&mut BufReader::with_capacity(70, bytes), 1000, fields, &mut |record| {
            let drafts = record.bytes.and_then(|bytes| {
                let mut drafts = Drafts::default();
                read(&Input { bytes: &bytes, fields, ..Input::default() }, &mut drafts).map(|()| drafts)
            });
            let said = match drafts {
                Ok(drafts) => {
                    let draft = &drafts.found[0];
                    let title = draft.candidates.iter().find(|it| it.field == MetaField::Title);
                    let texts: Vec<&str> = draft.blocks.iter().map(|block| block.text.as_str()).collect();
                    format!("{}: {}", title.map_or("", |it| it.value.as_str()), texts.join("/"))
                }
                Err(error) => error.reason.as_str().to_owned(),
            };
            found.push((record.number, said));
            true
        });
        found
    }

    fn row(number: u64, said: &str) -> (Option<u64>, String) {
        (Some(number), said.to_owned())
    }

    #[test]
    fn rows_are_read_with_any_separator() {
        let want = [row(1, "Dam holds: It held.")];
        for text in [
            "Headline,Full text\nDam holds,It held.\n",
            "\u{feff}Headline;Full text\r\nDam holds;It held.",
            "headline\tFULL_TEXT\nDam holds\tIt held.\n",
            "\"Headline\"|\"Full, text\"|\"fulltext\"\n\"Dam holds\"||\"It held.\"\n",
        ] {
            assert_eq!(table(text.as_bytes(), None), want, "{text}");
        }
    }

    #[test]
    fn rows_end_with_any_line_break_and_quotes_may_follow_spaces() {
        let want = [row(1, "A: One, two."), row(2, "B: b")];
        for text in [
            "title,text\rA,\"One, two.\"\rB,b",
            "title, text\rA, \"One, two.\"\rB, b\r",
            "title, text\r\nA, \"One, two.\"\r\nB, b\r\n",
            "title,text\nA, \"One, two.\"\nB,b\n",
            "sep=;\r\ntitle;text\r\nA;One, two.\r\nB;b\r\n",
            "\nResults of 3 May\n\ntitle,text\nA,\"One, two.\"\nB,b\n",
        ] {
            assert_eq!(table(text.as_bytes(), None), want, "{text}");
        }
    }

    #[test]
    fn quotes_hold_line_breaks_and_blank_rows_count() {
        let text =
            "title,text,url\nA,\"One.\n\nTwo, \"\"so\"\".\",x\n\nB,5\" pipe,y\nC,c\nD,d,z,too many\n,only text,\n";
        let want = [
            row(1, "A: One./Two, \"so\"."),
            row(3, "B: 5\" pipe"),
            row(4, "C: c"),
            row(5, "csv-syntax"),
            row(6, ": only text"),
        ];
        assert_eq!(table(text.as_bytes(), None), want);
    }

    #[test]
    fn charsets_are_detected_from_the_beginning() {
        let (latin, ..) =
            encoding_rs::WINDOWS_1252.encode("title;text\nDüne über Nacht;Es wäre schön für die Gäste.\n");
        let mut utf16 = vec![0xff, 0xfe];
        utf16.extend("title\ttext\nDüne\tSchön.\n".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(table(&latin, None), [row(1, "Düne über Nacht: Es wäre schön für die Gäste.")]);
        assert_eq!(table(&utf16, None), [row(1, "Düne: Schön.")]);
    }

    #[test]
    fn a_cut_table_gives_its_whole_rows_and_long_rows_are_refused() {
        let text = format!("title,text\nA,a\nB,\"{}\"\nC,\"cut", "b".repeat(1000));
        assert_eq!(table(text.as_bytes(), None), [row(1, "A: a"), row(2, "too-large"), row(3, "csv-syntax")]);
    }

    #[test]
    fn tables_without_articles_are_refused_once_unless_the_user_names_columns() {
        let text = b"year,Spalte,Wert\n1999,A,a\n2000,B,b\n";
        assert_eq!(table(text, None), [(None, "not-an-article".to_owned())]);
        let mapping = Mapping::of([("spalte", "title"), ("wert", "body")]).expect("names");
        assert_eq!(table(text, Some(&mapping)), [row(1, "A: a"), row(2, "B: b")]);
        assert_eq!(
            table(b"1,Dam holds,2020-01-02\n2,Dam leaks,2020-01-03\n", None),
            [(None, "not-an-article".to_owned())]
        );
    }

    #[test]
    fn an_index_of_links_gives_partial_articles() {
        let bytes =
            b"id,publish_date,title,url,language,media_name\n7,2024-05-02,Dam holds,https://a.example/x,en,The Courier";
        let mut drafts = Drafts::default();
        read(&Input { bytes, ..Input::default() }, &mut drafts).expect("read");
        assert!(drafts.found[0].partial && drafts.found[0].blocks.is_empty());
        let fields: Vec<_> = drafts.found[0].candidates.iter().map(|it| (it.field, it.value.as_str())).collect();
        let want = [
            (MetaField::Published, "2024-05-02"),
            (MetaField::Title, "Dam holds"),
            (MetaField::Url, "https://a.example/x"),
            (MetaField::Language, "en"),
            (MetaField::Outlet, "The Courier"),
        ];
        assert_eq!(fields, want);
    }

    #[test]
    fn tables_are_distinguished_from_texts() {
        let is = |name: &str, text: &str| is_csv(&DocumentHead { text, bytes: text.as_bytes(), name });
        assert!(is("a.csv", "year,people\n1999,3"));
        assert!(is("a", "Title,URL\nx,y"));
        assert!(!is("a.txt", "Title, he said, and the text of the day, which was long, went on\nx,y"));
        assert!(!is("a.csv", "One line without signs"));
        assert!(is("a.csv", "Results of 3 May\n\ntitle,text\nx,y"));
        assert!(is("a", "sep=;\r\nTitel;Text\r\nx;y"));
        assert!(!is("a.txt", "year,people\n1999,3"));
        assert!(!is("a.json", "{\"title\":1,\"text\":2}"));
    }
}
