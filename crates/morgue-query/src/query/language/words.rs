//! A word as typed to the words in the index: `Al-Qaeda` is two adjacent words, `Musk's` is one, `star*` and `wom?n`
//! match many. The analyzer that split the articles splits the query.

use super::ast::{Pattern, Span};
use super::error::QueryError;
use crate::terms::NewsTokenizer;
use crate::text::fold;

/// Letters required in front of the first wildcard: without them a whole dictionary would match.
const LITERALS: usize = 2;

/// The words of one chunk; empty if it has only punctuation.
pub fn patterns(chunk: &str, span: &Span) -> Result<Vec<Pattern>, QueryError> {
    let chunk = chunk.trim_end_matches([',', '.', ';', ':', '!', '?']);
    if let Some((word, edits)) = fuzzy(chunk, span)? {
        return match plain(word).pop() {
            Some(Pattern::Word(folded)) if plain(word).len() == 1 => Ok(vec![Pattern::Fuzzy(folded, edits)]),
            _ => Err(QueryError::new(span.clone(), "`~` applies to one word only: `Kirienko~1`")),
        };
    }
    if !chunk.contains(['*', '?']) {
        return Ok(plain(chunk));
    }
    let mut found = Vec::new();
    for piece in chunk.split(|c: char| !(c.is_alphanumeric() || is_mark(c) || matches!(c, '*' | '?' | '\'' | '’'))) {
        if piece.contains(['*', '?']) {
            found.push(wildcard(piece, span)?);
        } else {
            found.extend(plain(piece));
        }
    }
    Ok(found)
}

/// A single word is searched with its inflections; several, such as `low-orbit`, are a phrase.
pub fn inflected(mut words: Vec<Pattern>) -> Vec<Pattern> {
    if let [Pattern::Word(word)] = &mut words[..] {
        words = vec![Pattern::Family(std::mem::take(word))];
    }
    words
}

/// Words without wildcards.
pub fn plain(text: &str) -> Vec<Pattern> {
    NewsTokenizer::words(text).into_iter().map(|(.., word)| Pattern::Word(word)).collect()
}

/// Words of a quotation: wildcards work inside, and everything else is split as the articles were.
pub fn phrase(text: &str, span: &Span) -> Result<Vec<Pattern>, QueryError> {
    if !text.contains('*') {
        return Ok(plain(text));
    }
    let mut found = Vec::new();
    for chunk in text.split_whitespace() {
        found.extend(patterns(chunk, span)?);
    }
    Ok(found)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{200c}' | '\u{200d}')
}

/// `word~1`, `word~2`, `word~`.
fn fuzzy<'a>(chunk: &'a str, span: &Span) -> Result<Option<(&'a str, u8)>, QueryError> {
    let Some((word, number)) = chunk.rsplit_once('~').filter(|(word, _)| word.contains(char::is_alphanumeric)) else {
        return Ok(None);
    };
    match number {
        "" | "1" => Ok(Some((word, 1))),
        "2" => Ok(Some((word, 2))),
        _ => Err(QueryError::new(
            span.clone(),
            "invalid number after `~`: expected 1 or 2, the letters that may be different",
        )),
    }
}

fn wildcard(piece: &str, span: &Span) -> Result<Pattern, QueryError> {
    let at = piece.find(['*', '?']).unwrap_or(piece.len());
    if piece[..at].chars().filter(|c| c.is_alphanumeric()).count() < LITERALS {
        let message = format!("too few letters before the wildcard: expected at least {LITERALS}");
        return Err(QueryError::new(span.clone(), message).with_hint("write the start of the word: `taiw*`"));
    }
    let folded = fold(piece);
    Ok(match folded.strip_suffix('*') {
        Some(stem) if !stem.contains(['*', '?']) => Pattern::Prefix(stem.to_owned()),
        _ => Pattern::Wildcard(folded),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_become_the_words_of_the_index() {
        let word = |text: &str| Pattern::Word(text.to_owned());
        let cases = [
            ("Musk’s", vec![word("musk")]),
            ("Al-Qaeda,", vec![word("al"), word("qaeda")]),
            ("10:30", vec![word("10"), word("30")]),
            ("AT&T", vec![word("at"), word("t")]),
            ("[breaking]", vec![word("breaking")]),
            ("Starlink?", vec![word("starlink")]),
            ("—", vec![]),
            ("Star*", vec![Pattern::Prefix("star".to_owned())]),
            ("Wom?n", vec![Pattern::Wildcard("wom?n".to_owned())]),
            ("anti-govern*", vec![word("anti"), Pattern::Prefix("govern".to_owned())]),
            ("Kirienko~2", vec![Pattern::Fuzzy("kirienko".to_owned(), 2)]),
        ];
        for (chunk, want) in cases {
            assert_eq!(patterns(chunk, &(0..1)), Ok(want), "{chunk}");
        }
    }

    #[test]
    fn a_wildcard_without_letters_is_refused() {
        for chunk in ["*ment", "s*", "?ar", "x~9"] {
            assert!(patterns(chunk, &(0..1)).is_err(), "{chunk}");
        }
    }
}
