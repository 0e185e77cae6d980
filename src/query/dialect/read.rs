//! What the reader of a dialect makes of a query.

use super::notes::Difference;
use super::part::Part;
use crate::query::language::Span;

/// What a dialect's reader hands on.
pub(super) struct Read {
    pub part: Option<Part>,
    pub notes: Vec<(Difference, Span)>,
}
