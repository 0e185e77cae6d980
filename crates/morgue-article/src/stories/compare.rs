//! How much of their text two articles share: by all runs of words, and, where letters differ, by runs of letters that follow each
//! other in both.

use super::letters::{each_gram, letters, mixed, words};
use std::cell::OnceCell;
use std::cmp::Ordering;

/// Words of a run.
const WORDS: usize = 4;

/// Letters of a run: where 15 letters in 100 are wrong, one run in four is whole.
const LETTERS: usize = 8;

/// One run of letters in this many is compared, drawn by its hash.
const DRAWN: u64 = 2;

/// One run of letters in this many is compared first, and no more if fewer than this part of them is in both texts: where 15 letters
/// in 100 are wrong, a quarter of them is whole.
const FEW: u64 = 16;
const LEAST_FEW: f32 = 0.12;

/// Runs of letters that are at most this far apart in both texts, and shifted by at most that much, belong together.
const NEXT: u32 = 64;
const SHIFT: u32 = 5;

/// Runs that are looked back at.
const LOOK_BACK: usize = 4;

/// Letters of a block: which parts of a text another one shares is noted by blocks.
const BLOCK: u32 = 128;

/// A text that is compared with others. What a comparison needs of it is made when one first needs it: most texts that are proposed
/// as copies are told apart by a few of their runs of letters.
#[derive(Debug, Default)]
pub struct Compared {
    paragraphs: Vec<Paragraph>,
    letters: u32,
    /// Some of its runs of letters, in order, each once.
    few: Vec<u64>,
    /// Its runs of words, in order, each once.
    runs: OnceCell<Vec<u64>>,
    grams: OnceCell<Grams>,
}

#[derive(Debug)]
struct Paragraph {
    text: String,
    letters: Vec<char>,
}

/// The drawn runs of letters of a text.
#[derive(Debug, Default)]
struct Grams {
    by_hash: Vec<Gram>,
    /// Their numbers in the order in which they are in the text.
    in_text: Vec<u32>,
}

/// A run of letters and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Gram {
    hash: u64,
    paragraph: u32,
    at: u32,
}

/// What two texts have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Shared {
    /// Part of the shorter text, 0 to 1.
    pub of_shorter: f32,
    /// Part of the longer text.
    pub of_longer: f32,
    /// Blocks of the longer text that the shorter one has; only if it does not have most of it.
    pub region: u64,
}

impl Shared {
    /// Least part of the shorter text that a copy shares, and of the longer one: a copy may be cut to a third, and have sentences
    /// of its own.
    const OF_SHORTER: f32 = 0.5;
    const OF_LONGER: f32 = 0.2;

    /// Whether the two are copies of one text.
    pub fn are_copies(&self) -> bool {
        self.of_shorter >= Self::OF_SHORTER && self.of_longer >= Self::OF_LONGER
    }

    /// Whether the shorter text has so much of the longer one that any two such texts have a fifth of it in common.
    pub fn is_most(&self) -> bool {
        self.of_longer >= 0.6
    }
}

