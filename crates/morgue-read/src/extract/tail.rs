//! The end of a draft: removes lists of other stories, readers' comments, bios, prompts and copyright lines from the
//! story.
//! Never removes the first paragraph.

use super::line_rules;
use super::page::{Page, Verdict};
use super::phrases;
use super::script::word_count;
use crate::article::{AsideKind, Byline};
use crate::format::{Block, BlockRole, DraftKind};
use Verdict::Story;

/// Story blocks at the end that may be side matter.
const TAIL_BLOCKS: usize = 14;

/// Fewest words of a paragraph.
const PARAGRAPH_WORDS: usize = 15;

/// A block with more words after the heading of a list is not a teaser: the story continues.
const LONGEST_TEASER: usize = 45;

/// Removes the side matter at the end from the story. `authors` are the names that identify bios.
pub(super) fn cut(page: &mut Page, authors: &[String]) {
    let byline = page.cut.byline.as_deref().map(|line| Byline::parse(line).authors).unwrap_or_default();
    let authors: Vec<&String> = authors.iter().chain(&byline).filter(|name| name.contains(' ')).collect();
    lists(page);
    if page.kind == DraftKind::RawText {
        comments(page);
        unheaded_list(page);
    }
    let story = story_of(page);
    let Some(from) = story.get(story.len().saturating_sub(TAIL_BLOCKS).max(1)) else { return };
    for at in *from..page.blocks.len() {
        let text = &page.blocks[at].text;
        let is_bio = || line_rules::is_bio(text) || authors.iter().any(|name| opens_with_name(text, name));
        if matches!(page.verdicts[at], Story | Verdict::Aside(AsideKind::Other))
            && let Some(kind) = line_rules::aside(text).or_else(|| is_bio().then_some(AsideKind::Bio))
        {
            page.verdicts[at] = Verdict::Aside(kind);
        }
    }
}

fn story_of(page: &Page) -> Vec<usize> {
    (0..page.blocks.len()).filter(|&at| page.verdicts[at] == Story).collect()
}

fn words(block: &Block) -> usize {
    word_count(&block.text)
}

/// Longest bio, in bytes.
const LONGEST_BIO: usize = 600;

/// Authors do not start a paragraph of their own story with their own name.
fn opens_with_name(text: &str, name: &str) -> bool {
    let rest = text.strip_prefix(name);
    text.len() <= LONGEST_BIO && rest.is_some_and(|rest| rest.starts_with([' ', ',']) && rest.len() > 2)
}

/// Smallest share of the story's words before the heading of a list.
const STORY_BEFORE: f32 = 0.4;

/// A heading such as `You may also like` followed by only short lines starts a list of other stories.
fn lists(page: &mut Page) {
    let total: usize = story_of(page).iter().map(|&at| words(&page.blocks[at])).sum();
    let mut before = 0;
    let mut in_list = false;
    for at in 0..page.blocks.len() {
        let block = &page.blocks[at];
        let verdict = page.verdicts[at];
        let late = before as f32 >= total as f32 * STORY_BEFORE && before > 0;
        in_list = match in_list {
            true => !continues(page, at),
            false => late && phrases::opens_list(&block.text),
        };
        before += if verdict == Story { words(block) } else { 0 };
        let open = matches!(verdict, Story | Verdict::Aside(AsideKind::Other));
        if in_list && open {
            page.verdicts[at] = Verdict::Aside(line_rules::aside(&block.text).unwrap_or(AsideKind::Teaser));
        }
    }
}

/// Whether the story continues at a block after the heading of a list: with a long paragraph, or two consecutive ones
/// of running text; the summaries in a list are between headlines.
fn continues(page: &Page, at: usize) -> bool {
    let is_story = |at: &usize| page.verdicts[*at] == Story;
    let runs = |at: usize| {
        let block = &page.blocks[at];
        let sentence = block.text.ends_with(['.', '!', '?', '”', '"', '“', '»', '…', '。']);
        words(block) >= RUNNING_WORDS && sentence && block.link_share < 0.5
    };
    let next = (at + 1..page.blocks.len()).take(LOOKED_AHEAD).find(is_story);
    is_story(&at) && (words(&page.blocks[at]) >= LONGEST_TEASER || (runs(at) && next.is_some_and(runs)))
}

/// The next paragraph must be within this many blocks.
const LOOKED_AHEAD: usize = 40;

/// Fewest words of a paragraph of running text.
const RUNNING_WORDS: usize = 14;

/// Fewest paragraphs before the heading of the comments.
const BEFORE_COMMENTS: usize = 3;

/// Everything after `12 Comments` or `Leave a reply` is the readers'.
fn comments(page: &mut Page) {
    let mut paragraphs = 0;
    for at in 0..page.blocks.len() {
        let block = &page.blocks[at];
        paragraphs += usize::from(page.verdicts[at] == Story && words(block) >= PARAGRAPH_WORDS);
        if paragraphs >= BEFORE_COMMENTS && line_rules::opens_comments(&block.text) {
            for verdict in &mut page.verdicts[at..] {
                if matches!(verdict, Story | Verdict::Aside(AsideKind::Other)) {
                    *verdict = Verdict::Aside(AsideKind::Comment);
                }
            }
            return;
        }
    }
}

