//! A document in a source: a file, or a member of a container.

use super::bytes::Reader;
use super::skip::Skip;
use std::io;

/// One document: a file, or a member of a container.
pub struct Item<'a> {
    /// What follows the file's locator: `!folder/page.html`, `#12`; empty for a file that is no container.
    pub member: String,
    pub facts: ItemFacts,
    pub content: Content<'a>,
}

/// The bytes of an item, or why there are none.
pub enum Content<'a> {
    Document(Reader<'a>),
    Skipped(Skip),
    Unreadable(io::Error),
}

/// What stands beside a document about it: in its container, or in its sidecar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemFacts {
    /// The address it was fetched from.
    pub url: Option<String>,
    /// When it was fetched, ISO 8601; never a publication date.
    pub captured: Option<String>,
    /// The charset that was declared beside the bytes.
    pub charset: Option<String>,
    /// What was noticed about the bytes, in plain words.
    pub notes: Vec<String>,
    /// What the sidecar of a file that is no container holds, or why it cannot be read.
    pub sidecar: Option<Result<Vec<u8>, String>>,
}
