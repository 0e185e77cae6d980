//! Formats: bytes to drafts. An ordered table, one file per format; the content is sniffed before the name is trusted.
//! A draft holds blocks of text and candidates for metadata; the decision between them is up to `extract`.

mod agency;
mod body;
mod database;
mod draft;
mod error;
mod feed;
mod foreign;
mod head;
mod html;
mod http_head;
mod input;
mod inverted;
mod isolated;
mod kind;
mod mail;
mod ocr;
mod office;
mod pdf;
mod reader_process;
mod reason;
mod record;
mod text;
mod xml;

pub use draft::{Block, BlockRole, Candidate, Draft, DraftKind, Layout, MetaField};
pub use error::FormatError;
pub use head::DocumentHead;
pub use html::{declared_charset, read_html, read_html_with};
pub use input::{Drafts, Effort, Input};
pub use isolated::READER_WORD;
pub use kind::Format;
pub use pdf::{PdfPage, PdfPiece, PdfResult, PdfText};
pub use reader_process::serve_as_reader;
pub use reason::Reason;
pub use record::names::Mapping;
pub use record::sidecar::state_sidecar;
pub use record::stream::{Record, Records};
pub use text::lines::read_text;

use crate::source::budget;
use crate::text::decode;
use std::io;

/// All formats, in the order they are tried.
pub const FORMATS: &[Format] = &[
    office::DOCX,
    office::ODS,
    office::ODT,
    office::RTF,
    pdf::PDF,
    feed::JSON_FEED,
    agency::NINJS,
    record::JSON_LINES,
    record::JSON_ARRAY,
    mail::MAIL,
    record::JSON,
    feed::FEED,
    record::CSV,
    agency::NEWSML_G2,
    agency::NEWSML_1,
    agency::NITF,
    database::FACTIVA_XML,
    ocr::ALTO,
    ocr::METS,
    ocr::DELPHER,
    agency::WIRE_TEXT,
    ocr::HOCR,
    Format { name: "html", version: 8, sniff: html::is_html, records: Records::Whole, read: read_page },
    Format { name: "text", version: 6, sniff: head::is_text, records: Records::Whole, read: read_plain },
];

impl Format {
    /// Passes every record to `sink` until that returns `false`; `fields` says which tables hold articles.
    pub fn each_record(
        &self,
        reader: &mut dyn io::BufRead,
        max_bytes: u64,
        fields: Option<&Mapping>,
        sink: &mut dyn FnMut(Record) -> bool,
    ) {
        record::each(self.records, reader, max_bytes, fields, sink);
    }

    /// Reads one record.
    pub fn read(&self, input: &Input) -> Result<Drafts, FormatError> {
        self.read_with(input, Effort::Full)
    }

    pub fn read_with(&self, input: &Input, effort: Effort) -> Result<Drafts, FormatError> {
        let mut drafts = Drafts { effort, ..Drafts::default() };
        (self.read)(input, &mut drafts)?;
        Ok(drafts)
    }
}

/// Detects the format of a document from its head and its name; the content decides, the name breaks ties.
pub fn sniff(head: &[u8], name: &str) -> Result<&'static Format, FormatError> {
    let decoded = decode(head::utf8_head(head), None);
    let name = name.to_ascii_lowercase();
    let head = DocumentHead { text: decoded.text.trim_start(), bytes: head, name: &name };
    if head.bytes.is_empty() {
        return Err(FormatError::new(Reason::Empty, "the file is empty"));
    }
    let has_reader = |head: &DocumentHead| {
        let own = FORMATS.iter().filter(|format| !matches!(format.name, "html" | "text"));
        own.into_iter().any(|format| (format.sniff)(head))
    };
    if let Some((reason, kind)) = foreign::detect_foreign(&head, has_reader) {
        return Err(FormatError::new(reason, kind));
    }
    let format = FORMATS.iter().find(|format| (format.sniff)(&head));
    format.ok_or_else(|| FormatError::new(Reason::UnsupportedFormat, "not text and not markup"))
}

/// Rejects more text than one article can have.
pub(crate) fn check_size(bytes: usize) -> Result<(), FormatError> {
    if bytes <= budget::TEXT_BYTES {
        return Ok(());
    }
    Err(FormatError::new(Reason::TooLarge, format!("the text is larger than {} MiB", budget::TEXT_BYTES >> 20)))
}

/// A page, or a press database's download as a page.
fn read_page(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let response = http_head::cut(input.bytes);
    let declared = html::declared_charset(&response.body[..response.body.len().min(4096)]);
    let charset = input.charset.or(response.charset.as_deref()).or(declared.as_deref());
    check_size(response.body.len())?;
    let decoded = decode(response.body, charset).repaired();
    if !database::read_markup(&decoded.text, drafts)? {
        let mut page = html::read_html_with(&decoded.text, drafts.effort)?;
        page.candidates.extend(response.candidates);
        drafts.push(page);
    }
    drafts.note_charset(&decoded);
    Ok(())
}

/// A text, or a press database's download as a text.
fn read_plain(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    check_size(input.bytes.len())?;
    let decoded = decode(input.bytes, input.charset).repaired();
    if !database::read_text(&decoded.text, drafts)? {
        drafts.push(text::read(&decoded.text, input.name));
    }
    drafts.note_charset(&decoded);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_reader_is_refused_with_what_it_is() {
        let member = |kind: &str| [&b"PK\x03\x04"[..], &[0; 26], b"mimetype", kind.as_bytes()].concat();
        let mobi = [&b"A book of ferries"[..], &[0; 43], b"BOOKMOBI"].concat();
        let noise: Vec<u8> = (0..400u32).map(|nth| (nth.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let with_noise = |start: &[u8]| [start, &noise].concat();
        for (bytes, reason, kind) in [
            (with_noise(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "old-office", "an Office file from before 2007"),
            (member("application/epub+zip"), "e-book", "a book"),
            (mobi, "e-book", "a book"),
            (with_noise(b"7z\xbc\xaf\x27\x1c"), "unsupported-format", "7-Zip"),
            (with_noise(b"Rar!\x1a\x07\x01"), "unsupported-format", "RAR"),
            (b"%!PS-Adobe-3.0\n(The ferry) show\n".to_vec(), "unsupported-format", "PostScript"),
            (with_noise(b"\x89PNG\r\n\x1a\n"), "unsupported-format", "not text and not markup"),
            (with_noise(b"PK\x03\x04"), "unsupported-format", "zip or another container"),
            (Vec::new(), "empty", "the file is empty"),
        ] {
            for name in ["a", "a.txt", "a.html"] {
                let error = sniff(&bytes, name).expect_err("refused");
                assert_eq!(error.reason.as_str(), reason, "{kind} {name}");
                assert!(error.detail.starts_with(kind), "{} {kind} {name}", error.detail);
            }
        }
    }
}
