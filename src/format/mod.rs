//! Formats: bytes to drafts. An ordered table, one file per format; content is sniffed before the name is believed.
//! A draft holds blocks of text and candidates for metadata; deciding between them is `extract`'s work.

mod body;
mod feed;
mod feed_atom;
mod feed_json;
mod feed_names;
mod feed_rss;
mod feed_tree;
mod fields;
mod html;
mod html_asides;
mod html_blocks;
mod html_form;
mod html_jsonld;
mod html_meta;
mod html_scan;
mod html_vote;
mod json;
mod ninjs;
mod records;
mod text;

pub use fields::Mapping;
pub use html::{declared_charset, read_html, read_html_with};
pub use records::{Record, Records};
pub use text::read_text;

use crate::article::{AsideKind, Origin};
use crate::text::decode;
use std::io;

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
            io::ErrorKind::NotFound => "vanished",
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

/// What formats are told by: the first bytes and the file's name.
pub struct Head<'a> {
    /// The first bytes as text, decoded as far as they can be, without byte-order mark and leading white space.
    pub text: &'a str,
    pub bytes: &'a [u8],
    /// The name in lower case, without compression endings.
    pub name: &'a str,
}

impl Head<'_> {
    fn has_extension(&self, extensions: &[&str]) -> bool {
        self.name.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
    }
}

/// All formats, in the order they are tried.
pub const FORMATS: &[Format] = &[
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
    Format { name: "json", version: 3, sniff: records::is_json_object, records: Records::Whole, read: json::read },
    Format { name: "feed", version: 1, sniff: feed::is_feed, records: Records::Whole, read: feed::read },
    Format { name: "html", version: 3, sniff: is_html, records: Records::Whole, read: read_html_bytes },
    Format { name: "text", version: 2, sniff: is_text, records: Records::Whole, read: read_text_bytes },
];

/// Tells the format of a document from its head and its name; the content decides, the name breaks ties.
pub fn sniff(head: &[u8], name: &str) -> Result<&'static Format, FormatError> {
    let decoded = decode(utf8_head(head), None);
    let name = name.to_ascii_lowercase();
    let head = Head { text: decoded.text.trim_start(), bytes: head, name: &name };
    if head.bytes.is_empty() {
        return Err(FormatError::new("empty", "the file is empty"));
    }
    if let Some(kind) = foreign(&head) {
        return Err(FormatError::new("unsupported-format", kind));
    }
    let format = FORMATS.iter().find(|format| (format.sniff)(&head));
    format.ok_or_else(|| FormatError::new("unsupported-format", "neither text nor markup"))
}

impl Format {
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

/// The head without a character cut in half at its end.
fn utf8_head(head: &[u8]) -> &[u8] {
    let head = &head[..head.len().min(8192)];
    match std::str::from_utf8(head) {
        Err(error) if error.error_len().is_none() => &head[..error.valid_up_to()],
        _ => head,
    }
}

/// Root elements, without prefix and case, of formats that have no reader.
const FOREIGN_ROOTS: [&str; 10] =
    ["rdf", "channel", "newsitem", "newsmessage", "packageitem", "newsml", "nitf", "alto", "mets", "ppsresponse"];

/// The name of the first element, behind declarations, comments and the document type.
fn root_element(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    while let Some(inside) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        let end = if inside.starts_with("--") { inside.find("-->")? + 3 } else { inside.find('>')? + 1 };
        // Declarations inside a document type end with it.
        rest = inside[end..].trim_start().trim_start_matches("]>").trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.'))).unwrap_or(name.len());
    (end > 0).then(|| &name[..end])
}

/// A message starts with header lines, the sender's and the subject's or the date's among them.
fn is_mail(text: &str) -> bool {
    let header = |line: &str| line.split_once(':').is_some_and(|(name, _)| !name.is_empty() && !name.contains(' '));
    let mut lines = text.lines().take(40).take_while(|line| !line.trim().is_empty());
    let head: Vec<&str> = lines.by_ref().filter(|line| header(line)).collect();
    let has = |name: &str| head.iter().any(|line| line.to_ascii_lowercase().starts_with(name));
    head.len() >= 3 && has("from:") && (has("subject:") || has("date:")) && text.lines().next().is_some_and(header)
}

/// Formats told by magic numbers that have no reader.
fn foreign(head: &Head) -> Option<&'static str> {
    let magic: [(&[u8], &str); 9] = [
        (b"%PDF-", "PDF"),
        (b"PK\x03\x04", "zip, DOCX or another container"),
        (b"{\\rtf", "RTF"),
        (b"WARC/", "WARC"),
        (b"\xd0\xcf\x11\xe0", "old Office document"),
        (b"BZh", "bzip2"),
        (b"\xfd7zXZ", "xz"),
        (b"\x7fELF", "program"),
        (b"SQLite format 3", "database"),
    ];
    if let Some((_, kind)) = magic.iter().find(|(start, _)| head.bytes.starts_with(start)) {
        return Some(kind);
    }
    if head.text.starts_with("From ") || is_mail(head.text) {
        return Some("mail");
    }
    if head.text.starts_with("filedesc:") {
        return Some("ARC");
    }
    let root = root_element(head.text)?;
    let local = root.rsplit(':').next().unwrap_or(root).to_ascii_lowercase();
    if feed::is_feed(head) {
        return None;
    }
    if FOREIGN_ROOTS.contains(&local.as_str()) {
        return Some("agency XML");
    }
    let xml = head.text.starts_with("<?xml") && local != "html" && !head.text.contains("<html");
    xml.then_some("XML")
}

fn is_html(head: &Head) -> bool {
    let start: String = head.text.chars().take(2048).collect::<String>().to_ascii_lowercase();
    let by_content = start.starts_with("<!doctype html")
        || start.contains("<html")
        || start.contains("<head")
        || start.contains("<body");
    by_content
        || (start.starts_with('<')
            && (head.has_extension(&["html", "htm", "xhtml"]) || start.contains("</") || start.starts_with("<!--")))
        || (head.has_extension(&["html", "htm", "xhtml"]) && start.contains('<'))
}

/// Text has few control characters; a file of them is binary.
fn is_text(head: &Head) -> bool {
    let strange = head.text.chars().filter(|&c| (c.is_control() && !c.is_whitespace()) || c == '\u{fffd}').count();
    strange * 20 <= head.text.chars().count()
}

fn read_html_bytes(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let declared = html::declared_charset(&input.bytes[..input.bytes.len().min(4096)]);
    let decoded = decode(input.bytes, input.charset.or(declared.as_deref()));
    let mut draft = html::read_html_with(&decoded.text, drafts.effort)?;
    draft.notes.extend(charset_note(&decoded));
    drafts.push(draft);
    Ok(())
}

fn read_text_bytes(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = decode(input.bytes, input.charset);
    let mut draft = text::read_text(&decoded.text);
    draft.notes.extend(charset_note(&decoded));
    drafts.push(draft);
    Ok(())
}

fn charset_note(decoded: &crate::text::Decoded<'_>) -> Option<String> {
    (decoded.replaced > 0).then(|| format!("{} characters could not be read as {}", decoded.replaced, decoded.charset))
}
