//! A query of words and connectors split into pieces: brackets, quotations, and runs of characters between spaces. Each
//! dialect decides what the runs mean.

use crate::query::language::QueryError;
use crate::query::language::Span;
use crate::query::language::{closing_mark_at, is_blank, is_close, is_open, is_quote, url_length};

#[derive(Debug, Clone)]
pub struct Piece<'a> {
    pub span: Span,
    pub kind: PieceKind<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind<'a> {
    Open,
    Close,
    /// The inside of a quotation.
    Quoted(&'a str),
    Chunk(&'a str),
    Url(&'a str),
}

impl<'a> Piece<'a> {
    /// The characters of a run; empty for other pieces.
    pub fn chunk(&self) -> &'a str {
        match self.kind {
            PieceKind::Chunk(text) => text,
            _ => "",
        }
    }
}

/// Splits a text; `square`: square brackets group too.
pub fn cut(text: &str, square: bool) -> Result<Vec<Piece<'_>>, QueryError> {
    let opens = |c: char| is_open(c) || square && c == '[';
    let closes = |c: char| is_close(c) || square && c == ']';
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let mark = first.len_utf8();
        let (length, kind) = if is_blank(first) {
            at += mark;
            continue;
        } else if opens(first) {
            (mark, PieceKind::Open)
        } else if closes(first) {
            (mark, PieceKind::Close)
        } else if is_quote(first) {
            let Some((end, close)) = closing_mark_at(first, &rest[mark..]) else {
                let error = QueryError::new(at..at + mark, "this quotation mark is never closed");
                return Err(error.with_hint("close the quotation, or remove the mark"));
            };
            (mark + end + close, PieceKind::Quoted(&rest[mark..mark + end]))
        } else if let Some(length) = url_length(rest) {
            (length, PieceKind::Url(&rest[..length]))
        } else {
            let length = rest.find(|c| is_blank(c) || opens(c) || closes(c) || is_quote(c)).unwrap_or(rest.len());
            (length, PieceKind::Chunk(&rest[..length]))
        };
        pieces.push(Piece { span: at..at + length, kind });
        at += length;
    }
    Ok(pieces)
}
