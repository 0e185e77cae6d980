//! Which terms of the index match a pattern of a query.

use super::ast::Pattern;
use crate::terms::{MOST_JOINED, joined_term, joined_word};

impl Pattern {
    /// Whether a term of the index matches this pattern.
    pub fn matches(&self, term: &str) -> bool {
        match self {
            Pattern::Literal(word) | Pattern::Word(word) | Pattern::Family(word) => word == term,
            Pattern::Prefix(stem) => term.starts_with(stem.as_str()),
            Pattern::Wildcard(glob) => glob_matches(glob, term),
            Pattern::Fuzzy(..) => false,
        }
    }

    /// The same for a term of the index, which may be that of words that are also one: `emai*` matches what `e-mail` is joined to.
    pub fn matches_joined(&self, term: &str) -> bool {
        self.matches(joined_word(term).map_or(term, |(_, word)| word))
    }

    /// What terms that match start with, in order: the letters that are given, alone and as words that are also one.
    pub fn starts(&self) -> Vec<String> {
        let start = self.literal_start();
        let joins = matches!(self, Self::Prefix(_) | Self::Wildcard(_)) && !start.is_empty();
        let joined = (2..=MOST_JOINED).filter(|_| joins).map(|words| joined_term(words, start));
        joined.chain([start.to_owned()]).collect()
    }

    /// The letters that every matching term starts with.
    pub fn literal_start(&self) -> &str {
        match self {
            Pattern::Literal(text) | Pattern::Word(text) | Pattern::Family(text) | Pattern::Prefix(text) => text,
            Pattern::Wildcard(glob) => &glob[..glob.find(['*', '?', '{']).unwrap_or(glob.len())],
            Pattern::Fuzzy(..) => "",
        }
    }
}

/// Most letters that braces allow.
pub const MOST_LETTERS: u8 = 20;

/// `bank{0,2}`, `cat{1}`: what precedes the braces, and the fewest and most letters that follow it. `None` if there are no
/// braces with numbers at the end.
pub fn split_letters(text: &str) -> Option<(&str, u8, u8)> {
    let (stem, inside) = text.strip_suffix('}')?.rsplit_once('{')?;
    let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u8>().ok()).flatten();
    Some((stem, number(least)?, number(most)?))
}

/// `*` matches any letters, `?` one, braces the number of letters at the end.
fn glob_matches(glob: &str, term: &str) -> bool {
    match split_letters(glob) {
        Some((stem, least, most)) => (least..=most.min(MOST_LETTERS))
            .any(|letters| stars_match(&format!("{stem}{}", "?".repeat(usize::from(letters))), term)),
        None => stars_match(glob, term),
    }
}

/// Linear: only the last star is ever retried.
fn stars_match(glob: &str, term: &str) -> bool {
    let (glob, term): (Vec<char>, Vec<char>) = (glob.chars().collect(), term.chars().collect());
    let (mut at, mut place) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while place < term.len() {
        match glob.get(at) {
            Some('*') => {
                star = Some((at, place));
                at += 1;
            }
            Some(&c) if c == '?' || c == term[place] => {
                at += 1;
                place += 1;
            }
            _ => match &mut star {
                Some((star_at, taken)) => {
                    *taken += 1;
                    at = *star_at + 1;
                    place = *taken;
                }
                None => return false,
            },
        }
    }
    glob[at..].iter().all(|&c| c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_whole_terms() {
        for (glob, term, want) in [
            ("wom?n", "women", true),
            ("t*wan", "taiwan", true),
            ("t*wan", "taiwanese", false),
            ("a*b*c", "aXbXbc", true),
            ("ab?", "ab", false),
            ("bank{0,2}", "bank", true),
            ("bank{0,2}", "banker", true),
            ("bank{0,2}", "banking", false),
            ("c?t{1}", "cats", true),
            ("c?t{1}", "cat", false),
        ] {
            assert_eq!(glob_matches(glob, term), want, "{glob} {term}");
        }
    }
}
