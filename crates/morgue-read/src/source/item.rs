//! A document in a source: a file, or a member of a container.

use super::bytes::Reader;
use super::skip::Skip;
use std::io;

/// One document: a file, or a member of a container.
pub struct Item<'a> {
    /// What follows the file's locator: `!folder/page.html`, `#12`; empty for a file that is not a container.
    pub member: String,
    pub facts: ItemFacts,
    pub content: Content<'a>,
}

/// The bytes of an item, or the reason that there are none.
pub enum Content<'a> {
    Document(Reader<'a>),
    Skipped(Skip),
    Unreadable(io::Error),
}

/// What is stated about a document outside it: in its container, or in its sidecar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemFacts {
    /// The address it was fetched from.
    pub url: Option<String>,
    /// When it was fetched, ISO 8601; never a publication date.
    pub captured: Option<String>,
    /// The charset that was declared outside the bytes.
    pub charset: Option<String>,
    /// What was unusual about the bytes, as sentences for the user.
    pub notes: Vec<String>,
    /// The bytes of the sidecar of a file that is not a container, or why it cannot be read.
    pub sidecar: Option<Result<Vec<u8>, String>>,
}
