//! The name lists a token is looked up in: the longest listed name that starts at a word, and lists of single words
//! (titles, endings of organisations and places, times, prepositions). Read once from the embedded files.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

/// A map whose keys are already hashes.
pub(super) type HashedMap<V> = HashMap<u64, V, BuildHasherDefault<IdentityHasher>>;

/// Returns a hash unchanged.
#[derive(Default)]
pub(super) struct IdentityHasher(u64);

impl Hasher for IdentityHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| join(hash, u64::from(*byte)));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// Kinds of listed names, as bits.
pub(super) mod kind {
    pub const FIRST_NAME: u8 = 1;
    pub const CITY: u8 = 2;
    pub const REGION: u8 = 4;
    pub const COUNTRY: u8 = 8;
    pub const DEMONYM: u8 = 16;
    pub const ORG: u8 = 32;
}

/// Lists of single words, as bits.
pub(super) mod list {
    pub const TITLE: u8 = 1;
    pub const ORG_ENDING: u8 = 2;
    pub const PLACE_ENDING: u8 = 4;
    pub const TIME: u8 = 8;
    pub const PREPOSITION: u8 = 16;
}

/// What is known of a sequence of words.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entry {
    /// Kinds of the name that these words form; none if they only start one.
    pub kinds: u8,
    /// Whether a longer name starts with these words.
    pub more: bool,
}

/// Names by the hash of their words, lists by the hash of the word.
pub(super) struct Gazetteer {
    names: HashedMap<Entry>,
    lists: HashedMap<u8>,
}

/// A name in lower case, and its kinds; a question mark after a kind means that the name is more often something else.
const NAMES: &str = include_str!("../data/names.tsv");

/// The embedded names of a kind that are rarely anything else, in their order: those that a rule may trust alone.
pub(super) fn unmistakable(kind: &str) -> impl Iterator<Item = &'static str> {
    let lines = NAMES.lines().filter_map(|line| line.split_once('\t'));
    lines.filter(move |(_, kinds)| kinds.split(',').any(|one| one == kind)).map(|(name, _)| name)
}

/// Hash of a word in lower case.
pub(super) fn hash_lower(word: &str) -> u64 {
    let mut hash = 0x9e37_79b9_7f4a_7c15;
    if word.is_ascii() {
        for byte in word.bytes() {
            hash = join(hash, u64::from(byte.to_ascii_lowercase()));
        }
    } else {
        for c in word.chars().flat_map(char::to_lowercase) {
            let c = if c == '’' { '\'' } else { c };
            hash = join(hash, u64::from(c));
        }
    }
    hash
}

/// Combines two hashes, in order.
#[inline]
pub(super) fn join(hash: u64, next: u64) -> u64 {
    (hash.rotate_left(5) ^ next).wrapping_mul(0x517c_c1b7_2722_0a95)
}

impl Gazetteer {
    /// The embedded lists.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Gazetteer> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::read(NAMES, include_str!("../data/word_lists.tsv")))
    }

    fn read(names: &str, lists: &str) -> Self {
        let mut gazetteer = Self { names: HashedMap::default(), lists: HashedMap::default() };
        for (name, kinds) in names.lines().filter_map(|line| line.split_once('\t')) {
            let kinds = kinds.split(',').map(kind_bit).fold(0, |all, bit| all | bit);
            gazetteer.add(name, kinds);
        }
        for (code, words) in lists.lines().filter_map(|line| line.split_once('\t')) {
            for word in words.split_whitespace() {
                *gazetteer.lists.entry(hash_lower(word)).or_default() |= list_bit(code);
            }
        }
        gazetteer
    }

    fn add(&mut self, name: &str, kinds: u8) {
        let mut words = name.split(' ').peekable();
        let mut hash = 0;
        while let Some(word) = words.next() {
            hash = join(hash, hash_lower(word));
            let entry = self.names.entry(hash).or_default();
            match words.peek() {
                Some(_) => entry.more = true,
                None => entry.kinds |= kinds,
            }
        }
    }

    /// Lists that contain the word.
    pub fn lists(&self, lower: u64) -> u8 {
        self.lists.get(&lower).copied().unwrap_or(0)
    }

    /// Length in words and kinds of the longest name at the start of a sequence of words, given as hashes.
    pub fn longest(&self, words: impl Iterator<Item = u64>) -> Option<(usize, u8)> {
        let (mut hash, mut best) = (0, None);
        for (at, word) in words.enumerate() {
            hash = join(hash, word);
            let Some(entry) = self.names.get(&hash) else { break };
            if entry.kinds != 0 {
                best = Some((at + 1, entry.kinds));
            }
            if !entry.more {
                break;
            }
        }
        best
    }
}