/// Fewest items of a list of other stories without a heading.
const LEAST_ITEMS: usize = 2;

/// Most lines below an item: its kicker and its summary.
const BELOW_ITEM: usize = 3;

/// `- headline`, kicker, summary, repeated up to the end: other stories, although there is no heading.
fn unheaded_list(page: &mut Page) {
    let Some(first) = page.verdicts.iter().position(|verdict| *verdict == Story) else { return };
    let (mut items, mut below, mut start) = (0, 0, None);
    for at in (first + 1..page.blocks.len()).rev() {
        let block = &page.blocks[at];
        if !matches!(page.verdicts[at], Story | Verdict::Aside(AsideKind::Other | AsideKind::Teaser)) {
            continue;
        }
        if block.role == BlockRole::ListItem {
            if below == 0 || block.text.ends_with(['.', ';', ',']) {
                break;
            }
            items += 1;
            below = 0;
            start = Some(at);
        } else {
            below += 1;
            if below > BELOW_ITEM || words(block) >= LONGEST_TEASER {
                break;
            }
        }
    }
    if let Some(start) = start.filter(|_| items >= LEAST_ITEMS) {
        for verdict in page.verdicts[start..].iter_mut() {
            if matches!(verdict, Story | Verdict::Aside(AsideKind::Other)) {
                *verdict = Verdict::Aside(AsideKind::Teaser);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::AsideKind;
    use crate::extract::{LineModel, zones};
    use crate::format::read_text;

    const STORY: &str = "Bridge closed for the winter\nBy Jane Doe\n25 October 2024\n\n\
        The bridge at the mill will stay closed until spring, the council said on Friday, since the piers have moved.\n\
        Engineers found the damage when the river was low, and they do not think that it can wait for another year.\n\
        Buses will go round by the dam until the work is done, which takes twenty minutes more than before.\n";

    /// The first words of the remaining story of a text, and the kind of each line in the margin.
    fn cut(tail: &str) -> (Vec<String>, Vec<(AsideKind, String)>) {
        let cut = zones::cut(&read_text(&format!("{STORY}{tail}")), None, LineModel::shipped());
        let first = |text: &str| text.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let margin = cut.zones.margin.iter().map(|aside| (aside.kind, first(&aside.text))).collect();
        (cut.zones.story.split("\n\n").map(first).collect(), margin)
    }

    #[test]
    fn teaser_list_after_author_bio_is_dropped() {
        let (story, margin) = cut("Jane Doe keeps bees and writes on roads for the Courier.\nYou may also like\n\
             Ferry fares rise again\nThe island has no say in it.\nMill sold to a brewer\n");
        assert_eq!(story, ["The bridge", "Engineers found", "Buses will"]);
        let want = [
            (AsideKind::Furniture, "By Jane"),
            (AsideKind::Furniture, "25 October"),
            (AsideKind::Bio, "Jane Doe"),
            (AsideKind::Teaser, "You may"),
            (AsideKind::Teaser, "Ferry fares"),
            (AsideKind::Teaser, "The island"),
            (AsideKind::Teaser, "Mill sold"),
        ];
        assert_eq!(margin, want.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn the_story_continues_after_a_list_inside_it() {
        let (story, _) = cut("Read next:\nFerry fares rise again\n\
             The council met twice over the money, and both times the vote was put off because of the budget, which \
             has to be mended first, as the mayor told the engineers when they came with their photographs.\n\
             Nobody at the mill had been told that the road would be closed for the whole of the winter, and the \
             owner of the bakery beside it said that she would have to send two of her people home.\n");
        assert_eq!(story, ["The bridge", "Engineers found", "Buses will", "The council", "Nobody at"]);
    }

    #[test]
    fn items_with_kickers_and_summaries_are_other_stories_without_a_heading() {
        let (story, margin) =
            cut("- Ferry fares rise again\nTransport\nThe island has no say in it, and winter is coming.\n\
             - Mill sold to a brewer\nBusiness\nThe wheel will turn for tourists and for nobody else.\n");
        assert_eq!(story, ["The bridge", "Engineers found", "Buses will"]);
        assert_eq!(margin.len(), 8, "{margin:?}");
    }

    #[test]
    fn everything_after_the_heading_of_comments_is_by_readers() {
        let (story, margin) = cut(
            "2 Comments\nA reader\nThe bridge was never any good, and I have said so at every meeting for ten years, \
             which nobody wanted to hear while there was still money to mend it.\n",
        );
        assert_eq!(story, ["The bridge", "Engineers found", "Buses will"]);
        assert!(margin.contains(&(AsideKind::Comment, "The bridge".to_owned())), "{margin:?}");
    }
}
