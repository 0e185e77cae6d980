//! What the reader of a format gets, and what it returns.

use super::{Draft, FormatError, Mapping};
use crate::text::{Decoded, counted};
use std::path::Path;

/// One record to read, with what is known about its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    pub bytes: &'a [u8],
    /// The charset that a container declared.
    pub charset: Option<&'a str>,
    /// Name of the file or member, without compression endings.
    pub name: &'a str,
    /// What the fields of records mean, as given by the user.
    pub fields: Option<&'a Mapping>,
    /// The program that reads PDF files in a separate process.
    pub isolated_reader: Option<&'a Path>,
}

/// How much work to spend on a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Effort {
    /// The body crate votes on every block.
    #[default]
    Full,
    /// Only the shape of the blocks decides what is story: several times as fast, and slightly less accurate.
    Fast,
}

/// What a reader found in one record.
#[derive(Debug, Default)]
pub struct Drafts {
    /// The effort that the caller allows for pages.
    pub effort: Effort,
    /// In their order in the record.
    pub found: Vec<Draft>,
    /// Articles in the record that could not be read, by their number among all articles, from 1.
    pub unreadable: Vec<(usize, FormatError)>,
    /// How many articles the record itself states that it holds.
    pub stated: Option<u64>,
}

impl Drafts {
    pub fn push(&mut self, draft: Draft) {
        self.found.push(draft);
    }

    /// Notes on the first draft that some characters could not be read, or were repaired.
    pub(super) fn note_charset(&mut self, decoded: &Decoded) {
        if let Some(first) = self.found.first_mut() {
            first.notes.extend(charset_note(decoded));
            let repaired = || "the text was encoded as UTF-8 more than once, and was repaired".to_owned();
            first.notes.extend(decoded.repaired.then(repaired));
        }
    }
}

/// The note that some characters could not be read, if any.
pub(super) fn charset_note(decoded: &Decoded) -> Option<String> {
    (decoded.replaced > 0)
        .then(|| format!("{} could not be read as {}", counted(decoded.replaced as u64, "character"), decoded.charset))
}
