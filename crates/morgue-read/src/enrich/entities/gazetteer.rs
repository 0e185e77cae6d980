//! The name lists a token is looked up in: the longest listed name that starts at a word, and lists of single words
//! (titles, endings of organisations and places, times, prepositions). Read once from the embedded files.

use crate::name_table::{MORE, PLACE, find};
use std::borrow::Cow;
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

pub(super) use crate::name_table::{hash_lower, join, kind};

/// Lists of single words, as bits.
pub(super) mod list {
    pub const TITLE: u8 = 1;
    pub const ORG_ENDING: u8 = 2;
    pub const PLACE_ENDING: u8 = 4;
    pub const TIME: u8 = 8;
    pub const PREPOSITION: u8 = 16;
}

/// Names by the hash of their words, lists by the hash of the word.
pub(super) struct Gazetteer {
    names: Cow<'static, [u8]>,
    lists: HashedMap<u8>,
}

/// A name in lower case, and its kinds; a question mark after a kind means that the name is more often something else.
const NAMES: &str = include_str!("../data/names.tsv");

/// The embedded names of a kind that are rarely anything else, in their order: those that a rule may trust alone.
pub(super) fn unmistakable(kind: &str) -> impl Iterator<Item = &'static str> {
    let lines = NAMES.lines().filter_map(|line| line.split_once('\t'));
    lines.filter(move |(_, kinds)| kinds.split(',').any(|one| one == kind)).map(|(name, _)| name)
}

impl Gazetteer {
    /// The embedded lists.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Gazetteer> = OnceLock::new();
        SHIPPED
            .get_or_init(|| Self::of(Cow::Borrowed(crate::listed_names::TABLE), include_str!("../data/word_lists.tsv")))
    }

    /// From a table of names, and a list of words on each line.
    fn of(names: Cow<'static, [u8]>, lists: &str) -> Self {
        let mut gazetteer = Self { names, lists: HashedMap::default() };
        for (code, words) in lists.lines().filter_map(|line| line.split_once('\t')) {
            for word in words.split_whitespace() {
                *gazetteer.lists.entry(hash_lower(word)).or_default() |= list_bit(code);
            }
        }
        gazetteer
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
            let known = find(&self.names, hash);
            let kinds = known & !(MORE | PLACE);
            if kinds != 0 {
                best = Some((at + 1, kinds));
            }
            if known & MORE == 0 {
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
    use crate::name_table::table_of;

    #[test]
    fn the_longest_name_wins() {
        let gazetteer =
            Gazetteer::of(Cow::Owned(table_of("new\tFN?\nnew york\tCI,RG\nnew york city hall\tOR\n")), "TTL\tmr mr.\n");
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
        assert_eq!(shipped.names.as_ref(), table_of(NAMES));
        for (name, kinds) in NAMES.lines().filter_map(|line| line.split_once('\t')) {
            let known = kinds_of(name);
            assert!(known != 0 && known.count_ones() as usize >= kinds.split(',').count(), "{name}");
        }
        for (word, bit) in [("mayor", list::TITLE), ("airlines", list::ORG_ENDING), ("bay", list::PLACE_ENDING)] {
            assert_ne!(shipped.lists(hash_lower(word)) & bit, 0, "{word}");
        }
    }
}
