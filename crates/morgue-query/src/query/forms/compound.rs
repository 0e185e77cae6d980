//! Words that are printed as one or as two: `ceasefire`, `cease-fire` and `cease fire`; `10000` and `10 000`; `J.K.` and `J. K.`
//! Which of them are one word, the archive decides.

use super::dictionary::Dictionary;
use super::stop_words::is_stop_word;
use super::written::{has_other_meaning, is_word_too, number};
use crate::terms::{CASED, JOINED, MOST_JOINED, joined_term};

/// Shortest part of a compound: shorter ones are mostly parts of other words.
const SHORTEST: usize = 3;

/// Words that mean something else when they are written as two.
const NEVER: &str = " everyday everyone anyone someone sometime sometimes maybe anyway into onto cannot already altogether always \
    almost alone along apart away another overall overseas understand understanding underway offer often also otherwise ";

/// Prefixes that are not words: no printed hyphen is needed as evidence.
const PREFIXES: &str = " anti bio co cyber eco inter multi neo non pre pseudo re semi tele ultra ";

/// Pairs that are one word even if no hyphen is printed.
const OPEN: [(&str, &str, &str); 8] = [
    ("ebook", "e", "book"),
    ("ebooks", "e", "books"),
    ("ecommerce", "e", "commerce"),
    ("email", "e", "mail"),
    ("emails", "e", "mails"),
    ("percent", "per", "cent"),
    ("xray", "x", "ray"),
    ("xrays", "x", "rays"),
];

/// Most letters of a code in front of a number: `F 16`, `B 52`.
const CODE: usize = 3;

/// Particles of verbs: to make up is not makeup.
const PARTICLES: &str = " up down out off away over back through around about ";

/// Words that never begin a compound.
const APART: &str = " every any some no one ";

/// Most letters that are initials.
const MOST_INITIALS: usize = 4;

/// Adjacent words that the archive also prints as one: their number, and the terms of that one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneWord {
    pub words: usize,
    /// The word, if it may have inflections: it is not a number and not initials.
    pub word: Option<String>,
    pub terms: Vec<String>,
}

/// The one word with which some words begin.
pub fn one_word(dictionary: &dyn Dictionary, words: &[&str]) -> Option<OneWord> {
    let letters = words.iter().take(MOST_INITIALS).take_while(|word| is_letter(word)).count();
    if letters > 1 {
        return initials(dictionary, &words[..letters]);
    }
    let digits = words.iter().skip(1).take_while(|word| word.len() == 3 && is_number(word)).count();
    if digits > 0 && words[0].len() <= 3 && is_number(words[0]) {
        return grouped(dictionary, &words[..=digits]);
    }
    let [first, second, ..] = words else { return None };
    if first.len() <= 2 && is_number(first) && second.bytes().take(2).filter(u8::is_ascii_digit).count() == 2 {
        let time = format!("{first}.{second}");
        return (dictionary.frequency(&time) > 0).then_some(OneWord { words: 2, word: None, terms: vec![time] });
    }
    if let Some(several) = several(dictionary, words) {
        return Some(several);
    }
    let word = format!("{first}{second}");
    let fits = || fits(dictionary, first, second, &word);
    // A printed hyphen is found with the two words.
    let found = dictionary.frequency(&word) > 0 && fits();
    found.then(|| OneWord { words: 2, word: Some(word.clone()), terms: vec![word] })
}

/// Three or more words that are one if the archive also prints them with hyphens: `Mar-a-Lago`, `1-800-555-1234`.
fn several(dictionary: &dyn Dictionary, words: &[&str]) -> Option<OneWord> {
    let lengths = (3..=words.len().min(MOST_JOINED)).rev();
    lengths.map(|length| (length, words[..length].concat())).find_map(|(words, word)| {
        let known = dictionary.frequency(&word) > 0 && dictionary.frequency(&joined_term(words, &word)) > 0;
        known.then(|| OneWord { words, word: None, terms: vec![word] })
    })
}

