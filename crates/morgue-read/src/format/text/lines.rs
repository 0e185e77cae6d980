//! Plain text and raw scrapes to drafts: lines become blocks, with the roles that their form shows.
//! Decides nothing about story and side matter.

use crate::article::Origin;
use crate::format::{Block, BlockRole, Draft, DraftKind, Layout};
use crate::source::budget::TEXT_LINES;
use crate::text::{nfc, squeeze, unwrap_lines};

/// Reads a text.
pub fn read_text(text: &str) -> Draft {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{c}'], "\n");
    let text = nfc(&text);
    let text = unwrap_lines(&text);
    let (mut after_blank, mut after_bullet) = (false, false);
    let (mut blocks, mut notes) = (Vec::new(), Vec::new());
    for (nth, line) in text.lines().enumerate() {
        if nth == TEXT_LINES {
            notes.push(format!("the text was cut after {TEXT_LINES} lines"));
            break;
        }
        let blank = std::mem::replace(&mut after_blank, line.trim().is_empty());
        if BULLETS.iter().any(|bullet| bullet.trim_end() == line.trim()) {
            after_bullet = true;
            continue;
        }
        let layout = Layout { indent: indent_of(line), after_blank: blank };
        blocks.extend(block(line).map(|block| {
            // A bullet on a line of its own belongs to the next line.
            let is_item = std::mem::take(&mut after_bullet) && block.role == BlockRole::Paragraph;
            Block { layout, role: if is_item { BlockRole::ListItem } else { block.role }, ..block }
        }));
    }
    Draft {
        kind: DraftKind::RawText,
        blocks,
        candidates: Vec::new(),
        story_origin: Origin::fixed("text"),
        partial: false,
        notes,
    }
}

/// Columns before the text of a line; a tab counts four.
fn indent_of(line: &str) -> u16 {
    let blanks = line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4u16 } else { 1 });
    blanks.take(400).sum()
}

/// Characters that start a list item.
const BULLETS: [&str; 8] = ["- ", "* ", "+ ", "• ", "· ", "◦ ", "▪ ", "– "];

fn block(line: &str) -> Option<Block> {
    let text = squeeze(line);
    if !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    if let Some(item) = BULLETS.iter().find_map(|bullet| text.strip_prefix(bullet)) {
        return Some(Block { role: BlockRole::ListItem, ..Block::paragraph(item.trim_start()) });
    }
    if let Some(item) = text_browser_item(line, &text) {
        return Some(Block { role: BlockRole::ListItem, ..Block::paragraph(item) });
    }
    let level = text.bytes().take_while(|&byte| byte == b'#').count();
    if (1..=6).contains(&level) && text[level..].starts_with(' ') {
        return Some(Block { role: BlockRole::Heading(level as u8), ..Block::paragraph(text[level..].trim_start()) });
    }
    if let Some(quote) = text.strip_prefix("> ") {
        return Some(Block { role: BlockRole::Quote, ..Block::paragraph(quote) });
    }
    Some(Block::paragraph(text))
}

/// Text browsers show the bullets of inner lists as an indented `o`.
fn text_browser_item<'a>(line: &str, text: &'a str) -> Option<&'a str> {
    let item = text.strip_prefix("o ")?;
    let opens = item.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '#');
    (opens && line.starts_with([' ', '\t'])).then_some(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_too_many_lines_is_cut_and_says_so() {
        let draft = read_text(&"a\n".repeat(TEXT_LINES + 3));
        assert_eq!(draft.blocks.len(), TEXT_LINES);
        assert_eq!(draft.notes, ["the text was cut after 400000 lines"]);
    }

    #[test]
    fn lines_become_blocks_with_their_roles() {
        let draft = read_text("# Title\r\n\r\nFirst  line.\n  * one\n\n----\n- two\n    o Three\no pão\n> said");
        let got: Vec<_> = draft.blocks.iter().map(|block| (block.role, block.text.as_str())).collect();
        let want = [
            (BlockRole::Heading(1), "Title"),
            (BlockRole::Paragraph, "First line."),
            (BlockRole::ListItem, "one"),
            (BlockRole::ListItem, "two"),
            (BlockRole::ListItem, "Three"),
            (BlockRole::Paragraph, "o pão"),
            (BlockRole::Quote, "said"),
        ];
        assert_eq!(got, want);
    }
}
