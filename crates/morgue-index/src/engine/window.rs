//! Posting lists read one window of documents at a time, shared by our own scorers of words. A window's arrays stay in
//! the processor's L1 cache.

use super::language::LanguageTest;
use crate::query::{Family, Role};
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, InvertedIndexReader, Score, TERMINATED, Term};

/// Documents of one window.
pub const WINDOW: usize = 2048;

/// One occurrence in each document of a block.
const ONES: [u32; 128] = [1; 128];

/// One member's posting list, and how far it has been read.
pub struct List {
    blocks: BlockSegmentPostings,
    /// Position inside the block.
    at: usize,
    pub role: Role,
}

impl List {
    /// The lists of a family's members in a segment; derived ones and frequencies only if it is scored.
    pub fn of_family(
        inverted: &InvertedIndexReader,
        field: Field,
        family: &Family,
        scored: bool,
    ) -> tantivy::Result<Vec<Self>> {
        let option = if scored { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let mut lists = Vec::new();
        for (word, role) in family.members().filter(|(_, role)| scored || role.matches()) {
            let blocks = inverted.read_block_postings(&Term::from_field_text(field, word), option)?;
            lists.extend(blocks.map(|blocks| Self { blocks, at: 0, role }));
        }
        Ok(lists)
    }

    pub fn doc(&self) -> DocId {
        self.blocks.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    pub fn doc_freq(&self) -> u32 {
        self.blocks.doc_freq()
    }

    /// Moves to the first document at or after `target`.
    pub fn seek(&mut self, target: DocId) {
        if self.doc() < target {
            self.at = self.blocks.seek(target);
        }
    }

    /// How much the member adds at a document, which is at or after the list's position.
    pub fn times_at(&mut self, doc: DocId, languages: &LanguageTest) -> Score {
        self.seek(doc);
        if self.doc() != doc || !self.counts(doc, languages) {
            return 0.0;
        }
        let times = self.blocks.freqs().get(self.at).copied().unwrap_or(1);
        self.role.weight() * times as Score
    }

    fn counts(&self, doc: DocId, languages: &LanguageTest) -> bool {
        match self.role {
            Role::Inflected(language) => languages.holds(doc, language),
            Role::Word | Role::Unaccented | Role::Accented | Role::Written | Role::Derived => true,
        }
    }

    /// Reads on to `end`; returns each document of the window by its offset from `start`, and how much the member adds.
    #[inline]
    pub fn each(&mut self, start: DocId, end: DocId, languages: &LanguageTest, mut take: impl FnMut(usize, Score)) {
        self.seek(start);
        let weight = self.role.weight();
        let checked = match self.role {
            Role::Inflected(language) if !languages.are_all(language) => Some(language),
            _ => None,
        };
        loop {
            let docs = &self.blocks.docs()[self.at..];
            let inside = docs.partition_point(|&doc| doc < end);
            // Without scores no frequencies are read.
            let freqs = self.blocks.freqs().get(self.at..self.at + inside).unwrap_or(&ONES[..inside]);
            for (&doc, &times) in docs[..inside].iter().zip(freqs) {
                if checked.is_none_or(|language| languages.holds(doc, language)) {
                    take((doc - start) as usize, weight * times as Score);
                }
            }
            self.at += inside;
            if self.at < self.blocks.docs().len() || self.blocks.docs().is_empty() {
                break;
            }
            self.blocks.advance();
            self.at = 0;
        }
    }
}

/// Documents of a window, one bit each.
#[derive(Clone)]
pub struct Marks([u64; WINDOW / 64]);

impl Marks {
    pub fn none() -> Self {
        Self([0; WINDOW / 64])
    }

    pub fn insert(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    /// The marked offsets, in order.
    #[inline]
    pub fn each(&self, mut take: impl FnMut(usize)) {
        for (nth, bits) in self.0.iter().enumerate() {
            let mut bits = *bits;
            while bits != 0 {
                take(nth * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }
}
