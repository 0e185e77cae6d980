//! A word and the words of the archive that count with it, and how much each of them counts.

use super::language::Language;
use serde::{Deserialize, Serialize};

/// Weight of an inflection; the word itself weighs 1. Over nine collections .3 and .5 are equally good (macro nDCG .605
/// and .606); on topics of news .3 is better by .014 and finds the words of a sentence more often (`morgue-score
/// ranking`).
pub const INFLECTED: f32 = 0.3;

/// Weight of a word printed with other accents than those that were typed: less than one occurrence with them, unless it is used
/// twenty times.
const UNACCENTED: f32 = 0.05;

/// How much a derived word adds to the score of an any-word search.
pub const DERIVED: f32 = 0.2;

/// A query word and the words of the archive that go with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Family {
    pub word: String,
    /// The word as it was typed with accents, in the capitals in which the archive prints it. It matches what `word` does and
    /// carries the weight that an article without those accents lacks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accented: Vec<String>,
    /// Other ways in which the word is written, in any language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub written: Vec<String>,
    /// Other forms of the word; they match in English articles, and in those of unknown language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inflected: Vec<String>,
    /// Its forms in other languages; they match in articles of their language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foreign: Vec<Inflections>,
    /// Words derived from it; they never match, but add to the score of an any-word search.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<String>,
}

/// The forms of a word in a language.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Inflections {
    pub language: Language,
    pub forms: Vec<String>,
}

/// The inflections in English and in other languages, each with its language.
pub fn each_inflected<'f>(
    english: &'f [String],
    foreign: &'f [Inflections],
) -> impl Iterator<Item = (&'f String, Language)> {
    let others = foreign.iter().flat_map(|own| own.forms.iter().map(|form| (form, own.language)));
    english.iter().map(|form| (form, Language::ENGLISH)).chain(others)
}

impl Family {
    /// A word without other forms.
    pub fn of(word: &str) -> Self {
        Self { word: word.to_owned(), ..Self::default() }
    }

    /// Whether the word itself decides what matches and how it is scored.
    pub fn is_alone(&self) -> bool {
        self.accented.is_empty() && self.written.is_empty() && self.inflected.is_empty() && self.foreign.is_empty()
    }

    /// Every member with its weight.
    pub fn members(&self) -> impl Iterator<Item = (&str, Role)> {
        let written = self.written.iter().map(|form| (form.as_str(), Role::Written));
        let inflected = each_inflected(&self.inflected, &self.foreign);
        let inflected = inflected.map(|(form, language)| (form.as_str(), Role::Inflected(language)));
        let derived = self.derived.iter().map(|form| (form.as_str(), Role::Derived));
        let accented = self.accented.iter().map(|form| (form.as_str(), Role::Accented));
        let own = if self.accented.is_empty() { Role::Word } else { Role::Unaccented };
        std::iter::once((self.word.as_str(), own)).chain(accented).chain(written).chain(inflected).chain(derived)
    }
}

/// How a member relates to its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Word,
    /// The word with any accents, if it was typed with some.
    Unaccented,
    /// The word with the accents that were typed: `Unaccented` matches it already, so that it only adds to the score.
    Accented,
    /// Counts as the word does.
    Written,
    /// Counts only in articles of its language.
    Inflected(Language),
    Derived,
}

impl Role {
    /// Whether it makes an article match, and does not only add to its score.
    pub fn matches(self) -> bool {
        !matches!(self, Role::Accented | Role::Derived)
    }

    pub fn weight(self) -> f32 {
        match self {
            Role::Word | Role::Written => 1.0,
            Role::Inflected(_) => INFLECTED,
            Role::Unaccented => UNACCENTED,
            Role::Accented => 1.0 - UNACCENTED,
            Role::Derived => DERIVED,
        }
    }
}
