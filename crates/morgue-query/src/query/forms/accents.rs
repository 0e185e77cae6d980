//! Accents that were typed: they match any, and those that are printed so come first.

use super::dictionary::Dictionary;
use crate::terms::{CASED, CASED_ENDINGS};
use crate::text::{fold_letters, nfc};

/// A word of Latin letters as it was typed, in lower case, if it has accents or letters that its folded form lacks.
pub fn typed_accents(typed: &str, folded: &str) -> Option<String> {
    if typed.is_ascii() || !folded.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let lower = nfc(typed).to_lowercase();
    // Above are ligatures and letters of full width, which are not accents.
    let is_usual = lower.chars().all(|c| c.is_alphabetic() && c < '\u{2000}');
    (lower != folded && is_usual && fold_letters(&lower) == folded).then_some(lower)
}

/// The terms of an archive that are a word with these accents: in lower case, with a capital, in capitals.
pub(super) fn accented(dictionary: &dyn Dictionary, typed: &str) -> Vec<String> {
    let mut letters = typed.chars();
    let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let mut terms = Vec::new();
    for printed in [typed.to_owned(), capital, typed.to_uppercase()] {
        for ending in CASED_ENDINGS {
            let term = format!("{CASED}{printed}{ending}");
            if !terms.contains(&term) && dictionary.frequency(&term) > 0 {
                terms.push(term);
            }
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_accents_of_latin_words_are_kept() {
        for (typed, folded, want) in [
            ("Löwe", "lowe", Some("löwe")),
            ("STRASSE", "strasse", None),
            ("Straße", "strasse", Some("straße")),
            ("Lo\u{308}we", "lowe", Some("löwe")),
            ("l’Évêque", "l'eveque", None),
            ("ﬁnance", "finance", None),
            ("Ｓｔａｒ", "star", None),
            ("Αθήνα", "αθηνα", None),
            ("２０２４", "2024", None),
        ] {
            assert_eq!(typed_accents(typed, folded).as_deref(), want, "{typed}");
        }
    }
}
