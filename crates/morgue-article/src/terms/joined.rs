//! Words that are printed as several and are also one: `e-mail`, `F-16`, `COVID-19`, `10 000`, `J. K.`. The one word is an additional
//! term at the position of the first; it states how many positions it covers. A score such as `3-1` is not one number.

use super::words::Words;
use crate::text::{is_apostrophe, push_letters};

/// First character of a joined term; the number of its words, a digit, and the word follow.
pub const JOINED: char = '\u{3}';

/// Most words that are joined.
pub const MOST_JOINED: usize = 9;

/// Most bytes of the words and what separates them.
const LONGEST: usize = 80;

/// The term of a word that is printed as `words` words.
pub fn joined_term(words: usize, word: &str) -> String {
    format!("{JOINED}{words}{word}")
}

/// The number of positions that a term covers, and its word: 2 and `email` for the joined term of `e-mail`.
pub fn joined_word(term: &str) -> Option<(u32, &str)> {
    let rest = term.strip_prefix(JOINED)?;
    let (digit, word) = rest.split_at_checked(1)?;
    Some((digit.parse().ok()?, word))
}

/// The number of positions that a term covers.
pub fn positions_of(term: &str) -> u32 {
    joined_word(term).map_or(1, |(positions, _)| positions)
}

/// Words of a text that are also one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JoinedWords {
    /// The byte after the last of them.
    pub end: usize,
    pub words: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Hyphens,
    Digits,
    Initials,
    Code,
}

impl JoinedWords {
    /// Those that begin with the word between two bytes of a text; `None` for a word in the middle of them.
    pub fn at(text: &str, start: usize, end: usize) -> Option<Self> {
        let word = &text.as_bytes()[start..end];
        match text.as_bytes().get(end)? {
            b'-' | 0xe2 if hyphen(&text[end..]) > 0 => hyphenated(text, start, end),
            b'.' if word.len() <= 3 && word.iter().all(u8::is_ascii_uppercase) => {
                code(text, end).or_else(|| if word.len() == 1 { initials(text, start, end) } else { None })
            }
            _ if word.len() <= 3 && word[0] != b'0' && word.iter().all(u8::is_ascii_digit) => grouped(text, start, end),
            _ => None,
        }
    }

    /// Appends their term; `text` is that of the first word's start to `end`.
    pub fn push(self, text: &str, out: &mut String) {
        out.push(JOINED);
        out.push(char::from(b'0' + self.words as u8));
        for (_, word) in Words::of(text) {
            match self.kind {
                Kind::Code => out.extend(word.chars().filter(|c| *c != '.').map(|c| c.to_ascii_lowercase())),
                _ => push_letters(word, out),
            }
        }
        if self.kind == Kind::Hyphens && out.ends_with("'s") {
            out.truncate(out.len() - 2);
        }
    }
}

/// Bytes of the hyphen at the start; 0 if there is none.
fn hyphen(text: &str) -> usize {
    match text.as_bytes() {
        [b'-', ..] => 1,
        [0xe2, 0x80, 0x90 | 0x91, ..] => 3,
        _ => 0,
    }
}

/// `e-mail`, `state-of-the-art`, `978-3-16-148410-0`.
fn hyphenated(text: &str, start: usize, end: usize) -> Option<JoinedWords> {
    let is_part = |part: &str| part.chars().all(|c| is_letter(c) || c == '\'' || is_apostrophe(c));
    let continues = |before: &str| {
        let before = before.strip_suffix(['-', '\u{2010}', '\u{2011}']);
        before.is_some_and(|before| before.ends_with(char::is_alphanumeric))
    };
    if !is_part(&text[start..end]) || continues(&text[..start]) {
        return None;
    }
    let (mut words, mut at) = (1, end);
    let mut digits = is_number(&text[start..end]);
    loop {
        let next = at + hyphen(&text[at..]);
        let part = part_length(&text[next..]);
        if next == at || part == 0 {
            break;
        }
        digits &= is_number(&text[next..next + part]);
        (at, words) = (next + part, words + 1);
        if words > MOST_JOINED || at - start > LONGEST {
            return None;
        }
    }
    // The last word goes on: `3-2.5`.
    let mut after = text[at..].chars();
    let joins = after.next().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '/' | ')'));
    if joins.is_some_and(|c| c == '_' || after.next().is_some_and(char::is_alphanumeric)) {
        return None;
    }
    let found = JoinedWords { end: at, words, kind: Kind::Hyphens };
    // A score or a span of years is two numbers.
    let fits = words > if digits { 2 } else { 1 } && Words::of(&text[start..at]).count() == words;
    fits.then_some(found)
}

/// Bytes of the letters and digits at the start, with apostrophes between letters.
fn part_length(text: &str) -> usize {
    let mut letters = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = letters.next() {
        let joins = (c == '\'' || is_apostrophe(c))
            && before.is_alphabetic()
            && letters.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !is_letter(c) && !joins {
            return at;
        }
        before = c;
    }
    text.len()
}

