//! Why a document was rejected: every reason, with its name and what it means. The README has the same table.

use serde::{Serialize, Serializer};
use std::fmt;

/// Why a document was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    Empty,
    NotAnArticle,
    UnsupportedFormat,
    OldOffice,
    Spreadsheet,
    Slides,
    EBook,
    Encrypted,
    NoTextLayer,
    NoText,
    JsonSyntax,
    XmlSyntax,
    CsvSyntax,
    ProviderError,
    Damaged,
    TooLarge,
    PdfFailed,
    WorkbookFailed,
    Panic,
    NotThere,
    NoPermission,
    Unreadable,
    UnreadableFolder,
}

impl Reason {
    /// Every reason in order, with its name and what it means.
    pub const ALL: [(Reason, &'static str, &'static str); 23] = [
        (Reason::Empty, "empty", "no bytes, or neither a title nor a text"),
        (
            Reason::NotAnArticle,
            "not-an-article",
            "a section front, a list of links, or a record without a title and a text",
        ),
        (Reason::UnsupportedFormat, "unsupported-format", "a format that is not read, or not by this build"),
        (Reason::OldOffice, "old-office", "an Office file from before 2007: save it as DOCX or XLSX"),
        (Reason::Spreadsheet, "spreadsheet", "a spreadsheet whose format is not read"),
        (Reason::Slides, "slides", "slides of a presentation"),
        (Reason::EBook, "e-book", "a book (EPUB, MOBI)"),
        (Reason::Encrypted, "encrypted", "a password is needed"),
        (Reason::NoTextLayer, "no-text-layer", "a PDF that is pictures of pages: run text recognition on it first"),
        (Reason::NoText, "no-text", "a recognised page without text, or an issue whose text is in other files"),
        (Reason::JsonSyntax, "json-syntax", "invalid JSON"),
        (Reason::XmlSyntax, "xml-syntax", "XML without an element, or an item that is cut off"),
        (Reason::CsvSyntax, "csv-syntax", "an invalid table"),
        (Reason::ProviderError, "provider-error", "the press database delivered an error instead of the article"),
        (Reason::Damaged, "damaged", "a damaged or cut file"),
        (Reason::TooLarge, "too-large", "more than the limits on size, members or depth allow"),
        (Reason::PdfFailed, "pdf-failed", "the reader of PDF files crashed, took too long or needed too much memory"),
        (
            Reason::WorkbookFailed,
            "workbook-failed",
            "the reader of workbooks crashed, took too long or needed too much memory",
        ),
        (Reason::Panic, "panic", "the reader failed: please report it"),
        (Reason::NotThere, "not-there", "the file was removed while it was read"),
        (Reason::NoPermission, "no-permission", "no permission to read the file"),
        (Reason::Unreadable, "unreadable", "another error of the system while reading"),
        (Reason::UnreadableFolder, "unreadable-folder", "a folder that cannot be listed"),
    ];

    /// The name under which it is counted and listed.
    pub const fn as_str(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_reason_in_its_place() {
        for (place, (reason, word, meaning)) in Reason::ALL.into_iter().enumerate() {
            assert_eq!((reason as usize, reason.as_str()), (place, word));
            assert!(!meaning.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
        }
    }
}
