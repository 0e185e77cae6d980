//! What a reader of a format is given, and what it gives back.

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

    /// Notes on the first draft that characters could not be read.
    pub(super) fn note_charset(&mut self, decoded: &Decoded) {
        if let Some(first) = self.found.first_mut() {
            first.notes.extend(charset_note(decoded));
        }
    }
}

/// The note that characters could not be read, where there are any.
pub(super) fn charset_note(decoded: &Decoded) -> Option<String> {
    (decoded.replaced > 0)
        .then(|| format!("{} could not be read as {}", counted(decoded.replaced as u64, "character"), decoded.charset))
}
