//! The title as a page shows it: which part of its `<title>` a line of the page repeats, and the heading of a page whose
//! `<title>` says nothing of the story.

use super::line_features::ends_sentence;
use super::line_rules;
use super::script::{weight, word_count};
use crate::article::is_east_asian_byline;
use crate::format::{Block, BlockRole, Draft};
use crate::text::squeeze;
use std::collections::HashSet;

/// Blocks at the start of a page among which its title is shown.
const SHOWN_BLOCKS: usize = 60;

/// Longest title that is looked for, in bytes.
const LONGEST_SHOWN: usize = 500;

/// Fewest letters of a title that is recognized by its copy.
const LEAST_LETTERS: usize = 15;

/// Separators between a title and the names of sections and outlets.
const SEPARATORS: [&str; 17] =
    [" | ", " - ", " – ", " — ", " :: ", " ::: ", " • ", " · ", " » ", " > ", " / ", " : ", "｜", "：", "_", "-", ":"];

/// The longest part of a title, before or after a separator, that a block of the page repeats.
pub(super) fn shown_alone<'t>(title: &'t str, draft: &Draft) -> Option<&'t str> {
    if title.len() > LONGEST_SHOWN {
        return None;
    }
    let places = || SEPARATORS.iter().flat_map(|separator| title.match_indices(*separator));
    // A colon follows a kicker, not a title.
    let ends = places().filter(|(_, separator)| !separator.contains([':', '：'])).map(|(at, _)| at);
    let heads = ends.map(|at| title[..at].trim());
    let tails = places().map(|(at, separator)| title[at + separator.len()..].trim());
    let lines: HashSet<&str> = shown(draft).map(|block| bare(&block.text)).collect();
    // After a name of a site only a heading is the title: that name may be a line of the page too.
    let headings: HashSet<&str> = shown(draft)
        .filter(|block| matches!(block.role, BlockRole::Heading(_)))
        .map(|block| bare(&block.text))
        .collect();
    let longest = |part: &&str| part.len();
    let heads = heads.filter(|part| weight(part) >= LEAST_LETTERS && lines.contains(part)).max_by_key(longest);
    let tails = tails.filter(|part| weight(part) >= LEAST_LETTERS && headings.contains(part));
    heads.or_else(|| tails.max_by_key(longest))
}

/// The first blocks of a page that are as short as a title and no links.
fn shown(draft: &Draft) -> impl Iterator<Item = &Block> {
    let first = draft.blocks.iter().take(SHOWN_BLOCKS);
    first.filter(|block| block.text.len() <= LONGEST_SHOWN && block.link_share < 0.5)
}

/// A text without a mark in front of it: `●社会` is one, `●` another.
fn bare(text: &str) -> &str {
    text.trim_start_matches(|c: char| {
        !c.is_alphanumeric()
            && !matches!(
                c,
                '"' | '“' | '«' | '「' | '\'' | '‘' | '¿' | '¡' | '#' | '$' | '€' | '£' | '(' | '（' | '[' | '…'
            )
    })
}

/// Whether a line of the page repeats a title, or most of it.
pub(super) fn is_repeated(title: &str, draft: &Draft) -> bool {
    let title = squeeze(title);
    shown(draft).any(|block| {
        let text = bare(&block.text);
        text == title || (title.contains(text) && 2 * weight(text) >= weight(&title))
    })
}

/// Fewest words of the first paragraph.
const PARAGRAPH_WORDS: usize = 20;

/// Most words of a headline.
const HEADLINE_WORDS: usize = 16;

/// Blocks above the first paragraph that may be the headline.
const ABOVE: usize = 6;

/// The headline above the first paragraph: the first heading of those near it, else the nearest line that is neither a
/// sentence nor a byline nor a day. Returns also whether it is a heading.
pub(super) fn headline(draft: &Draft) -> Option<(&str, bool)> {
    let is_paragraph = |block: &Block| {
        block.aside.is_none()
            && block.link_share < 0.3
            && ends_sentence(&block.text)
            && word_count(&block.text) >= PARAGRAPH_WORDS
    };
    let first = draft.blocks.iter().position(is_paragraph)?;
    let above = &draft.blocks[first.saturating_sub(ABOVE)..first];
    let is_line = |block: &&Block| {
        let text = block.text.as_str();
        let words = word_count(text);
        block.aside.is_none()
            && block.link_share < 0.5
            && block.role != BlockRole::Caption
            && weight(text) >= LEAST_LETTERS
            && (2..=HEADLINE_WORDS).contains(&words)
            && !ends_sentence(text)
            && !is_fact(text)
    };
    let heading = above.iter().filter(is_line).find(|block| matches!(block.role, BlockRole::Heading(_)));
    let found = heading.or_else(|| above.iter().rev().find(is_line))?;
    Some((bare(&found.text), heading.is_some()))
}

/// A byline, a day, or a line of several facts.
fn is_fact(text: &str) -> bool {
    line_rules::head_line(text).is_some()
        || line_rules::states_day(text)
        || is_east_asian_byline(text)
        || text.contains(['│', '|', '@', '〉', '›', '»'])
        || text.contains(" > ")
}
