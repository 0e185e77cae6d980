//! What the reader of a dialect makes of a query.

use super::fragment::Fragment;
use super::notes::Difference;
use crate::query::language::Span;

/// What a dialect's reader hands on.
pub(super) struct Read {
    pub part: Option<Fragment>,
    pub notes: Vec<(Difference, Span)>,
}
