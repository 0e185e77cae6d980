//! What a word of a query stands for in this archive: its inflections, the words derived from it, and the terms of a
//! pattern. Reads the dictionaries of the index; markers and cased terms never show.

use super::ast::{Pattern, Span};
use super::error::QueryError;
use super::family::Family;
use super::inflect::{Dictionary, inflections};
use super::stop_words::is_stop_word;
use frostem::{Algorithm, Stemmer};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, Searcher, Term};

/// Most terms that one word inside a phrase or NEAR may stand for.
pub const MAX_FORMS: usize = 4096;

/// Most derived words that one word is scored with: the commonest stems have some twenty.
const MAX_DERIVED: usize = 32;

/// Shortest word that derived words are looked up for.
const SHORTEST_DERIVED: usize = 4;

/// The words of one field.
pub struct Terms<'a> {
    pub searcher: &'a Searcher,
    pub field: Field,
}

impl Dictionary for Terms<'_> {
    fn frequency(&self, word: &str) -> u64 {
        let term = Term::from_field_text(self.field, word);
        // A dictionary that cannot be read fails the search where the term itself is looked up.
        self.searcher.doc_freq(&term).unwrap_or(0)
    }
}

/// The dictionary for the forms of one word: most are asked for several times.
struct Lookups {
    field: Field,
    inverted: Vec<Arc<InvertedIndexReader>>,
    known: RefCell<Vec<(String, u64)>>,
}

impl Dictionary for Lookups {
    fn frequency(&self, word: &str) -> u64 {
        if let Some((_, frequency)) = self.known.borrow().iter().find(|(known, _)| known == word) {
            return *frequency;
        }
        let term = Term::from_field_text(self.field, word);
        let of = |inverted: &Arc<InvertedIndexReader>| inverted.doc_freq(&term).unwrap_or(0);
        let frequency = self.inverted.iter().map(|inverted| u64::from(of(inverted))).sum();
        self.known.borrow_mut().push((word.to_owned(), frequency));
        frequency
    }
}

impl Terms<'_> {
    /// A word with its inflections.
    pub fn family(&self, word: &str) -> Family {
        let inverted =
            self.searcher.segment_readers().iter().filter_map(|reader| reader.inverted_index(self.field).ok());
        let lookups = Lookups { field: self.field, inverted: inverted.collect(), known: RefCell::default() };
        Family { inflected: inflections(word, &lookups), ..Family::of(word) }
    }

    /// The words that share a stem with a family and do not belong to it.
    pub fn derived(&self, family: &Family) -> tantivy::Result<Vec<String>> {
        let word = family.word.as_str();
        if word.len() < SHORTEST_DERIVED || !word.bytes().all(|byte| byte.is_ascii_lowercase()) || is_stop_word(word) {
            return Ok(Vec::new());
        }
        let stemmer = Stemmer::new(Algorithm::English);
        let stem = stemmer.stem(word).into_owned();
        // The last letter of a stem may stand otherwise in its words (`happi`, happy).
        let start = &stem[..stem.floor_char_boundary(stem.len().saturating_sub(1)).max(3).min(stem.len())];
        let mut found = BTreeSet::new();
        self.each_from(start, |term| {
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

    /// Hands on the terms that start so, in order within each segment, until told to stop.
    fn each_from(&self, start: &str, mut take: impl FnMut(&str) -> bool) -> tantivy::Result<()> {
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(self.field)?;
            let mut stream = inverted.terms().range().ge(start.as_bytes()).into_stream()?;
            while stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                if !term.starts_with(start) || !take(term) {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Adds the terms that a pattern stands for; false where there are more than `most`.
    pub fn add_forms(&self, pattern: &Pattern, most: usize, forms: &mut BTreeSet<String>) -> tantivy::Result<bool> {
        match pattern {
            Pattern::Word(word) | Pattern::Family(word) => {
                forms.insert(word.clone());
            }
            Pattern::Prefix(_) | Pattern::Wildcard(_) => self.each_from(pattern.literal_start(), |term| {
                if pattern.matches(term) {
                    forms.insert(term.to_owned());
                }
                forms.len() <= most
            })?,
            Pattern::Fuzzy(word, edits) => {
                let wanted = FuzzyTermQuery::new(Term::from_field_text(self.field, word), *edits, true).automaton()?;
                for reader in self.searcher.segment_readers() {
                    let inverted = reader.inverted_index(self.field)?;
                    let mut stream = inverted.terms().search(&wanted).into_stream()?;
                    while stream.advance() && forms.len() <= most {
                        let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                        if !term.starts_with(char::is_control) {
                            forms.insert(term.to_owned());
                        }
                    }
                }
            }
        }
        Ok(forms.len() <= most)
    }
}

/// The error for a pattern that stands for too much.
pub fn too_many_forms(span: &Span) -> QueryError {
    QueryError::new(span.clone(), format!("this stands for more than {MAX_FORMS} words of the archive"))
        .with_hint("inside phrases, zones and NEAR a pattern needs more letters; alone it may match any number")
}

/// Words of a field that are spelt like another one, the commonest first.
pub fn nearest_words(searcher: &Searcher, field: Field, word: &str, most: usize) -> tantivy::Result<Vec<String>> {
    let terms = Terms { searcher, field };
    let edits = if word.chars().count() < 5 { 1 } else { 2 };
    let mut near = BTreeSet::new();
    terms.add_forms(&Pattern::Fuzzy(word.to_owned(), edits), MAX_FORMS, &mut near)?;
    let mut near: Vec<(u64, String)> = near.into_iter().map(|near| (terms.frequency(&near), near)).collect();
    near.sort_by(|(one, word), (other, near)| other.cmp(one).then_with(|| word.cmp(near)));
    Ok(near.into_iter().take(most).map(|(_, word)| word).collect())
}
