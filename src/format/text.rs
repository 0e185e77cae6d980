//! Plain text and raw scrapes to drafts: lines become blocks, with the roles that their form shows.
//! Decides nothing about story and side matter.

use super::{Block, BlockRole, Draft, DraftKind};
use crate::article::Origin;
use crate::text::{nfc, squeeze, unwrap_lines};

/// Reads a text.
pub fn read_text(text: &str) -> Draft {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{c}'], "\n");
    let text = unwrap_lines(&nfc(&text));
    let blocks = text.lines().filter_map(block).collect();
    Draft {
        kind: DraftKind::RawText,
        blocks,
        candidates: Vec::new(),
        story_origin: Origin::fixed("text"),
        notes: Vec::new(),
    }
}

/// Signs that open a list item.
const BULLETS: [&str; 8] = ["- ", "* ", "+ ", "• ", "· ", "◦ ", "▪ ", "– "];

fn block(line: &str) -> Option<Block> {
    let text = squeeze(line);
    if !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    if let Some(item) = BULLETS.iter().find_map(|bullet| text.strip_prefix(bullet)) {
        return Some(Block { role: BlockRole::ListItem, ..Block::paragraph(item.trim_start()) });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_blocks_with_their_roles() {
        let draft = read_text("# Title\r\n\r\nFirst  line.\n  * one\n\n----\n- two\n> said");
        let got: Vec<_> = draft.blocks.iter().map(|block| (block.role, block.text.as_str())).collect();
        let want = [
            (BlockRole::Heading(1), "Title"),
            (BlockRole::Paragraph, "First line."),
            (BlockRole::ListItem, "one"),
            (BlockRole::ListItem, "two"),
            (BlockRole::Quote, "said"),
        ];
        assert_eq!(got, want);
    }
}
