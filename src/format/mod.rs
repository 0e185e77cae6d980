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
mod entities;
mod export;
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
mod feed_json;
mod feed_names;
mod feed_rss;
mod feed_tree;
mod fields;
mod front_matter;
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
mod records;
mod rtf;
mod rtf_words;
mod sidecar;
mod sniff;
mod text;
mod text_facts;
mod text_head;
mod wire_lines;
mod wire_text;
mod xlsx;
mod xml;
mod xml_blocks;
mod yaml_flat;

pub use fields::Mapping;
pub use html::{declared_charset, read_html, read_html_with};
pub use pdf::{PdfReading, PdfText};
pub use pdf_child::PDF_WORD;
#[cfg(feature = "pdf")]
pub use pdf_pages::read_pdf;
pub use records::{Record, Records};
pub use sidecar::state_sidecar;
pub use sniff::{Head, sniff};
pub use text::read_text;

use crate::article::{AsideKind, Origin};
use crate::text::{counted, decode};
use std::io;
use std::path::Path;

/// What kind of text a draft holds: how far its blocks may be trusted to be the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    /// A body field of a record: clean text, at most with side matter at its ends.
    Record,
    /// A page with markup: blocks carry the body crate's vote.
    Page,
    /// Text with no markup: side matter may stand anywhere.
    RawText,
}

/// One article as a format found it, undecided.
#[derive(Debug, Clone)]
pub struct Draft {
    pub kind: DraftKind,
    pub blocks: Vec<Block>,
    /// In the order found; `extract` ranks them by field and origin.
    pub candidates: Vec<Candidate>,
    /// Where the story text came from (`json:content_original`, `html`, `text`).
    pub story_origin: Origin,
    /// Only a summary of the story stands here: a capture of the whole one wins over it.
    pub partial: bool,
    pub notes: Vec<String>,
}

/// One block of text, in page order. Text is trimmed, in NFC, without markup; a paragraph is one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub text: String,
    pub role: BlockRole,
    /// The body crate's vote; `None` where there was none.
    pub vote: Option<bool>,
    /// Share of the characters that stand in links, 0 to 1.
    pub link_share: f32,
    /// Set by markup that names the block's kind (`<nav>`, `class="newsletter"`).
    pub aside: Option<AsideKind>,
    /// How a line of raw text stands; all alike in other drafts.
    pub layout: Layout,
}

/// How a line stands in a raw text: text browsers draw the nesting of a page as indentation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// Columns before the text.
    pub indent: u16,
    pub after_blank: bool,
}

impl Block {
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role: BlockRole::Paragraph,
            vote: None,
            link_share: 0.0,
            aside: None,
            layout: Layout::default(),
        }
    }
}

/// What the markup (or the line's form) says a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockRole {
    Paragraph,
    /// A heading with its level, 1 to 6.
    Heading(u8),
    ListItem,
    Quote,
    Caption,
    /// The standfirst.
    Deck,
    TableRow,
}

/// A value for one metadata field, as it stood, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub field: MetaField,
    pub value: String,
    pub origin: Origin,
}

/// The metadata fields a format may offer candidates for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MetaField {
    Title,
    Deck,
    /// One author each, already split by the format.
    Author,
    /// A whole byline or author list in one string.
    Byline,
    /// The line that opens a story with its place and agency.
    Dateline,
    Published,
    Modified,
    /// When the bytes were captured; never a publication date.
    Captured,
    Outlet,
    Section,
    Language,
    Url,
}

/// Why a document was refused. The reason is a fixed word, the detail is for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {detail}")]
pub struct FormatError {
    pub reason: &'static str,
    pub detail: String,
}

impl FormatError {
    pub fn new(reason: &'static str, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into() }
    }

    /// The reason word of an I/O error met while reading.
    pub fn of_io(error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::FileTooLarge => "too-large",
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput => "damaged",
            io::ErrorKind::Unsupported => "unsupported-format",
            io::ErrorKind::NotFound => "not-there",
            io::ErrorKind::PermissionDenied => "no-permission",
            _ => "unreadable",
        };
        Self::new(reason, error.to_string())
    }
}

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

/// One record to read, with what is known about its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    pub bytes: &'a [u8],
    /// The charset that a container declared.
    pub charset: Option<&'a str>,
    /// Name of the file or member, without compression endings.
    pub name: &'a str,
    /// What the user says that the fields of records mean.
    pub fields: Option<&'a Mapping>,
    /// The program that reads PDF files in a process of its own.
    pub pdf_reader: Option<&'a Path>,
}

/// How much work a page is worth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Effort {
    /// The body crate votes on every block.
    #[default]
    Full,
    /// The form of the blocks alone decides what is story: several times as fast, and a little less often right.
    Fast,
}

/// What a reader found in one record.
#[derive(Debug, Default)]
pub struct Drafts {
    /// What the caller wants to be spent on pages.
    pub effort: Effort,
    /// In the order in which they stand.
    pub found: Vec<Draft>,
    /// Articles in the record that could not be read, by their number among all, from 1.
    pub unreadable: Vec<(usize, FormatError)>,
    /// How many articles the record itself states that it holds.
    pub stated: Option<u64>,
}

impl Drafts {
    pub fn push(&mut self, draft: Draft) {
        self.found.push(draft);
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
    Format { name: "html", version: 5, sniff: sniff::is_html, records: Records::Whole, read: read_html_bytes },
    Format { name: "text", version: 4, sniff: sniff::is_text, records: Records::Whole, read: read_text_bytes },
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
            Records::Rows => csv::read_rows(reader, max_bytes, fields, sink),
            records => records.read(reader, max_bytes, sink),
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
    note_charset(&decoded, drafts);
    Ok(())
}

fn read_text_bytes(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = decode(input.bytes, input.charset);
    if !export::read_text(&decoded.text, drafts) {
        drafts.push(read_text_with_facts(&decoded.text, input.name));
    }
    note_charset(&decoded, drafts);
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

fn charset_note(decoded: &crate::text::Decoded<'_>) -> Option<String> {
    (decoded.replaced > 0)
        .then(|| format!("{} could not be read as {}", counted(decoded.replaced as u64, "character"), decoded.charset))
}

fn note_charset(decoded: &crate::text::Decoded<'_>, drafts: &mut Drafts) {
    if let Some(first) = drafts.found.first_mut().filter(|_| decoded.replaced > 0) {
        first.notes.push(format!(
            "{} could not be read as {}",
            counted(decoded.replaced as u64, "character"),
            decoded.charset
        ));
    }
}
