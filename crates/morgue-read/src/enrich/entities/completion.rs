//! Labels for unlabelled words from an article's own names: a surname on its own.

use super::document::{Document, form};
use super::labels::{Kind, kind_of, label, spans};
use super::maps::FastMap;

impl Document<'_> {
    /// Labels a capitalised word as a person if it is the surname of somebody whom the article names in full, and it
    /// has no label, no capitalised neighbour, and is never written in lower case.
    pub(super) fn complete(&self, labels: &mut [u8]) {
        let mut surnames: FastMap<u32, u32> = FastMap::default();
        for (range, kind) in spans(labels) {
            if range.len() > 1 {
                let last = self.tokens[range.end - 1];
                *surnames.entry(last).or_default() |= if kind == Kind::Person { 1 } else { 2 };
            }
        }
        let person = label("B-PER");
        for sentence in &self.sentences {
            for token in sentence.clone() {
                let is_alone = |at: usize| {
                    !sentence.contains(&at) || self.word(at).form & form::CAPITAL == 0 || kind_of(labels[at]).is_some()
                };
                let free = labels[token] == 0
                    && self.word(token).form & form::CAPITAL != 0
                    && surnames.get(&self.tokens[token]) == Some(&1);
                if free && is_alone(token + 1) && (token == 0 || is_alone(token - 1)) && !self.is_used_small(token) {
                    labels[token] = person;
                }
            }
        }
    }
}
