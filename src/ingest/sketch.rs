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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketch([u32; SKETCH]);

impl Sketch {
    pub fn of(text: &str) -> Self {
        let mut least = [u32::MAX; SKETCH];
        // The hashes of the last words, oldest first.
        let mut last = [0u32; SHINGLE];
        let (mut words, mut hash) = (0usize, WORD_SEED);
        let mut end_word = |hash: u32, words: usize, least: &mut [u32; SKETCH]| {
            last = [last[1], last[2], last[3], hash];
            // For a long text, one shingle in four is enough; its first word decides which.
            if words >= SHINGLE && (words <= ALL_WORDS || last[0] & 3 == 0) {
                let weighted = last.iter().zip(WEIGHTS).map(|(&word, weight)| word.wrapping_mul(weight));
                keep_least(least, mix(weighted.fold(0, u32::wrapping_add)));
            }
        };
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || byte >= 0x80 {
                hash = (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
            } else if hash != WORD_SEED && byte.is_ascii_whitespace() {
                words += 1;
                end_word(hash, words, &mut least);
                hash = WORD_SEED;
            }
        }
        // A text shorter than a shingle is one.
        if hash != WORD_SEED || words < SHINGLE {
            end_word(hash, SHINGLE.max(words + 1), &mut least);
        }
        Self(least)
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

/// A hash of all words of a text in their order: the same for a text with other spaces, punctuation, quotation marks and
/// capitals. 0 if it has fewer than `LEAST_WORDS` words, since many articles may have the same few.
pub fn words_hash(text: &str) -> u64 {
    // FNV-1a over 64 bits; a space between words.
    let (mut hash, mut words, mut ideographs) = (0xcbf2_9ce4_8422_2325_u64, 0u32, 0u32);
    let mut add = |letter: u32| hash = (hash ^ u64::from(letter)).wrapping_mul(0x0000_0100_0000_01b3);
    let mut inside = false;
    for c in text.chars() {
        // Most characters by far; what follows says the same of them.
        if c.is_ascii_lowercase() && inside {
            add(u32::from(c));
            continue;
        }
        if c.is_alphanumeric() {
            if !inside {
                add(u32::from(' '));
                words += 1;
            }
            inside = true;
            // Chinese and Japanese have no spaces: two characters count as a word.
            ideographs += u32::from(('\u{3040}'..='\u{9fff}').contains(&c));
            c.to_lowercase().for_each(|lower| add(u32::from(lower)));
        } else if c != '\'' && !is_apostrophe(c) {
            inside = false;
        }
    }
    if words.saturating_add(ideographs / 2) < LEAST_WORDS { 0 } else { hash.max(1) }
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
        let (one, corrected, other) = (Sketch::of(&text(0)), Sketch::of(&text(20)), Sketch::of(&text(1000)));
        assert!(one.share(&corrected) > 0.5);
        assert!(one.share(&other) < 0.1);
        assert_eq!(Sketch::of("").share(&Sketch::of("")), 1.0);
    }

    #[test]
    fn the_words_of_a_text_identify_it_if_they_are_twenty() {
        let words = words_hash;
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
