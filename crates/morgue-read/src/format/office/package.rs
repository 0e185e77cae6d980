//! Zipped office documents: parts found by their names and streamed as XML events. Nothing is unpacked to disk, all
//! parts together give no more than a limit of bytes, and entities that a document declares are never expanded.
//! Rejects workbooks, slides and anything that is not an office document.

use super::manuscript::Properties;
use crate::format::reason::Reason;
use crate::format::xml::entities::known;
use crate::format::xml::events::{Event, each_in_stream};
use crate::format::{DocumentHead, FormatError};
use crate::source::budget;
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// A zip archive that is read part by part.
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

/// A Word document, or another one: its reader decides by the main part, reads workbooks as tables, and rejects others.
pub(crate) fn is_word(head: &DocumentHead) -> bool {
    is_zip(head)
        && (head.has_extension(&["docx", "docm", "dotx", "xlsx", "pptx"])
            || starts_with_part(head, b"[Content_Types].xml")
            || starts_with_part(head, b"word/"))
}

/// Whether the name is one of those of the first parts.
fn starts_with_part(head: &DocumentHead, name: &[u8]) -> bool {
    let start = &head.bytes[..head.bytes.len().min(8192)];
    start.windows(name.len()).any(|window| window == name)
}

/// An OpenDocument file says so in its first member, which is stored uncompressed.
pub(crate) fn is_open_document(head: &DocumentHead) -> bool {
    first_member(head).starts_with(b"mimetypeapplication/vnd.oasis.opendocument.")
}

pub(crate) fn is_open_sheet(head: &DocumentHead) -> bool {
    first_member(head).starts_with(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")
}

/// An EPUB says so in the same way.
pub(crate) fn is_e_book(head: &DocumentHead) -> bool {
    first_member(head).starts_with(b"mimetypeapplication/epub+zip")
}

/// Name and bytes of the first member, if it is stored uncompressed.
fn first_member<'a>(head: &DocumentHead<'a>) -> &'a [u8] {
    if is_zip(head) { head.bytes.get(30..).unwrap_or_default() } else { &[] }
}

fn is_zip(head: &DocumentHead) -> bool {
    head.bytes.starts_with(b"PK\x03\x04")
}

/// Rejects a table of shared texts that states more of them than it has bytes for: readers reserve memory for what it
/// states.
fn check_count(part: &[u8]) -> Result<(), FormatError> {
    const STATED: &[u8] = b"uniqueCount";
    let digits = |from: &[u8]| -> u64 {
        let quoted =
            from.iter().skip_while(|byte| matches!(byte, b'=' | b'"' | b'\'' | b' ' | b'\t' | b'\r' | b'\n' | b'+'));
        let figures = quoted.take_while(|byte| byte.is_ascii_digit()).take(20);
        figures.fold(0u64, |number, byte| number.saturating_mul(10).saturating_add(u64::from(byte - b'0')))
    };
    let places = part.windows(STATED.len()).enumerate().filter(|(_, window)| *window == STATED);
    // An empty text, `<si/>`, has five bytes.
    let most = part.len() as u64 / 5;
    match places.map(|(at, _)| digits(&part[at + STATED.len()..])).find(|&stated| stated > most) {
        Some(stated) => Err(FormatError::new(
            Reason::Damaged,
            format!("the table of shared strings states {stated} strings, more than it has room for"),
        )),
        None => Ok(()),
    }
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, FormatError> {
        Ok(Self { zip: ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?, left: budget::OFFICE_PART_BYTES })
    }

    pub fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// Decompresses all parts, and rejects a package over the limit: for readers that decompress them on their own.
    pub fn unfold(&mut self) -> Result<(), FormatError> {
        for place in 0..self.zip.len() {
            let part = self.zip.by_index(place).map_err(damaged)?;
            let mut bytes = Vec::new();
            let unfolded = part.take(self.left).read_to_end(&mut bytes);
            self.left -= unfolded.map_err(|error| FormatError::new(Reason::Damaged, error.to_string()))? as u64;
            self.within_cap()?;
            check_count(&bytes)?;
        }
        Ok(())
    }

    fn within_cap(&self) -> Result<(), FormatError> {
        if self.left > 0 {
            return Ok(());
        }
        Err(FormatError::new(
            Reason::TooLarge,
            format!("the document unpacks to more than {} MiB", budget::OFFICE_PART_BYTES >> 20),
        ))
    }

    /// Passes every event of a part to `take`, until an error or the end. A missing part has none.
    pub fn events(&mut self, name: &str, take: &mut dyn FnMut(Event<'_>)) -> Result<(), FormatError> {
        let Some(place) = self.place(name) else { return Ok(()) };
        let part = self.zip.by_index(place).map_err(damaged)?;
        let most = self.left;
        let mut part = BufReader::new(part.take(most));
        let read = each_in_stream(&mut part, take);
        self.left = part.into_inner().limit();
        self.within_cap().and(read)
    }

    /// Title and creator as a part states them; empty if it cannot be read.
    pub fn properties(&mut self, part: &str) -> Properties {
        let mut found = Properties::default();
        let mut inside = String::new();
        let _ = self.events(part, &mut |event| {
            let field = match inside.as_str() {
                "title" => Some(&mut found.title),
                "creator" => Some(&mut found.author),
                _ => None,
            };
            match (event, field) {
                (Event::Start(tag), _) => inside = tag.local().to_owned(),
                (Event::End(_), _) => inside.clear(),
                (Event::Text(text), Some(field)) => field.push_str(&text),
                (Event::Entity(name), Some(field)) => field.push_str(&known(&name).unwrap_or_default()),
                _ => {}
            }
        });
        found
    }

    /// Writers differ in the case of names, and some put a slash in front of them.
    fn place(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        self.zip.index_for_name(name).or_else(|| {
            let same = |raw: &[u8]| raw.strip_prefix(b"/").unwrap_or(raw).eq_ignore_ascii_case(name.as_bytes());
            self.zip.file_names_raw().position(same)
        })
    }
}

fn damaged(error: ZipError) -> FormatError {
    match error {
        ZipError::UnsupportedArchive(detail) => {
            FormatError::new(Reason::UnsupportedFormat, format!("a zip file: {detail}"))
        }
        error => FormatError::new(Reason::Damaged, error.to_string()),
    }
}
