//! What became of every record, and which records have a key or the same bytes: tables of record numbers, since there may be
//! millions.

use crate::index::RecordOutcome;
use hashbrown::HashTable;

/// One settled record, in as few bytes as possible.
pub struct Settlement {
    /// The key of its article. Two halves take less room than a number of their size.
    pub key_halves: [u64; 2],
    pub content: u64,
    pub url: u64,
    pub text: u64,
    pub words: u64,
    /// Hash of its title; 0 for a summary.
    pub title: u32,
    /// Hash of its deck, story and captions; 0 for a summary.
    pub rest: u32,
    pub suffix: Suffix,
    pub outcome: RecordOutcome,
}

/// What follows the file's locator.
pub enum Suffix {
    /// The number of the record, and of the article in it; 0 if there is none: `#12`, `#12#2`.
    Numbers(u32, u32),
    /// A member of a container: `!folder/page.html`.
    Named(Box<str>),
}

impl Suffix {
    pub fn of(file: &str, locator: &str) -> Self {
        let suffix = locator.get(file.len()..).unwrap_or_default();
        let mut parts = suffix.split('#').skip(1).map(|part| part.parse().unwrap_or(0));
        let numbers = Self::Numbers(parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        if numbers.after(file) == locator { numbers } else { Self::Named(suffix.into()) }
    }

    pub fn after(&self, file: &str) -> String {
        match self {
            Suffix::Numbers(0, _) => file.to_owned(),
            Suffix::Numbers(number, 0) => format!("{file}#{number}"),
            Suffix::Numbers(number, part) => format!("{file}#{number}#{part}"),
            Suffix::Named(suffix) => format!("{file}{suffix}"),
        }
    }
}

impl Settlement {
    /// A record that could not be read.
    pub fn spiked(suffix: Suffix) -> Self {
        let outcome = RecordOutcome::Spiked;
        Self { key_halves: [0; 2], content: 0, url: 0, text: 0, words: 0, title: 0, rest: 0, suffix, outcome }
    }

    /// A record of an article.
    pub fn of(key: u128, suffix: Suffix, outcome: RecordOutcome) -> Self {
        Self { key_halves: [key as u64, (key >> 64) as u64], ..Self { outcome, ..Self::spiked(suffix) } }
    }

    /// The bits of its article's key.
    pub fn key(&self) -> Option<u128> {
        let [low, high] = self.key_halves.map(u128::from);
        (self.outcome != RecordOutcome::Spiked).then_some(high << 64 | low)
    }
}

/// Records in pieces, so that none is copied when there are more.
const PIECE: usize = 1 << 15;

/// All settled records by their numbers.
#[derive(Default)]
pub struct Settlements {
    pieces: Vec<Vec<Settlement>>,
    /// The record that is kept under each key.
    standing: HashTable<u32>,
    /// The first record with each content.
    contents: HashTable<u32>,
}

impl Settlements {
    pub fn len(&self) -> usize {
        self.pieces.last().map_or(0, |last| (self.pieces.len() - 1) * PIECE + last.len())
    }

    /// The number of the next record. Four thousand million records would need more memory than any machine has.
    pub fn next(&self) -> u32 {
        u32::try_from(self.len()).unwrap_or(u32::MAX)
    }

    pub fn push(&mut self, settlement: Settlement) {
        match self.pieces.last_mut().filter(|last| last.len() < PIECE) {
            Some(last) => last.push(settlement),
            None => {
                let mut piece = Vec::with_capacity(if self.pieces.is_empty() { 0 } else { PIECE });
                piece.push(settlement);
                self.pieces.push(piece);
            }
        }
    }

    pub fn get(&self, record: u32) -> &Settlement {
        place(&self.pieces, record)
    }

    pub fn get_mut(&mut self, record: u32) -> &mut Settlement {
        &mut self.pieces[record as usize / PIECE][record as usize % PIECE]
    }

    /// Some records, in order.
    pub fn range(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = &Settlement> {
        range.map(|record| self.get(record as u32))
    }

    /// The first record with a content.
    pub fn with_content(&self, content: u64) -> Option<u32> {
        self.contents.find(content, |&record| self.get(record).content == content).copied()
    }

    /// Notes the next record as the first with its content.
    pub fn note_content(&mut self, content: u64) {
        let (next, pieces) = (self.next(), &self.pieces);
        self.contents.insert_unique(content, next, |&record| place(pieces, record).content);
    }

    /// The record that is kept under a key.
    pub fn standing(&self, key: u128) -> Option<u32> {
        self.standing.find(key as u64, |&record| self.get(record).key() == Some(key)).copied()
    }

    /// Keeps the last record under its key.
    pub fn keep_last(&mut self) {
        let last = self.next().saturating_sub(1);
        let Some(key) = self.get(last).key() else { return };
        let pieces = &self.pieces;
        match self.standing.find_mut(key as u64, |&record| place(pieces, record).key() == Some(key)) {
            Some(record) => *record = last,
            None => {
                self.standing.insert_unique(key as u64, last, |&record| place(pieces, record).key_halves[0]);
            }
        }
    }

    /// Frees what only settling further records needs.
    pub fn close(&mut self) {
        (self.standing, self.contents) = Default::default();
    }
}

fn place(pieces: &[Vec<Settlement>], record: u32) -> &Settlement {
    &pieces[record as usize / PIECE][record as usize % PIECE]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn locators_are_kept_whole() {
        let files = [
            ("a.jsonl", ["", "#12", "#12#2", "#0", "#12#2#3", "#99999999999"]),
            ("b#7.zip", ["!c/d.html", "!c.jsonl#3", "!e.zip!f.txt", "!g#x", "#1!", "#1#0"]),
        ];
        for (file, parts) in files {
            for part in parts {
                let place = format!("{file}{part}");
                assert_eq!(Suffix::of(file, &place).after(file), place);
            }
        }
        assert!(matches!(Suffix::of("a", "a#12#2"), Suffix::Numbers(12, 2)));
    }

    #[test]
    fn records_are_found_by_content_and_key() {
        let mut settlements = Settlements::default();
        let (mut first, mut last) = (HashMap::new(), HashMap::new());
        for number in 0..PIECE as u32 * 2 + 9 {
            // Low halves of keys are shared, as are contents.
            let (content, key) = (u64::from(number % 40_000) + 1, u128::from(number % 30_000) << 62 | 5);
            assert_eq!(settlements.with_content(content), first.get(&content).copied());
            if settlements.with_content(content).is_none() {
                settlements.note_content(content);
                first.insert(content, number);
            }
            settlements.push(Settlement {
                content,
                ..Settlement::of(key, Suffix::Numbers(number, 0), RecordOutcome::Indexed)
            });
            settlements.keep_last();
            last.insert(key, number);
            if number % 997 == 0 {
                settlements.push(Settlement::spiked(Suffix::Numbers(0, 0)));
                settlements.pieces.last_mut().and_then(Vec::pop);
            }
        }
        assert!(last.iter().all(|(&key, &record)| settlements.standing(key) == Some(record)));
        assert_eq!(settlements.standing(4), None);
        settlements.close();
        assert_eq!((settlements.standing(5), settlements.with_content(1)), (None, None));
    }
}
