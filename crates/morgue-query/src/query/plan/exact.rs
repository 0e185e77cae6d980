//! `="Vladimir Putin"`: characters that must occur in the text exactly as typed, with their capitals, accents and
//! punctuation. The index proposes articles by its cased terms and words; the stored text decides. All forms of
//! apostrophes are equal, and so are runs of whitespace: they are the same on a keyboard.

use crate::terms::{CASED_ENDINGS, NewsTokenizer, cased_term};
use crate::text::{fold_letters, is_apostrophe, nfc};
use serde::{Deserialize, Serialize};

/// What was typed, ready for comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Needle {
    typed: String,
    characters: Vec<char>,
    /// Characters in front of the first word.
    before: usize,
    /// Possible terms of each word in the index.
    pub terms: Vec<Vec<String>>,
    /// The index alone is enough: one word with a cased term of its own.
    pub decisive: bool,
}

/// Maximum length of a cased term in bytes; the index cuts longer words.
const LONGEST: usize = 200;

impl Needle {
    /// `None` if the text has no word.
    pub fn of(typed: &str) -> Option<Self> {
        let typed = nfc(typed.trim());
        let words = NewsTokenizer::words(&typed);
        let (first, ..) = words.first()?;
        let before = typed[..*first].chars().count();
        let raw = |start: usize, end: usize| typed.get(start..end).unwrap_or_default();
        let terms: Vec<Vec<String>> =
            words.iter().map(|(start, end, _, folded)| terms(raw(*start, *end), folded)).collect();
        let whole = matches!(&words[..], [(start, end, ..)] if *start == 0 && *end == typed.len());
        let decisive = whole && terms[0].len() > 1;
        let mut characters = Vec::new();
        for c in typed.chars().map(alike) {
            if !(c == ' ' && characters.last() == Some(&' ')) {
                characters.push(c);
            }
        }
        Some(Self { characters, before, terms, decisive, typed: typed.into_owned() })
    }

    /// Whether a text has the characters around the first word, which starts at this byte.
    pub fn stands(&self, text: &str, word: usize) -> bool {
        let Some((left, right)) = text.split_at_checked(word) else { return false };
        let (before, after) = self.characters.split_at(self.before.min(self.characters.len()));
        let Some(next) = follow(right.chars(), after.iter().copied()) else { return false };
        let in_one_word = |pair: (char, char)| {
            let text: String = [pair.0, pair.1].into_iter().collect();
            NewsTokenizer::words(&text).len() == 1 && pair.0.is_alphanumeric() && pair.1.is_alphanumeric()
        };
        !after.last().copied().zip(next).is_some_and(in_one_word)
            && follow(left.chars().rev(), before.iter().rev().copied()).is_some()
    }
}

impl From<Needle> for String {
    fn from(needle: Needle) -> Self {
        needle.typed
    }
}

impl TryFrom<String> for Needle {
    type Error = String;

    fn try_from(typed: String) -> Result<Self, String> {
        Self::of(&typed).ok_or_else(|| format!("no word in \"{typed}\""))
    }
}

/// The terms of a word as typed: the cased one, also with a possessive ending, or the folded word.
fn terms(raw: &str, folded: &str) -> Vec<String> {
    match cased_term(raw).filter(|cased| cased.len() <= LONGEST && fold_letters(raw) == folded) {
        Some(cased) => CASED_ENDINGS.into_iter().map(|ending| format!("{cased}{ending}")).collect(),
        None => vec![folded.to_owned()],
    }
}

/// Compares a text with the expected characters; returns the character after it.
fn follow(text: impl Iterator<Item = char>, wanted: impl Iterator<Item = char>) -> Option<Option<char>> {
    let mut text = text.map(alike).peekable();
    for c in wanted {
        if text.next()? != c {
            return None;
        }
        while c == ' ' && text.next_if_eq(&' ').is_some() {}
    }
    Some(text.peek().copied())
}

fn alike(c: char) -> char {
    match c {
        '′' => '\'',
        c if is_apostrophe(c) => '\'',
        '“' | '”' | '„' | '″' => '"',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_stand_as_typed() {
        let cases = [
            ("US", "The US said", "US", true),
            ("US", "Ask us now", "us", false),
            ("US", "The US-led force", "US", true),
            ("US", "the US’s aims", "US", true),
            ("Musk", "Musk's plan", "Musk", true),
            ("Musk's", "Musk’s plan", "Musk", true),
            ("Musk's", "Musk plan", "Musk", false),
            ("Vladimir Putin", "with Vladimir\n Putin.", "Vladimir", true),
            ("Vladimir Putin", "with VLADIMIR PUTIN.", "VLADIMIR", false),
            ("café", "a cafe", "cafe", false),
            ("$100", "paid $100 for it", "100", true),
            ("$100", "paid 100 for it", "100", false),
            ("C++", "in C++ and", "C", true),
            ("C++", "in C and", "C", false),
            ("low orbit", "a low-orbit one", "low", false),
            ("中国", "在中国的", "中", true),
            ("テレ", "テレビ", "テレビ", false),
        ];
        for (typed, text, word, want) in cases {
            let needle = Needle::of(typed).expect("words");
            assert_eq!(needle.stands(text, text.find(word).expect("there")), want, "{typed} in {text}");
        }
        assert_eq!(Needle::of("?!"), None);
    }

    #[test]
    fn one_cased_word_needs_no_text() {
        for (typed, want) in [("US", true), ("Musk", false), ("café", true), ("U.S. Navy", false), ("US!", false)] {
            assert_eq!(Needle::of(typed).expect("words").decisive, want, "{typed}");
        }
    }
}
