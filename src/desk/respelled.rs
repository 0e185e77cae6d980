//! Words of a query with few matches that may be misspelt: each with a similar word that is far more common in the archive.

use super::error::DeskError;
use super::few::FEW;
use super::question::Question;
use crate::query::{Dictionary, Family, words_within};

/// A word of a query, and a similar one that finds more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Respelled {
    pub word: String,
    /// Articles with the word.
    pub articles: u64,
    pub similar: String,
    /// Articles with the similar word.
    pub similar_articles: u64,
    /// Articles that the query finds with it.
    pub found: u64,
}

/// How many times as common the similar word must be.
const MORE: u64 = 4;

/// Fewest letters of a word: those of short ones are often near to another word.
const LETTERS: usize = 5;

/// Most words of a query that are compared.
const WORDS: usize = 8;

/// Similar words that are compared with each.
const SIMILAR: usize = 12;

/// Words that occur in the archive, but may be misspelt there and in the query. Those that do not occur are a matter of the
/// explanation of an answer without matches.
pub fn respelled(question: &Question, found: u64) -> Result<Vec<Respelled>, DeskError> {
    if found >= FEW {
        return Ok(Vec::new());
    }
    let dictionary = question.archive.dictionary()?;
    let mut all = Vec::new();
    for family in question.plan.wanted_words().iter().take(WORDS) {
        let Some((similar, articles)) = similar(dictionary.as_ref(), family)? else { continue };
        let mut root = question.query.root.clone();
        root.replace_word(&family.word, &similar);
        let more = question.count_of(&question.plan_of(root)?)?;
        if more > found.saturating_mul(2) {
            all.push(Respelled {
                word: family.word.clone(),
                articles: dictionary.frequency(&family.word),
                similar,
                similar_articles: articles,
                found: more,
            });
        }
    }
    Ok(all)
}

/// The most common word that differs from another in one letter, if it is far more common and not another form of it.
fn similar(dictionary: &dyn Dictionary, family: &Family) -> Result<Option<(String, u64)>, DeskError> {
    let (word, articles) = (&family.word, dictionary.frequency(&family.word));
    if articles == 0 || word.chars().count() < LETTERS || !word.chars().all(char::is_alphabetic) {
        return Ok(None);
    }
    // A plural or another ending is not a misspelling, also where both are names: a stem and up to two letters.
    let is_form = |near: &String| {
        let (short, long) = if near.len() < word.len() { (near, word) } else { (word, near) };
        family.members().any(|(form, _)| form == near) || long.starts_with(short.as_str())
    };
    let near = words_within(dictionary, word, 1, SIMILAR)?.into_iter().filter(|near| near != word && !is_form(near));
    let counted = near.map(|near| (dictionary.frequency(&near), near));
    let best = counted.filter(|(count, _)| *count >= articles.saturating_mul(MORE)).max_by_key(|(count, _)| *count);
    Ok(best.map(|(count, near)| (near, count)))
}
