//! Zones of text: which blocks are the story, which are captions, and why the others are in the margin.
//! Nothing is dropped: every block ends up in one zone.

use super::line_model;
use super::line_rules::{self, HeadLine};
use super::phrases;
use crate::article::{Aside, AsideKind, Dateline, Found, Origin, Zones};
use crate::format::{Block, BlockRole, Draft, DraftKind};

/// The zones of a draft, and the facts that its lines state.
#[derive(Debug, Default)]
pub struct Cut {
    pub zones: Zones,
    /// The title of a text that states none elsewhere.
    pub title: Option<Found<String>>,
    pub deck: Option<String>,
    /// The line that names the authors.
    pub byline: Option<String>,
    /// Lines of dates and other facts about the article.
    pub facts: Vec<String>,
    pub dateline: Option<Dateline>,
}

/// What becomes of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Story,
    Caption,
    Deck,
    Title,
    Aside(AsideKind),
}

use Verdict::Story;

/// Cuts a draft into zones.
pub fn cut(draft: &Draft, title: Option<&Found<String>>) -> Cut {
    let blocks = &draft.blocks;
    let mut page = Page { kind: draft.kind, blocks, verdicts: first_verdicts(draft), cut: Cut::default() };
    page.head(title.map(|found| found.value.as_str()));
    if draft.kind != DraftKind::Record {
        page.lines();
    }
    page.tail();
    page.assemble()
}

/// The votes of the body crate, the line model, or the trust in a record.
fn first_verdicts(draft: &Draft) -> Vec<Verdict> {
    match draft.kind {
        DraftKind::Record => draft
            .blocks
            .iter()
            .map(|block| if block.role == BlockRole::Caption { Verdict::Caption } else { Story })
            .collect(),
        DraftKind::Page => draft.blocks.iter().map(by_vote).collect(),
        DraftKind::RawText => {
            let likely = line_model::probabilities(&draft.blocks);
            likely
                .into_iter()
                .map(|likely| if likely >= line_model::THRESHOLD { Story } else { Verdict::Aside(AsideKind::Other) })
                .collect()
        }
    }
}

fn by_vote(block: &Block) -> Verdict {
    match (block.vote, block.role) {
        (_, BlockRole::Caption) if block.aside.is_none() || block.vote == Some(true) => Verdict::Caption,
        (Some(true), _) => Story,
        (_, BlockRole::Deck) if block.aside.is_none() => Verdict::Deck,
        (Some(false), _) => Verdict::Aside(block.aside.unwrap_or(AsideKind::Other)),
        (None, _) => by_form(block),
    }
}

/// Without a vote: running text of some length that is not all links.
fn by_form(block: &Block) -> Verdict {
    match block.aside {
        Some(kind) => Verdict::Aside(kind),
        None if block.link_share > 0.5 || block.text.len() < 40 => Verdict::Aside(AsideKind::Other),
        None => Story,
    }
}

/// Blocks at the head that may state facts about the article.
const HEAD_BLOCKS: usize = 12;

/// Words from which a block is a paragraph of the story, and the head is over.
const PARAGRAPH_WORDS: usize = 25;

/// Blocks at the end that may be side matter.
const TAIL_BLOCKS: usize = 14;

struct Page<'a> {
    kind: DraftKind,
    blocks: &'a [Block],
    verdicts: Vec<Verdict>,
    cut: Cut,
}

