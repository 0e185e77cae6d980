//! What the workers of a run build documents with.

use super::prepared::Facts;
use super::sketch::TextMarks;
use crate::article::{Article, Repeats};
use crate::engine::Fields;
use crate::index::{Cache, Forgotten, Generation, IndexError, LedgerReader};
use std::collections::HashSet;

/// What the workers build documents with.
#[derive(Clone, Copy)]
pub struct BuildContext<'a> {
    pub fields: Fields,
    pub cache: &'a Cache,
    pub suppressed: &'a Suppressed,
    /// Lines to move to the margin.
    pub repeats: Option<&'a Repeats>,
    /// Whether lines are counted.
    pub learns: bool,
}

/// What must not be written to the cache: articles that were taken down, and other captures with the same bytes.
#[derive(Debug, Default)]
pub struct Suppressed {
    forgotten: Forgotten,
    contents: HashSet<u64>,
}

impl Suppressed {
    pub fn of(forgotten: &Forgotten, previous: Option<&Generation>) -> Result<Self, IndexError> {
        let mut suppressed = Self { forgotten: forgotten.clone(), ..Self::default() };
        let Some(previous) = previous.filter(|_| !forgotten.is_empty()) else { return Ok(suppressed) };
        for entry in LedgerReader::open(&previous.folder)? {
            let records = entry?.records.into_iter();
            let taken_down = records.filter(|record| record.key.as_deref().is_some_and(|key| forgotten.has(key)));
            suppressed.contents.extend(taken_down.map(|record| record.content));
        }
        Ok(suppressed)
    }

    pub fn has(&self, article: &Article, content: u64) -> bool {
        let words = || TextMarks::of(&article.zones.story).words;
        self.contents.contains(&content)
            || (!self.forgotten.is_empty() && self.forgotten.covers(article.key.as_str(), content, words()))
    }

    /// The same for an article whose facts are known.
    pub fn has_facts(&self, facts: &Facts) -> bool {
        let Facts { key, content, words, .. } = facts;
        self.contents.contains(content) || self.forgotten.covers(key.as_str(), *content, *words)
    }
}
