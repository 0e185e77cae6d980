//! The `keyword` analyzer: a whole value as one term, without case, accents and extra whitespace.

use crate::text::{fold, nfc, squeeze};

/// Longest value in bytes.
const LONGEST: usize = 2040;

/// The term under which a keyword value is indexed.
pub fn keyword_term(value: &str) -> String {
    let mut folded = squeeze(&fold(&nfc(value)));
    folded.truncate(folded.floor_char_boundary(LONGEST));
    folded
}
