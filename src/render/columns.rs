//! Text in columns of a terminal: cut and padded by its displayed width, which is double for Chinese characters and
//! zero for combining marks. Right-to-left text is isolated, so that it is reordered only inside its own column.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Displayed width of a text in columns.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The longest start of a text that fits. Words are kept whole if there are spaces; a last long one is cut.
pub fn start_of(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    let fits = |letter: &&str| {
        taken += letter.width();
        taken <= columns
    };
    let end: usize = text.graphemes(true).take_while(fits).map(str::len).sum();
    if end == text.len() || text[end..].starts_with(' ') {
        return text[..end].trim_end();
    }
    match text[..end].rfind(' ') {
        Some(blank) if blank * 3 >= end => text[..blank].trim_end(),
        _ => &text[..end],
    }
}

/// The longest end of a text that fits.
pub fn end_of(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    let fits = |letter: &&str| {
        taken += letter.width();
        taken <= columns
    };
    let start = text.len() - text.graphemes(true).rev().take_while(fits).map(str::len).sum::<usize>();
    if start == 0 || text[..start].ends_with(' ') {
        return &text[start..];
    }
    match text[start..].find(' ') {
        Some(blank) if blank * 3 <= (text.len() - start) * 2 => &text[start + blank + 1..],
        _ => &text[start..],
    }
}

/// Spaces that pad a text to a width in columns.
pub fn padding(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(width(text)))
}

/// A text in isolate characters (FSI, PDI), if any of it is right-to-left. They take no column, and a terminal that
/// reorders such text does so only between them.
pub fn isolated(text: &str) -> Cow<'_, str> {
    if text.chars().any(runs_left) { Cow::Owned(format!("\u{2068}{text}\u{2069}")) } else { Cow::Borrowed(text) }
}

/// Letters of right-to-left scripts: Hebrew, Arabic, Syriac, Thaana, N'Ko and others.
fn runs_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_the_columns_they_take() {
        for (text, columns, start, end) in [
            ("one two three", 7, "one two", "three"),
            ("one two three", 8, "one two", "three"),
            ("one two three", 20, "one two three", "one two three"),
            ("東京オリンピック", 5, "東京", "ック"),
            ("e\u{301}te\u{301}", 2, "e\u{301}t", "te\u{301}"),
            ("unbreakable", 4, "unbr", "able"),
            ("", 3, "", ""),
        ] {
            assert_eq!((start_of(text, columns), end_of(text, columns)), (start, end), "{text} {columns}");
        }
        assert_eq!(padding("東京", 6), "  ");
        assert_eq!(padding("too long", 3), "");
    }

    #[test]
    fn only_text_from_right_to_left_is_isolated() {
        assert_eq!(isolated("plain – été 東京"), "plain – été 東京");
        assert_eq!(isolated("القمر"), "\u{2068}القمر\u{2069}");
        assert_eq!(width("\u{2068}ab\u{2069}"), 2);
    }
}
