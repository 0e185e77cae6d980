//! A word as typed to the words in the index: `Al-Qaeda` is two adjacent words, `Musk's` is one, `star*` and `wom?n`
//! match many. The analyzer that split the articles splits the query.

use super::ast::{Pattern, Span};
use super::error::QueryError;
use super::globs::{MOST_LETTERS, split_letters};
use crate::query::forms::{typed_accents, typed_initials};
use crate::terms::NewsTokenizer;
use crate::text::fold_letters;

/// Letters required in front of the first wildcard: without them a whole dictionary would match.
const LITERALS: usize = 2;

/// The words of one chunk; empty if it has only punctuation.
pub fn patterns(chunk: &str, span: &Span) -> Result<Vec<Pattern>, QueryError> {
    let chunk = chunk.trim_end_matches([',', '.', ';', ':', '!', '?']);
    // Between words it joins them, as a space does.
    if chunk == "&" {
        return Ok(Vec::new());
    }
    if let Some((word, edits)) = fuzzy(chunk, span)? {
        return match plain(word).pop() {
            Some(Pattern::Word(folded)) if plain(word).len() == 1 => Ok(vec![Pattern::Fuzzy(folded, edits)]),
            _ => Err(QueryError::new(span.clone(), "`~` applies to one word only: `Kirienko~1`")),
        };
    }
    if let Some((stem, least, most)) = split_letters(chunk).filter(|(stem, ..)| stem.ends_with(char::is_alphanumeric)) {
        return with_letters(stem, least, most, span);
    }
    if !chunk.contains(['*', '?']) {
        return Ok(plain(chunk));
    }
    let mut found = Vec::new();
    for piece in chunk.split(|c: char| !(c.is_alphanumeric() || is_mark(c) || matches!(c, '*' | '?' | '\'' | '’'))) {
        if piece.contains(['*', '?']) {
            found.extend(wildcard(piece, span)?);
        } else {
            found.extend(plain(piece));
        }
    }
    Ok(found)
}

/// The words of a chunk with a number of letters after the last one.
fn with_letters(stem: &str, least: u8, most: u8, span: &Span) -> Result<Vec<Pattern>, QueryError> {
    if least > most || most > MOST_LETTERS || most == 0 {
        let message = format!("invalid number of letters: expected `{{1}}` or `{{0,2}}`, at most {MOST_LETTERS}");
        return Err(QueryError::new(span.clone(), message));
    }
    let mut found = patterns(stem, span)?;
    let Some(Pattern::Word(last) | Pattern::Wildcard(last)) = found.pop() else {
        return Err(QueryError::new(span.clone(), "a number of letters in braces applies to the end of a word"));
    };
    if last.chars().filter(|c| c.is_alphanumeric()).count() < LITERALS {
        return Err(too_few_letters(span));
    }
    let number = if least == most { least.to_string() } else { format!("{least},{most}") };
    found.push(Pattern::Wildcard(format!("{last}{{{number}}}")));
    Ok(found)
}

fn too_few_letters(span: &Span) -> QueryError {
    let message = format!("too few letters before the wildcard: expected at least {LITERALS}");
    QueryError::new(span.clone(), message).with_hint("write the start of the word: `taiw*`")
}

/// A single word is searched with its inflections; several, such as `low-orbit`, are a phrase.
pub fn inflected(mut words: Vec<Pattern>, chunk: &str) -> Vec<Pattern> {
    if let [Pattern::Word(word)] = &mut words[..] {
        let typed = typed_initials(chunk).or_else(|| typed_accents(chunk, word));
        words = vec![Pattern::Family(typed.unwrap_or_else(|| std::mem::take(word)))];
    }
    words
}

/// Words without wildcards.
pub fn plain(text: &str) -> Vec<Pattern> {
    NewsTokenizer::words(text).into_iter().map(|(.., word)| Pattern::Word(word)).collect()
}

/// Words of a quotation without wildcards; those in capitals may be initials.
fn quoted(text: &str) -> Vec<Pattern> {
    let is_apart = |at: Option<char>| at.is_none_or(char::is_whitespace);
    let read = |(start, end, _, word): (usize, usize, usize, String)| {
        let apart = is_apart(text[..start].chars().next_back()) && is_apart(text[end..].chars().next());
        let initials = if apart { typed_initials(&text[start..end]) } else { None };
        Pattern::Word(initials.unwrap_or(word))
    };
    NewsTokenizer::words(text).into_iter().map(read).collect()
}

/// Words of a quotation: wildcards work inside, and everything else is split as the articles were. A `?` is a wildcard
/// only inside a word. After `=` (`"=e mail"`) the words have no other written forms.
pub fn phrase(text: &str, span: &Span) -> Result<Vec<Pattern>, QueryError> {
    let Some(literal) = text.strip_prefix('=') else { return quotation(text, span) };
    let mut words = quotation(literal, span)?;
    for pattern in &mut words {
        if let Pattern::Word(word) = pattern {
            *pattern = Pattern::Literal(std::mem::take(word));
        }
    }
    Ok(words)
}

fn quotation(text: &str, span: &Span) -> Result<Vec<Pattern>, QueryError> {
    if !text.contains(['*', '?']) {
        return Ok(quoted(text));
    }
    let text = without_question_marks(text);
    if !text.contains(['*', '?']) {
        return Ok(quoted(&text));
    }
    let mut found = Vec::new();
    for chunk in text.split_whitespace() {
        found.extend(patterns(chunk, span)?);
    }
    Ok(found)
}

