//! The words that say what a text is about: frequent in it, and rare in the archive.

use super::error::SearchError;
use super::question::Question;
use super::request::Request;
use crate::archive::Searchable;
use crate::article::Zones;
use crate::query::{Dictionary, is_stop_word};
use crate::terms::{NewsTokenizer, WantedTerms, ZONE_SIGN, story_text};
use std::collections::HashMap;

/// A word that more than one article in so many has says nothing about a subject.
const COMMON: u64 = 5;

/// Words of fewer letters are ignored.
const SHORTEST: usize = 3;

/// Articles of an archive.
pub fn articles_in(archive: &dyn Searchable) -> Result<u64, SearchError> {
    Question::of(archive, &Request::everything())?.count()
}

/// How telling words are in an archive.
pub struct Salience<'a> {
    pub dictionary: &'a dyn Dictionary,
    /// Articles of the archive.
    pub articles: u64,
    /// Words that fewer articles have are ignored.
    pub fewest: u64,
}

/// A word of a text.
pub struct SalientWord {
    pub word: String,
    /// The product of its weight and its rarity in the archive (tf·idf).
    pub salience: f64,
    /// One more than the logarithm of its frequency in the text.
    pub weight: f64,
}

impl Salience<'_> {
    /// The salient words of a text, the most salient first.
    pub fn words(&self, zones: &Zones) -> Result<Vec<SalientWord>, SearchError> {
        let mut times: HashMap<String, u32> = HashMap::new();
        let wanted = WantedTerms { sentences: false, cased: false, joined: false, starts: None };
        // What a title says, an article is about: its words count twice more.
        for text in [story_text(zones).as_str(), &zones.title, &zones.title] {
            NewsTokenizer::each_of(text, wanted, |token| {
                if is_a_word(&token.text) {
                    *times.entry(token.text.clone()).or_default() += 1;
                }
            });
        }
        let mut words: Vec<SalientWord> = Vec::with_capacity(times.len());
        for (word, times) in times {
            let with_it = self.dictionary.frequency(&word);
            let is_common = self.articles >= COMMON * COMMON && with_it > self.articles / COMMON;
            if with_it >= self.fewest && !is_common {
                let weight = 1.0 + f64::from(times).ln();
                let salience = weight * (1.0 + self.articles as f64 / with_it as f64).ln();
                words.push(SalientWord { word, salience, weight });
            }
        }
        words.sort_by(|one, other| other.salience.total_cmp(&one.salience).then_with(|| one.word.cmp(&other.word)));
        Ok(words)
    }
}

/// Whether a term is a word that can be typed without quotation marks, and is not one of grammar alone.
pub fn is_a_word(term: &str) -> bool {
    !term.starts_with(ZONE_SIGN)
        && term.chars().all(char::is_alphanumeric)
        && term.chars().any(char::is_alphabetic)
        && term.chars().count() >= SHORTEST
        && !is_stop_word(term)
}
