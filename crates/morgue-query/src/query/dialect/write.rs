//! Words, phrases and values of other systems in morgue's query language, so that they are parsed as the same words:
//! what it would take for an operator or a special character is put in quotation marks.

use super::fragment::{Form, Fragment};
use crate::query::language::QueryError;
use crate::query::language::Span;
use crate::query::language::{Chunk, read_chunk};
use crate::query::language::{is_blank, is_close, is_open, is_quote};
use crate::query::language::{split_letters, words};
use crate::schema::{FieldKind, Schema};

/// A word as a dialect's reader read it, with morgue's wildcards.
#[derive(Debug, Clone)]
pub struct Word {
    pub span: Span,
    pub text: String,
    /// `*` and `?` are wildcards.
    pub wild: bool,
}

impl Word {
    /// Without any letter or digit to search for.
    pub fn is_empty(&self) -> bool {
        words::plain(&self.text.replace(['*', '?'], " ")).is_empty()
    }

    /// Whether a sign at its end, as of `C++`, is not searched.
    pub fn loses_signs(&self) -> bool {
        let word = self.text.trim_end_matches([',', '.', ';', ':', '?', '!']);
        !self.wild && word.ends_with(['+', '#', '%'])
    }

    fn has(&self, wildcard: char) -> bool {
        self.wild && self.text.contains(wildcard)
    }

    /// The text in front of a number of letters, and that number in braces.
    fn letters(&self) -> Option<(&str, &str)> {
        let (stem, ..) = split_letters(&self.text).filter(|_| self.wild)?;
        Some(self.text.split_at(stem.len()))
    }
}

/// A field of whole values, not of text.
pub fn is_keyword(field: &str) -> bool {
    Schema::news().field(field).is_some_and(|field| matches!(field.kind, FieldKind::Keyword | FieldKind::Any))
}

/// Whether a character is part of words, or separates them without any other meaning.
fn is_inner(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\'' | '’' | '.' | '-' | '&')
        || !c.is_ascii() && !is_blank(c) && !is_quote(c) && !is_open(c) && !is_close(c)
}

/// The text with special characters replaced by spaces, except for those listed.
fn cleaned(text: &str, kept: &[char]) -> String {
    text.chars().map(|c| if is_inner(c) || kept.contains(&c) { c } else { ' ' }).collect()
}

/// A single word, with its inflections.
pub fn word(word: &Word) -> Result<Fragment, QueryError> {
    let span = word.span.clone();
    let (stem, letters) = word.letters().unwrap_or((&word.text, ""));
    if word.has('*') || word.has('?') || !letters.is_empty() {
        let text = cleaned(stem, &['*', '?']).replace(' ', "-");
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '*' | '?');
        let text = format!("{}{letters}", text.trim_matches(|c| !inside(c)));
        words::patterns(&text, &span)?;
        return Ok(Fragment::new(span, Form::Text(text)));
    }
    let text = word.text.trim_end_matches([',', '.', ';', ':', '?', '!']);
    let text = if is_bare(text) { text.to_owned() } else { quoted(&cleaned(text, &[])) };
    Ok(Fragment::new(span, Form::Text(text)))
}

/// Whether morgue's query language reads it as this word.
fn is_bare(text: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '.' | '-' | '&');
    text.chars().all(inner)
        && ends(text.chars().next())
        && ends(text.chars().next_back())
        && !text.to_ascii_lowercase().starts_with("www.")
        && matches!(read_chunk(text, 0..text.len(), true, true), Chunk::Word)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Adjacent words: a quotation, or a chain of adjacent words if one of them has a `?`.
pub fn phrase(list: &[Word]) -> Result<Option<Fragment>, QueryError> {
    let (Some(first), Some(last)) = (list.first(), list.last()) else { return Ok(None) };
    let span = first.span.start..last.span.end;
    if list.iter().any(|word| word.has('?') || word.letters().is_some()) {
        let mut parts = Vec::new();
        for one in list {
            parts.push(if one.wild && one.text.contains(['*', '?', '{']) { word(one)? } else { literal(one) });
        }
        return chained(parts);
    }
    let stars = list.iter().any(|word| word.has('*'));
    let texts: Vec<String> = list.iter().map(|one| cleaned(&one.text, if one.wild { &['*'] } else { &[] })).collect();
    let text = quoted(&texts.join(" "));
    if stars {
        words::phrase(text.trim_matches('"'), &span)?;
    }
    Ok(Some(Fragment::new(span, Form::Text(text))))
}

fn literal(word: &Word) -> Fragment {
    Fragment::new(word.span.clone(), Form::Text(quoted(&cleaned(&word.text, &[]))))
}

/// Parts that follow each other.
pub fn chained(parts: Vec<Fragment>) -> Result<Option<Fragment>, QueryError> {
    let mut parts = parts.into_iter();
    let Some(mut left) = parts.next() else { return Ok(None) };
    for part in parts {
        left = left.near(part, 1, true)?;
    }
    Ok(Some(left))
}

/// A value of a field of whole values; `part`: part of it is enough.
pub fn value(list: &[Word], part: bool) -> Result<Option<Fragment>, QueryError> {
    let (Some(first), Some(last)) = (list.first(), list.last()) else { return Ok(None) };
    let span = first.span.start..last.span.end;
    if let Some(word) = list.iter().find(|word| word.letters().is_some()) {
        let error = QueryError::new(word.span.clone(), "a number of letters at the end cannot be used in a field");
        return Err(error.with_hint("write the whole name, or end it with the wildcard for any letters"));
    }
    let plain = |one: &Word| {
        let kept: &[char] = if one.wild { &['*', '?', '/', ':', '_', ','] } else { &['/', ':', '_', ','] };
        cleaned(&one.text, kept)
    };
    let text = list.iter().map(plain).collect::<Vec<_>>().join(" ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wild = text.contains(['*', '?']);
    Ok(Some(Fragment::new(
        span,
        Form::Text(match (part, wild) {
            (true, false) => format!("\"*{text}*\""),
            (_, true) if text.trim_end_matches('*').chars().all(char::is_alphanumeric) => text,
            (false, false) if is_bare(&text) && text != "none" && !text.contains(['.', '&', '-']) => text,
            _ => format!("\"{text}\""),
        }),
    )))
}

/// The article with a web address.
pub fn address(url: &str, span: Span) -> Fragment {
    Fragment::new(span, Form::Value(format!("url:\"{}\"", url.replace(is_quote, "").replace('*', ""))))
}
