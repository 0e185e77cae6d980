//! The tree of a page: the only access that the readers have to the DOM they walk.

use super::scan::scan;

pub(crate) use trafilatura::dom::{Document, NodeId};

/// A page, or a piece of one, as a tree: without scripts and comments, and with limited nesting.
pub(crate) fn parse(html: &str) -> Document {
    Document::parse(&scan(html).html)
}
