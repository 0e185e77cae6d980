//! The inflections of a word in the languages of an archive other than English.

use super::dictionary::{Dictionary, TextField};
use super::endings::{after_apostrophe, is_ending};
use super::family::Inflections;
use super::language::Language;

/// The forms of a word in the other languages of an archive: those in which the word itself occurs, and all if it occurs in none.
pub fn foreign(dictionary: &dyn Dictionary, word: &str) -> Vec<Inflections> {
    let mut spoken: Vec<Language> = dictionary.languages();
    let names = spoken.contains(&Language::TURKISH).then(|| turkish_names(dictionary, word)).flatten();
    spoken.retain(|language| ![Language::ENGLISH, Language::TURKISH].contains(language));
    if !spoken.is_empty() && dictionary.frequency(word) > 0 {
        spoken.retain(|language| dictionary.frequency_in(*language, word) > 0);
    }
    let forms = |language: Language| {
        let forms = language.inflections(word, &|form| dictionary.frequency_in(language, form));
        (!forms.is_empty()).then_some(Inflections { language, forms })
    };
    spoken.into_iter().filter_map(forms).chain(names).collect()
}

/// Most terms that are read after a name and an apostrophe.
const MOST_ENDINGS: usize = 200;

/// A name with and without the endings that Turkish writes after an apostrophe: `Ankara'da`.
fn turkish_names(dictionary: &dyn Dictionary, word: &str) -> Option<Inflections> {
    let bare = after_apostrophe(word).map_or(word, |(name, _)| name);
    let start = format!("{bare}'");
    let (mut forms, mut seen) = (Vec::new(), 0);
    let mut take = |term: &str| {
        seen += 1;
        let fits = term.strip_prefix(&start).is_some_and(is_ending);
        if fits && term != word && !forms.iter().any(|form| form == term) {
            forms.push(term.to_owned());
        }
        seen < MOST_ENDINGS
    };
    if bare.chars().count() < SHORTEST_NAME || dictionary.each_word(TextField::Story, &start, &mut take).is_err() {
        return None;
    }
    if bare != word {
        forms.push(bare.to_owned());
    }
    forms.retain(|form| dictionary.frequency_in(Language::TURKISH, form) > 0);
    (!forms.is_empty()).then_some(Inflections { language: Language::TURKISH, forms })
}

/// Shortest name with endings, in letters: initials such as `AB'nin`.
const SHORTEST_NAME: usize = 2;
