//! What a word of a query means in this archive: its inflections, the words derived from it, and the terms that match a
//! pattern.

use super::accents::accented;
use super::dictionary::{Dictionary, TextField};
use super::family::Family;
use super::foreign::foreign;
use super::language::Language;
use super::spelling::spellings;
use super::stop_words::is_stop_word;
use super::written::written;
use crate::query::failure::ArchiveError;
use crate::query::language::Pattern;
use crate::terms::joined_term;
use crate::text::fold_letters;
use frostem::{Algorithm, Stemmer};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Maximum number of terms for one word inside a phrase or NEAR.
pub const MAX_FORMS: usize = 4096;

/// Maximum number of derived words that add to the score of one word: the most common stems have about twenty.
const MAX_DERIVED: usize = 32;

/// Shortest word for which derived words are looked up.
const SHORTEST_DERIVED: usize = 4;

/// A word with its inflections.
pub fn family(dictionary: &dyn Dictionary, word: &str) -> Family {
    // Typed in capitals, it is also the initials.
    if word.starts_with(|c: char| c.is_ascii_uppercase()) {
        let mut family = family(dictionary, &word.to_lowercase());
        let letters: Vec<String> = family.word.chars().map(String::from).collect();
        let dotted = [letters.join("."), joined_term(letters.len(), &family.word)];
        family.written.extend(dotted.into_iter().filter(|form| dictionary.frequency(form) > 0));
        return family;
    }
    if !word.is_ascii()
        && let folded = fold_letters(word)
        && folded != word
    {
        return Family { accented: accented(dictionary, word), ..family(dictionary, &folded) };
    }
    // Most forms of a word are looked up several times.
    let known: RefCell<Vec<(String, u64)>> = RefCell::default();
    let articles = |word: &str| {
        if let Some((_, articles)) = known.borrow().iter().find(|(known, _)| known == word) {
            return *articles;
        }
        let articles = dictionary.frequency_in(Language::ENGLISH, word);
        known.borrow_mut().push((word.to_owned(), articles));
        articles
    };
    let written = written_forms(dictionary, word);
    // If the archive has the word, or another form of it, with a hyphen, its inflections are looked up with one too.
    let hyphen = |form: &str| joined_term(HYPHENATED, form);
    let inflected = if has_hyphenated(dictionary, word) {
        let both = |form: &str| articles(form) + dictionary.frequency(&hyphen(form));
        let forms = Language::ENGLISH.inflections(word, &both);
        let all: Vec<String> = forms.iter().cloned().chain(forms.iter().map(|form| hyphen(form))).collect();
        all.into_iter().filter(|form| dictionary.frequency(form) > 0).collect()
    } else {
        Language::ENGLISH.inflections(word, &articles)
    };
    Family { written, inflected, foreign: foreign(dictionary, word), ..Family::of(word) }
}

/// The other written forms of a word, and its British or American spelling, if English articles have it and not only articles of
/// another language have the word: German `Anreise` is not `Anreize`.
fn written_forms(dictionary: &dyn Dictionary, word: &str) -> Vec<String> {
    let mut forms = written(word, &|word| dictionary.frequency(word));
    let in_english = |word: &str| dictionary.frequency_in(Language::ENGLISH, word) > 0;
    let spellings = spellings(word);
    if !spellings.is_empty() && (in_english(word) || dictionary.frequency(word) == 0) {
        forms.extend(spellings.into_iter().filter(|other| in_english(other)));
    }
    forms
}

/// Words of a compound whose inflections are looked up with a hyphen.
const HYPHENATED: usize = 2;

/// Whether the archive has a word that is printed with a hyphen and begins as this one.
fn has_hyphenated(dictionary: &dyn Dictionary, word: &str) -> bool {
    let stem: usize = word.len().saturating_sub(2).max(SHORTEST_DERIVED);
    let Some(start) = word.get(..stem).filter(|_| word.is_ascii()) else { return false };
    let mut found = false;
    let seen = dictionary.each_word(TextField::Story, &joined_term(HYPHENATED, start), &mut |_| {
        found = true;
        false
    });
    seen.is_ok() && found
}

/// A word as it is written, without inflections.
pub fn as_written(dictionary: &dyn Dictionary, word: &str) -> Family {
    if word.starts_with(|c: char| c.is_ascii_uppercase()) {
        let family = family(dictionary, word);
        return Family { inflected: Vec::new(), foreign: Vec::new(), ..family };
    }
    Family { written: written_forms(dictionary, word), ..Family::of(word) }
}

/// The words that share a stem with a family and do not belong to it.
pub fn derived(dictionary: &dyn Dictionary, family: &Family) -> Result<Vec<String>, ArchiveError> {
    let word = family.word.as_str();
    if word.len() < SHORTEST_DERIVED || !word.bytes().all(|byte| byte.is_ascii_lowercase()) || is_stop_word(word) {
        return Ok(Vec::new());
    }
    let stemmer = Stemmer::new(Algorithm::English);
    let stem = stemmer.stem(word).into_owned();
    // The last letter of a stem may differ between its words (`happi`, happy).
    let start = &stem[..stem.floor_char_boundary(stem.len().saturating_sub(1)).max(3).min(stem.len())];
    let mut found = BTreeSet::new();
    dictionary.each_word(TextField::Story, start, &mut |term| {
        let other = term.bytes().all(|byte| byte.is_ascii_lowercase())
            && term != word
            && !family.inflected.iter().any(|form| form == term);
        if other && stemmer.stem(term) == stem.as_str() {
            found.insert(term.to_owned());
        }
        found.len() < MAX_DERIVED
    })?;
    Ok(found.into_iter().collect())
}

/// The words of stories that match a pattern, at most `MAX_FORMS`.
pub fn matching_words(dictionary: &dyn Dictionary, pattern: &Pattern) -> Result<BTreeSet<String>, ArchiveError> {
    let mut words = BTreeSet::new();
    add_forms(dictionary, TextField::Story, pattern, MAX_FORMS, &mut words)?;
    Ok(words)
}

/// Adds the words of one text that match a pattern; `false` if there are more than `most`.
pub fn add_forms(
    dictionary: &dyn Dictionary,
    part: TextField,
    pattern: &Pattern,
    most: usize,
    forms: &mut BTreeSet<String>,
) -> Result<bool, ArchiveError> {
    match pattern {
        Pattern::Literal(word) | Pattern::Word(word) | Pattern::Family(word) => {
            forms.insert(fold_letters(word));
        }
        Pattern::Prefix(_) | Pattern::Wildcard(_) => {
            for start in pattern.starts() {
                dictionary.each_word(part, &start, &mut |term| {
                    if pattern.matches_joined(term) {
                        forms.insert(term.to_owned());
                    }
                    forms.len() <= most
                })?;
            }
        }
        Pattern::Fuzzy(word, edits) => {
            dictionary.each_near_word(part, word, *edits, &mut |term| {
                forms.insert(term.to_owned());
                forms.len() <= most
            })?;
        }
    }
    Ok(forms.len() <= most)
}