/// Letters of scripts that separate words with spaces, and digits.
fn is_letter(c: char) -> bool {
    c < '\u{530}' && c.is_alphanumeric()
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `10 000`, `1 250 000`, with any space that numbers are printed with.
fn grouped(text: &str, start: usize, end: usize) -> Option<JoinedWords> {
    let space = |text: &str| text.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}'));
    let before = text[..start].trim_end_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}']);
    if before.len() < start && before.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (mut words, mut at) = (1, end);
    while let Some(gap) = space(&text[at..]) {
        let next = at + gap.len_utf8();
        let digits = text[next..].bytes().take_while(u8::is_ascii_digit).count();
        let after = text[next + digits..].chars().next();
        if digits != 3 || after.is_some_and(|c| c.is_alphanumeric() || c == '_') || words == MOST_JOINED {
            break;
        }
        (at, words) = (next + 3, words + 1);
    }
    (words > 1).then_some(JoinedWords { end: at, words, kind: Kind::Digits })
}

/// `B.1.1.7`, `BA.2.86`: letters, and numbers with full stops, which are one word.
fn code(text: &str, end: usize) -> Option<JoinedWords> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (mut at, mut numbers) = (end, 0);
    while text[at..].starts_with('.') && digits(&text[at + 1..]) > 0 {
        at += 1 + digits(&text[at + 1..]);
        numbers += 1;
    }
    let ends = !text[at..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ',' | '\''));
    (numbers > 1 && ends && at - end < LONGEST).then_some(JoinedWords { end: at, words: 2, kind: Kind::Code })
}

/// `J. K.`, `U. S. A.`: capitals, each with a full stop.
fn initials(text: &str, start: usize, end: usize) -> Option<JoinedWords> {
    let capital = |text: &[u8]| matches!(text, [b' ', letter, b'.', ..] if letter.is_ascii_uppercase());
    let bytes = text.as_bytes();
    if start >= 3 && bytes[start - 3].is_ascii_uppercase() && bytes[start - 2..start] == *b". " {
        return None;
    }
    let (mut words, mut at) = (1, end);
    while words < MOST_JOINED && capital(&bytes[at + 1..]) {
        (at, words) = (at + 3, words + 1);
    }
    (words > 1).then_some(JoinedWords { end: at, words, kind: Kind::Initials })
}

#[cfg(test)]
mod tests {
    use super::super::news::NewsTokenizer;
    use super::*;
    use proptest::prelude::*;

    fn joined(text: &str) -> Vec<(usize, String)> {
        let terms = NewsTokenizer::terms(text).into_iter();
        terms.filter_map(|(_, _, at, term)| term.strip_prefix(JOINED).map(|rest| (at, rest.to_owned()))).collect()
    }

    #[test]
    fn words_with_hyphens_grouped_digits_and_initials_are_also_one_word() {
        for (text, want) in [
            ("Send e-mail today", &[(1, "2email")][..]),
            ("An F-16, a COVID-19 case", &[(1, "2f16"), (4, "2covid19")]),
            ("state-of-the-art", &[(0, "4stateoftheart")]),
            ("the well‑known e-mail's end", &[(1, "2wellknown"), (3, "2email")]),
            ("ISBN 978-3-16-148410-0.", &[(1, "59783161484100")]),
            ("won 3-1 in 2023-24", &[]),
            ("pre- and post-war", &[(2, "2postwar")]),
            ("10 000 and 1\u{202f}250\u{a0}000", &[(0, "210000"), (3, "31250000")]),
            ("in 2 0000, at 10 00", &[]),
            ("J. K. Rowling, J. R. R. Tolkien", &[(0, "2jk"), (3, "3jrr")]),
            ("the B.1.1.7 and BA.2.86 strains", &[(1, "2b117"), (4, "2ba286")]),
            ("Part A. B follows", &[]),
            ("中国-台湾 x-", &[]),
            ("rock-'n'-roll", &[]),
        ] {
            let want: Vec<(usize, String)> = want.iter().map(|(at, word)| (*at, (*word).to_owned())).collect();
            assert_eq!(joined(text), want, "{text}");
        }
    }

    #[test]
    fn a_joined_term_says_how_many_positions_it_covers() {
        assert_eq!(positions_of(&joined_term(2, "email")), 2);
        assert_eq!(joined_word(&joined_term(3, "jrr")), Some((3, "jrr")));
        assert_eq!(positions_of("email"), 1);
    }

    proptest! {
        /// The positions that a term covers are those of the words in its bytes.
        #[test]
        fn a_joined_word_covers_its_words(text in "([a-cA-C0-9é中'’._-]{0,4}[ -]?){0,6}") {
            let terms = NewsTokenizer::terms(&text);
            for (start, end, at, term) in terms.iter().filter(|(.., term)| term.starts_with(JOINED)) {
                let inside = terms.iter().filter(|(.., word)| !word.starts_with(char::is_control));
                let words = inside.filter(|(from, to, ..)| start <= from && to <= end).count();
                prop_assert_eq!(words, positions_of(term) as usize, "{:?} at {} of {:?}", term, at, text);
            }
        }
    }
}
