//! Text from documents made safe for a terminal: nothing in it may move the cursor, ring the bell, recolour or reorder.

use std::borrow::Cow;

/// Replaces control, bidirectional and other invisible characters with visible ones; line feed and tab stay.
///
/// ```
/// assert_eq!(morgue_article::text::terminal_safe("a\u{1b}[31mb\u{202e}c"), "a␛[31mb�c");
/// ```
pub fn terminal_safe(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(visible).collect())
}

fn is_unsafe(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The control picture of a C0 character, the replacement character for all others.
fn visible(c: char) -> char {
    match c {
        c if !is_unsafe(c) => c,
        '\u{ad}' | '\u{200b}' | '\u{feff}' => '\u{b7}',
        '\u{7f}' => '\u{2421}',
        c if (c as u32) < 0x20 => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        _ => '\u{fffd}',
    }
}

/// A text without characters that reorder it or are invisible: bidirectional controls, zero-width spaces, tags, soft
/// hyphens. The joiners stay, which some scripts need to write words.
///
/// ```
/// assert_eq!(morgue_article::text::without_hidden("a\u{202e}b\u{200b}c\u{200d}"), "abc\u{200d}");
/// ```
pub fn without_hidden(text: &str) -> Cow<'_, str> {
    let hidden = |c: char| is_unsafe(c) && !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace(hidden, ""))
}

/// JSON in which every character that could act on a terminal is written as `\u202e`: the same JSON, and safe to show. It
/// has no control characters of ASCII but line breaks.
///
/// ```
/// assert_eq!(morgue_article::text::escaped_json("\"a\u{202e}\u{9b}b\""), "\"a\\u202e\\u009bb\"");
/// ```
pub fn escaped_json(json: &str) -> Cow<'_, str> {
    let is_escaped = |c: char| is_unsafe(c) && !c.is_ascii();
    if json.is_ascii() || !json.contains(is_escaped) {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if is_escaped(c) {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| safe.push_str(&format!("\\u{unit:04x}")));
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

/// A text that XML can hold: characters that it cannot are replaced.
///
/// ```
/// assert_eq!(morgue_article::text::xml_characters("a\u{fffe}\u{1}\n"), "a\u{fffd}\u{fffd}\n");
/// ```
pub fn xml_characters(text: &str) -> Cow<'_, str> {
    let is_refused = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}');
    if !text.contains(is_refused) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace(is_refused, "\u{fffd}"))
}

/// A text as one word of a shell command.
///
/// ```
/// use morgue_article::text::shell_word;
/// assert_eq!((shell_word("a/b.txt"), shell_word("Bob's news")), ("a/b.txt".into(), r"'Bob'\''s news'".into()));
/// ```
pub fn shell_word(text: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '~' | '+' | ',' | '=' | ':' | '@');
    if !text.is_empty() && text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("'{}'", text.replace('\'', r"'\''")))
}

/// A text without control characters, which are inside words where a file was damaged; line breaks and tabs stay, and the
/// line break of mainframes (U+0085) becomes a usual one.
///
/// ```
/// use morgue_article::text::without_controls;
/// assert_eq!(without_controls("fer\u{7}ry\tsank\u{85}O\u{90}slo\n"), "ferry\tsank\nOslo\n");
/// ```
pub fn without_controls(text: &str) -> Cow<'_, str> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('\u{85}', "\n").replace(is_control, ""))
}

/// A text on one line: every control character becomes a space, as does a line break of two characters. For formats in
/// which a line break has a meaning.
///
/// ```
/// assert_eq!(morgue_article::text::one_line("two\r\nlines\u{1b}"), "two lines ");
/// ```
pub fn one_line(text: &str) -> Cow<'_, str> {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(breaks) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", " ").replace(breaks, " "))
}
