//! What a format is told by: the first bytes of a document, and its name. The content decides, the name breaks ties; what
//! has no reader is refused with what it is.

use super::{FORMATS, Format, FormatError, feed, http_head, office};
use crate::text::decode;

/// What formats are told by: the first bytes and the file's name.
pub struct Head<'a> {
    /// The first bytes as text, decoded as far as they can be, without byte-order mark and leading white space.
    pub text: &'a str,
    pub bytes: &'a [u8],
    /// The name in lower case, without compression endings.
    pub name: &'a str,
}

impl Head<'_> {
    /// Whether the name ends so, without the dot.
    pub(super) fn has_extension(&self, extensions: &[&str]) -> bool {
        self.name.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
    }

    /// Whether the first element is called so; names are without prefix and in lower case.
    pub(super) fn has_root(&self, names: &[&str]) -> bool {
        let root = root_element(self.text).map(|root| root.rsplit(':').next().unwrap_or(root).to_ascii_lowercase());
        root.is_some_and(|root| names.contains(&root.as_str()))
    }
}

/// Tells the format of a document from its head and its name; the content decides, the name breaks ties.
pub fn sniff(head: &[u8], name: &str) -> Result<&'static Format, FormatError> {
    let decoded = decode(utf8_head(head), None);
    let name = name.to_ascii_lowercase();
    let head = Head { text: decoded.text.trim_start(), bytes: head, name: &name };
    if head.bytes.is_empty() {
        return Err(FormatError::new("empty", "the file is empty"));
    }
    if let Some((reason, kind)) = foreign(&head) {
        return Err(FormatError::new(reason, kind));
    }
    let format = FORMATS.iter().find(|format| (format.sniff)(&head));
    format.ok_or_else(|| FormatError::new("unsupported-format", "not text and not markup"))
}

/// The head without a character cut in half at its end.
pub(super) fn utf8_head(head: &[u8]) -> &[u8] {
    let head = &head[..head.len().min(8192)];
    match std::str::from_utf8(head) {
        Err(error) if error.error_len().is_none() => &head[..error.valid_up_to()],
        _ => head,
    }
}

/// Root elements, without prefix and case, of formats that have no reader.
const FOREIGN_ROOTS: [&str; 2] = ["rdf", "channel"];

/// The name of the first element, behind declarations, comments and the document type.
pub(super) fn root_element(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    while let Some(inside) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        let end = match inside.starts_with("--") {
            true => inside.find("-->")? + 3,
            false => inside.find('>').and_then(|end| end_of_type(inside, end))?,
        };
        rest = inside[end..].trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.'))).unwrap_or(name.len());
    (end > 0).then(|| &name[..end])
}

/// The end of a declaration whose first `>` is known: a document type may hold declarations of its own in brackets.
fn end_of_type(inside: &str, first: usize) -> Option<usize> {
    if !inside[..first].contains('[') {
        return Some(first + 1);
    }
    let close = inside.find(']')?;
    Some(close + inside[close..].find('>')? + 1)
}

/// Formats told by their first bytes that have no reader, with the reason and what they are.
const MAGIC: [(&[u8], &str, &str); 12] = [
    (b"PK\x03\x04", UNSUPPORTED, "zip or another container"),
    (b"WARC/", UNSUPPORTED, "WARC"),
    (
        b"\xd0\xcf\x11\xe0",
        "old-office",
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

const UNSUPPORTED: &str = "unsupported-format";

fn foreign(head: &Head) -> Option<(&'static str, &'static str)> {
    if office::is_word(head) || office::is_open_document(head) {
        return None;
    }
    if office::is_e_book(head) || head.bytes.get(60..).is_some_and(|rest| rest.starts_with(b"BOOKMOBI")) {
        return Some(("e-book", "a book (EPUB, MOBI)"));
    }
    if let Some((_, reason, kind)) = MAGIC.iter().find(|(start, ..)| head.bytes.starts_with(start)) {
        return Some((reason, kind));
    }
    let root = root_element(head.text)?;
    let local = root.rsplit(':').next().unwrap_or(root).to_ascii_lowercase();
    if feed::is_feed(head) {
        return None;
    }
    if FOREIGN_ROOTS.contains(&local.as_str()) {
        return Some((UNSUPPORTED, "feed"));
    }
    // XML that no reader of its own is found for may still look like a page or a text.
    if FORMATS.iter().any(|format| !matches!(format.name, "html" | "text") && (format.sniff)(head)) {
        return None;
    }
    let xml = head.text.starts_with("<?xml") && local != "html" && !head.text.contains("<html");
    xml.then_some((UNSUPPORTED, "XML"))
}

/// Pages by their first elements, else by their name.
pub(super) fn is_html(head: &Head) -> bool {
    let start: String = head.text.chars().take(2048).collect::<String>().to_ascii_lowercase();
    let by_content = http_head::is_page(head.text)
        || start.starts_with("<!doctype html")
        || start.contains("<html")
        || start.contains("<head")
        || start.contains("<body");
    by_content
        || (start.starts_with('<')
            && (head.has_extension(&["html", "htm", "xhtml"]) || start.contains("</") || start.starts_with("<!--")))
        || (head.has_extension(&["html", "htm", "xhtml"]) && start.contains('<') && is_text(head))
}

/// Text has few control characters; a file of them is binary.
pub(super) fn is_text(head: &Head) -> bool {
    let strange = head.text.chars().filter(|&c| (c.is_control() && !c.is_whitespace()) || c == '\u{fffd}').count();
    strange * 20 <= head.text.chars().count()
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
            (with_noise(b"7z\xbc\xaf\x27\x1c"), UNSUPPORTED, "7-Zip"),
            (with_noise(b"Rar!\x1a\x07\x01"), UNSUPPORTED, "RAR"),
            (b"%!PS-Adobe-3.0\n(The ferry) show\n".to_vec(), UNSUPPORTED, "PostScript"),
            (with_noise(b"\x89PNG\r\n\x1a\n"), UNSUPPORTED, "not text and not markup"),
            (with_noise(b"PK\x03\x04"), UNSUPPORTED, "zip or another container"),
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
