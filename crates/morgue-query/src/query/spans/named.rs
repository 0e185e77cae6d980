//! The positions of names in one text.

use crate::query::plan::Named;
use crate::terms::{NameInText, ZonedText};
use std::ops::Range;

/// Where names occur in one text.
pub struct NamedWords<'e> {
    names: Vec<&'e Named>,
    /// Every mention of one of them: which, its bytes, and the positions of its words.
    found: Vec<(usize, Range<usize>, Vec<u32>)>,
    last: Option<u32>,
}

impl<'e> NamedWords<'e> {
    pub fn of(zoned: &ZonedText, names: impl Iterator<Item = &'e Named>) -> Self {
        let names: Vec<&Named> = names.collect();
        let mut found = Vec::new();
        if !names.is_empty() {
            for NameInText { term, range } in &zoned.names {
                let wanted = names.iter().enumerate().filter(|(_, named)| named.terms.contains(term));
                found.extend(wanted.map(|(nth, _)| (nth, range.clone(), Vec::new())));
            }
        }
        Self { names, found, last: None }
    }

    /// Whether the text has none of the names.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Takes the next word of the text; returns whether it belongs to a mention and was not taken before.
    pub fn note(&mut self, position: u32, word: Range<usize>) -> bool {
        if self.found.is_empty() || self.last.replace(position) == Some(position) {
            return false;
        }
        let mut named = false;
        for (_, range, words) in &mut self.found {
            if range.start < word.end && word.start < range.end {
                words.push(position);
                named = true;
            }
        }
        named
    }

    /// The words of each mention of a name.
    pub fn places(&self, named: &Named) -> Vec<&[u32]> {
        let Some(nth) = self.names.iter().position(|known| std::ptr::eq(*known, named)) else { return Vec::new() };
        let own = self.found.iter().filter(|(of, _, words)| *of == nth && !words.is_empty());
        own.map(|(.., words)| words.as_slice()).collect()
    }
}
