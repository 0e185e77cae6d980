//! Scripts without spaces: which characters they have, and how many words a text in them counts as.

use crate::text::words_of;

/// Kana, Chinese characters and Hangul.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Thai, kana and Chinese characters: scripts that put no spaces between words. Hangul has them.
pub(super) fn is_run_together(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Whether a text may have characters of scripts without spaces: the first bytes of most other letters are lower.
pub(super) fn may_be_unspaced(text: &str) -> bool {
    text.bytes().any(|byte| byte >= 0xe0)
}

/// Words; in scripts without spaces two characters count as one.
pub(super) fn word_count(text: &str) -> usize {
    if !may_be_unspaced(text) {
        return words_of(text);
    }
    let unspaced = text.chars().filter(|&c| is_unspaced(c)).count();
    words_of(text).max(unspaced / 2)
}

/// Letters of a title; a character of a script without spaces says as much as three letters.
pub(super) fn weight(text: &str) -> usize {
    text.chars().map(|c| if is_unspaced(c) { 3 } else { 1 }).sum()
}
