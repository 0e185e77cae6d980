//! What the vote on a page gets wrong at the edges of a story: labels around it, and paragraphs in no element of their own.

use super::line_features::ends_sentence;
use super::line_rules;
use super::page::{Page, Verdict};
use super::script::{is_unspaced, word_count};
use super::zones::{MOST_LINKED, PARAGRAPH_WORDS};
use crate::article::AsideKind;
use crate::format::{Block, BlockRole};
use Verdict::Story;

/// Fewest words of a sentence that a story starts or ends with.
const EDGE_WORDS: usize = 8;

/// Most labels above or below a story.
const EDGE_LABELS: usize = 3;

/// Fewest words of a paragraph that is story because the next one is.
const BETWEEN_WORDS: usize = 15;

/// Share of a paragraph's letters that may be in links.
const FEW_LINKS: f32 = 0.2;

impl Page<'_> {
    /// A paragraph directly above one of the story is story too, if nothing but the vote speaks against it: the body crate
    /// loses text that is in no element of its own.
    pub(super) fn paragraphs_between(&mut self) {
        for at in (1..self.blocks.len().saturating_sub(1)).rev() {
            let (block, next) = (&self.blocks[at], &self.blocks[at + 1]);
            let is_paragraph = |block: &Block, words: usize| {
                block.role == BlockRole::Paragraph
                    && block.aside.is_none()
                    && block.link_share < FEW_LINKS
                    && ends_sentence(&block.text)
                    && word_count(&block.text) >= words
            };
            let is_lost = self.verdicts[at] == Verdict::Aside(AsideKind::Other) && is_paragraph(block, BETWEEN_WORDS);
            if is_lost && self.verdicts[at + 1] == Story && is_paragraph(next, PARAGRAPH_WORDS) {
                self.verdicts[at] = Story;
            }
        }
    }

    /// Labels above the first paragraph and below the last one are no story, although the vote took them for it.
    pub(super) fn edges(&mut self, title: Option<&str>) {
        let is_sentence = |block: &Block, words: usize| ends_sentence(&block.text) && word_count(&block.text) >= words;
        let story: Vec<usize> = (0..self.blocks.len()).filter(|&at| self.verdicts[at] == Story).collect();
        let first = story.iter().position(|&at| is_sentence(&self.blocks[at], EDGE_WORDS));
        let last = story.iter().rposition(|&at| is_sentence(&self.blocks[at], EDGE_WORDS));
        let (Some(first), Some(last)) = (first, last) else { return };
        let is_title = |block: &Block| title.is_some_and(|title| line_rules::is_title(&block.text, title));
        let heading = self.blocks.iter().position(is_title).unwrap_or(0);
        for edge in [&story[..first], &story[last + 1..]] {
            // Many lines are a list of the story's; without spaces the body crate takes whole pages for short stories.
            let is_short = edge.len() <= EDGE_LABELS;
            for &at in edge {
                let block = &self.blocks[at];
                let is_label = block.role == BlockRole::Paragraph && word_count(&block.text) < EDGE_WORDS;
                let is_outside = is_short || at < heading || block.text.contains(is_unspaced);
                let is_link = block.link_share > MOST_LINKED && block.role == BlockRole::Paragraph;
                if is_link || (is_label && !ends_sentence(&block.text) && is_outside) {
                    self.verdicts[at] = Verdict::Aside(AsideKind::Other);
                }
            }
        }
    }
}
