//! The endings that Turkish writes after a name and an apostrophe: `Ankara'da`, `Bakanlığı'ndan`, `Türkiye'ninki`. As they are
//! folded: no dots and accents. From the grammar: plural, possession, case, then -ki and the endings of predicates.

/// Endings of case after a consonant, a vowel, and the ending of possession.
const CASES: [&str; 38] = [
    "a", "e", "i", "u", "ya", "ye", "yi", "yu", "na", "ne", "ni", "nu", "da", "de", "ta", "te", "nda", "nde", "dan",
    "den", "tan", "ten", "ndan", "nden", "in", "un", "nin", "nun", "la", "le", "yla", "yle", "ca", "ce", "si", "su",
    "im", "um",
];

/// What may follow a case: the one that is there, and of there.
const AFTER: [&str; 9] = ["ki", "kiler", "kilerin", "kini", "kinin", "dir", "dur", "tir", "tur"];

/// Endings of predicates without a case.
const PREDICATES: [&str; 14] =
    ["dir", "dur", "tir", "tur", "di", "du", "ti", "tu", "ydi", "ydu", "ymis", "ymus", "li", "lu"];

/// Whether folded letters after an apostrophe are an ending of a Turkish name.
pub(super) fn is_ending(letters: &str) -> bool {
    let plural = ["lar", "ler"].into_iter().find_map(|plural| letters.strip_prefix(plural));
    let is_case = |rest: &str| {
        CASES.contains(&rest)
            || PREDICATES.contains(&rest)
            || AFTER.iter().any(|after| rest.strip_suffix(after).is_some_and(|case| CASES.contains(&case)))
    };
    is_case(letters) || plural.is_some_and(|rest| rest.is_empty() || is_case(rest))
}

/// A name, and its ending after an apostrophe.
pub(super) fn after_apostrophe(word: &str) -> Option<(&str, &str)> {
    word.split_once('\'').filter(|(_, ending)| is_ending(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_of_names_are_known() {
        for word in
            ["ankara'da", "erdogan'in", "turkiye'nin", "bakanligi'ndan", "ab'ye", "turkler'e", "izmir'deki", "can'dir"]
        {
            assert!(after_apostrophe(word).is_some(), "{word}");
        }
        for word in ["o'brien", "l'ukraine", "rock'n'roll", "don't", "ankara", "they've", "it'll"] {
            assert_eq!(after_apostrophe(word), None, "{word}");
        }
    }
}
