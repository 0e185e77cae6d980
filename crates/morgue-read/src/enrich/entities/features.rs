//! Hashed features of a token: of its word alone (the same for each use in an article), and of its context.
//! A feature is the number of a bucket; the trainer and the decoder share this file.

use super::document::{Case, Document, Listed, Word, form, shape_of, usage};
use super::gazetteer::{HashedMap, hash_lower, join, list};

/// Bits of a bucket number.
pub const BITS: u32 = 20;

/// How a lower-cased word is written in the training texts, by its hash: never in lower case, mixed, mostly in lower
/// case.
#[derive(Debug, Default)]
pub struct Lexicon(pub(super) HashedMap<u8>);

impl Lexicon {
    /// Class of a word; 0 if it is too rare in the training texts.
    pub(super) fn class(&self, lower: u64) -> u8 {
        self.0.get(&(lower >> 32)).copied().unwrap_or(0)
    }

    /// Stores the class of a word.
    pub fn insert(&mut self, word: &str, class: u8) {
        self.0.insert(u64::from(hash_word(word)), class);
    }
}

/// Hash of a word in the lexicon.
pub fn hash_word(word: &str) -> u32 {
    (hash_lower(word) >> 32) as u32
}

/// Bucket of a value under a template.
#[inline]
pub(super) fn bucket(template: u64, value: u64) -> u32 {
    (join(template.wrapping_mul(0x9e37_79b9_7f4a_7c15), value).wrapping_mul(0xd6e8_feb8_6659_fd93) >> (64 - BITS))
        as u32
}

/// Replaces the word before the first and after the last.
const EDGE: Word = Word { lower: 11, shape: 12, last: 13, form: 0, lists: 0, lemma: u32::MAX };

/// Features of one distinct word of the article.
pub fn word_features(document: &Document, id: usize, lexicon: &Lexicon, out: &mut Vec<u32>) {
    let (word, text) = (&document.words[id], document.texts[id]);
    let used = document.usages[word.lemma as usize];
    let class = lexicon.class(word.lower);
    out.push(bucket(1, 0));
    out.push(bucket(2, word.lower));
    out.push(bucket(3, word.shape));
    out.push(bucket(4, u64::from(word.form)));
    out.push(bucket(5, u64::from(word.lists)));
    out.push(bucket(6, join(u64::from(class), u64::from(word.form & form::CAPITAL))));
    if text.len() < 8 {
        out.push(bucket(7, text.chars().fold(0, |hash, c| join(hash, u64::from(shape_of(c))))));
    }
    affixes(text, out);
    if text.contains('-') {
        for (at, part) in text.split('-').enumerate() {
            out.push(bucket(16 + at.min(1) as u64, hash_lower(part)));
        }
    }
    if word.form & form::CAPITAL != 0 {
        out.push(bucket(18, u64::from(used)));
        out.push(bucket(19, u64::from(used & usage::LOWER)));
        out.push(bucket(20, u64::from(used / usage::CAPITAL_COUNT)));
        for bit in 1..7 {
            if used & (1 << bit) != 0 {
                out.push(bucket(21, bit));
            }
        }
    }
}

/// First and last one to four letters, in lower case.
fn affixes(text: &str, out: &mut Vec<u32>) {
    let mut hash = 0;
    for (at, c) in text.chars().flat_map(char::to_lowercase).take(4).enumerate() {
        hash = join(hash, u64::from(c));
        out.push(bucket(8 + at as u64, hash));
    }
    hash = 0;
    for (at, c) in text.chars().rev().flat_map(char::to_lowercase).take(4).enumerate() {
        hash = join(hash, u64::from(c));
        out.push(bucket(12 + at as u64, hash));
    }
}

