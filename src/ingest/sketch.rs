//! Sketches of texts, by which a later capture of an article is told from another article, and hashes by which a copy is
//! recognized.

use crate::text::is_apostrophe;

/// Hashes in a sketch.
const SKETCH: usize = 12;

/// Words of a shingle.
const SHINGLE: usize = 4;

/// Longest text, in words, of which every shingle is hashed.
const ALL_WORDS: usize = 64;

/// Odd numbers, one per position in a shingle.
const WEIGHTS: [u32; SHINGLE] = [0x9e37_79b1, 0x85eb_ca77, 0xc2b2_ae3d, 0x27d4_eb2f];

/// The start value of a word's hash.
const WORD_SEED: u32 = 17;

/// The smallest hashes of a text's shingles: the share that two sketches have in common estimates the share of shingles
/// two texts have in common (Broder's bottom-k sketch).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sketch([u32; SKETCH]);

impl Sketch {
    pub const BYTES: usize = 4 * SKETCH;

    pub fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes.as_chunks_mut::<4>().0.iter_mut().zip(self.0).for_each(|(bytes, hash)| *bytes = hash.to_le_bytes());
        bytes
    }

    /// The sketch of these bytes; zeros in place of missing ones.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut sketch = Self::default();
        sketch.0.iter_mut().zip(bytes.as_chunks::<4>().0).for_each(|(hash, bytes)| *hash = u32::from_le_bytes(*bytes));
        sketch
    }

    /// Estimated share of shingles in common, 0 to 1.
    pub fn share(&self, other: &Self) -> f32 {
        let mut union: Vec<u32> = self.0.iter().chain(&other.0).copied().filter(|&hash| hash != u32::MAX).collect();
        union.sort_unstable();
        union.dedup();
        union.truncate(SKETCH);
        if union.is_empty() {
            return 1.0;
        }
        let common = union.iter().filter(|hash| self.0.contains(hash) && other.0.contains(hash)).count();
        common as f32 / union.len() as f32
    }
}

/// Fewer words do not identify a text.
const LEAST_WORDS: u32 = 20;

/// What tells a text from others, from one walk over its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextMarks {
    pub sketch: Sketch,
    /// A hash of all words in their order: the same for a text with other spaces, punctuation, quotation marks and capitals.
    /// 0 if it has fewer than `LEAST_WORDS` words, since many articles may have the same few.
    pub words: u64,
}

impl TextMarks {
    pub fn of(text: &str) -> Self {
        // FNV-1a over 64 bits, a space between words; and over 32 bits for each word.
        let (mut all, mut word) = (0xcbf2_9ce4_8422_2325_u64, WORD_SEED);
        let (mut words, mut ideographs) = (0u32, 0u32);
        let mut shingles = Shingles::default();
        let mut inside = false;
        for c in text.chars() {
            // Most characters by far; what follows says the same of them.
            if c.is_ascii_lowercase() && inside {
                (all, word) = (with_letter(all, c), with_letter_32(word, c));
                continue;
            }
            if c.is_alphanumeric() {
                if !inside {
                    if words > 0 {
                        shingles.add(word);
                    }
                    all = with_letter(all, ' ');
                    words += 1;
                    word = WORD_SEED;
                }
                inside = true;
                // Chinese and Japanese have no spaces: two characters count as a word.
                ideographs += u32::from(('\u{3040}'..='\u{9fff}').contains(&c));
                c.to_lowercase().for_each(|lower| (all, word) = (with_letter(all, lower), with_letter_32(word, lower)));
            } else if c != '\'' && !is_apostrophe(c) {
                inside = false;
            }
        }
        shingles.add(word);
        let is_short = words.saturating_add(ideographs / 2) < LEAST_WORDS;
        Self { sketch: shingles.finish(), words: if is_short { 0 } else { all.max(1) } }
    }
}

fn with_letter(hash: u64, letter: char) -> u64 {
    (hash ^ u64::from(letter)).wrapping_mul(0x0000_0100_0000_01b3)
}

fn with_letter_32(hash: u32, letter: char) -> u32 {
    (hash ^ u32::from(letter)).wrapping_mul(0x0100_0193)
}

/// The sketch of a text, word by word.
struct Shingles {
    least: [u32; SKETCH],
    /// The hashes of the last words, oldest first.
    last: [u32; SHINGLE],
    words: usize,
}

impl Default for Shingles {
    fn default() -> Self {
        Self { least: [u32::MAX; SKETCH], last: [0; SHINGLE], words: 0 }
    }
}

impl Shingles {
    fn add(&mut self, word: u32) {
        self.last = [self.last[1], self.last[2], self.last[3], word];
        self.words += 1;
        // For a long text, one shingle in four is enough; its first word decides which.
        if self.words >= SHINGLE && (self.words <= ALL_WORDS || self.last[0] & 3 == 0) {
            self.keep_last();
        }
    }

    fn keep_last(&mut self) {
        let weighted = self.last.iter().zip(WEIGHTS).map(|(&word, weight)| word.wrapping_mul(weight));
        keep_least(&mut self.least, mix(weighted.fold(0, u32::wrapping_add)));
    }

    /// A text shorter than a shingle is one.
    fn finish(mut self) -> Sketch {
        if self.words < SHINGLE {
            self.keep_last();
        }
        Sketch(self.least)
    }
}

/// The finaliser of murmur3: every bit of the input moves half of the output's.
fn mix(mut hash: u32) -> u32 {
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

/// Inserts into a sorted array of distinct hashes, dropping the largest.
fn keep_least(least: &mut [u32; SKETCH], hash: u32) {
    if hash >= least[SKETCH - 1] || least.contains(&hash) {
        return;
    }
    let at = least.partition_point(|&kept| kept < hash);
    least.copy_within(at..SKETCH - 1, at + 1);
    least[at] = hash;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sketches_tell_a_later_capture_from_another_article() {
        let text = |from: usize| (from..from + 300).map(|word| format!("w{word}")).collect::<Vec<_>>().join(" ");
        let sketch = |text: &str| TextMarks::of(text).sketch;
        let (one, corrected, other) = (sketch(&text(0)), sketch(&text(20)), sketch(&text(1000)));
        assert!(one.share(&corrected) > 0.5);
        assert!(one.share(&other) < 0.1);
        assert_eq!(sketch("").share(&sketch("")), 1.0);
    }

    #[test]
    fn the_words_of_a_text_identify_it_if_they_are_twenty() {
        let words = |text: &str| TextMarks::of(text).words;
        let twenty: Vec<String> = (0..20).map(|word| format!("w{word}")).collect();
        let text = twenty.join(" ");
        assert_ne!(words(&text), 0);
        assert_eq!(words(&text), words(&text.to_uppercase().replace(' ', ",\n ")));
        assert_ne!(words(&text), words(&format!("{text} more")));
        assert_ne!(words(&text), words(&text.replace("w1 w2", "w2 w1")));
        let printed = |quotes: [&str; 4]| {
            let [open, close, apostrophe, dash] = quotes;
            format!("{open}{text}{close}{dash}the mayor{apostrophe}s É")
        };
        assert_eq!(words(&printed(["“", "”", "’", " — "])), words(&printed(["\"", "\"", "'", " -- "])));
        assert_eq!((words(&twenty[..19].join(" ")), words("")), (0, 0));
        assert_ne!(words(&"警察は昨日".repeat(8)), 0);
        assert_eq!(words(&"警察は昨日".repeat(3)), 0);
    }
}