/// Whether two words may be one.
fn fits(dictionary: &dyn Dictionary, first: &str, second: &str, word: &str) -> bool {
    if OPEN.iter().any(|(_, one, other)| (*one, *other) == (first, second)) {
        return true;
    }
    let plain = |part: &str| part.chars().all(char::is_alphabetic);
    if !plain(first) || NEVER.contains(&format!(" {word} ")) || first == "re" && has_other_meaning(word) {
        return false;
    }
    let has_hyphen = || dictionary.frequency(&joined_term(2, word)) > 0;
    // `F-16` is also printed without the hyphen; a number after a longer word is mostly one by itself.
    if is_number(second) {
        return first.len() <= CODE || has_hyphen();
    }
    // A capital inside the word shows its parts: `YouTube`, `MasterCard`.
    let has_capital = || dictionary.frequency(&format!("{CASED}{}{}", capitalised(first), capitalised(second))) > 0;
    if first.len() > 1 && second.len() > 1 && plain(second) && has_capital() {
        return true;
    }
    let is_in = |list: &str, part: &str| list.contains(&format!(" {part} "));
    let long = |part: &str| part.chars().count() >= SHORTEST;
    if !plain(second) || is_in(APART, first) {
        return false;
    }
    // `anti-aircraft`: the first part is not a word by itself, which is evidence enough.
    if is_in(PREFIXES, first) && long(second) && !is_stop_word(second) {
        return true;
    }
    // `plug-in`, `health-care`: two words are one only if the archive also prints them with a hyphen.
    // `x-ray` too; but the letters a and i are words, and others are left of contracted ones.
    let letter = |part: &str| is_letter(part) && !matches!(part, "a" | "d" | "i" | "m" | "o" | "s" | "t");
    let is_part = |part: &str| !is_stop_word(part) && (long(part) || is_in(PREFIXES, part) || part == "op");
    (is_part(first) || letter(first)) && (is_part(second) || matches!(second, "in" | "on" | "up")) && has_hyphen()
}

/// `10 000`: with a comma, with a space, or without either.
fn grouped(dictionary: &dyn Dictionary, words: &[&str]) -> Option<OneWord> {
    let digits = words.concat();
    let mut terms = vec![digits.clone()];
    terms.extend(number(&digits));
    known(dictionary, words.len(), terms)
}

/// `J. K.`: `J.K.` and `JK`.
fn initials(dictionary: &dyn Dictionary, words: &[&str]) -> Option<OneWord> {
    let letters = words.concat();
    let mut terms = vec![words.join(".")];
    // `y a` and `i m` are also words of other languages when they are one.
    let in_capitals = dictionary.frequency(&format!("{CASED}{}", letters.to_uppercase()));
    let are_printed_so = in_capitals.saturating_mul(2) >= dictionary.frequency(&letters);
    if are_printed_so && !is_word_too(&letters, &|word| dictionary.frequency(word)) {
        terms.push(letters);
    }
    known(dictionary, words.len(), terms)
}

fn known(dictionary: &dyn Dictionary, words: usize, mut terms: Vec<String>) -> Option<OneWord> {
    terms.retain(|term| dictionary.frequency(term) > 0);
    (!terms.is_empty()).then_some(OneWord { words, word: None, terms })
}

/// The two words that one word also is, if the archive prints it with a hyphen too.
pub fn two_words(dictionary: &dyn Dictionary, word: &str) -> Option<(String, String)> {
    let known = |first: &str, second: &str| dictionary.frequency(first).min(dictionary.frequency(second));
    let pair = |first: &str, second: &str| (first.to_owned(), second.to_owned());
    if let Some((_, first, second)) = OPEN.iter().find(|(one, ..)| *one == word) {
        return (known(first, second) > 0).then(|| pair(first, second));
    }
    if let Some((hour, minute)) = word.split_once('.').filter(|(hour, _)| hour.len() <= 2 && is_number(hour)) {
        return (known(hour, minute) > 0).then(|| pair(hour, minute));
    }
    let letters = word.chars().all(char::is_alphabetic) && !word.starts_with(JOINED);
    if !letters || NEVER.contains(&format!(" {word} ")) || dictionary.frequency(&joined_term(2, word)) == 0 {
        return None;
    }
    let cuts = word.char_indices().map(|(at, _)| word.split_at(at));
    let is_part = |part: &str| {
        let particle = PARTICLES.contains(&format!(" {part} "));
        part.chars().count() >= SHORTEST && !is_stop_word(part) && !particle
    };
    let parts = cuts.filter(|(first, second)| is_part(first) && is_part(second));
    let best = parts.map(|(first, second)| (known(first, second), first, second)).max()?;
    (best.0 > 0).then(|| pair(best.1, best.2))
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn is_letter(word: &str) -> bool {
    matches!(word.as_bytes(), [letter] if letter.is_ascii_lowercase())
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}
