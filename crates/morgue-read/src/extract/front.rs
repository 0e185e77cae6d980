//! Section fronts and lists of an author's stories: pages whose text is headlines that are links, each with a summary or a
//! day of its own. Judges only the layout; a page that states when it was published is an article.

use super::line_rules;
use super::script::word_count;
use crate::article::AsideKind;
use crate::format::{Block, BlockRole, Draft, MetaField};
use std::collections::HashMap;

/// Fewest headlines of a front.
const LEAST_HEADLINES: usize = 5;

/// Smallest share of a headline's letters that are in its link; a day may be beside it.
const LINKED: f32 = 0.6;

/// Fewest words of a headline that is not marked as one.
const HEADLINE_WORDS: usize = 4;

/// Fewest words of a summary.
const SUMMARY_WORDS: usize = 5;

/// Most words between two headlines: summaries are short, stories and live blogs are not.
const LONGEST_SUMMARY: usize = 60;

/// Most words above the first headline: a section may be introduced, a short story is longer.
const LONGEST_INTRO: usize = 30;

/// Whether a page lists other stories.
pub(super) fn is_front(draft: &Draft) -> bool {
    let is_dated = draft.candidates.iter().any(|it| {
        let origin = it.origin.as_str();
        it.field == MetaField::Published && (origin.starts_with("json-ld:") || origin.starts_with("meta:"))
    });
    if is_dated || is_signed(draft) || has_story(draft) {
        return false;
    }
    let mut list = List { leads_on: leads_on(draft), ..List::default() };
    for block in draft.blocks.iter().filter(|block| matches!(block.aside, None | Some(AsideKind::Teaser))) {
        list.add(block);
    }
    list.end_run();
    let items = list.summaries.max(list.days);
    let is_list = list.headlines >= LEAST_HEADLINES && items + 1 >= LEAST_HEADLINES && 2 * items >= list.headlines;
    // Without links on its headlines a list must be shorter than a story in short parts.
    let longest = if list.leads_on { LONGEST_SUMMARY / 2 } else { LONGEST_SUMMARY };
    is_list && list.longest <= longest && list.intro <= LONGEST_INTRO
}

/// Whether a byline and a day are above the first headline that is a link: an article may be a list.
fn is_signed(draft: &Draft) -> bool {
    let head = || draft.blocks.iter().filter(|block| block.aside.is_none()).take_while(|block| !is_headline(block));
    let is_byline = |block: &Block| line_rules::head_line(&block.text) == Some(line_rules::HeadLine::Byline);
    head().any(is_byline) && head().any(|block| has_day(&block.text))
}

/// Fewest words of each of two paragraphs that follow each other in a story.
const STORY_WORDS: usize = 25;

/// Whether two long paragraphs follow each other: in a list there are headlines between its summaries.
fn has_story(draft: &Draft) -> bool {
    let is_paragraph = |block: &Block| {
        block.role == BlockRole::Paragraph
            && (block.aside.is_none() || block.vote == Some(true))
            && block.link_share < LINKED
            && is_sentence(&block.text)
            && word_count(&block.text) >= STORY_WORDS
    };
    draft.blocks.windows(2).any(|pair| pair.iter().all(is_paragraph))
}

/// What was counted down to a block.
#[derive(Default)]
struct List {
    /// Whether headlines need no link of their own.
    leads_on: bool,
    headlines: usize,
    /// Headlines with a summary, and with a day.
    summaries: usize,
    days: usize,
    /// Words of running text since the last headline, and the most so far.
    run: usize,
    longest: usize,
    /// Words above the first headline.
    intro: usize,
    /// Whether a day was already counted for the last headline.
    has_day: bool,
}

impl List {
    fn add(&mut self, block: &Block) {
        if is_headline(block) || (self.leads_on && matches!(block.role, BlockRole::Heading(2..))) {
            self.end_run();
            self.headlines += 1;
            self.has_day = false;
        } else if is_prose(block) {
            self.run += word_count(&block.text);
        }
        if !self.has_day && self.headlines > 0 && has_day(&block.text) {
            self.has_day = true;
            self.days += 1;
        }
    }