/// Features of the context of one token.
pub fn context_features(document: &Document, sentence: usize, token: usize, out: &mut Vec<u32>) {
    let range = &document.sentences[sentence];
    let at = |step: isize| {
        let place = token as isize + step;
        (place >= range.start as isize && place < range.end as isize).then_some(place as usize)
    };
    let word = |step: isize| at(step).map_or(&EDGE, |place| document.word(place));
    let [back2, back, here, ahead, ahead2] = [-2, -1, 0, 1, 2].map(word);
    out.push(bucket(30, back.lower));
    out.push(bucket(31, back2.lower));
    out.push(bucket(32, ahead.lower));
    out.push(bucket(33, ahead2.lower));
    out.push(bucket(34, back.shape));
    out.push(bucket(35, ahead.shape));
    out.push(bucket(36, join(join(back.shape, here.shape), ahead.shape)));
    out.push(bucket(37, join(back.lower, here.lower)));
    out.push(bucket(38, join(here.lower, ahead.lower)));
    out.push(bucket(39, join(join(back2.lower, back.lower), here.shape)));
    out.push(bucket(40, join(join(here.shape, ahead.lower), ahead2.lower)));
    out.push(bucket(41, back.last));
    out.push(bucket(42, ahead.last));
    if token == range.start {
        out.push(bucket(43, 0));
        out.push(bucket(44, here.shape));
    }
    if token + 1 == range.end {
        out.push(bucket(45, 0));
    }
    for (step, near) in [(0, back), (1, ahead), (2, ahead2)] {
        if near.lists != 0 {
            out.push(bucket(46 + step, u64::from(near.lists)));
        }
    }
    listed_features(document, [-1, 0, 1, 2].map(at), here, out);
    neighbour_usage(document, [back, ahead], out);
    case_features(document.cases[sentence], here, out);
    run_features(document, sentence, token, out);
}

/// Listed names that cover the token and its neighbours.
fn listed_features(document: &Document, places: [Option<usize>; 4], here: &Word, out: &mut Vec<u32>) {
    let code =
        |listed: Listed| u64::from(listed.kinds) | u64::from(listed.inside) << 8 | u64::from(listed.several) << 9;
    let codes = places.map(|place| place.map_or(0, |place| code(document.listed[place])));
    for (template, code) in (50..).zip(codes) {
        if code != 0 {
            out.push(bucket(template, code));
        }
    }
    if codes[1] != 0 {
        for bit in 0..6 {
            if codes[1] & (1 << bit) != 0 {
                out.push(bucket(54, codes[1] & 0x300 | bit));
            }
        }
    }
    out.push(bucket(55, join(codes[0], codes[1])));
    out.push(bucket(56, join(codes[1], codes[2])));
    out.push(bucket(57, join(codes[1], here.shape)));
}

/// How the capitalised neighbours are used elsewhere.
fn neighbour_usage(document: &Document, neighbours: [&Word; 2], out: &mut Vec<u32>) {
    for (template, near) in (60..).zip(neighbours) {
        if near.form & form::CAPITAL != 0 && near.lemma != u32::MAX {
            let used = document.usages[near.lemma as usize];
            if used & 0x7e != 0 {
                out.push(bucket(template, u64::from(used & 0x7e)));
            }
        }
    }
}

fn case_features(case: Case, here: &Word, out: &mut Vec<u32>) {
    if case != Case::Usual {
        let code = case as u64;
        out.push(bucket(64, code));
        out.push(bucket(65, join(code, here.shape)));
    }
}

/// The run of capitalised words around the token: its ends, its length, and the words next to it.
fn run_features(document: &Document, sentence: usize, token: usize, out: &mut Vec<u32>) {
    let (start, end) = (document.runs[token].0 as usize, document.runs[token].1 as usize);
    if start == end {
        return;
    }
    let range = &document.sentences[sentence];
    let (place, rest) = ((token - start).min(4) as u64, (end - 1 - token).min(4) as u64);
    let shape = place << 4 | rest;
    let (first, last) = (document.word(start), document.word(end - 1));
    let before = if start > range.start { document.word(start - 1).lower } else { EDGE.lower };
    let behind = if end < range.end { document.word(end).lower } else { EDGE.lower };
    out.push(bucket(70, shape));
    out.push(bucket(71, before));
    out.push(bucket(72, behind));
    if end - start > 1 {
        out.push(bucket(73, first.lower));
        out.push(bucket(74, last.lower));
        out.push(bucket(75, join(shape, u64::from(last.lists & (list::ORG_ENDING | list::PLACE_ENDING)))));
        out.push(bucket(76, u64::from(document.listed[start].kinds) << 3 | u64::from(token > start)));
    }
}
