//! The table of listed names, which readers and the recogniser of names share.

use crate::name_table::{MORE, find, hash_lower, join, kind};

/// As the build script wrote it.
pub(crate) static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.table"));

/// Whether a word is a listed first name and nothing else (`Mary`, not `Jordan`).
pub(crate) fn is_first_name(word: &str) -> bool {
    find(TABLE, join(0, hash_lower(word))) & !MORE == kind::FIRST_NAME
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_names_that_are_also_places_are_not_taken() {
        assert!(is_first_name("Mary") && is_first_name("Poole") == is_first_name("poole"));
        assert!(!is_first_name("Jordan") && !is_first_name("Harbour"));
    }
}
