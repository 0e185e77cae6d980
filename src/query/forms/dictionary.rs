//! What must be known of an archive to read a query for it: which words and values it has, and which names it holds for one.

use crate::article::Names;
use crate::query::failure::ArchiveError;

/// The two texts of an article that words are looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Title, deck, lead, body and captions.
    Story,
    Margin,
}

/// Called for each word or value of a list, in the order of the list; false ends the list at hand. An archive in several
/// pieces has a list for each.
pub type Take<'t> = &'t mut dyn FnMut(&str) -> bool;

/// The words and values of an archive. Words are terms as the analyzer makes them; markers and cased terms are none.
pub trait Dictionary {
    /// Articles whose story has the word; 0 where there are none.
    fn frequency(&self, word: &str) -> u64;

    /// The words that start so.
    fn each_word(&self, part: Part, start: &str, take: Take<'_>) -> Result<(), ArchiveError>;

    /// The words within so many edits of one.
    fn each_near_word(&self, part: Part, word: &str, edits: u8, take: Take<'_>) -> Result<(), ArchiveError>;

    /// The values of a keyword field from one on, folded as `keyword_term` does.
    fn each_value(&self, field: &str, from: &str, take: Take<'_>) -> Result<(), ArchiveError>;

    /// The values of a keyword field, as they are written, that are wanted, each with its articles.
    fn counted_values(
        &self,
        field: &str,
        wanted: &mut dyn FnMut(&str) -> bool,
    ) -> Result<Vec<(String, u64)>, ArchiveError>;

    /// Articles with a folded value of a keyword field.
    fn articles_with(&self, field: &str, value: &str) -> Result<u64, ArchiveError>;

    /// Names that are taken for one.
    fn names(&self) -> &Names;
}
