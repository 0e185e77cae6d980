//! Bytes to records: whole documents, lines, or the elements of a JSON array, streamed, so that a file of any size is
//! read with the memory of one record.

use crate::format::reason::Reason;
use crate::format::{DocumentHead, FormatError};
use crate::text::counted;
use std::io::BufRead;

/// How the bytes of a format are split into records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Records {
    /// The file is one record.
    Whole,
    /// Every line that is not blank.
    Lines,
    /// Every element of one top-level JSON array.
    Elements,
    /// Every row of a table, with the header in front.
    Rows,
    /// The file, or a feed of very many items in parts.
    Feed,
}

/// One record of a file.
#[derive(Debug)]
pub struct Record {
    /// Line or element number, from 1; `None` for a whole file.
    pub number: Option<u64>,
    pub bytes: Result<Vec<u8>, FormatError>,
}

pub(crate) fn too_large(max_bytes: u64) -> FormatError {
    FormatError::new(Reason::TooLarge, format!("the record is larger than {} MiB", max_bytes >> 20))
}

pub(crate) fn read_whole(reader: &mut dyn BufRead, max_bytes: u64) -> Result<Vec<u8>, FormatError> {
    let mut bytes = Vec::new();
    let mut limited = std::io::Read::take(reader, max_bytes + 1);
    std::io::Read::read_to_end(&mut limited, &mut bytes).map_err(|error| FormatError::of_io(&error))?;
    if bytes.len() as u64 > max_bytes { Err(too_large(max_bytes)) } else { Ok(bytes) }
}

/// Passes every line that is not blank to `sink` until that returns `false`. One that cannot be read is passed as an
/// error; the lines that can still be read after it follow.
pub(crate) fn read_lines(reader: &mut dyn BufRead, max_bytes: u64, sink: &mut dyn FnMut(Record) -> bool) {
    for number in 1.. {
        let bytes = match read_line(reader, max_bytes) {
            Ok(Line::Whole(line)) if line.iter().all(u8::is_ascii_whitespace) => continue,
            // What an interrupted write left in front of a record.
            Ok(Line::Whole(line))
                if line.starts_with(&[0]) && line.iter().any(|byte| !matches!(byte, 0 | b'\n' | b'\r')) =>
            {
                Ok(line[line.iter().take_while(|&&byte| byte == 0).count()..].to_vec())
            }
            Ok(Line::Whole(line)) => Ok(line),
            Ok(Line::TooLong) => Err(too_large(max_bytes)),
            Ok(Line::None) => return,
            // Nothing can be read after an error of the bytes themselves, such as those of a bomb.
            Err(error) => {
                sink(Record { number: Some(number), bytes: Err(error) });
                return;
            }
        };
        if !sink(Record { number: Some(number), bytes }) {
            return;
        }
    }
}

/// The next line of a file.
enum Line {
    Whole(Vec<u8>),
    /// It was read to its end and not kept.
    TooLong,
    /// There is none.
    None,
}

fn read_line(reader: &mut dyn BufRead, max_bytes: u64) -> Result<Line, FormatError> {
    let mut line = Vec::new();
    let mut length = 0u64;
    loop {
        let buffer = reader.fill_buf().map_err(|error| FormatError::of_io(&error))?;
        if buffer.is_empty() {
            break;
        }
        let newline = buffer.iter().position(|&byte| byte == b'\n');
        let used = newline.map_or(buffer.len(), |at| at + 1);
        length += used as u64;
        if length <= max_bytes {
            line.extend_from_slice(&buffer[..used]);
        } else {
            line = Vec::new();
        }
        reader.consume(used);
        if newline.is_some() {
            break;
        }
    }
    Ok(match length {
        0 => Line::None,
        over if over > max_bytes => Line::TooLong,
        _ => Line::Whole(line),
    })
}

/// The state of a scan through a JSON array.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
    element: Vec<u8>,
    length: u64,
    number: u64,
}

/// What one byte of an array means.
enum Step {
    More,
    Element,
    End,
}

impl Scan {
    fn step(&mut self, byte: u8, max_bytes: u64) -> Step {
        if self.in_string {
            self.keep(byte, max_bytes);
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return Step::More;
        }
        match byte {
            b'[' if self.depth == 0 => self.depth = 1,
            b',' if self.depth == 1 => return Step::Element,
            b']' if self.depth == 1 => return Step::End,
            _ => {
                match byte {
                    b'"' => self.in_string = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => self.depth = self.depth.saturating_sub(1).max(1),
                    _ => {}
                }
                if self.depth > 0 {
                    self.keep(byte, max_bytes);
                }
            }
        }
        Step::More
    }

    fn keep(&mut self, byte: u8, max_bytes: u64) {
        self.length += 1;
        if self.length <= max_bytes {
            self.element.push(byte);
        }
    }

