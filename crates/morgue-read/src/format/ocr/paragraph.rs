//! Lines of recognised text to paragraphs: words broken at the end of a line are joined again.

use crate::article::Origin;
use crate::format::{Block, BlockRole, Draft, DraftKind};
use crate::text::{nfc, squeeze};

/// A paragraph under construction.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    text: String,
}

/// Characters at the end of a line after which a word may continue.
pub(super) const HYPHENS: [char; 5] = ['-', '\u{ad}', '¬', '⸗', '‐'];

impl Paragraph {
    /// Adds a line. A hyphen at the end of the previous one is removed if the word continues; a soft hyphen always is.
    pub fn push_line(&mut self, line: &str) {
        let line = squeeze(line);
        if line.is_empty() {
            return;
        }
        let goes_on = line.starts_with(char::is_lowercase);
        let broken = self.text.strip_suffix(HYPHENS).filter(|word| word.ends_with(char::is_alphabetic));
        let soft = self.text.ends_with(['\u{ad}', '¬']);
        match broken.map(str::len).filter(|_| goes_on || soft) {
            Some(length) => self.text.truncate(length),
            None if self.text.is_empty() => {}
            None => self.text.push(' '),
        }
        self.text.push_str(&line);
    }

    /// Adds the paragraph to the blocks, unless it is empty.
    pub fn finish(self, role: BlockRole, blocks: &mut Vec<Block>) {
        // Soft hyphens inside a line are not part of a word.
        let text = nfc(&squeeze(&self.text)).replace('\u{ad}', "");
        if !text.is_empty() {
            blocks.push(Block { role, ..Block::paragraph(text) });
        }
    }
}

/// Languages in the three-letter codes of recognisers and libraries, and the usual tag.
const LANGUAGES: [(&str, &str); 36] = [
    ("eng", "en"),
    ("deu", "de"),
    ("ger", "de"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("spa", "es"),
    ("ita", "it"),
    ("por", "pt"),
    ("nld", "nl"),
    ("dut", "nl"),
    ("dan", "da"),
    ("swe", "sv"),
    ("nor", "no"),
    ("nob", "nb"),
    ("fin", "fi"),
    ("est", "et"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("pol", "pl"),
    ("ces", "cs"),
    ("cze", "cs"),
    ("slk", "sk"),
    ("hun", "hu"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("ukr", "uk"),
    ("ell", "el"),
    ("gre", "el"),
    ("lat", "la"),
    ("cat", "ca"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("zho", "zh"),
    ("chi", "zh"),
    ("ara", "ar"),
    ("heb", "he"),
];

/// The usual tag of a language; an unknown name stays unchanged.
pub(super) fn short_language(stated: &str) -> &str {
    LANGUAGES.iter().find(|(long, _)| stated.eq_ignore_ascii_case(long)).map_or(stated, |(_, short)| short)
}

/// A page of recognised text: everything on it counts as text.
pub(super) fn draft(kind: &'static str, blocks: Vec<Block>) -> Draft {
    Draft {
        kind: DraftKind::Record,
        blocks,
        candidates: Vec::new(),
        story_origin: Origin::fixed(kind),
        partial: false,
        notes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_broken_at_line_ends_are_joined() {
        for (lines, want) in [
            (&["The har-", "bour was"][..], "The harbour was"),
            (&["Mill-", "Street"], "Mill- Street"),
            (&["Müh\u{ad}", "Len"], "MühLen"),
            (&["10-", "years"], "10- years"),
            (&["one", "", "two"], "one two"),
            (&["-", "he said"], "- he said"),
        ] {
            let mut paragraph = Paragraph::default();
            lines.iter().for_each(|line| paragraph.push_line(line));
            let mut blocks = Vec::new();
            paragraph.finish(BlockRole::Paragraph, &mut blocks);
            assert_eq!(blocks[0].text, want);
        }
    }
}
