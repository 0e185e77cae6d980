//! Formats: bytes to drafts. An ordered table, one file per format; content is sniffed before the name is believed.
//! A draft holds blocks of text and candidates for metadata; deciding between them is `extract`'s work.

mod agency;
mod alto;
mod body;
mod csv;
mod delpher;
mod docx;
mod docx_styles;
mod docx_text;
mod draft;
mod entities;
mod error;
mod export;
mod export_article;
mod export_europresse;
mod export_factiva;
mod export_integrum;
mod export_japan;
mod export_markup;
mod export_nexis;
mod export_nexis_labels;
mod export_nexis_uni;
mod export_proquest;
mod factiva_xml;
mod feed;
mod feed_atom;
mod feed_entry;
mod feed_json;
mod feed_names;
mod feed_rss;
mod feed_tree;
mod fields;
mod foreign;
mod front_matter;
mod head;
mod hocr;
mod html;
mod html_asides;
mod html_blocks;
mod html_elements;
mod html_form;
mod html_jsonld;
mod html_marks;
mod html_meta;
mod html_scan;
mod html_vote;
mod http_head;
mod input;
mod json;
mod mail;
mod mail_furniture;
mod mail_parts;
mod manuscript;
mod markdown;
mod newsml1;
mod newsml_g2;
mod ninjs;
mod nitf;
mod ocr;
mod odt;
mod office;
mod pdf;
mod pdf_child;
mod pdf_lines;
#[cfg(feature = "pdf")]
mod pdf_pages;
mod pdf_reading;
mod record_fields;
mod records;
mod rtf;
mod rtf_words;
mod sidecar;
mod text;
mod text_facts;
mod text_head;
mod wire_lines;
mod wire_text;
mod xlsx;
mod xml;
mod xml_blocks;
mod yaml_flat;

pub use draft::{Block, BlockRole, Candidate, Draft, DraftKind, Layout, MetaField};
pub use error::FormatError;
pub use fields::Mapping;
pub use head::Head;
pub use html::{declared_charset, read_html, read_html_with};
pub use input::{Drafts, Effort, Input};
pub use pdf_child::PDF_WORD;
#[cfg(feature = "pdf")]
pub use pdf_pages::read_pdf;
pub use pdf_reading::{PdfReading, PdfText};
pub use records::{Record, Records};
pub use sidecar::state_sidecar;
pub use text::read_text;

use crate::text::decode;
use std::io;

/// One format: how it is told, how its bytes part into records, how a record is read.
pub struct Format {
    pub name: &'static str,
    /// Raised when the drafts it gives change, so that rebuilds know what is stale.
    pub version: u32,
    sniff: fn(&Head) -> bool,
    pub records: Records,
    read: fn(&Input, &mut Drafts) -> Result<(), FormatError>,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Format({})", self.name)
    }
}

/// All formats, in the order they are tried.
pub const FORMATS: &[Format] = &[
    Format { name: "docx", version: 3, sniff: office::is_word, records: Records::Whole, read: docx::read },
    Format { name: "odt", version: 1, sniff: office::is_open_document, records: Records::Whole, read: odt::read },
    Format { name: "rtf", version: 2, sniff: rtf::is_rtf, records: Records::Whole, read: rtf::read },
    Format { name: "pdf", version: pdf::VERSION, sniff: pdf::is_pdf, records: Records::Whole, read: pdf::read },
    Format {
        name: "json-feed",
        version: 1,
        sniff: feed_json::is_json_feed,
        records: Records::Whole,
        read: feed_json::read,
    },
    Format { name: "ninjs", version: 1, sniff: ninjs::is_ninjs, records: Records::Whole, read: ninjs::read },
    Format { name: "jsonl", version: 3, sniff: records::is_json_lines, records: Records::Lines, read: json::read },
    Format {
        name: "json-array",
        version: 3,
        sniff: records::is_json_array,
        records: Records::Elements,
        read: json::read,
    },
    Format { name: "mail", version: 2, sniff: mail::is_mail, records: Records::Whole, read: mail::read },
    Format { name: "json", version: 3, sniff: records::is_json_object, records: Records::Whole, read: json::read },
    Format { name: "feed", version: 1, sniff: feed::is_feed, records: Records::Whole, read: feed::read },
    Format { name: "csv", version: 1, sniff: csv::is_csv, records: Records::Rows, read: csv::read },
    Format {
        name: "newsml-g2",
        version: 1,
        sniff: newsml_g2::is_newsml_g2,
        records: Records::Whole,
        read: newsml_g2::read,
    },
    Format { name: "newsml1", version: 1, sniff: newsml1::is_newsml1, records: Records::Whole, read: newsml1::read },
    Format { name: "nitf", version: 1, sniff: nitf::is_nitf, records: Records::Whole, read: nitf::read },
    Format {
        name: "factiva-xml",
        version: 1,
        sniff: factiva_xml::is_factiva_xml,
        records: Records::Whole,
        read: factiva_xml::read,
    },
    Format { name: "alto", version: 1, sniff: alto::is_alto, records: Records::Whole, read: alto::read },
    Format { name: "mets", version: 1, sniff: alto::is_mets, records: Records::Whole, read: alto::read_mets },
    Format { name: "delpher", version: 1, sniff: delpher::is_delpher, records: Records::Whole, read: delpher::read },
    Format {
        name: "wire-text",
        version: 1,
        sniff: wire_text::is_wire_text,
        records: Records::Whole,
        read: wire_text::read,
    },
    Format { name: "hocr", version: 1, sniff: hocr::is_hocr, records: Records::Whole, read: hocr::read },
    Format { name: "html", version: 5, sniff: html::is_html, records: Records::Whole, read: read_html_bytes },
    Format { name: "text", version: 4, sniff: head::is_text, records: Records::Whole, read: read_text_bytes },
];

