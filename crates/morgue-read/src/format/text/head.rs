//! Lines `Key: value` above a text (`Title:`, `Datum:`, `Source:`) to candidates and the text after them. With fewer
//! than three known keys, or two without a title, they are ordinary text.

use super::facts::Facts;
use crate::format::MetaField;
use crate::format::record::names::field_of;

/// Most lines of a head.
const LINES: usize = 40;

/// Longest key, in bytes, and its most words.
const LONGEST_KEY: usize = 40;
const KEY_WORDS: usize = 4;

/// Cuts the head off a text. It ends at a blank line, a rule, or a line that announces the text (`Text:`).
pub(super) fn cut(text: &str) -> Option<(Facts, &str)> {
    let text = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    let mut facts = Facts::new("head");
    let mut open: Option<(&str, String)> = None;
    let mut at = 0;
    let mut ended = false;
    for line in text.split_inclusive('\n').take(LINES) {
        let words = line.trim();
        if words.is_empty() || is_rule(words) {
            ended = true;
            break;
        }
        if let Some(before_text) = opens_text(line) {
            ended = true;
            at += before_text;
            break;
        }
        at += line.len();
        match key_value(line) {
            Some((key, value)) => {
                close(&mut facts, open.replace((key, value.to_owned())));
            }
            // A long value continues in indented lines.
            None if line.starts_with([' ', '\t']) => {
                let (_, value) = open.as_mut()?;
                value.push(' ');
                value.push_str(words);
            }
            None => return None,
        }
        // For most texts the first line is enough to decide.
        if facts.known_lines == 0 && open.as_ref().is_none_or(|(key, _)| field_of(key).is_none()) {
            return None;
        }
    }
    close(&mut facts, open);
    let enough = facts.known_lines >= 3 || (facts.known_lines == 2 && facts.has(MetaField::Title));
    if !ended || !enough {
        return None;
    }
    let rest = text.get(at..)?;
    let rest = rest.trim_start_matches(['\n', '\r']);
    let rest = match rest.split_once('\n') {
        Some((first, behind)) if is_rule(first.trim()) => behind,
        _ => rest,
    };
    Some((facts, rest))
}

fn close(facts: &mut Facts, open: Option<(&str, String)>) {
    if let Some((key, value)) = open {
        let filled = !value.trim().is_empty();
        facts.known_lines += usize::from(facts.state(key, &value) && filled);
    }
}

/// `Key: value` with a key of a few words, at the margin. Markdown's `**Key:** value` counts.
fn key_value(line: &str) -> Option<(&str, &str)> {
    if line.starts_with([' ', '\t']) {
        return None;
    }
    let (key, value) = line.split_once([':', '：'])?;
    let key = key.trim().trim_start_matches(['*', '_', '#']).trim();
    let value = value.trim().trim_start_matches("**").trim_start_matches("__").trim();
    let is_key = !key.is_empty() && key.len() <= LONGEST_KEY && key.split_whitespace().count() <= KEY_WORDS;
    let letters = key.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '_' | '/' | '.' | '(' | ')'));
    (is_key && letters && !value.starts_with("//")).then_some((key, value))
}

fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '=' | '_' | '*' | '~'))
}

/// Keys that are followed by the text.
const TEXTS: [&str; 16] = [
    "text",
    "body",
    "content",
    "full text",
    "article",
    "story",
    "volltext",
    "inhalt",
    "artikel",
    "texte",
    "contenu",
    "texto",
    "contenido",
    "testo",
    "tekst",
    "текст",
];

/// Bytes of the key of a line that announces the text.
fn opens_text(line: &str) -> Option<usize> {
    let (key, _) = key_value(line)?;
    let folded = crate::text::fold(key);
    let colon = line.find([':', '：'])?;
    let length = line[colon..].chars().next()?.len_utf8();
    TEXTS.contains(&folded.as_str()).then_some(colon + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_cut_off_in_any_language() {
        let cases = [
            ("Title: The dam\nAuthor: Jane Doe\nDate: 2024-10-25\n\nStory.", Some((3, "Story."))),
            ("Titel: Der Damm\r\nDatum: 25. Oktober 2024\r\n\r\nText.", Some((2, "Text."))),
            (
                "**Source:** Courier\n**Date:** 2024-10-25\n**URL:** https://example.org/a\n\nStory.",
                Some((3, "Story.")),
            ),
            ("Title: A long\n  title\nDate: 2024\nTags: a, b\n----\nStory.", Some((2, "Story."))),
            ("Title: The dam\nDate: 2024\nText: Story\nmore.", Some((2, " Story\nmore."))),
            // Too little, no end, or a story that starts like a head.
            ("Date: 2024\nSource: Courier\n\nStory.", None),
            ("Title: The dam\n\nStory.", None),
            ("Title: a\nDate: b\nSource: c\nStory without a blank line.", None),
            ("London: the dam broke\n\nStory.", None),
            ("Title: a\nDate: 2024\nSource: c", None),
            ("", None),
        ];
        for (text, want) in cases {
            let got = cut(text).map(|(facts, rest)| (facts.candidates.len(), rest));
            assert_eq!(got, want, "{text}");
        }
    }
}
