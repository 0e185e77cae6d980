//! What is wrong with a query: a message, its position, and a fix.

use super::ast::Span;
use std::fmt::Write;
use unicode_segmentation::UnicodeSegmentation;

/// A query that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    pub message: String,
    pub span: Span,
    /// What to type instead, or how to continue.
    pub hint: Option<String>,
    /// The other mistakes of the same query, in text order.
    pub others: Vec<QueryError>,
}

/// Characters of a long query shown on each side of the position.
const SHOWN: usize = 60;

/// Maximum number of mistakes reported for one query: each is shown with its position.
pub(super) const MAX_ERRORS: usize = 20;

impl QueryError {
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), span, hint: None, others: Vec::new() }
    }

    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// All mistakes of one query as one error, led by the first in the text. `None` if there are none.
    pub fn all(mut errors: Vec<Self>) -> Option<Self> {
        errors.sort_by_key(|error| error.span.start);
        errors.dedup_by(|next, kept| next.span.start == kept.span.start);
        errors.truncate(MAX_ERRORS);
        let mut errors = errors.into_iter();
        let first = errors.next()?;
        Some(Self { others: errors.collect(), ..first })
    }

    /// Column of the position in `query`, counted in characters from 1.
    pub fn column(&self, query: &str) -> usize {
        let at = query.floor_char_boundary(self.span.start);
        query[..at].graphemes(true).count() + 1
    }

    /// The query with a caret under the position, in two lines; long queries are cut to the text around it.
    pub fn pointer(&self, query: &str) -> String {
        let start = query.floor_char_boundary(self.span.start);
        let end = query.ceil_char_boundary(self.span.end.max(start));
        let before: Vec<&str> = query[..start].graphemes(true).collect();
        let after: Vec<&str> = query[start..].graphemes(true).collect();
        let cut = before.len().saturating_sub(SHOWN);
        let marked = query[start..end].graphemes(true).count().clamp(1, SHOWN);
        let mut shown = String::new();
        let lead = if cut > 0 { "…" } else { "" };
        let tail = if after.len() > SHOWN { "…" } else { "" };
        let visible = |part: &str| if part.chars().any(char::is_whitespace) { " ".to_owned() } else { part.to_owned() };
        shown.push_str(lead);
        before[cut..].iter().chain(after.iter().take(SHOWN)).for_each(|part| shown.push_str(&visible(part)));
        let _ =
            write!(shown, "{tail}\n{}{}", " ".repeat(lead.chars().count() + before.len() - cut), "^".repeat(marked));
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_place() {
        let query = "café AND (x";
        let error = QueryError::new(10..11, "x");
        assert_eq!(error.column(query), 10);
        assert_eq!(error.pointer(query), "café AND (x\n         ^");
        assert_eq!(QueryError::new(99..120, "x").pointer("ab"), "ab\n  ^");
    }

    #[test]
    fn a_long_query_is_cut_around_the_place() {
        let query = format!("{} here {}", "a".repeat(200), "b".repeat(200));
        let pointer = QueryError::new(201..205, "x").pointer(&query);
        let (shown, carets) = pointer.split_once('\n').expect("two lines");
        let at = carets.find('^').expect("a caret");
        assert_eq!(shown.chars().skip(at).take(4).collect::<String>(), "here");
        assert!(shown.chars().count() < 130);
    }
}