impl Compared {
    /// A text by its paragraphs, the order of which does not matter.
    pub fn of<'t>(paragraphs: impl Iterator<Item = &'t str>) -> Self {
        let mut text = Self::default();
        for paragraph in paragraphs {
            let letters = letters(paragraph);
            text.letters = text.letters.saturating_add(u32::try_from(letters.len()).unwrap_or(u32::MAX));
            each_gram(&letters, LETTERS, |_, hash| {
                if hash.is_multiple_of(FEW) {
                    text.few.push(hash);
                }
            });
            text.paragraphs.push(Paragraph { text: paragraph.to_owned(), letters });
        }
        text.few.sort_unstable();
        text.few.dedup();
        text
    }

    /// Letters of the text.
    pub fn letters(&self) -> u32 {
        self.letters
    }

    fn runs(&self) -> &[u64] {
        self.runs.get_or_init(|| {
            let mut runs = Vec::new();
            for paragraph in &self.paragraphs {
                runs.extend(words(&paragraph.text).windows(WORDS).map(hash_of));
            }
            runs.sort_unstable();
            runs.dedup();
            runs
        })
    }

    fn grams(&self) -> &Grams {
        self.grams.get_or_init(|| {
            let mut drawn: Vec<Gram> = Vec::with_capacity(self.letters as usize / DRAWN as usize);
            for (number, paragraph) in (0u32..).zip(&self.paragraphs) {
                each_gram(&paragraph.letters, LETTERS, |at, hash| {
                    if hash.is_multiple_of(DRAWN) {
                        let at = u32::try_from(at).unwrap_or(u32::MAX);
                        drawn.push(Gram { hash, paragraph: number, at });
                    }
                });
            }
            // They are drawn in the order of the text, so that one sort gives both orders.
            let mut order: Vec<(u64, u32)> = drawn.iter().map(|gram| gram.hash).zip(0u32..).collect();
            order.sort_unstable();
            let mut in_text = vec![0; drawn.len()];
            for (number, &(_, at)) in (0u32..).zip(&order) {
                in_text[at as usize] = number;
            }
            Grams { by_hash: order.iter().map(|&(_, at)| drawn[at as usize]).collect(), in_text }
        })
    }

    /// What a text shares with one that has at least as many letters.
    pub fn shared(&self, longer: &Self) -> Shared {
        let few = common(&self.few, &longer.few) as f32 / self.few.len().max(1) as f32;
        if few < LEAST_FEW {
            return Shared { of_shorter: few, of_longer: 0.0, region: 0 };
        }
        let (own, others) = (self.runs(), longer.runs());
        let common = common(own, others) as f32;
        let part = |runs: usize| common / runs.max(1) as f32;
        let by_words = Shared { of_shorter: part(own.len()), of_longer: part(others.len()), region: 0 };
        let shared = if by_words.are_copies() {
            by_words
        } else {
            let part = |one: &Self, other: &Self| one.along(other, |_, _| ()) as f32 / one.letters.max(1) as f32;
            let of_shorter = part(self, longer);
            // Most are told apart by this: then it does not matter how much of the longer text it is.
            let of_longer = if of_shorter < Shared::OF_SHORTER { 0.0 } else { part(longer, self) };
            Shared { of_shorter, of_longer, region: 0 }
        };
        if !shared.are_copies() {
            return if shared.of_shorter > by_words.of_shorter { shared } else { by_words };
        }
        let region = if shared.is_most() { 0 } else { longer.region(self) };
        Shared { region, ..shared }
    }

    /// The blocks of which another text has half or more.
    fn region(&self, other: &Self) -> u64 {
        let mut covered = vec![0u32; self.paragraphs.iter().map(|paragraph| blocks(paragraph.length())).sum()];
        let mut starts = Vec::with_capacity(self.paragraphs.len());
        let mut start = 0;
        for paragraph in &self.paragraphs {
            starts.push(start);
            start += blocks(paragraph.length());
        }
        self.along(other, |gram, more| {
            covered[starts[gram.paragraph as usize] + (gram.at / BLOCK) as usize] += more;
        });
        let mut region = 0;
        for (paragraph, start) in self.paragraphs.iter().zip(starts) {
            let (length, hash) = (paragraph.length(), hash_of(&words(&paragraph.text)));
            for (number, covered) in (0u32..).zip(&covered[start..start + blocks(length)]) {
                if 2 * covered >= (length - number * BLOCK).min(BLOCK) {
                    region |= 1 << (mixed(hash.wrapping_add(u64::from(number))) % 64);
                }
            }
        }
        region
    }

    /// The letters of this text that run along another one; `take` is called for each drawn run with the letters before it.
    fn along(&self, other: &Self, mut take: impl FnMut(&Gram, u32)) -> u32 {
        let (grams, others) = (self.grams(), other.grams());
        let places = places(&grams.by_hash, &others.by_hash);
        let mut covered = 0;
        // The last runs, since one between two that belong together may be elsewhere by chance.
        let mut last: [Option<(&Gram, &Gram)>; LOOK_BACK] = [None; LOOK_BACK];
        let mut reached = (u32::MAX, 0);
        for &number in &grams.in_text {
            let own = &grams.by_hash[number as usize];
            let Some(there) = places[number as usize].map(|place| &others.by_hash[place as usize]) else { continue };
            let follows = |(before, known): &(&Gram, &Gram)| {
                before.paragraph == own.paragraph
                    && known.paragraph == there.paragraph
                    && there.at >= known.at
                    && own.at - before.at <= NEXT
                    && (there.at - known.at).abs_diff(own.at - before.at) <= SHIFT
            };
            if let Some((before, _)) = last.iter().flatten().find(|before| follows(before)) {
                // Letters that an earlier run covers count once.
                let from = if reached.0 == own.paragraph { before.at.max(reached.1) } else { before.at };
                let more = own.at.saturating_sub(from);
                reached = (own.paragraph, own.at);
                covered += more;
                take(own, more);
            }
            last.rotate_right(1);
            last[0] = Some((own, there));
        }
        covered
    }
}

impl Paragraph {
    fn length(&self) -> u32 {
        u32::try_from(self.letters.len()).unwrap_or(u32::MAX)
    }
}

/// For each run of letters of one text, where it is in another one, if it is there once.
fn places(own: &[Gram], other: &[Gram]) -> Vec<Option<u32>> {
    let mut places = vec![None; own.len()];
    let (mut one, mut two) = (0, 0);
    while one < own.len() && two < other.len() {
        match own[one].hash.cmp(&other[two].hash) {
            Ordering::Less => one += 1,
            Ordering::Greater => two += 1,
            Ordering::Equal => {
                let hash = other[two].hash;
                let first = two;
                while two < other.len() && other[two].hash == hash {
                    two += 1;
                }
                while one < own.len() && own[one].hash == hash {
                    places[one] = (two - first == 1).then_some(first as u32);
                    one += 1;
                }
            }
        }
    }
    places
}

/// Numbers that two ordered lists have in common.
fn common(one: &[u64], other: &[u64]) -> usize {
    let (mut left, mut right, mut common) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(left), other.get(right)) {
        common += usize::from(a == b);
        left += usize::from(a <= b);
        right += usize::from(b <= a);
    }
    common
}

fn blocks(letters: u32) -> usize {
    letters.div_ceil(BLOCK) as usize
}

fn hash_of(words: &[u64]) -> u64 {
    words.iter().fold(0, |hash: u64, &word| mixed(hash.rotate_left(5) ^ word))
}
