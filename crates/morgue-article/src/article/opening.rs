//! The words that open a byline: `By`, `Von`, `Written by`.

use super::byline_elsewhere::after_opening;
use super::byline_words::{KINDS, OPENINGS};

/// The text after `By`, `Von`, `Written by` and similar words; the whole text if it has none of them.
pub(super) fn strip_opening(text: &str) -> &str {
    let mut rest = text.trim();
    for _ in 0..2 {
        let after = after_words(rest, &OPENINGS).or_else(|| after_words(rest, &KINDS)).or_else(|| after_opening(rest));
        rest = after.unwrap_or(rest);
    }
    rest
}

/// Whether a line starts like a byline: `By Jane Doe`.
pub fn opens_as_byline(line: &str) -> bool {
    let line = line.trim();
    let rest = after_words(line, &OPENINGS).or_else(|| after_opening(line));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()))
}

/// The text after one of `words` and a space or colon, in upper or lower case; `None` if nothing follows.
pub(super) fn after_words<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| {
        let head = text.get(..word.len())?;
        let rest = &text[word.len()..];
        let is_separate = rest.starts_with([' ', ':']) || word.ends_with(':');
        (head.eq_ignore_ascii_case(word) && is_separate)
            .then(|| rest.trim_start_matches([' ', ':']))
            .filter(|rest| !rest.is_empty())
    })
}
