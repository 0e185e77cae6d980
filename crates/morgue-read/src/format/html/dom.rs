//! The tree of a page: all that the readers know of the DOM they walk comes from here.

use super::scan::scan;

pub(crate) use trafilatura::dom::{Document, NodeId};

/// A page, or a piece of one, as a tree: scripts and comments are gone, and its nesting is bounded.
pub(crate) fn parse(html: &str) -> Document {
    Document::parse(&scan(html).html)
}
