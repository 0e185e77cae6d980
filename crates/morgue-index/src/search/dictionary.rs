//! The words and values of an index, with which queries are resolved.

use crate::article::Names;
use crate::engine::{EnglishTest, Fields, column_texts};
use crate::index::Generation;
use crate::query::{ArchiveError, Dictionary, Take, TextField};
use std::cell::OnceCell;
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
    english: OnceCell<Vec<EnglishTest>>,
}

impl<'a> IndexDictionary<'a> {
    pub fn of(generation: &'a Generation) -> Self {
        let (searcher, fields) = (&generation.searcher, generation.fields);
        Self { generation, searcher, fields, story: OnceCell::new(), margin: OnceCell::new(), english: OnceCell::new() }
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

    fn english(&self) -> tantivy::Result<&[EnglishTest]> {
        if let Some(opened) = self.english.get() {
            return Ok(opened);
        }
        let opened = self.searcher.segment_readers().iter().map(EnglishTest::of).collect::<tantivy::Result<_>>()?;
        Ok(self.english.get_or_init(|| opened))
    }

    fn count_english(&self, word: &str) -> tantivy::Result<u64> {
        let term = Term::from_field_text(self.fields.text, word);
        let mut articles = 0;
        for (inverted, english) in self.part(TextField::Story)?.iter().zip(self.english()?) {
            if english.is_everywhere() {
                articles += u64::from(inverted.doc_freq(&term)?);
            } else if let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? {
                while postings.doc() != TERMINATED {
                    articles += u64::from(english.holds(postings.doc()));
                    postings.advance();
                }
            }
        }
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

    fn english_frequency(&self, word: &str) -> u64 {
        self.count_english(word).unwrap_or(0)
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

    fn articles_with(&self, field: &str, value: &str) -> Result<u64, ArchiveError> {
        let Some(field) = self.fields.named(field) else { return Ok(0) };
        self.read(|| self.searcher.doc_freq(&Term::from_field_text(field, value)))
    }

    fn names(&self) -> Result<&Names, ArchiveError> {
        Ok(self.generation.names()?)
    }
}
