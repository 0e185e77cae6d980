//! What a list shows of the texts of its hits: passages, or the lines of a concordance.

use serde::Serialize;
use std::ops::Range;

/// A piece of an article around what matched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Passage {
    pub text: String,
    /// Bytes of `text` that matched.
    #[serde(skip)]
    pub marks: Vec<Range<usize>>,
}

/// One line of a concordance: a match in its context, all on one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KwicLine {
    /// The text before the match.
    pub left: String,
    pub matched: String,
    /// The text after it.
    pub right: String,
}

/// What a list shows of the texts of its hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excerpts {
    /// The best passages of each, up to a maximum, of whole sentences or with a number of words around a match.
    Passages { most: usize, words: Option<usize> },
    /// A concordance: a line for every match, up to a maximum per article, with a number of words on each side.
    Lines { most: usize, words: usize },
}

impl Default for Excerpts {
    fn default() -> Self {
        Self::Passages { most: 1, words: None }
    }
}

/// What is shown of one article.
#[derive(Debug, Default)]
pub struct Excerpted {
    /// The best passage.
    pub passage: Passage,
    /// Passages in reading order, including the best one.
    pub passages: Vec<Passage>,
    pub lines: Vec<KwicLine>,
    /// Bytes of the title that matched.
    pub title_marks: Vec<Range<usize>>,
    pub matched_zones: Vec<&'static str>,
    pub matches: u64,
}
