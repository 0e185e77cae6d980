//! The runs of letters and digits that a written date is read from.

use super::month_words::month_after_day;
use super::months::month_number;

/// A run of digits or of letters, with the first character after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub text: &'a str,
    pub from: usize,
    pub to: usize,
    pub after: char,
}

impl Token<'_> {
    pub fn digits(&self) -> usize {
        if self.text.as_bytes()[0].is_ascii_digit() { self.text.len() } else { 0 }
    }

    pub fn number(&self) -> Option<i32> {
        if self.digits() > 0 { self.text.parse().ok() } else { None }
    }

    pub fn month(&self) -> Option<i32> {
        if self.digits() > 0 { None } else { month_number(self.text) }
    }

    /// The month of a word after a day, where more short forms are known.
    pub fn month_after_day(&self, language: Option<&str>) -> Option<i32> {
        if self.digits() > 0 { None } else { month_number(self.text).or_else(|| month_after_day(self.text, language)) }
    }
}

pub(super) fn cut(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if !c.is_alphanumeric() {
            at += c.len_utf8();
            continue;
        }
        let digit = c.is_ascii_digit();
        let same = |c: char| if digit { c.is_ascii_digit() } else { c.is_alphabetic() };
        let length = text[at..].find(|c| !same(c)).unwrap_or(text.len() - at).max(c.len_utf8());
        let to = at + length;
        tokens.push(Token { text: &text[at..to], from: at, to, after: text[to..].chars().next().unwrap_or(' ') });
        at = to;
    }
    tokens
}

/// The first three words, without fillers and without a month after itself: `15 أيلول/سبتمبر 2022`.
pub(super) fn words_of_date<'a, 't>(tokens: &'a [Token<'t>]) -> Vec<&'a Token<'t>> {
    let mut words: Vec<&Token> = Vec::with_capacity(3);
    for token in tokens.iter().filter(|token| !is_filler(token.text)) {
        let is_repeated = words.last().is_some_and(|last| last.month().is_some() && last.month() == token.month());
        if !is_repeated {
            words.push(token);
        }
        if words.len() == 3 {
            break;
        }
    }
    words
}

/// Ordinal endings and the `de` of Spanish and Portuguese dates.
fn is_filler(word: &str) -> bool {
    ["de", "del", "of", "the", "st", "nd", "rd", "th", "er", "º", "g", "m", "d", "gada", "عام", "سنه", "من"]
        .iter()
        .any(|filler| word.eq_ignore_ascii_case(filler))
}