impl Page<'_> {
    /// The head: title, byline, date, read time and section before the first paragraph.
    fn head(&mut self, title: Option<&str>) {
        let mut title = title.map(str::to_owned);
        let mut looked_at = 0;
        for at in 0..self.blocks.len() {
            let block = &self.blocks[at];
            if self.kind == DraftKind::Page && self.verdicts[at] != Story {
                self.side_fact(at);
                continue;
            }
            looked_at += 1;
            if looked_at > HEAD_BLOCKS {
                break;
            }
            if title.is_none() && self.kind == DraftKind::RawText && self.opens_as_title(at) {
                title = Some(block.text.clone());
                self.cut.title = Some(Found::new(block.text.clone(), Origin::fixed("text:first-line")));
                self.verdicts[at] = Verdict::Title;
                continue;
            }
            if title.as_deref().is_some_and(|title| line_rules::is_title(&block.text, title)) {
                self.verdicts[at] = Verdict::Aside(AsideKind::Repeat);
                continue;
            }
            if self.fact(at) {
                continue;
            }
            if block.text.split(' ').count() >= PARAGRAPH_WORDS {
                break;
            }
        }
    }

    /// A line short enough for a title, followed by text.
    fn opens_as_title(&self, at: usize) -> bool {
        let text = &self.blocks[at].text;
        let words = text.split(' ').count();
        (3..=30).contains(&words)
            && text.len() <= 220
            && line_rules::head_line(text).is_none()
            && line_rules::aside(text).is_none()
            && self.blocks.len() > at + 1
    }

    /// Takes a line that states a fact about the article out of the story.
    fn fact(&mut self, at: usize) -> bool {
        let text = &self.blocks[at].text;
        match line_rules::head_line(text) {
            Some(HeadLine::Byline) => {
                self.cut.byline.get_or_insert_with(|| text.clone());
                self.cut.facts.push(text.clone());
            }
            Some(HeadLine::Date) => self.cut.facts.push(text.clone()),
            Some(HeadLine::ReadTime) => {}
            None => return false,
        }
        self.verdicts[at] = Verdict::Aside(AsideKind::Furniture);
        true
    }

    /// A byline or date that the body vote left out states its fact all the same.
    fn side_fact(&mut self, at: usize) {
        let text = &self.blocks[at].text;
        if self.cut.byline.is_none() && line_rules::head_line(text) == Some(HeadLine::Byline) {
            self.cut.byline = Some(text.clone());
            self.verdicts[at] = Verdict::Aside(AsideKind::Furniture);
        }
    }

    /// Lines that are side matter wherever they stand, and lines standing twice in a row.
    fn lines(&mut self) {
        for at in 0..self.blocks.len() {
            let text = &self.blocks[at].text;
            let named = || line_rules::aside(text);
            match self.verdicts[at] {
                Story | Verdict::Aside(AsideKind::Other) => {
                    if let Some(kind) = named() {
                        self.verdicts[at] = Verdict::Aside(kind);
                    }
                }
                _ => {}
            }
            let repeated = at > 0 && self.verdicts[at] == Story && self.blocks[at - 1].text == *text;
            if repeated {
                self.verdicts[at] = Verdict::Aside(AsideKind::Repeat);
            }
        }
    }

    /// The end: bios, prompts, copyright lines and lists of other stories.
    fn tail(&mut self) {
        self.list_at_end();
        let story: Vec<usize> = (0..self.blocks.len()).filter(|&at| self.verdicts[at] == Story).collect();
        // The first paragraph is never the tail.
        for &at in story.iter().skip(1).rev().take(TAIL_BLOCKS) {
            let text = &self.blocks[at].text;
            let kind = line_rules::aside(text).or_else(|| line_rules::is_bio(text).then_some(AsideKind::Bio));
            if let Some(kind) = kind {
                self.verdicts[at] = Verdict::Aside(kind);
            }
        }
    }

    /// A heading such as `You may also like` with nothing but short lines behind it opens a list of other stories.
    fn list_at_end(&mut self) {
        let story: Vec<usize> = (0..self.blocks.len()).filter(|&at| self.verdicts[at] == Story).collect();
        let half = story.len() / 2;
        let opening = story.iter().skip(half.max(1)).position(|&at| phrases::opens_list(&self.blocks[at].text));
        let Some(opening) = opening.map(|at| at + half.max(1)) else { return };
        let long = |at: usize| self.blocks[at].text.split(' ').count() >= 45;
        let end = story[opening..].iter().position(|&at| long(at)).map_or(story.len(), |at| at + opening);
        for &at in &story[opening..end] {
            self.verdicts[at] = Verdict::Aside(AsideKind::Teaser);
        }
    }

    fn assemble(mut self) -> Cut {
        let zones = &mut self.cut.zones;
        let length: usize = self.blocks.iter().map(|block| block.text.len() + 2).sum();
        zones.story.reserve(length);
        for (block, verdict) in self.blocks.iter().zip(&self.verdicts) {
            match verdict {
                Story => {
                    if !zones.story.is_empty() {
                        zones.story.push_str("\n\n");
                    }
                    zones.story.push_str(&block.text);
                }
                Verdict::Caption => zones.captions.push(block.text.clone()),
                Verdict::Deck if self.cut.deck.is_none() => self.cut.deck = Some(block.text.clone()),
                Verdict::Deck => zones.margin.push(Aside { kind: AsideKind::Other, text: block.text.clone() }),
                Verdict::Title => {}
                Verdict::Aside(kind) => zones.margin.push(Aside { kind: *kind, text: block.text.clone() }),
            }
        }
        self.cut.dateline = self.cut.zones.story.split("\n\n").next().and_then(Dateline::parse);
        self.cut
    }
}
