//! A text to a query for articles on the same subject: any of its salient words, each with a weight. The result is an ordinary
//! query, which can be read, changed, saved and repeated.

use super::error::DeskError;
use super::salient::{Salience, articles_in};
use super::search::article;
use crate::archive::Searchable;
use crate::article::Zones;

/// Words of a query for a subject. More of them cost time and find hardly anything else: the weights of the rarest decide.
const MOST_WORDS: usize = 24;

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
    let salience = Salience { dictionary: dictionary.as_ref(), articles: articles_in(archive)?, fewest };
    let words = salience.words(zones)?;
    let weighted: Vec<String> =
        words.iter().take(MOST_WORDS).map(|word| format!("{}^{:.1}", word.word, word.weight)).collect();
    Ok((!weighted.is_empty()).then(|| weighted.join(" OR ")))
}
