//! Bylines at the end of a story: names and an address, names in brackets, or a line of names.

use super::head_labels::{labelled, names_people};
use super::line_features::ends_sentence;
use super::name_line::only_people;
use super::page::{Page, Verdict};
use super::script::word_count;
use crate::article::{AsideKind, Byline, is_east_asian_byline, signed_at_end};
use crate::format::BlockRole;
use Verdict::Story;

/// Lines at the end of a story that may sign it, and the longest such line in characters.
const LAST_LINES: usize = 3;
const LONGEST_SIGNATURE: usize = 80;

/// Blocks at the end of a story of which one may end with names in brackets: notices may be after it.
const LAST_PARAGRAPHS: usize = 12;

/// Fewest words of the paragraph above a signature.
const ABOVE_WORDS: usize = 15;

impl Page<'_> {
    /// One of the last lines of a story may sign it: a name and an address, or a name in brackets.
    pub(super) fn signature(&mut self) {
        if self.cut.byline.as_ref().is_some_and(|byline| !Byline::parse(byline).authors.is_empty()) {
            return;
        }
        let stories = (0..self.blocks.len()).rev().filter(|&at| self.verdicts[at] == Story);
        let last = stories.clone().next().unwrap_or(0);
        let below = (last + 1..self.blocks.len()).take(LAST_LINES);
        let is_open =
            |at: &usize| matches!(self.verdicts[*at], Verdict::Aside(AsideKind::Other | AsideKind::Furniture));
        let below = below.filter(is_open);
        let signed = stories.clone().take(LAST_PARAGRAPHS).chain(below.clone()).find_map(|at| {
            let text = &self.blocks[at].text;
            let before = at.checked_sub(1).map_or("", |before| self.blocks[before].text.as_str());
            let is_whole = is_east_asian_byline(text);
            if is_whole {
                return Some((at, text.clone(), true));
            }
            let signed = signed_at_end(text, before)?;
            Some((at, signed.text(text).to_owned(), signed.range.len() == text.len()))
        });
        if let Some((at, byline, is_whole)) = signed {
            self.cut.byline = Some(byline);
            if is_whole {
                self.verdicts[at] = Verdict::Aside(AsideKind::Furniture);
            }
            return;
        }
        let is_signature = |at: &usize| {
            if self.blocks[*at].role != BlockRole::Paragraph {
                return false;
            }
            let text = &self.blocks[*at].text;
            let is_short = text.chars().count() <= LONGEST_SIGNATURE;
            is_short && ((text.contains('@') && names_people(text)) || only_people(text).is_some())
        };
        let is_below_paragraph = |at: &usize| {
            let before = at.checked_sub(1).map(|before| &self.blocks[before].text);
            before.is_some_and(|text| ends_sentence(text) && word_count(text) >= ABOVE_WORDS)
        };
        let named = |at: &usize| {
            if self.blocks[*at].role != BlockRole::Paragraph {
                return false;
            }
            let text = &self.blocks[*at].text;
            let is_labelled = text.chars().count() <= LONGEST_SIGNATURE && labelled(text, None).author.is_some();
            is_below_paragraph(at) && (is_labelled || only_people(text).is_some())
        };
        let found = stories.clone().take(LAST_LINES).find(is_signature);
        let found = found.or_else(|| stories.take(LAST_PARAGRAPHS).find(named));
        if let Some(at) = found.or_else(|| below.clone().find(named)) {
            self.cut.byline = Some(self.blocks[at].text.clone());
            self.verdicts[at] = Verdict::Aside(AsideKind::Furniture);
        }
    }
}