    /// The element that just ended; `None` if there was only whitespace.
    fn take(&mut self, max_bytes: u64) -> Option<Record> {
        let element = std::mem::take(&mut self.element);
        let length = std::mem::take(&mut self.length);
        if element.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        self.number += 1;
        let bytes = if length > max_bytes { Err(too_large(max_bytes)) } else { Ok(element) };
        Some(Record { number: Some(self.number), bytes })
    }
}

/// Passes every element of a JSON array to `sink` until that returns `false`.
pub(crate) fn read_elements(reader: &mut dyn BufRead, max_bytes: u64, sink: &mut dyn FnMut(Record) -> bool) {
    let mut scan = Scan::default();
    loop {
        let buffer = match reader.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) => {
                sink(Record { number: Some(scan.number + 1), bytes: Err(FormatError::of_io(&error)) });
                return;
            }
        };
        if buffer.is_empty() {
            let detail = format!("the array ends early, after {}", counted(scan.number, "complete element"));
            sink(Record { number: Some(scan.number + 1), bytes: Err(FormatError::new(Reason::JsonSyntax, detail)) });
            return;
        }
        let mut used = 0;
        for &byte in buffer {
            used += 1;
            let step = scan.step(byte, max_bytes);
            if matches!(step, Step::More) {
                continue;
            }
            let wanted = scan.take(max_bytes).is_none_or(&mut *sink);
            if !wanted || matches!(step, Step::End) {
                return;
            }
        }
        reader.consume(used);
    }
}

/// JSON Lines: the first line is a whole object, and the name says so or another object follows.
pub(crate) fn is_json_lines(head: &DocumentHead) -> bool {
    if !head.text.starts_with('{') || is_utf16(head.bytes) {
        return false;
    }
    let named = head.has_extension(&["jsonl", "ndjson", "ldjson"]);
    match head.text.split_once('\n') {
        Some((first, rest)) => is_balanced(first) && (named || rest.trim_start().starts_with('{')),
        None => named,
    }
}

pub(crate) fn is_json_array(head: &DocumentHead) -> bool {
    let inside = head.text.strip_prefix('[').map(str::trim_start);
    !is_utf16(head.bytes)
        && inside
            .is_some_and(|inside| inside.starts_with('{') || (inside.starts_with(']') && head.has_extension(&["json"])))
}

pub(crate) fn is_json_object(head: &DocumentHead) -> bool {
    let inside = head.text.strip_prefix('{').map(str::trim_start);
    let array = head.text.strip_prefix('[').map(str::trim_start).is_some_and(|inside| inside.starts_with('{'));
    array
        || inside
            .is_some_and(|inside| inside.starts_with('"') || inside.starts_with('}') || head.has_extension(&["json"]))
}

fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.iter().take(64).any(|&byte| byte == 0)
}

/// Whether every brace outside strings is closed.
fn is_balanced(line: &str) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0i64, false, false);
    for byte in line.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' if !in_string => depth += 1,
            b'}' if !in_string => depth -= 1,
            _ => {}
        }
    }
    depth == 0 && !in_string
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    type Reading = fn(&mut dyn BufRead, u64, &mut dyn FnMut(Record) -> bool);

    fn read(records: Reading, text: &str, max: u64) -> Vec<(Option<u64>, Result<String, &'static str>)> {
        let mut found = Vec::new();
        // A tiny buffer: records must survive every cut.
        let mut reader = BufReader::with_capacity(3, text.as_bytes());
        records(&mut reader, max, &mut |record| {
            let bytes = record
                .bytes
                .map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned())
                .map_err(|error| error.reason.as_str());
            found.push((record.number, bytes));
            true
        });
        found
    }

    #[test]
    fn lines_are_numbered_as_an_editor_counts_them() {
        let got = read(read_lines, "{\"a\":1}\n\n {\"b\":2}\r\n{\"long\":12345678901234567890}\n{}", 20);
        let ok = |text: &str| Ok(text.to_owned());
        assert_eq!(
            got,
            [(Some(1), ok("{\"a\":1}")), (Some(3), ok("{\"b\":2}")), (Some(4), Err("too-large")), (Some(5), ok("{}"))]
        );
    }

    #[test]
    fn elements_are_cut_outside_strings_and_brackets() {
        let got = read(read_elements, " [ {\"a\":\"],{\\\"\"} , {\"b\":[1,{}]},\n{} ] ", 100);
        let texts: Vec<_> = got.into_iter().map(|(_, text)| text.expect("whole")).collect();
        assert_eq!(texts, ["{\"a\":\"],{\\\"\"}", "{\"b\":[1,{}]}", "{}"]);
        assert_eq!(read(read_elements, "[]", 10), []);
    }

    #[test]
    fn a_cut_array_gives_its_whole_elements_and_an_error() {
        let got = read(read_elements, "[{\"a\":1},{\"b\":", 100);
        assert_eq!(got[0].1, Ok("{\"a\":1}".to_owned()));
        assert_eq!(got[1], (Some(2), Err("json-syntax")));
    }
}
