//! Text to tokens with byte offsets, and tokens to sentences, split as the training texts are: punctuation is separate,
//! `'s` and similar endings are tokens, hyphens and the dots of abbreviations stay inside a word.

use std::ops::Range;

/// Position of one token in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub start: usize,
    pub end: usize,
}

/// A text split into tokens; `sentences` are ranges of tokens.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tokens {
    pub tokens: Vec<Token>,
    pub sentences: Vec<Range<usize>>,
}

/// Endings that are split off after an apostrophe.
const CLITICS: [&str; 6] = ["s", "ll", "re", "ve", "d", "m"];

/// Words that keep their full stop.
const ABBREVIATIONS: &str = " mr mrs ms dr prof gen col lt sgt capt maj cmdr adm gov sen rep rev hon st mt ft jr sr inc \
    corp co ltd bros vs no jan feb mar apr jun jul aug sep sept oct nov dec ave blvd rd dept univ assn etc calif conn \
    mass mich minn pa tenn tex va wash wis ariz ";

/// Splits a text into tokens and sentences. A line break ends a sentence.
pub fn tokenise(text: &str) -> Tokens {
    let mut cut = Tokens::default();
    let mut first = 0;
    for line in lines(text) {
        let mut end = line.start;
        for chunk in chunks(text, line) {
            let before = cut.tokens.len();
            if ends_sentence(text, &cut.tokens[first..]) && opens(&text[chunk.clone()]) && chunk.start > end {
                cut.sentences.push(first..before);
                first = before;
            }
            end = chunk.end;
            cut_chunk(text, chunk, &mut cut.tokens);
        }
        if cut.tokens.len() > first {
            cut.sentences.push(first..cut.tokens.len());
            first = cut.tokens.len();
        }
    }
    cut
}

fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let base = text.as_ptr() as usize;
    text.split('\n').map(move |line| {
        let start = line.as_ptr() as usize - base;
        start..start + line.len()
    })
}

fn chunks(text: &str, line: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let base = text.as_ptr() as usize;
    text[line].split(char::is_whitespace).filter(|chunk| !chunk.is_empty()).map(move |chunk| {
        let start = chunk.as_ptr() as usize - base;
        start..start + chunk.len()
    })
}

/// Whether the last tokens are a closing mark, possibly with quotes or brackets after it.
fn ends_sentence(text: &str, tokens: &[Token]) -> bool {
    let closers = ["\"", "”", "’", "'", ")", "]", "»"];
    let mark = tokens.iter().rev().map(|token| &text[token.start..token.end]).find(|word| !closers.contains(word));
    matches!(mark, Some("." | "!" | "?" | "…" | "。" | "！" | "？"))
}

/// Whether a chunk may start a sentence.
fn opens(chunk: &str) -> bool {
    let first = chunk.chars().find(|c| c.is_alphanumeric() || matches!(c, '@' | '#'));
    first.is_none_or(|c| !c.is_lowercase())
}