impl Format {
    /// Hands every record to `sink` until it gives `false`; `fields` tells which tables hold articles.
    pub fn each_record(
        &self,
        reader: &mut dyn io::BufRead,
        max_bytes: u64,
        fields: Option<&Mapping>,
        sink: &mut dyn FnMut(Record) -> bool,
    ) {
        match self.records {
            Records::Whole => {
                sink(Record { number: None, bytes: records::read_whole(reader, max_bytes) });
            }
            Records::Lines => records::read_lines(reader, max_bytes, sink),
            Records::Elements => records::read_elements(reader, max_bytes, sink),
            Records::Rows => csv::read_rows(reader, max_bytes, fields, sink),
        }
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

/// Tells the format of a document from its head and its name; the content decides, the name breaks ties.
pub fn sniff(head: &[u8], name: &str) -> Result<&'static Format, FormatError> {
    let decoded = decode(head::utf8_head(head), None);
    let name = name.to_ascii_lowercase();
    let head = Head { text: decoded.text.trim_start(), bytes: head, name: &name };
    if head.bytes.is_empty() {
        return Err(FormatError::new("empty", "the file is empty"));
    }
    let has_reader = |head: &Head| {
        let own = FORMATS.iter().filter(|format| !matches!(format.name, "html" | "text"));
        own.into_iter().any(|format| (format.sniff)(head))
    };
    if let Some((reason, kind)) = foreign::told(&head, has_reader) {
        return Err(FormatError::new(reason, kind));
    }
    let format = FORMATS.iter().find(|format| (format.sniff)(&head));
    format.ok_or_else(|| FormatError::new("unsupported-format", "neither text nor markup"))
}

fn read_html_bytes(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let response = http_head::cut(input.bytes);
    let declared = html::declared_charset(&response.body[..response.body.len().min(4096)]);
    let charset = input.charset.or(response.charset.as_deref()).or(declared.as_deref());
    let decoded = decode(response.body, charset);
    if !export::read_markup(&decoded.text, drafts) {
        let mut page = html::read_html_with(&decoded.text, drafts.effort)?;
        page.candidates.extend(response.candidates);
        drafts.push(page);
    }
    drafts.note_charset(&decoded);
    Ok(())
}

fn read_text_bytes(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = decode(input.bytes, input.charset);
    if !export::read_text(&decoded.text, drafts) {
        drafts.push(read_text_with_facts(&decoded.text, input.name));
    }
    drafts.note_charset(&decoded);
    Ok(())
}

/// A text, with the facts that stand above it.
fn read_text_with_facts(text: &str, name: &str) -> Draft {
    let front_matter = front_matter::cut(text);
    let is_markdown = front_matter.is_some() || name.ends_with(".md") || name.ends_with(".markdown");
    let (facts, rest) =
        front_matter.or_else(|| text_head::cut(text)).map_or((None, text), |(it, rest)| (Some(it), rest));
    let mut draft = if is_markdown { text::read_text(&markdown::plain(rest)) } else { text::read_text(rest) };
    draft.candidates = facts.map(|facts| facts.candidates).unwrap_or_default();
    draft
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
            (with_noise(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "old-office", "an Office file of before 2007"),
            (member("application/epub+zip"), "e-book", "a book"),
            (mobi, "e-book", "a book"),
            (with_noise(b"7z\xbc\xaf\x27\x1c"), "unsupported-format", "7-Zip"),
            (with_noise(b"Rar!\x1a\x07\x01"), "unsupported-format", "RAR"),
            (b"%!PS-Adobe-3.0\n(The ferry) show\n".to_vec(), "unsupported-format", "PostScript"),
            (with_noise(b"\x89PNG\r\n\x1a\n"), "unsupported-format", "neither text nor markup"),
            (with_noise(b"PK\x03\x04"), "unsupported-format", "zip or another container"),
            (Vec::new(), "empty", "the file is empty"),
        ] {
            for name in ["a", "a.txt", "a.html"] {
                let error = sniff(&bytes, name).expect_err("refused");
                assert_eq!(error.reason, reason, "{kind} {name}");
                assert!(error.detail.starts_with(kind), "{} {kind} {name}", error.detail);
            }
        }
    }
}
