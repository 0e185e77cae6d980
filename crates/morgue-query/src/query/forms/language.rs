//! The languages with inflections. English has a rule of its own, the others a file of rules. A language is enabled if at least .95
//! of the pairs that its rules join are right, and if they join at least .6 of the pairs that are wanted. `morgue-score inflections`
//! measures both against lists of lemmas, which lack participles and disagree in places: about 100 pairs per language that the lists
//! call wrong were judged by eye, and most are right. Danish, Norwegian and Turkish have rules that are not
//! enabled; Turkish names have endings after an apostrophe (`endings`).

use super::inflect;
use super::paradigms::{self, Rules};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// Codes of the languages: English first, then those with a file of rules, then Turkish, of which only names have forms.
const CODES: [&str; 13] = ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "ru", "uk", "pl", "el", "tr"];

/// The rules of all but English and Turkish, in the same order.
const RULES: [&str; 11] = [
    include_str!("paradigms/data/de.txt"),
    include_str!("paradigms/data/fr.txt"),
    include_str!("paradigms/data/es.txt"),
    include_str!("paradigms/data/it.txt"),
    include_str!("paradigms/data/pt.txt"),
    include_str!("paradigms/data/nl.txt"),
    include_str!("paradigms/data/sv.txt"),
    include_str!("paradigms/data/ru.txt"),
    include_str!("paradigms/data/uk.txt"),
    include_str!("paradigms/data/pl.txt"),
    include_str!("paradigms/data/el.txt"),
];

/// A language whose inflections are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub struct Language(u8);

impl Language {
    pub const ENGLISH: Self = Self(0);
    pub const TURKISH: Self = Self(CODES.len() as u8 - 1);

    /// How many there are.
    pub const COUNT: usize = CODES.len();

    pub fn all() -> impl Iterator<Item = Self> {
        (0..Self::COUNT).map(|number| Self(number as u8))
    }

    /// The language with an ISO 639-1 code.
    pub fn of(code: &str) -> Option<Self> {
        CODES.iter().position(|known| *known == code).map(|number| Self(number as u8))
    }

    /// The language whose inflections count in an article; English, if the article states none.
    pub fn of_article(language: Option<&str>) -> Option<Self> {
        language.map_or(Some(Self::ENGLISH), Self::of)
    }

    pub fn code(self) -> &'static str {
        CODES[self.number()]
    }

    /// From 0, below `COUNT`.
    pub fn number(self) -> usize {
        usize::from(self.0)
    }

    /// The rules, read when first needed.
    fn rules(self) -> Option<&'static Rules> {
        static READ: [OnceLock<Rules>; RULES.len()] = [const { OnceLock::new() }; RULES.len()];
        let number = self.number().checked_sub(1)?;
        let (read, rules) = READ.get(number).zip(RULES.get(number))?;
        Some(read.get_or_init(|| Rules::parse(rules)))
    }

    /// The other forms of a word that an archive has in this language, by its rules.
    pub fn inflections(self, word: &str, articles: &dyn Fn(&str) -> u64) -> Vec<String> {
        match self.rules() {
            Some(rules) => paradigms::inflections(rules, word, articles),
            None if self == Self::ENGLISH => inflect::inflections(word, articles),
            None => Vec::new(),
        }
    }
}

impl From<Language> for &'static str {
    fn from(language: Language) -> Self {
        language.code()
    }
}

impl TryFrom<String> for Language {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::of(&code).ok_or_else(|| format!("unknown language {code:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_rules_and_a_code() {
        for language in Language::all() {
            assert_eq!(Language::of(language.code()), Some(language));
            assert!(language.inflections("", &|_| 1).is_empty());
        }
        assert_eq!(Language::of("tr"), Some(Language::TURKISH));
        assert_eq!(Language::of_article(None), Some(Language::ENGLISH));
        assert_eq!(Language::of_article(Some("xx")), None);
        let known = ["gesetz", "gesetze", "gesetzes"];
        let german = Language::of("de").expect("it is in the list");
        assert_eq!(german.inflections("gesetz", &|form| u64::from(known.contains(&form)) * 9), ["gesetze", "gesetzes"]);
    }
}
