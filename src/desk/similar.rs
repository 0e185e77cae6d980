//! A text to a query for articles on the same subject: any of its salient words, each with a weight. The result is an ordinary
//! query, which can be read, changed, saved and repeated.

use super::error::DeskError;
use super::question::Question;
use super::request::Request;
use super::search::article;
use crate::archive::Searchable;
use crate::article::Zones;
use crate::query::is_stop_word;
use crate::terms::{NewsTokenizer, WantedTerms, ZONE_SIGN, story_text};
use std::collections::HashMap;

/// Words of a query for a subject. More of them cost time and find hardly anything else: the weights of the rarest decide.
const MOST_WORDS: usize = 24;

/// A word that more than one article in so many has says nothing about a subject.
const COMMON: u64 = 5;

/// Words of fewer letters are ignored.
const SHORTEST: usize = 3;

/// A query for the other articles on the subject of one, without its copies; none if the archive has no such article or it has
/// no salient words.
pub fn similar(archive: &dyn Searchable, key: &str) -> Result<Option<String>, DeskError> {
    let Some(hit) = article(archive, key)? else { return Ok(None) };
    // A word that no other article has finds no other article.
    let subject = subject(archive, &hit.zones, 2)?;
    Ok(subject.map(|subject| format!("({subject}) -story:{key}")))
}

/// A query for articles on the subject of a text, which need not be in the archive: its words with the highest product of
/// frequency in the text and rarity in the archive (tf·idf), weighted by the logarithm of their frequency in the text. Rarity
/// counts again when the articles are ranked.
pub fn subject_of(archive: &dyn Searchable, zones: &Zones) -> Result<Option<String>, DeskError> {
    subject(archive, zones, 1)
}

/// The same, of words that at least so many articles have.
fn subject(archive: &dyn Searchable, zones: &Zones, fewest: u64) -> Result<Option<String>, DeskError> {
    let dictionary = archive.dictionary()?;
    let articles = Question::of(archive, &Request::everything())?.count()?;
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
    let mut words: Vec<(f64, f64, String)> = Vec::with_capacity(times.len());
    for (word, times) in times {
        let with_it = dictionary.frequency(&word);
        if with_it < fewest || (articles >= COMMON * COMMON && with_it > articles / COMMON) {
            continue;
        }
        let weight = 1.0 + f64::from(times).ln();
        words.push((weight * (1.0 + articles as f64 / with_it as f64).ln(), weight, word));
    }
    words.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.2.cmp(&other.2)));
    words.truncate(MOST_WORDS);
    let weighted: Vec<String> = words.iter().map(|(_, weight, word)| format!("{word}^{weight:.1}")).collect();
    Ok((!weighted.is_empty()).then(|| weighted.join(" OR ")))
}

/// Whether a term is a word that can be typed without quotation marks, and is not one of grammar alone.
fn is_a_word(term: &str) -> bool {
    !term.starts_with(ZONE_SIGN)
        && term.chars().all(char::is_alphanumeric)
        && term.chars().any(char::is_alphabetic)
        && term.chars().count() >= SHORTEST
        && !is_stop_word(term)
}
