//! Tokens of a query.

use super::ast::{Span, Unit};
use crate::schema::Field;

/// One token and its position.
#[derive(Debug, Clone)]
pub struct Token<'a> {
    pub span: Span,
    pub kind: TokenKind<'a>,
}

/// What a token is.
#[derive(Debug, Clone)]
pub enum TokenKind<'a> {
    Open,
    Close,
    And,
    Or,
    Not,
    Near {
        within: u32,
        ordered: bool,
    },
    Same(Unit),
    AtLeast(u32),
    /// `field:`.
    Field(&'static Field),
    /// `=` in front of a word or phrase.
    Exact,
    /// A word as typed, with its punctuation.
    Word(&'a str),
    /// The inside of a quotation, and the number after `~`.
    Phrase(&'a str, Option<u32>),
    /// `query:NAME`: a saved search.
    Saved(&'a str),
    /// A web address.
    Url(&'a str),
    /// The value of a date or number field, as typed.
    Range(&'a str),
    /// `^2` after a word, a quotation or a bracket: thousandths.
    Boost(u32),
}
