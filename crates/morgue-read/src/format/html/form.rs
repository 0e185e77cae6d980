//! A vote from the shape of a page, for `Effort::Fast`: the smallest element that holds most of the page's prose is the
//! story, except blocks in it that are marked as something else, are mostly links, or are labels. On development pages
//! the token F1 is .941 (aeb) and .930 (fundus), against .970 and .962 with the body crate's vote.

use super::blocks::Span;
use crate::format::{Block, BlockRole};
use crate::text::words_of;

/// Share of the page's prose that the story's element must hold: less would lose stories that are split over several
/// boxes, more would take the comments below a story (measured on development pages).
const MOST: f32 = 0.75;

/// Fewest words of a block of prose.
const PROSE_WORDS: usize = 10;

/// Words of one block that count: a single long block is not a page full of prose.
const COUNTED_WORDS: usize = 80;

/// Share of a block's letters that may be in links.
const FEW_LINKS: f32 = 0.4;

/// Fewest words of a block that is not a sentence.
const LABEL_WORDS: usize = 7;

/// Share of the page's prose above which a mark is not trusted: `class="subscription"` around the whole story says that
/// it is for subscribers.
const UNBELIEVABLE: f32 = 0.4;

/// Removes the mark from neighbouring blocks that have the same one and hold much of the page's prose.
fn doubt_marks(blocks: &mut [Block]) {
    let total: usize = blocks.iter().map(prose_of).sum();
    for run in blocks.chunk_by_mut(|one, next| one.aside == next.aside) {
        let held: usize = run.iter().map(prose_of).sum();
        if held as f32 > UNBELIEVABLE * total as f32 {
            run.iter_mut().for_each(|block| block.aside = None);
        }
    }
}

/// Sets the vote of every block, if there is any prose.
pub(super) fn vote(blocks: &mut [Block], spans: &[Span]) {
    doubt_marks(blocks);
    let mut sums = Vec::with_capacity(blocks.len() + 1);
    sums.push(0usize);
    blocks.iter().for_each(|block| sums.push(sums.last().copied().unwrap_or(0) + prose(block)));
    let total = sums.last().copied().unwrap_or(0);
    if total == 0 {
        return;
    }
    let held = |span: &&Span| (sums[span.end] - sums[span.start]) as f32 >= MOST * total as f32;
    let whole = Span { start: 0, end: blocks.len() };
    let story = spans.iter().filter(held).min_by_key(|span| span.end - span.start).copied().unwrap_or(whole);
    for (at, block) in blocks.iter_mut().enumerate() {
        block.vote = Some((story.start..story.end).contains(&at) && is_story(block));
    }
}

/// The words of a block that count as prose, if it is not marked as something else.
fn prose(block: &Block) -> usize {
    if block.aside.is_none() { prose_of(block) } else { 0 }
}

fn prose_of(block: &Block) -> usize {
    let words = words_of(&block.text);
    let counts = block.role != BlockRole::Caption
        && block.link_share <= FEW_LINKS
        && words >= PROSE_WORDS
        && ends_as_sentence(&block.text);
    if counts { words.min(COUNTED_WORDS) } else { 0 }
}

fn is_story(block: &Block) -> bool {
    let is_prose = || words_of(&block.text) >= LABEL_WORDS || ends_as_sentence(&block.text);
    match block.role {
        _ if block.aside.is_some() || block.link_share > FEW_LINKS => false,
        BlockRole::Caption | BlockRole::Deck => false,
        BlockRole::Heading(_) | BlockRole::ListItem | BlockRole::Quote | BlockRole::TableRow => true,
        BlockRole::Paragraph => is_prose(),
    }
}

fn ends_as_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '"', '”', '“', '»', ':', '…', '’', '\'', ')', '。', '」'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_element_with_most_of_the_prose_is_the_story() {
        let prose = "The ferry came in two hours late and nobody on the quay could say why.";
        let texts = ["Home", "News", "A ferry is late", prose, "A heading", prose, "Share", "More stories", prose];
        let mut blocks: Vec<Block> = texts.iter().map(|text| Block::paragraph(*text)).collect();
        blocks[4].role = BlockRole::Heading(2);
        blocks[8].link_share = 1.0;
        let spans = [Span { start: 0, end: 9 }, Span { start: 2, end: 7 }, Span { start: 3, end: 4 }];
        vote(&mut blocks, &spans);
        let story: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].vote == Some(true)).collect();
        assert_eq!(story, [3, 4, 5]);
    }

    #[test]
    fn a_page_without_prose_gets_no_vote() {
        let mut blocks = vec![Block::paragraph("Home"), Block::paragraph("News")];
        vote(&mut blocks, &[]);
        assert!(blocks.iter().all(|block| block.vote.is_none()));
    }
}