/// Splits the text between two whitespace characters.
fn cut_chunk(text: &str, mut chunk: Range<usize>, tokens: &mut Vec<Token>) {
    while let Some(c) = text[chunk.clone()].chars().next() {
        if c.is_alphanumeric() || (matches!(c, '#' | '@') && text[chunk.start + 1..chunk.end].starts_with(is_word)) {
            break;
        }
        let end = chunk.start + c.len_utf8();
        tokens.push(Token { start: chunk.start, end });
        chunk.start = end;
    }
    let mut end = chunk.end;
    while let Some(c) = text[chunk.start..end].chars().next_back() {
        if c.is_alphanumeric() || (c == '.' && keeps_stop(&text[chunk.start..end - 1])) {
            break;
        }
        end -= c.len_utf8();
    }
    cut_core(text, chunk.start..end, tokens);
    for (at, c) in text[end..chunk.end].char_indices() {
        tokens.push(Token { start: end + at, end: end + at + c.len_utf8() });
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// `U.S`, `J`, `Mr`: a full stop after it is part of the word.
fn keeps_stop(word: &str) -> bool {
    let letter = word.rsplit(['.', '-']).next().is_some_and(|last| last.len() == 1 && last != "I");
    if letter && word.starts_with(char::is_alphabetic) && !word.ends_with(|c: char| c.is_ascii_digit()) {
        return word.len() == 1 && word.starts_with(char::is_uppercase) || word.contains('.');
    }
    word.len() <= 5 && word.is_ascii() && ABBREVIATIONS.contains(&format!(" {} ", word.to_ascii_lowercase()))
}

/// Splits a chunk without outer marks: at clitics, slashes, dashes, brackets and commas that are not between digits.
fn cut_core(text: &str, core: Range<usize>, tokens: &mut Vec<Token>) {
    let mut start = core.start;
    let word = &text[core.clone()];
    for (at, c) in word.char_indices() {
        if c.is_alphanumeric() || matches!(c, '-' | '.' | '_') || core.start + at < start {
            continue;
        }
        let (before, after) = (core.start + at, core.start + at + c.len_utf8());
        let cut = match c {
            '\'' | '’' => clitic(&text[start..before], &text[after..core.end]).map(|back| (before - back, after)),
            ',' | ':' if is_digit(text, before) => None,
            '&' | '@' | '#' | '‐' | '‑' | '\u{ad}' => None,
            _ => Some((before, before)),
        };
        let Some((cut, _)) = cut else { continue };
        push(tokens, start, cut);
        start = cut;
        if !matches!(c, '\'' | '’') {
            push(tokens, before, after);
            start = after;
        }
    }
    push(tokens, start, core.end);
}

fn is_digit(text: &str, at: usize) -> bool {
    text[at + 1..].starts_with(|c: char| c.is_ascii_digit())
}

fn push(tokens: &mut Vec<Token>, start: usize, end: usize) {
    if start < end {
        tokens.push(Token { start, end });
    }
}

/// How many bytes before the apostrophe belong to the ending: none for `Musk|'s`, one for `do|n't`.
fn clitic(before: &str, after: &str) -> Option<usize> {
    if before.is_empty() {
        return None;
    }
    if after.eq_ignore_ascii_case("t") && before.len() > 1 && before.ends_with(['n', 'N']) {
        return Some(1);
    }
    CLITICS.iter().any(|ending| after.eq_ignore_ascii_case(ending)).then_some(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        let cut = tokenise(text);
        let sentence = |range: &Range<usize>| {
            cut.tokens[range.clone()].iter().map(|token| &text[token.start..token.end]).collect::<Vec<_>>().join(" ")
        };
        cut.sentences.iter().map(sentence).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn punctuation_is_separate_and_names_stay_whole() {
        for (text, want) in [
            ("\"Harwood's aide,\" he said.", "\" Harwood 's aide , \" he said ."),
            ("The U.S. left. Mr. J. Doe didn't.", "The U.S. left . | Mr. J. Doe did n't ."),
            ("O’Brien’s 1,200 men (Anglo-Irish) and/or 12:30", "O’Brien ’s 1,200 men ( Anglo-Irish ) and / or 12:30"),
            ("He left.\n\nA new day", "He left . | A new day"),
            ("“Stop!” She did. then #news @desk", "“ Stop ! ” | She did . then #news @desk"),
            ("AT&T—that is all…", "AT&T — that is all …"),
            ("", ""),
        ] {
            assert_eq!(cut(text), want);
        }
    }

    proptest::proptest! {
        #[test]
        fn tokens_cover_all_but_white_space_in_order(text in "(?s).{0,80}") {
            let cut = tokenise(&text);
            let joined: String = cut.tokens.iter().map(|token| &text[token.start..token.end]).collect();
            let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            proptest::prop_assert_eq!(joined, bare);
            let covered: Vec<usize> = cut.sentences.iter().cloned().flatten().collect();
            proptest::prop_assert_eq!(covered, (0..cut.tokens.len()).collect::<Vec<_>>());
        }
    }
}
