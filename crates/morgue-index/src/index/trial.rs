//! Trial searches of a generation that is not published yet.

use super::checked_file::Damage;
use super::error::IndexError;
use super::read_only::ReadOnlyDirectory;
use crate::engine::{Fields, register};
use crate::terms::NewsTokenizer;
use std::path::Path;
use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, ReloadPolicy, Searcher, TantivyDocument, Term};

/// Bytes of a title that are searched for: hostile ones have millions.
const LONGEST_TITLE: usize = 1000;

/// An unpublished generation, open for a check.
pub struct Trial {
    searcher: Searcher,
    fields: Fields,
}

impl Trial {
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        let directory = ReadOnlyDirectory::open(folder, None, Damage::default())
            .map_err(|error| IndexError::damaged(folder, error))?;
        let mut index = Index::open(directory)?;
        let tokenizers = TokenizerManager::new();
        register(&tokenizers);
        index.set_tokenizers(tokenizers);
        let fields =
            Fields::of(&index.schema()).map_err(|name| IndexError::damaged(folder, format!("no field {name}")))?;
        let reader: tantivy::IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { searcher: reader.searcher(), fields })
    }

    /// Whether exactly one article has this key, and a search for the words of its title finds it.
    pub fn finds(&self, key: &str) -> Result<bool, IndexError> {
        let by_key = self.term(self.fields.key, key);
        let found = self.searcher.search(&by_key, &DocSetCollector)?;
        let Some(&address) = found.iter().next().filter(|_| found.len() == 1) else { return Ok(false) };
        let document: TantivyDocument = self.searcher.doc(address)?;
        let title = document.get_first(self.fields.title).and_then(|value| value.as_str()).unwrap_or_default();
        let words = some_words(title);
        let words = words.iter().map(|word| self.term(self.fields.text, word));
        let all: Vec<Box<dyn Query>> = words.chain([by_key]).map(|query| Box::new(query) as Box<dyn Query>).collect();
        Ok(self.searcher.search(&BooleanQuery::intersection(all), &Count)? == 1)
    }

    fn term(&self, field: tantivy::schema::Field, text: &str) -> TermQuery {
        TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic)
    }
}

/// The words of a title, or of the beginning of a long one, each once.
fn some_words(title: &str) -> Vec<String> {
    let head = &title[..title.floor_char_boundary(LONGEST_TITLE)];
    let mut words: Vec<String> = NewsTokenizer::words(head).into_iter().map(|(.., word)| word).collect();
    if head.len() < title.len() {
        // It may be cut.
        words.pop();
    }
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_any_length_gives_few_words() {
        assert_eq!(some_words("The ferry and the ferry"), ["and", "ferry", "the"]);
        assert!(some_words("").is_empty());
        let long: String = (0..2_000_000).map(|word| format!("w{word} ")).collect();
        let words = some_words(&long);
        assert!(words.len() < LONGEST_TITLE / 2 && words.iter().all(|word| long.contains(&format!("{word} "))));
        assert!(some_words(&"é".repeat(LONGEST_TITLE)).is_empty());
    }
}
