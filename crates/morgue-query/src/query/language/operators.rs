//! Chunks of a query that are operators, and those that only look like one: other systems write `near5`, `w/5`, `/s` or
//! `and`. A rejected chunk still returns the operator that was probably meant, so that the rest of the query can be
//! read.

use super::ast::{Span, Unit};
use super::error::QueryError;
use super::token::TokenKind;

/// Widest span of NEAR: less than the gap between two zones, so that no match crosses one.
pub const MAX_NEAR: u32 = 255;

/// Words that NEAR allows if no number is given.
const DEFAULT_NEAR: u32 = 10;

/// What a chunk is.
pub enum Chunk<'a> {
    Operator(TokenKind<'a>),
    /// An operator that is not written correctly.
    Wrong(TokenKind<'a>, QueryError),
    /// A word that other systems, or this one in capitals, read as an operator.
    Lookalike(String),
    Word,
}

/// Reads a chunk. `before`: something precedes it; `after`: something follows.
pub fn read<'a>(chunk: &str, span: Span, before: bool, after: bool) -> Chunk<'a> {
    let (name, number) = chunk.split_once('/').map_or((chunk, None), |(name, number)| (name, Some(number)));
    match (name, number) {
        ("AND" | "&&", None) => Chunk::Operator(TokenKind::And),
        ("OR" | "||", None) => Chunk::Operator(TokenKind::Or),
        ("NOT", None) => Chunk::Operator(TokenKind::Not),
        ("NEAR" | "PRE" | "ADJ", number) => near(name, number, span),
        ("ATLEAST", Some(number)) => match number.parse() {
            Ok(times @ 1..=1000) => Chunk::Operator(TokenKind::AtLeast(times)),
            _ => {
                let message = "invalid number after ATLEAST: expected 1 to 1000, as in `ATLEAST/3 Starlink`";
                Chunk::Wrong(TokenKind::AtLeast(1), QueryError::new(span, message))
            }
        },
        ("SAME", Some("S")) => Chunk::Operator(TokenKind::Same(Unit::Sentence)),
        ("SAME", Some("P")) => Chunk::Operator(TokenKind::Same(Unit::Paragraph)),
        ("SAME", Some(_)) => {
            let message = "invalid unit after SAME: expected /S (sentence) or /P (paragraph)";
            Chunk::Wrong(TokenKind::Same(Unit::Sentence), QueryError::new(span, message))
        }
        ("W" | "w", Some(unit)) => within(chunk, unit, span),
        _ => lookalike(chunk, before, after).map_or(Chunk::Word, Chunk::Lookalike),
    }
}

fn near<'a>(name: &str, number: Option<&str>, span: Span) -> Chunk<'a> {
    let near = |within| TokenKind::Near { within, ordered: name != "NEAR" };
    match number.map(str::parse) {
        None => Chunk::Operator(near(DEFAULT_NEAR)),
        Some(Ok(within @ 1..=MAX_NEAR)) => Chunk::Operator(near(within)),
        Some(_) => {
            let message = format!("invalid number after {name}: expected 1 to {MAX_NEAR}, as in `{name}/5`");
            Chunk::Wrong(near(DEFAULT_NEAR), QueryError::new(span, message))
        }
    }
}

/// `w/5`: in either order at Nexis, in order at Factiva.
fn within<'a>(chunk: &str, unit: &str, span: Span) -> Chunk<'a> {
    let refused = |token, hint: String| {
        let error = QueryError::new(span, format!("ambiguous operator \"{chunk}\": other systems read it differently"));
        Chunk::Wrong(token, error.with_hint(hint))
    };
    match unit.to_ascii_lowercase().as_str() {
        number if is_number(number) => {
            let hint = format!(
                "write NEAR/{number} for either order (Nexis), PRE/{number} for the first word first (Factiva), or give \
                                `--dialect nexis` or `--dialect factiva`"
            );
            refused(TokenKind::Near { within: DEFAULT_NEAR, ordered: false }, hint)
        }
        "s" | "sent" => refused(TokenKind::Same(Unit::Sentence), "write SAME/S for one sentence".to_owned()),
        "p" | "para" => refused(TokenKind::Same(Unit::Paragraph), "write SAME/P for one paragraph".to_owned()),
        _ => Chunk::Word,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The message for a word that is not the operator it may have been meant as.
fn lookalike(chunk: &str, before: bool, after: bool) -> Option<String> {
    if !after || chunk.len() > 16 || !chunk.is_ascii() {
        return None;
    }
    let upper = chunk.to_ascii_uppercase();
    let (name, number) = upper.split_once('/').map_or((upper.as_str(), None), |(name, number)| (name, Some(number)));
    let capitals =
        |fix: &str| Some(format!("\"{chunk}\" is searched as a word; for the operator, write {fix} in capitals"));
    let operator = |fix: &str| Some(format!("\"{chunk}\" is searched as a word; for the operator, write {fix}"));
    match (name, number) {
        ("NOT", None) if chunk == "not" => capitals("NOT"),
        ("AND" | "OR" | "NEAR", None) if before && chunk.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            capitals(&upper)
        }
        ("SAME", None) if before && chunk == upper => operator("SAME/S or SAME/P"),
        ("ATLEAST", None) if chunk == upper => operator("ATLEAST/3"),
        ("NEAR" | "PRE" | "ADJ", Some(number)) if before && is_number(number) => capitals(&upper),
        ("SAME", Some("S" | "P")) if before => capitals(&upper),
        ("ATLEAST", Some(number)) if is_number(number) => capitals(&upper),
        ("", Some(number)) if before && is_number(number) => operator(&format!("NEAR/{number}")),
        ("", Some(unit @ ("S" | "P"))) if before => operator(&format!("SAME/{unit}")),
        (name, None) => glued(name, before).and_then(|fix| operator(&fix)),
        _ => None,
    }
}

/// `NEAR5`, `ADJ3`, `ATLEAST4`: the operator with its number after it.
fn glued(name: &str, before: bool) -> Option<String> {
    ["NEAR", "PRE", "ADJ", "ATLEAST"].into_iter().find_map(|operator| {
        let number = name.strip_prefix(operator).filter(|number| is_number(number))?;
        (before || operator == "ATLEAST").then(|| format!("{operator}/{number}"))
    })
}
