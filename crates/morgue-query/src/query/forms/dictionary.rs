//! What resolving a query needs from an archive: which words and values it has, and which names mean the same.

use super::language::Language;
use crate::article::Names;
use crate::query::failure::ArchiveError;

/// The two texts of an article that words are looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextField {
    /// Title, deck, lead, body and captions.
    Story,
    Margin,
}

/// Called for each word or value of a list, in the order of the list; `false` ends the current list. An archive with
/// several segments has a list for each.
pub type Take<'t> = &'t mut dyn FnMut(&str) -> bool;

/// The words and values of an archive. Words are terms as the analyzer produces them, without markers and cased terms.
pub trait Dictionary {
    /// Articles whose story has the word; 0 if none has.
    fn frequency(&self, word: &str) -> u64;

    /// The languages of the articles whose inflections are known.
    fn languages(&self) -> Vec<Language>;

    /// Articles in a language whose story has the word; those in no stated language count as English.
    fn frequency_in(&self, language: Language, word: &str) -> u64;

    /// The words with this prefix.
    fn each_word(&self, part: TextField, start: &str, take: Take<'_>) -> Result<(), ArchiveError>;

    /// The words within a number of edits of a word.
    fn each_near_word(&self, part: TextField, word: &str, edits: u8, take: Take<'_>) -> Result<(), ArchiveError>;

    /// The values of a keyword field, starting at one, folded as `keyword_term` does.
    fn each_value(&self, field: &str, from: &str, take: Take<'_>) -> Result<(), ArchiveError>;

    /// The requested values of a keyword field, as written, each with its articles.
    fn counted_values(
        &self,
        field: &str,
        wanted: &mut dyn FnMut(&str) -> bool,
    ) -> Result<Vec<(String, u64)>, ArchiveError>;

    /// The keys of the articles of one story, by the key of any of them; none if it has no copies.
    fn story(&self, key: &str) -> Result<Vec<String>, ArchiveError>;

    /// The keys of articles that changed after they were published, with a number of `Change` in a range.
    fn changed(&self, from: u64, to: u64) -> Result<Vec<String>, ArchiveError>;

    /// Articles with a folded value of a keyword field.
    fn articles_with(&self, field: &str, value: &str) -> Result<u64, ArchiveError>;

    /// Names that are treated as one, read when they are first asked for.
    fn names(&self) -> Result<&Names, ArchiveError>;
}