    fn end_run(&mut self) {
        self.longest = self.longest.max(self.run);
        if self.headlines == 0 {
            self.intro = self.run;
        }
        self.summaries += usize::from(self.headlines > 0 && self.run > 0);
        self.run = 0;
    }
}

/// Whether a page repeats one short link, such as `Read more` below each summary.
fn leads_on(draft: &Draft) -> bool {
    let mut links: HashMap<&str, usize> = HashMap::new();
    for block in
        draft.blocks.iter().filter(|block| block.link_share >= LINKED && word_count(&block.text) < HEADLINE_WORDS)
    {
        *links.entry(&block.text).or_default() += 1;
    }
    links.values().any(|times| *times >= LEAST_HEADLINES)
}

fn is_headline(block: &Block) -> bool {
    let is_marked = matches!(block.role, BlockRole::Heading(_));
    block.link_share >= LINKED && (is_marked || word_count(&block.text) >= HEADLINE_WORDS) && !is_sentence(&block.text)
}

fn is_prose(block: &Block) -> bool {
    word_count(&block.text) >= SUMMARY_WORDS && is_sentence(&block.text)
}

fn is_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '…', '"', '”', '»', '。', '」', '！', '？', '।'])
}

/// Whether a line of a list has a day, beside its headline or alone.
fn has_day(text: &str) -> bool {
    text.len() <= LONGEST_LINE && text.contains(char::is_numeric) && line_rules::has_day(text)
}

/// Longest headline with its day, in bytes.
const LONGEST_LINE: usize = 240;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::read_html;

    fn front(body: &str) -> bool {
        is_front(&read_html(&format!("<html><body><main>{body}</main></body></html>")).expect("a page"))
    }

    fn repeated(item: &str) -> String {
        (1..8).map(|nth| item.replace("NTH", &nth.to_string())).collect()
    }

    const PROSE: &str = "<p>The ferry came in two hours late on Tuesday, and nobody on the quay could say why it had been held at the \
                         island for so long, although forty people had waited since the morning and a cow had been left behind.</p>\
                         <p>The company blamed the tide, which had turned at noon, as the harbour master had said it would all week.</p>";

    #[test]
    fn lists_of_headlines_with_summaries_or_days_are_fronts() {
        for item in [
            "<div><h2><a href=/NTH>The dam held NTH times in a night</a></h2><p>Nobody knows yet how it was done.</p></div>",
            "<article><h3><a href=/NTH>Ferry NTH is late</a></h3><p>It came in two hours after noon.</p><a href=/NTH>more</a></article>",
            "<li><a href=/NTH>The dam held NTH times in one night</a><span>12 March 2024</span></li>",
            "<div><h3>The dam held NTH times</h3><p>Nobody knows yet how it was done.</p><p><a href=/NTH>Read on</a></p></div>",
            "<li><time>2024年6月3日</time><a href=/NTH>梅干しの塩、今年は控えめに産地の知恵</a><p>雨の少ない年には実が締まる。</p></li>",
        ] {
            assert!(front(&format!("<h1>Coast</h1>{}", repeated(item))), "{item}");
        }
    }

    #[test]
    fn stories_with_lists_of_others_are_no_fronts() {
        let links = repeated("<li><a href=/NTH>The dam held NTH times in one night</a></li>");
        assert!(!front(&format!("<h1>Ferry is late</h1>{PROSE}<ul>{links}</ul>")));
        let cards = repeated("<h3><a href=/NTH>The dam held NTH times</a></h3><p>Nobody knows how it was done.</p>");
        assert!(!front(&format!("<h1>Ferry is late</h1>{PROSE}{PROSE}<section>{cards}</section>")));
    }
}
