//! The inflections of a word in the languages of an archive other than English.

use super::dictionary::Dictionary;
use super::family::Inflections;
use super::language::Language;

/// The forms of a word in the other languages of an archive: those in which the word itself occurs, and all if it occurs in none.
pub fn foreign(dictionary: &dyn Dictionary, word: &str) -> Vec<Inflections> {
    let mut spoken: Vec<Language> = dictionary.languages();
    spoken.retain(|language| *language != Language::ENGLISH);
    if spoken.is_empty() {
        return Vec::new();
    }
    if dictionary.frequency(word) > 0 {
        spoken.retain(|language| dictionary.frequency_in(*language, word) > 0);
    }
    let forms = |language: Language| {
        let forms = language.inflections(word, &|form| dictionary.frequency_in(language, form));
        (!forms.is_empty()).then_some(Inflections { language, forms })
    };
    spoken.into_iter().filter_map(forms).collect()
}
