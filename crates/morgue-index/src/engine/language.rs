//! In which language an article is: the inflections of a language count only there.

use crate::query::Language;
use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

/// The languages of the articles of one segment.
pub struct LanguageTest {
    /// The column, and the language of each of its values; `None` if every article is in English or states no language.
    mixed: Option<(StrColumn, Vec<Option<Language>>)>,
}

impl LanguageTest {
    pub fn of(reader: &SegmentReader) -> tantivy::Result<Self> {
        let Some(column) = reader.fast_fields().str("language")? else { return Ok(Self { mixed: None }) };
        let english = column.dictionary().term_ord(Language::ENGLISH.code())?;
        if column.num_terms() == usize::from(english.is_some()) {
            return Ok(Self { mixed: None });
        }
        let mut languages = vec![None; column.num_terms()];
        for language in Language::all() {
            if let Some(number) = column.dictionary().term_ord(language.code())? {
                languages[number as usize] = Some(language);
            }
        }
        Ok(Self { mixed: Some((column, languages)) })
    }

    /// Whether all articles are in this language, or in none that is stated.
    pub fn are_all(&self, language: Language) -> bool {
        self.mixed.is_none() && language == Language::ENGLISH
    }

    /// The language whose inflections count in an article.
    pub fn language_of(&self, doc: DocId) -> Option<Language> {
        let Some((column, languages)) = &self.mixed else { return Some(Language::ENGLISH) };
        match column.term_ords(doc).next() {
            None => Some(Language::ENGLISH),
            Some(number) => languages.get(number as usize).copied().flatten(),
        }
    }

    pub fn holds(&self, doc: DocId, language: Language) -> bool {
        self.language_of(doc) == Some(language)
    }

    /// The languages of the segment.
    pub fn languages(&self) -> Vec<Language> {
        match &self.mixed {
            None => vec![Language::ENGLISH],
            Some((_, languages)) => {
                [Language::ENGLISH].into_iter().chain(languages.iter().flatten().copied()).collect()
            }
        }
    }
}
