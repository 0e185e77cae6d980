//! Formats that have no reader, detected from the first bytes: rejected by name.

use super::head::root_element;
use super::reason::Reason;
use super::{DocumentHead, feed};
use crate::format::office::package;

/// Root elements, without prefix and in lower case, of formats that have no reader.
const FOREIGN_ROOTS: [&str; 2] = ["rdf", "channel"];

/// First bytes of formats that have no reader, with the reason and the name.
const MAGIC: [(&[u8], Reason, &str); 12] = [
    (b"PK\x03\x04", UNSUPPORTED, "zip or another container"),
    (b"WARC/", UNSUPPORTED, "WARC"),
    (
        b"\xd0\xcf\x11\xe0",
        Reason::OldOffice,
        "an Office file from before 2007 (DOC, XLS, PPT, MSG); save it as DOCX or XLSX",
    ),
    (b"BZh", UNSUPPORTED, "bzip2"),
    (b"\xfd7zXZ", UNSUPPORTED, "xz"),
    (b"7z\xbc\xaf\x27\x1c", UNSUPPORTED, "7-Zip"),
    (b"Rar!\x1a\x07", UNSUPPORTED, "RAR"),
    (b"%!PS", UNSUPPORTED, "PostScript"),
    (b"\xffWPC", UNSUPPORTED, "WordPerfect"),
    (b"AT&TFORM", UNSUPPORTED, "DjVu"),
    (b"\x7fELF", UNSUPPORTED, "program"),
    (b"SQLite format 3", UNSUPPORTED, "database"),
];

const UNSUPPORTED: Reason = Reason::UnsupportedFormat;

/// The reason and the kind of a document that has no reader; `has_reader` says whether some format reads what looks
/// like XML.
pub(super) fn detect_foreign(
    head: &DocumentHead,
    has_reader: impl Fn(&DocumentHead) -> bool,
) -> Option<(Reason, &'static str)> {
    if package::is_word(head) || package::is_open_document(head) {
        return None;
    }
    if package::is_e_book(head) || head.bytes.get(60..).is_some_and(|rest| rest.starts_with(b"BOOKMOBI")) {
        return Some((Reason::EBook, "a book (EPUB, MOBI)"));
    }
    if let Some((_, reason, kind)) = MAGIC.iter().find(|(start, ..)| head.bytes.starts_with(start)) {
        return Some((*reason, kind));
    }
    let root = root_element(head.text)?;
    let local = root.rsplit(':').next().unwrap_or(root).to_ascii_lowercase();
    if feed::is_feed(head) {
        return None;
    }
    if FOREIGN_ROOTS.contains(&local.as_str()) {
        return Some((UNSUPPORTED, "feed"));
    }
    // XML without a reader of its own may still look like a page or a text.
    if has_reader(head) {
        return None;
    }
    let xml = head.text.starts_with("<?xml") && local != "html" && !head.text.contains("<html");
    xml.then_some((UNSUPPORTED, "XML"))
}
