//! Pieces of pasted text that look like operators, fields, brackets or quotation marks: headlines in capitals, labels,
//! places, emoticons, inches. They are words, and a remark says so.

use super::marks::{is_blank, is_close, is_open, is_quote};
use super::{dates, names, numbers};
use crate::query::forms::is_stop_word;
use crate::schema::{Field, FieldKind};

/// Operators without a number, which are also words of headlines.
pub const OPERATORS: [&str; 6] = ["AND", "OR", "NOT", "NEAR", "PRE", "ADJ"];

/// Fewest words of a headline.
const HEADLINE: usize = 6;

/// Whether a text is a headline in capitals and no query: no lower-case letters, six words or more, two function words
/// besides at most one AND, OR or NOT, and no sign of the query language.
pub fn is_headline(text: &str) -> bool {
    let has_sign = |c: char| is_open(c) || is_close(c) || is_quote(c) || matches!(c, '*' | '?' | '~' | '^' | '=');
    if text.chars().any(char::is_lowercase) || text.trim_end_matches('?').chars().any(has_sign) {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_field = |word: &&str| word.split_once(':').is_some_and(|(_, value)| !value.is_empty());
    let is_numbered = |word: &&str| {
        word.split_once('/').is_some_and(|(name, _)| OPERATORS.contains(&name) || name == "SAME" || name == "ATLEAST")
    };
    if words.len() < HEADLINE
        || words.iter().any(|word| is_field(word) || is_numbered(word) || word.starts_with(['-', '+']))
    {
        return false;
    }
    let operators = words.iter().filter(|word| matches!(**word, "AND" | "OR" | "NOT")).count();
    let is_function_word = |word: &&&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        !OPERATORS.contains(&bare) && is_stop_word(&bare.to_lowercase())
    };
    operators <= 1 && words.iter().filter(is_function_word).count() >= 2
}

/// Bytes of an emoticon at the start of a text: `:)`, `;-(`, `=)`. Its bracket neither opens nor closes anything.
pub fn emoticon_length(text: &str) -> Option<usize> {
    let eyes = text.strip_prefix([':', ';', '='])?;
    let nose = eyes.strip_prefix(['-', '\'', 'o']).unwrap_or(eyes);
    let mouth = nose.trim_start_matches(|c| is_open(c) || is_close(c));
    let ends = mouth.len() < nose.len()
        && mouth.chars().next().is_none_or(|c| is_blank(c) || matches!(c, '.' | ',' | '!' | '?'));
    ends.then(|| text.len() - mouth.len())
}

/// Bytes of a quotation mark that means inches: directly after a digit, and with a space or nothing after it.
pub fn inch_mark(text: &str, at: usize) -> Option<usize> {
    let mark = text[at..].chars().next().filter(|c| matches!(c, '"' | '″' | '”'))?;
    let after_digit = text[..at].ends_with(|c: char| c.is_ascii_digit());
    let next = text[at + mark.len_utf8()..].chars().next();
    let ends = next.is_none_or(|c| is_blank(c) || is_close(c) || matches!(c, ',' | '.' | ';' | '!' | '?'));
    (after_digit && ends).then(|| mark.len_utf8())
}

/// Whether OR between these is Oregon: after a comma, and at the end or in front of a postal code.
pub fn ends_a_place(before: &str, after: &str) -> bool {
    let after = after.trim_start_matches(is_blank);
    let code = after.split(|c: char| is_blank(c)).next().unwrap_or_default();
    let is_code = |code: &str| code.len() >= 5 && code.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    before.ends_with(',') && (after.is_empty() || is_code(code.trim_end_matches(['.', ','])))
}

/// Whether a name of a field is the label of a pasted line, such as `Date: 5 May`: it has a capital, a space follows its
/// colon, and what comes then is no value of the field.
pub fn is_label(name: &str, field: &Field, after: &str) -> bool {
    let value = after.trim_start_matches(is_blank);
    let value = value.split(|c: char| is_blank(c) || is_close(c)).next().unwrap_or_default();
    let is_value = match field.kind {
        FieldKind::Date => {
            value.starts_with(['(', '"']) || dates::parse(value, 0..0, &|| jiff::civil::date(2000, 1, 1)).is_ok()
        }
        FieldKind::U64 => value.starts_with(['(', '"']) || numbers::parse(field, value, &(0..0)).is_ok(),
        _ => true,
    };
    name.starts_with(|c: char| c.is_ascii_uppercase()) && !is_value
}

/// Whether an unknown name in capitals is the slug of a headline, such as `WATCH:Trump`, and no misspelled field.
pub fn is_slug(name: &str) -> bool {
    name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_uppercase()) && !names::is_misspelled(name)
}
