//! The words and values of an index, with which queries are resolved.

use crate::article::Names;
use crate::engine::{Fields, LanguageTest, column_texts};
use crate::index::Generation;
use crate::query::{ArchiveError, Dictionary, Language, Take, TextField};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, Searcher, TERMINATED, Term};

/// The dictionaries of a generation, opened on first use.
pub struct IndexDictionary<'a> {
    generation: &'a Generation,
    searcher: &'a Searcher,
    fields: Fields,
    story: OnceCell<Vec<Arc<InvertedIndexReader>>>,
    margin: OnceCell<Vec<Arc<InvertedIndexReader>>>,
    /// For each segment.
    languages: OnceCell<Vec<LanguageTest>>,
    /// Articles of words by language, in archives of several.
    counted: RefCell<HashMap<String, [u64; Language::COUNT]>>,
}

impl<'a> IndexDictionary<'a> {
    pub fn of(generation: &'a Generation) -> Self {
        let (searcher, fields) = (&generation.searcher, generation.fields);
        let (story, margin, languages) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { generation, searcher, fields, story, margin, languages, counted: RefCell::default() }
    }

    fn open(&self, field: Field) -> tantivy::Result<Vec<Arc<InvertedIndexReader>>> {
        self.searcher.segment_readers().iter().map(|reader| reader.inverted_index(field)).collect()
    }

    fn part(&self, part: TextField) -> tantivy::Result<&[Arc<InvertedIndexReader>]> {
        let (opened, field) = match part {
            TextField::Story => (&self.story, self.fields.text),
            TextField::Margin => (&self.margin, self.fields.margin),
        };
        if let Some(opened) = opened.get() {
            return Ok(opened);
        }
        let read = self.open(field)?;
        Ok(opened.get_or_init(|| read))
    }

    fn tests(&self) -> tantivy::Result<&[LanguageTest]> {
        if let Some(opened) = self.languages.get() {
            return Ok(opened);
        }
        let opened = self.searcher.segment_readers().iter().map(LanguageTest::of).collect::<tantivy::Result<_>>()?;
        Ok(self.languages.get_or_init(|| opened))
    }

    /// Articles with a word in each language.
    fn count_by_language(&self, word: &str) -> tantivy::Result<[u64; Language::COUNT]> {
        if let Some(known) = self.counted.borrow().get(word) {
            return Ok(*known);
        }
        let term = Term::from_field_text(self.fields.text, word);
        let mut articles = [0; Language::COUNT];
        for (inverted, languages) in self.part(TextField::Story)?.iter().zip(self.tests()?) {
            if languages.are_all(Language::ENGLISH) {
                articles[Language::ENGLISH.number()] += u64::from(inverted.doc_freq(&term)?);
            } else if let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? {
                while postings.doc() != TERMINATED {
                    if let Some(language) = languages.language_of(postings.doc()) {
                        articles[language.number()] += 1;
                    }
                    postings.advance();
                }
            }
        }
        self.counted.borrow_mut().insert(word.to_owned(), articles);
        Ok(articles)
    }

