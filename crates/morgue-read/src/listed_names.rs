//! The table of listed names, which readers and the recogniser of names share.

use crate::name_table::{PLACE, find, hash_lower, join, kind};

/// As the build script wrote it.
pub(crate) static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.table"));

/// Whether a word is a listed first name and not more often a place (`Mary`, not `Jordan`).
pub(crate) fn is_first_name(word: &str) -> bool {
    let known = find(TABLE, join(0, hash_lower(word)));
    known & kind::FIRST_NAME != 0 && known & (PLACE | kind::ORG | kind::DEMONYM) == 0
}

/// Whether words together are a listed place or organisation (`Virginia Beach`).
pub(crate) fn is_place_or_organisation(words: &[&str]) -> bool {
    let hash = words.iter().fold(0, |hash, word| join(hash, hash_lower(word)));
    find(TABLE, hash) & (kind::CITY | kind::REGION | kind::COUNTRY | kind::ORG) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_names_that_are_also_places_are_not_taken() {
        assert!(is_first_name("Mary") && is_first_name("mary"));
        assert!(!is_first_name("Jordan") && !is_first_name("Harbour"));
    }
}
