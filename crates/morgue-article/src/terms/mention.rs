//! Names in a text: their terms in the field `mention`, at the positions of the words of the text. The first word of a
//! mention has the name (or several, if ambiguous) and the form as written; its other words have a term for
//! continuation.

use super::keyword::keyword_term;
use super::news::NewsTokenizer;
use std::ops::Range;

/// The term at every further word of a mention.
pub const CONTINUED: &str = "+";

/// Longest name in bytes that is indexed with positions.
const LONGEST: usize = 200;

/// The term of a name of a field (`person`), matched without case and accents.
pub fn name_term(field: &str, name: &str) -> String {
    format!("{field}:{}", keyword_term(name))
}

/// The term of a form as written.
pub fn form_term(field: &str, form: &str) -> String {
    format!("{field}={}", crate::text::nfc(form).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// An article's text as the index reads it: its zones, and the names in it with their positions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ZonedText {
    pub text: String,
    pub names: Vec<NameInText>,
}

/// A term of the field `mention`, and its bytes in the zoned text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameInText {
    pub term: String,
    pub range: Range<usize>,
}

impl From<String> for ZonedText {
    fn from(text: String) -> Self {
        Self { text, names: Vec::new() }
    }
}

impl ZonedText {
    /// The terms of the field `mention`, each with its position, in order.
    pub fn mention_terms(&self) -> Vec<(usize, &str)> {
        let mut wanted: Vec<&NameInText> = self.names.iter().filter(|name| name.term.len() <= LONGEST).collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        wanted.sort_by_key(|name| (name.range.start, name.range.end));
        let mut terms: Vec<(usize, &str)> = Vec::new();
        let mut next = 0;
        // Mentions that the words have reached: those that have begun, and those that continue.
        let mut open: Vec<(&NameInText, bool)> = Vec::new();
        NewsTokenizer::each_place(&self.text, |position, word| {
            while let Some(name) = wanted.get(next).filter(|name| name.range.start < word.end) {
                open.push((name, false));
                next += 1;
            }
            open.retain(|(name, _)| name.range.end > word.start);
            for (name, begun) in &mut open {
                terms.push((position, if *begun { CONTINUED } else { &name.term }));
                *begun = true;
            }
        });
        terms.sort_unstable();
        terms.dedup();
        terms
    }
}

/// Terms with their positions as one text, which the analyzer of the field `mention` takes apart again: each is its position,
/// its length in bytes, and itself: `12 5:+ …`.
pub fn placed_text(terms: &[(usize, &str)]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(terms.iter().map(|(_, term)| term.len() + 8).sum());
    for (position, term) in terms {
        // Writing into a text cannot fail.
        let _ = write!(text, "{position} {}:{term}", term.len());
    }
    text
}

/// The terms of such a text, each with its position. Ends where the text is not one.
#[derive(Debug, Clone)]
pub struct PlacedTerms<'a>(&'a str);

impl<'a> PlacedTerms<'a> {
    pub fn of(text: &'a str) -> Self {
        Self(text)
    }
}

impl<'a> Iterator for PlacedTerms<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<(usize, &'a str)> {
        let (head, rest) = self.0.split_once(':')?;
        let (position, length) = head.split_once(' ')?;
        let (term, rest) = rest.split_at_checked(length.parse().ok()?)?;
        self.0 = rest;
        Some((position.parse().ok()?, term))
    }
}

#[cfg(test)]
mod tests {
    use super::super::zone::{Zone, zoned_text};
    use super::*;

    #[test]
    fn words_have_the_positions_that_terms_have() {
        let text = zoned_text([
            (Zone::Title, "WSJ: Harwood’s plan"),
            (Zone::Body, "Two words. Then more!\n\nÉlan, 3.5 km; a US-led one."),
        ]);
        let mut places = Vec::new();
        NewsTokenizer::each_place(&text, |position, word| places.push((word.start, word.end, position)));
        let words: Vec<_> =
            NewsTokenizer::words(&text).into_iter().map(|(start, end, at, _)| (start, end, at)).collect();
        assert_eq!(places, words);
    }

    #[test]
    fn names_have_the_positions_of_their_words() {
        let text = "Then Gregory Harwood met Holt.".to_owned();
        let at = |term: &str, word: &str| {
            let start = text.find(word).expect("there");
            NameInText { term: term.to_owned(), range: start..start + word.len() }
        };
        let names = vec![
            at("person:ann holt", "Holt"),
            at("person:gregory harwood", "Gregory Harwood"),
            at("person:ben holt", "Holt"),
            at("person=Holt", "Holt"),
        ];
        let zoned = ZonedText { text: text.clone(), names };
        let terms = zoned.mention_terms();
        let want = [
            (1, "person:gregory harwood"),
            (2, "+"),
            (4, "person:ann holt"),
            (4, "person:ben holt"),
            (4, "person=Holt"),
        ];
        assert_eq!(terms, want);
        assert!(ZonedText::from("No name".to_owned()).mention_terms().is_empty());
    }

    proptest::proptest! {
        #[test]
        fn placed_terms_are_read_as_they_were_written(terms in proptest::collection::vec((0usize..9999, "(?s).{0,9}"), 0..9)) {
            let terms: Vec<(usize, &str)> = terms.iter().map(|(position, term)| (*position, term.as_str())).collect();
            let text = placed_text(&terms);
            proptest::prop_assert_eq!(PlacedTerms::of(&text).collect::<Vec<_>>(), terms);
        }

        #[test]
        fn no_text_is_too_strange_for_placed_terms(text in "(?s).{0,40}|([0-9]{1,3} [0-9]{1,2}:.{0,4}){0,5}") {
            let length: usize = PlacedTerms::of(&text).map(|(_, term)| term.len()).sum();
            proptest::prop_assert!(length <= text.len());
        }
    }
}
