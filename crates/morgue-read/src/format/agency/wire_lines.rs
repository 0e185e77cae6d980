//! Lines of a wire text to paragraphs: an indented or marked line and one after a blank line start a paragraph, others
//! continue it.

use crate::text::squeeze;

/// One paragraph or marked line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub text: String,
    /// The character that closed it: `<` or `=`.
    pub mark: Option<char>,
}

impl Line {
    /// A paragraph of the story, not a line of the head.
    pub fn is_story(&self) -> bool {
        self.mark.is_none()
    }

    /// `(more)`: the story continues in another message.
    pub fn is_continued(&self) -> bool {
        let bare = self.text.trim_matches(['(', ')', '=', ' ']).to_ascii_lowercase();
        matches!(bare.as_str(), "more" | "mehr" | "end" | "suite")
    }
}

/// Control characters become spaces: thin spaces, tabs and font changes.
pub(super) fn plain(line: &str) -> String {
    squeeze(&line.replace(|c: char| c.is_control() && c != '\n', " "))
}

/// A tab or two spaces start a paragraph.
pub(super) fn is_indented(line: &str) -> bool {
    line.starts_with('\t') || line.starts_with("  ")
}

/// The paragraphs and marked lines of a text.
pub(super) fn body_lines(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut opens = true;
    // One line may hold several marked lines: `*9006< ^AP-Top-Headlines,0176<`.
    for raw in text.replace("< ^", "<\n^").lines() {
        let flush_left = raw.trim_start().starts_with('^');
        let text = plain(raw.trim_start().trim_start_matches('^'));
        let mark = text.chars().last().filter(|last| matches!(last, '<' | '='));
        let text = text.trim_end_matches(['<', '=']).trim().to_owned();
        if text.is_empty() {
            opens = true;
            continue;
        }
        let goes_on = !opens && !flush_left && !is_indented(raw) && !text.starts_with(['#', '*']) && !is_item(&text);
        match lines.last_mut().filter(|_| goes_on) {
            Some(before) => {
                before.text.push(' ');
                before.text.push_str(&text);
                before.mark = mark;
            }
            None => lines.push(Line { text, mark }),
        }
        opens = mark.is_some();
    }
    lines
}

/// `- Reporting by: …`: an item of a list, not a dash that continues a sentence.
fn is_item(text: &str) -> bool {
    text.starts_with("- ") && text.contains(": ")
}