/// Whether a word is a title or an office (`Mr`, `president`).
pub fn is_title(word: &str) -> bool {
    Gazetteer::shipped().lists(hash_lower(word)) & list::TITLE != 0
}

/// Whether a word is in one of the lists of single words.
pub(super) fn is_listed_as(lower: u64, list: u8) -> bool {
    Gazetteer::shipped().lists(lower) & list != 0
}

/// Whether a name, in lower case, is that of a listed place or organisation.
pub(super) fn is_listed_name(key: &str) -> bool {
    kinds_of(key) & (kind::CITY | kind::REGION | kind::COUNTRY | kind::DEMONYM | kind::ORG) != 0
}

/// Kinds of a whole listed name.
fn kinds_of(key: &str) -> u8 {
    let words = key.split(' ').count();
    let found = Gazetteer::shipped().longest(key.split(' ').map(hash_lower));
    found.filter(|(length, _)| *length == words).map_or(0, |(_, kinds)| kinds)
}

/// Whether a word names the people of a country (`Danish`).
pub fn is_demonym(word: &str) -> bool {
    let found = Gazetteer::shipped().longest(std::iter::once(hash_lower(word)));
    found.is_some_and(|(_, kinds)| kinds & kind::DEMONYM != 0)
}

fn kind_bit(code: &str) -> u8 {
    match code.trim_end_matches('?') {
        "FN" => kind::FIRST_NAME,
        "CI" => kind::CITY,
        "RG" => kind::REGION,
        "CO" => kind::COUNTRY,
        "DM" => kind::DEMONYM,
        "OR" => kind::ORG,
        _ => 0,
    }
}

fn list_bit(code: &str) -> u8 {
    match code {
        "TTL" => list::TITLE,
        "OSF" => list::ORG_ENDING,
        "LSF" => list::PLACE_ENDING,
        "TIM" => list::TIME,
        "LPR" => list::PREPOSITION,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_wins() {
        let gazetteer = Gazetteer::read("new\tFN?\nnew york\tCI,RG\nnew york city hall\tOR\n", "TTL\tmr mr.\n");
        let longest = |text: &str| gazetteer.longest(text.split(' ').map(hash_lower));
        assert_eq!(longest("New Haven"), Some((1, kind::FIRST_NAME)));
        assert_eq!(longest("New York City fell"), Some((2, kind::CITY | kind::REGION)));
        assert_eq!(longest("New York City Hall"), Some((4, kind::ORG)));
        assert_eq!(longest("York"), None);
        assert_eq!(gazetteer.lists(hash_lower("Mr.")), list::TITLE);
    }

    #[test]
    fn the_embedded_lists_are_read_whole() {
        let shipped = Gazetteer::shipped();
        assert!(shipped.names.len() > 40_000, "{}", shipped.names.len());
        for (word, bit) in [("mayor", list::TITLE), ("airlines", list::ORG_ENDING), ("bay", list::PLACE_ENDING)] {
            assert_ne!(shipped.lists(hash_lower(word)) & bit, 0, "{word}");
        }
    }
}
