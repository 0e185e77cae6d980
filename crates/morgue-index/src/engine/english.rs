//! Which articles are in English, as far as known: inflections count only there.

use crate::query::ENGLISH;
use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

/// Identifies the English articles of one segment.
pub struct EnglishTest {
    /// `None` if every article is in English or states no language.
    others: Option<(StrColumn, Option<u64>)>,
}

impl EnglishTest {
    pub fn of(reader: &SegmentReader) -> tantivy::Result<Self> {
        let Some(column) = reader.fast_fields().str("language")? else { return Ok(Self { others: None }) };
        let english = column.dictionary().term_ord(ENGLISH)?;
        let only = column.num_terms() == usize::from(english.is_some());
        Ok(Self { others: (!only).then_some((column, english)) })
    }

    pub fn is_everywhere(&self) -> bool {
        self.others.is_none()
    }

    pub fn holds(&self, doc: DocId) -> bool {
        let Some((column, english)) = &self.others else { return true };
        column.term_ords(doc).next().is_none_or(|number| Some(number) == *english)
    }
}
