//! Words that are printed as one or as two: `ceasefire`, `cease-fire` and `cease fire`; `10000` and `10 000`; `J.K.` and `J. K.`
//! Which of them are one word, the archive decides.

use super::dictionary::Dictionary;
use super::stop_words::is_stop_word;
use super::written::{has_other_meaning, is_word_too, number};
use crate::terms::{JOINED, MOST_JOINED, joined_term};

/// Shortest part of a compound: shorter ones are mostly parts of other words.
const SHORTEST: usize = 3;

/// Words that mean something else when they are two.
const NEVER: &str = " everyday everyone anyone someone sometime sometimes maybe anyway into onto cannot already altogether always \
    almost alone along apart away another overall overseas understand understanding underway offer often also otherwise ";

/// Prefixes that are printed with a hyphen, without one, and apart.
const PREFIXES: &str = " anti bio co cyber eco inter multi neo non pre pseudo re semi tele ultra ";

/// Pairs that are one word although no hyphen is printed.
const OPEN: [(&str, &str, &str); 2] = [("percent", "per", "cent"), ("youtube", "you", "tube")];

/// Words that make another word of a verb: to make up is not makeup.
const PARTICLES: &str = " up down out off away over back through around about ";

/// Words that never begin a compound.
const APART: &str = " every any some no one ";

/// Most letters that are initials.
const MOST_INITIALS: usize = 4;

/// Words next to each other that the archive has as one, how many, and the terms of that one.
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

/// Three words and more that are one where a hyphen joins them, too: `Mar-a-Lago`, `1-800-555-1234`.
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
    // `F-16` and `COVID-19` are also printed without the hyphen.
    if is_number(second) {
        return true;
    }
    let is_in = |list: &str, part: &str| list.contains(&format!(" {part} "));
    let long = |part: &str| part.chars().count() >= SHORTEST;
    if !plain(second) || is_in(APART, first) {
        return false;
    }
    // `e-mail`, `x-ray`, `anti-aircraft`: what is no word of its own needs no other sign that it is a part of one.
    let letter = is_letter(first) && !matches!(*first.as_bytes(), [b'a' | b'd' | b'i' | b'm' | b'o' | b's' | b't']);
    if (letter || is_in(PREFIXES, first)) && long(second) && !is_stop_word(second) {
        return true;
    }
    // `plug-in` and `health-care`: two words are one only where a hyphen joins them, too.
    let is_part = |part: &str| !is_stop_word(part) && (long(part) || is_in(PREFIXES, part) || part == "op");
    let has_hyphen = || dictionary.frequency(&joined_term(2, word)) > 0;
    is_part(first) && (is_part(second) || matches!(second, "in" | "on" | "up")) && has_hyphen()
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
    if !is_word_too(&letters, &|word| dictionary.frequency(word)) {
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

fn is_letter(word: &str) -> bool {
    matches!(word.as_bytes(), [letter] if letter.is_ascii_lowercase())
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}