    fn words_from(&self, part: TextField, start: &str, take: Take<'_>) -> tantivy::Result<()> {
        for inverted in self.part(part)? {
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

    fn near_words(&self, part: TextField, word: &str, edits: u8, take: Take<'_>) -> tantivy::Result<()> {
        let wanted = FuzzyTermQuery::new(Term::from_field_text(self.fields.text, word), edits, true).automaton()?;
        for inverted in self.part(part)? {
            let mut stream = inverted.terms().search(&wanted).into_stream()?;
            while stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                // Markers and cased terms start with a control character.
                if !term.starts_with(char::is_control) && !take(term) {
                    break;
                }
            }
        }
        Ok(())
    }

    fn values_from(&self, field: &str, from: &str, take: Take<'_>) -> tantivy::Result<()> {
        let Some(field) = self.fields.named(field) else { return Ok(()) };
        for inverted in self.open(field)? {
            let mut stream = inverted.terms().range().ge(from.as_bytes()).into_stream()?;
            while stream.advance() {
                let Ok(known) = std::str::from_utf8(stream.key()) else { continue };
                if !take(known) {
                    break;
                }
            }
        }
        Ok(())
    }

    fn values(&self, field: &str, wanted: &mut dyn FnMut(&str) -> bool) -> tantivy::Result<Vec<(String, u64)>> {
        let mut counted = Vec::new();
        for segment in self.searcher.segment_readers() {
            let Some(column) = segment.fast_fields().str(field)? else { continue };
            let mut found = Vec::new();
            for (ordinal, value) in (0u64..).zip(column_texts(&column)?) {
                if wanted(&value) {
                    found.push((ordinal, value));
                }
            }
            if found.is_empty() {
                continue;
            }
            let mut articles = vec![0u64; column.num_terms()];
            for article in segment.doc_ids_alive() {
                column.term_ords(article).for_each(|ordinal| articles[ordinal as usize] += 1);
            }
            counted.extend(found.into_iter().map(|(ordinal, value)| (value, articles[ordinal as usize])));
        }
        Ok(joined(counted))
    }
}

/// Each value once, with the sum of its articles.
fn joined(mut counted: Vec<(String, u64)>) -> Vec<(String, u64)> {
    counted.sort();
    counted.dedup_by(|(value, articles), (first, sum)| {
        let same = value == first;
        *sum += if same { *articles } else { 0 };
        same
    });
    counted
}

impl IndexDictionary<'_> {
    fn read<T>(&self, read: impl FnOnce() -> tantivy::Result<T>) -> Result<T, ArchiveError> {
        Ok(self.generation.guarded(|| read().map_err(|error| self.generation.damaged(error)))?)
    }
}

impl Dictionary for IndexDictionary<'_> {
    fn frequency(&self, word: &str) -> u64 {
        let term = Term::from_field_text(self.fields.text, word);
        // A dictionary that cannot be read fails the search where the term itself is looked up.
        let Ok(opened) = self.part(TextField::Story) else { return 0 };
        opened.iter().map(|inverted| u64::from(inverted.doc_freq(&term).unwrap_or(0))).sum()
    }

    fn languages(&self) -> Vec<Language> {
        let of_all = self.tests().unwrap_or_default().iter().flat_map(LanguageTest::languages);
        of_all.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn frequency_in(&self, language: Language, word: &str) -> u64 {
        let is_english = |test: &LanguageTest| test.are_all(Language::ENGLISH);
        match self.tests() {
            Ok(tests) if tests.iter().all(is_english) && language == Language::ENGLISH => self.frequency(word),
            _ => self.count_by_language(word).map_or(0, |articles| articles[language.number()]),
        }
    }

    fn each_word(&self, part: TextField, start: &str, take: Take<'_>) -> Result<(), ArchiveError> {
        self.read(|| self.words_from(part, start, take))
    }

    fn each_near_word(&self, part: TextField, word: &str, edits: u8, take: Take<'_>) -> Result<(), ArchiveError> {
        self.read(|| self.near_words(part, word, edits, take))
    }

    fn each_value(&self, field: &str, from: &str, take: Take<'_>) -> Result<(), ArchiveError> {
        self.read(|| self.values_from(field, from, take))
    }

    fn counted_values(
        &self,
        field: &str,
        wanted: &mut dyn FnMut(&str) -> bool,
    ) -> Result<Vec<(String, u64)>, ArchiveError> {
        self.read(|| self.values(field, wanted))
    }

    fn story(&self, key: &str) -> Result<Vec<String>, ArchiveError> {
        Ok(self.generation.stories()?.of(key).map(|story| story.articles.clone()).unwrap_or_default())
    }

    fn changed(&self, from: u64, to: u64) -> Result<Vec<String>, ArchiveError> {
        Ok(self.generation.changes()?.keys(|change| (from..=to).contains(&change.number())))
    }

    fn articles_with(&self, field: &str, value: &str) -> Result<u64, ArchiveError> {
        let Some(field) = self.fields.named(field) else { return Ok(0) };
        self.read(|| self.searcher.doc_freq(&Term::from_field_text(field, value)))
    }

    fn names(&self) -> Result<&Names, ArchiveError> {
        Ok(self.generation.names()?)
    }
}
