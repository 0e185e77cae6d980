//! Folding: the form in which two spellings count as the same word.

use super::steps::count_steps;
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, char::decompose_canonical, is_nfc_quick};

/// NFC, without a copy if the text already is NFC.
pub fn nfc(text: &str) -> Cow<'_, str> {
    count_steps(text.len());
    // Characters below the first combining one are normal and start a new sequence: only the others need a check.
    if text.is_ascii() || is_nfc_quick(text.chars().filter(|&c| c >= '\u{300}')) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

/// NFD, the form in which some systems keep names of files.
pub fn nfd(text: &str) -> String {
    count_steps(text.len());
    text.nfd().collect()
}

/// Lower case without accents, for field values, aliases and comparisons.
///
/// ```
/// assert_eq!(morgue_article::text::fold("Søren Müller-Straße"), "soren muller-strasse");
/// ```
pub fn fold(text: &str) -> String {
    count_steps(text.len());
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut folded);
    }
    folded
}

/// Appends the folded form of one character: lower case, accents dropped, ligatures expanded, curly quotes
/// straightened. Combining marks of the Latin, Greek and Cyrillic blocks and invisible format characters give nothing.
pub fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if let Some(open) = ligature(c) {
        out.push_str(open);
        return;
    }
    if is_dropped(c) {
        return;
    }
    // Hangul syllables decompose into letters, not accents: they stay whole.
    if ('\u{ac00}'..='\u{d7a3}').contains(&c) {
        out.push(c);
        return;
    }
    for lower in c.to_lowercase() {
        decompose_canonical(lower, |part| {
            if !is_dropped(part) {
                out.push(part);
            }
        });
    }
}

/// Apostrophes other than the one of ASCII: which one is printed says nothing.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '’' | '‘' | 'ʼ' | '＇')
}

/// Combining accents, and characters that print nothing.
fn is_dropped(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ł' | 'Ł' => "l",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬀ' => "ff",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        c if is_apostrophe(c) => "'",
        _ => return None,
    })
}

/// Trims, and replaces every run of whitespace with one space.
pub fn squeeze(text: &str) -> String {
    count_steps(text.len());
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_accents_case_and_ligatures() {
        let cases = [
            ("É\u{301}cole", "ecole"),
            ("e\u{301}cole", "ecole"),
            ("İstanbul", "istanbul"),
            ("ŁÓDŹ", "lodz"),
            ("Musk’s", "musk's"),
            ("서울", "서울"),
            ("co\u{ad}op", "coop"),
            ("ΑΘΉΝΑ", "αθηνα"),
            ("Ёлка", "елка"),
        ];
        for (given, want) in cases {
            assert_eq!(fold(given), want, "{given}");
        }
    }
}
