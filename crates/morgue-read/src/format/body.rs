//! The text of a field to blocks: markup is read as a page or as a fragment, plain text is split into paragraphs.
//! Shared by the formats whose records keep the story in one field.

use super::{Block, Draft, DraftKind, html};
use crate::article::Origin;
use crate::text::{nfc, squeeze, unwrap_lines};
use std::borrow::Cow;

/// A body that may be a whole page: if it has markup, the body crate votes on its blocks.
pub(super) fn body_draft(origin: Origin, text: &str) -> Draft {
    if is_markup(text)
        && let Ok(mut page) = html::read_html(&format!("<html><body><article>{text}</article></body></html>"))
        && !page.blocks.is_empty()
    {
        page.story_origin = origin;
        page.candidates.clear();
        return page;
    }
    record(origin, text_blocks(text))
}

/// The draft of a record whose blocks are its story.
pub(super) fn record(story_origin: Origin, blocks: Vec<Block>) -> Draft {
    Draft { kind: DraftKind::Record, blocks, candidates: Vec::new(), story_origin, partial: false, notes: Vec::new() }
}

/// Paragraph tags near the start; a lone `<` in a text does not count.
fn is_markup(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(1024)];
    ["<p>", "<p ", "<div", "<br", "<h1", "<h2", "<span", "<article", "<figure", "<ul", "<!DOCTYPE", "<html"]
        .iter()
        .any(|tag| head.contains(tag))
}

/// Whether a text that may be either is markup: it contains a tag or an entity.
pub(super) fn has_markup(text: &str) -> bool {
    let tag = |rest: &str| {
        let opens = rest.trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic() || c == '!');
        opens && rest.contains('>')
    };
    let entity = |rest: &str| {
        let name = rest.split(';').next().unwrap_or_default();
        let known = (2..=32).contains(&name.len()) && name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'#');
        known && rest.len() > name.len()
    };
    text.match_indices(['<', '&']).take(LOOKED_AT).any(|(at, sign)| match sign {
        "<" => tag(&text[at + 1..text.floor_char_boundary(at + 1000)]),
        _ => entity(&text[at + 1..text.floor_char_boundary(at + 40)]),
    })
}

/// Possible markup characters that are checked in one text; in real markup the first of them decides.
const LOOKED_AT: usize = 64;

/// The paragraphs of a text.
pub(super) fn text_blocks(text: &str) -> Vec<Block> {
    let text = nfc(text);
    let strange = text.contains('\r') || text.contains('\u{2029}');
    let text = if strange { Cow::Owned(text.replace("\r\n", "\n").replace(['\r', '\u{2029}'], "\n")) } else { text };
    let unwrapped = unwrap_lines(&text);
    let lines = unwrapped.split('\n').map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Block::paragraph(plain(line))).collect()
}

/// One line with single spaces; the usual case is copied once.
fn plain(line: &str) -> String {
    let bytes = line.as_bytes();
    let messy = bytes.contains(&b'\t') || bytes.windows(2).any(|pair| pair == b"  " || pair == b"\xc2\xa0");
    if messy { squeeze(line) } else { line.to_owned() }
}

/// The text of a title or a name that may contain markup, as one line.
pub(super) fn one_line(text: &str) -> String {
    let line = if has_markup(text) {
        let texts: Vec<String> = html::fragment(text).into_iter().map(|block| block.text).collect();
        texts.join(" ")
    } else {
        text.to_owned()
    };
    nfc(&squeeze(&line)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_distinguished_from_text() {
        for (text, want) in [
            ("A <b>bold</b> move", true),
            ("Caf&eacute; closes", true),
            ("It&#8217;s here", true),
            ("a <!-- note --> b", true),
            ("AT&T; more", false),
            ("AT&T and B&B", false),
            ("1 < 2 and 3 > 2", false),
            ("Fish & chips; peas", false),
            ("<3", false),
        ] {
            assert_eq!(has_markup(text), want, "{text}");
        }
    }

    #[test]
    fn a_title_is_one_line_without_tags() {
        assert_eq!(one_line(" The <em>Courier</em>\n &amp; the &quot;Post&quot; "), "The Courier & the \"Post\"");
        assert_eq!(one_line("1 < 2"), "1 < 2");
    }
}