/// A text with spaces for the `?` that end a word or a sentence.
fn without_question_marks(text: &str) -> String {
    let is_inside = |at: usize| {
        let wildcards = ['*', '?'];
        let after = text[at..].trim_start_matches(wildcards).chars().next();
        let before = text[..at].trim_end_matches(wildcards).chars().next_back();
        [before, after].into_iter().all(|c| c.is_some_and(char::is_alphanumeric))
    };
    let kept = |(at, c): (usize, char)| if c == '?' && !is_inside(at) { ' ' } else { c };
    text.char_indices().map(kept).collect()
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

/// The words of a piece with a wildcard. Where every character is a word, as in Chinese, those in front of the last one
/// are words of their own.
fn wildcard(piece: &str, span: &Span) -> Result<Vec<Pattern>, QueryError> {
    let at = piece.find(['*', '?']).unwrap_or(piece.len());
    let (head, tail) = piece.split_at(at);
    let words = NewsTokenizer::words(head);
    let (last, rest) = match words.split_last() {
        Some(((start, _, _, last), rest)) if !rest.is_empty() || is_whole_word(last) => (&head[*start..], rest),
        _ => return one_wildcard(piece, span).map(|pattern| vec![pattern]),
    };
    let mut found: Vec<Pattern> = rest.iter().map(|(.., word)| Pattern::Word(word.clone())).collect();
    if !is_whole_word(last) {
        found.push(one_wildcard(&format!("{last}{tail}"), span)?);
    } else if tail.chars().all(|c| c == '*') {
        // Nothing longer is a word.
        found.extend(plain(last));
    } else {
        let error = QueryError::new(span.clone(), "this wildcard is between characters that are words of their own");
        return Err(error.with_hint("search for the characters on each side: `中国 PRE/2 人`"));
    }
    Ok(found)
}

/// Whether the index has every character of a script as a word: no ending can follow it.
fn is_whole_word(word: &str) -> bool {
    let mut doubled = word.to_owned();
    doubled.extend(word.chars().next_back());
    word.chars().any(char::is_alphabetic) && NewsTokenizer::words(&doubled).len() > 1
}

fn one_wildcard(piece: &str, span: &Span) -> Result<Pattern, QueryError> {
    let at = piece.find(['*', '?']).unwrap_or(piece.len());
    if piece[..at].chars().filter(|c| c.is_alphanumeric()).count() < LITERALS {
        return Err(too_few_letters(span));
    }
    let folded = fold_letters(piece);
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
        let start = |text: &str| Pattern::Prefix(text.to_owned());
        let cases = [
            ("Κύπρος*", vec![start("κυπροσ")]),
            ("ایران*", vec![start("ايران")]),
            ("أحمد*", vec![start("احمد")]),
            ("Ｓｔａｒ*", vec![start("star")]),
            ("२०२४*", vec![start("2024")]),
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
            ("bank{0,2},", vec![Pattern::Wildcard("bank{0,2}".to_owned())]),
            ("e-mail{1}", vec![word("e"), Pattern::Wildcard("mail{1}".to_owned())]),
            ("{12}", vec![word("12")]),
            ("Kirienko~2", vec![Pattern::Fuzzy("kirienko".to_owned(), 2)]),
        ];
        for (chunk, want) in cases {
            assert_eq!(patterns(chunk, &(0..1)), Ok(want), "{chunk}");
        }
    }

    #[test]
    fn wildcards_of_a_quotation_are_inside_its_words() {
        let word = |text: &str| Pattern::Word(text.to_owned());
        let wild = |text: &str| Pattern::Wildcard(text.to_owned());
        let cases = [
            ("wom?n rights", vec![wild("wom?n"), word("rights")]),
            ("what next?", vec![word("what"), word("next")]),
            ("“who?” (when??) wom?n", vec![word("who"), word("when"), wild("wom?n")]),
            ("is it? right*", vec![word("is"), word("it"), Pattern::Prefix("right".to_owned())]),
        ];
        for (text, want) in cases {
            assert_eq!(phrase(text, &(0..1)), Ok(want), "{text}");
        }
    }

    #[test]
    fn where_characters_are_words_a_wildcard_follows_the_last() {
        let word = |text: &str| Pattern::Word(text.to_owned());
        assert_eq!(patterns("中国*", &(0..1)), Ok(vec![word("中"), word("国")]));
        assert_eq!(patterns("中*", &(0..1)), Ok(vec![word("中")]));
        assert_eq!(patterns("テレビ*", &(0..1)), Ok(vec![Pattern::Prefix(fold_letters("テレビ"))]));
        assert_eq!(patterns("서울*", &(0..1)), Ok(vec![Pattern::Prefix("서울".to_owned())]));
        assert!(patterns("中?国", &(0..1)).is_err());
    }

    #[test]
    fn a_wildcard_without_letters_is_refused() {
        for chunk in ["*ment", "s*", "?ar", "x~9", "s{1}", "bank{3,2}", "bank{0}", "bank{99}"] {
            assert!(patterns(chunk, &(0..1)).is_err(), "{chunk}");
        }
    }
}
