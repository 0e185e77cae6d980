//! Which texts may be copies of each other: a sample of the runs of letters of each, drawn by their hashes, so that the same run is
//! drawn in every text (Broder, "On the resemblance and containment of documents", 1997, with runs of letters for words:
//! OCR leaves few words whole).

use super::letters::{each_gram, letters};

/// Letters of a run: most phrases are shorter, and where 15 letters in 100 are wrong, one run in nine is whole.
const RUN: usize = 12;

/// Fewest runs that are drawn of a text; at most twice as many are. A copy shares a fifth of the longer text or more: six of them.
pub(super) const DRAWN: usize = 32;

/// Letters below which a text is compared with no other: many captions and notices are alike.
const LEAST: usize = 150;

/// Bytes above which a text is compared with no other: a book, or a whole year's issues in one file.
const LONGEST: usize = 2 << 20;

/// What is known of a text without reading it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Letters of the text; 0 if it is compared with no other.
    pub letters: u32,
    /// The drawn hashes, in order, each once.
    pub samples: Vec<u32>,
}

impl Sketch {
    /// The sketch of a text, of which the order of the paragraphs does not matter.
    pub fn of<'t>(paragraphs: impl Iterator<Item = &'t str>) -> Self {
        let paragraphs: Vec<&str> = paragraphs.collect();
        if paragraphs.iter().map(|paragraph| paragraph.len()).sum::<usize>() > LONGEST {
            return Self::default();
        }
        let paragraphs: Vec<Vec<char>> = paragraphs.into_iter().map(letters).collect();
        let length: usize = paragraphs.iter().map(Vec::len).sum();
        if length < LEAST {
            return Self::default();
        }
        let limit = limit_of(length);
        let mut samples = Vec::with_capacity(2 * DRAWN);
        for letters in &paragraphs {
            each_gram(letters, RUN, |_, hash| {
                let sample = (hash >> 32) as u32;
                if sample <= limit {
                    samples.push(sample);
                }
            });
        }
        samples.sort_unstable();
        samples.dedup();
        // Texts that are made to have many low hashes.
        samples.truncate(4 * DRAWN);
        Self { letters: u32::try_from(length).unwrap_or(u32::MAX), samples }
    }

    /// The greatest hash that may be among the samples.
    pub(super) fn limit(&self) -> u32 {
        limit_of(self.letters as usize)
    }
}

/// Halved for every doubling of the length: what is drawn of a long text is drawn of a part of it too.
fn limit_of(letters: usize) -> u32 {
    u32::MAX >> (letters / DRAWN).max(1).ilog2()
}
