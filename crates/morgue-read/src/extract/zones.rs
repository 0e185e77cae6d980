//! Zones of text: which blocks are the story, which are captions, and why the others are in the margin.
//! Nothing is dropped: every block gets a zone.

use super::head_labels::{credit_in_brackets, labelled, name_beside_day};
use super::line_model::{LineModel, LineOdds, kept};
use super::line_rules::{self, HeadLine};
use super::name_line::{only_people, people_beside_facts};
use super::page::{Cut, Page, Verdict};
use super::script::{is_run_together, word_count};
use super::{tail, text_outlet};
use crate::article::{Aside, AsideKind, Byline, Dateline, FoundValue, Origin, signed_at_start};
use crate::format::{Block, BlockRole, Draft, DraftKind, MetaField};
use crate::text::words_of;
use std::collections::HashSet;

use Verdict::Story;

/// Splits a draft into zones.
pub fn cut(draft: &Draft, title: Option<&FoundValue<String>>, model: &LineModel) -> Cut {
    judged(draft, title, model).assemble()
}

/// The zone of every block.
pub(super) fn verdicts(draft: &Draft, title: Option<&FoundValue<String>>, model: &LineModel) -> Vec<Verdict> {
    let mut page = judged(draft, title, model);
    page.decks_below();
    page.verdicts
}

fn judged<'a>(draft: &'a Draft, title: Option<&FoundValue<String>>, model: &LineModel) -> Page<'a> {
    let blocks = &draft.blocks;
    let odds = match draft.kind {
        DraftKind::RawText => model.odds(blocks),
        DraftKind::Page | DraftKind::Record => Vec::new(),
    };
    let verdicts = first_verdicts(draft, &odds);
    let mut page = Page { kind: draft.kind, blocks, odds, verdicts, cut: Cut::default() };
    if draft.kind == DraftKind::Page {
        page.paragraphs_between();
    }
    match title {
        None if draft.kind == DraftKind::RawText => page.raw_text(),
        _ => page.head(title.map(|found| found.value.as_str())),
    }
    if draft.kind != DraftKind::Record {
        page.lines();
    }
    if draft.kind == DraftKind::Page {
        page.edges(title.map(|found| found.value.as_str()));
    }
    tail::cut(&mut page, &authors(draft));
    if draft.kind == DraftKind::RawText {
        text_outlet::settle(&mut page);
    }
    if draft.kind == DraftKind::Page {
        page.signature();
    }
    if let (DraftKind::Page, Some(title)) = (draft.kind, title) {
        page.standfirst(&title.value);
    }
    page
}

/// The names that the draft states, which identify bios.
fn authors(draft: &Draft) -> Vec<String> {
    let stated = draft.candidates.iter().filter(|it| matches!(it.field, MetaField::Author | MetaField::Byline));
    stated.flat_map(|candidate| Byline::parse(&candidate.value).authors).collect()
}

/// The first decisions: the votes of the body crate, the line model, or the trust in a record.
fn first_verdicts(draft: &Draft, odds: &[LineOdds]) -> Vec<Verdict> {
    match draft.kind {
        DraftKind::Record => {
            let verdicts: Vec<Verdict> = draft.blocks.iter().map(by_trust).collect();
            // If every block is a link, the links are the text.
            let none = !verdicts.contains(&Story);
            let kept = |verdict| if none && verdict == Verdict::Aside(AsideKind::Other) { Story } else { verdict };
            verdicts.into_iter().map(kept).collect()
        }
        DraftKind::Page => draft.blocks.iter().map(by_vote).collect(),
        DraftKind::RawText => {
            let likely: Vec<f32> = odds.iter().map(|odds| odds.body).collect();
            let lengths: Vec<f32> = draft.blocks.iter().map(|block| weight(&block.text)).collect();
            let verdict = |(block, kept): (&Block, bool)| match (block.aside, block.role) {
                (Some(kind), _) => Verdict::Aside(kind),
                (None, BlockRole::Deck) => Verdict::Deck,
                (None, BlockRole::Caption) => Verdict::Caption,
                _ if kept => Story,
                _ => Verdict::Aside(AsideKind::Other),
            };
            draft.blocks.iter().zip(kept(&likely, &lengths)).map(verdict).collect()
        }
    }
}

/// Words of a line; in scripts without spaces every character is one.
fn weight(text: &str) -> f32 {
    let unspaced = text.chars().filter(|&c| is_run_together(c)).count();
    words_of(text).max(unspaced).max(1) as f32
}

/// A record's blocks are its story, except those that its markup names, and boxes that are one link.
fn by_trust(block: &Block) -> Verdict {
    match (block.role, block.aside) {
        (BlockRole::Caption, _) => Verdict::Caption,
        (_, Some(kind)) => Verdict::Aside(kind),
        (BlockRole::Deck, None) => Verdict::Deck,
        (_, None) if block.link_share > LINK_BOX => Verdict::Aside(AsideKind::Other),
        (_, None) => Story,
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

/// Smallest share of letters in links for a block of a record that only links elsewhere: "Read more", "The post …
/// appeared first on …".
const LINK_BOX: f32 = 0.5;

/// Blocks at the head that may state facts about the article.
const HEAD_BLOCKS: usize = 12;

/// A line with fewer words may well occur twice in a story.
const REPEATED_WORDS: usize = 8;

/// Fewest words of a deck.
const DECK_WORDS: usize = 6;

/// Blocks below the first paragraph that may name the authors.
const BELOW_LEAD: usize = 4;

/// Story blocks below the title among which lines may state several facts.
const NEAR_TITLE: usize = 3;

/// Paragraphs of the story of which one may start with its byline: captions may be before it.
const FIRST_STORY: usize = 3;

/// A line with a greater share of its letters in links is a link to another story.
pub(super) const MOST_LINKED: f32 = 0.8;

/// Blocks around a line with names of which one must state a day.
const NEAR_DAY: usize = 2;

/// Fewest words of a paragraph of the story that ends the head.
pub(super) const PARAGRAPH_WORDS: usize = 25;

impl Page<'_> {
    /// The head: title, byline, date, read time and section before the first paragraph.
    fn head(&mut self, title: Option<&str>) {
        let (mut looked_at, mut since_title, mut below_title) = (0, 0, false);
        let mut above = Vec::new();
        for at in 0..self.blocks.len() {
            let block = &self.blocks[at];
            let is_title = title.is_some_and(|title| line_rules::is_title(&block.text, title));
            if is_title && !below_title {
                (below_title, since_title) = (true, 0);
                // The day in the head of a page is often that of the visit.
                above = std::mem::take(&mut self.cut.facts);
            }
            if self.verdicts[at] != Story {
                match self.kind {
                    DraftKind::Page if is_title => {}
                    DraftKind::Page => {
                        let is_near = below_title && since_title < NEAR_TITLE;
                        if !self.side_fact(at, below_title) && is_near && self.fact_beside(at) {
                            self.verdicts[at] = Verdict::Aside(AsideKind::Furniture);
                        }
                    }
                    DraftKind::RawText if is_title => self.verdicts[at] = Verdict::Aside(AsideKind::Repeat),
                    DraftKind::RawText if below_title => {
                        self.side_fact(at, true);
                    }
                    DraftKind::RawText | DraftKind::Record => {}
                }
                continue;
            }
            looked_at += 1;
            since_title += usize::from(!is_title);
            if looked_at > HEAD_BLOCKS {
                break;
            }
            if is_title {
                self.verdicts[at] = Verdict::Aside(AsideKind::Repeat);
            } else if self.fact(at) {
            } else if since_title <= NEAR_TITLE && self.fact_beside(at) {
                self.verdicts[at] = Verdict::Aside(AsideKind::Furniture);
            } else if word_count(&block.text) >= PARAGRAPH_WORDS {
                if self.cut.byline.is_none() {
                    let mut first = (at..self.blocks.len()).filter(|&at| self.verdicts[at] == Story).take(FIRST_STORY);
                    let signed = first.find_map(|at| {
                        let text = &self.blocks[at].text;
                        signed_at_start(text).map(|signed| signed.text(text).to_owned())
                    });
                    self.cut.byline = signed.or_else(|| credit_in_brackets(&block.text));
                }
                self.byline_below_lead(at);
                break;
            }
        }
        self.cut.facts.append(&mut above);
    }

    /// If no line above the first paragraph names the authors, one directly below it may.
    fn byline_below_lead(&mut self, lead: usize) {
        let below = (lead + 1..self.blocks.len()).take(BELOW_LEAD);
        let is_byline = |at: &usize| line_rules::head_line(&self.blocks[*at].text) == Some(HeadLine::Byline);
        if self.cut.byline.is_none()
            && let Some(at) = below.into_iter().find(is_byline)
        {
            self.fact(at);
        }
    }

    /// Moves a line that states a fact about the article out of the story.
    fn fact(&mut self, at: usize) -> bool {
        let text = &self.blocks[at].text;
        match line_rules::head_line(text) {
            Some(HeadLine::Byline) => {
                self.cut.byline.get_or_insert_with(|| text.clone());
                self.cut.facts.push(text.clone());
            }
            Some(HeadLine::Date) => {
                self.cut.facts.push(text.clone());
                if self.kind == DraftKind::Page && self.cut.byline.is_none() {
                    self.cut.byline = name_beside_day(text).or_else(|| people_beside_facts(text));
                }
            }
            Some(HeadLine::ReadTime) => {}
            None => return false,
        }
        self.verdicts[at] = Verdict::Aside(AsideKind::Furniture);
        true
    }

    /// A byline, or a date below the title, states its fact even if the body vote or the line model excluded it.
    fn side_fact(&mut self, at: usize, below_title: bool) -> bool {
        let text = &self.blocks[at].text;
        match line_rules::head_line(text) {
            Some(HeadLine::Byline) if self.cut.byline.is_none() => {
                self.cut.byline = Some(text.clone());
                // `By Jane Doe 10 July 2015`
                self.cut.facts.extend(below_title.then(|| text.clone()));
            }
            Some(HeadLine::Date) if below_title => self.cut.facts.push(text.clone()),
            _ => return false,
        }
        self.verdicts[at] = Verdict::Aside(AsideKind::Furniture);
        true
    }

    /// Whether a line near a page's title states a day, its author or its source beside other facts, which are kept.
    fn fact_beside(&mut self, at: usize) -> bool {
        let block = &self.blocks[at];
        let is_open = matches!(
            self.verdicts[at],
            Story | Verdict::Aside(AsideKind::Other | AsideKind::Furniture | AsideKind::Bio)
        );
        let is_heading = matches!(block.role, BlockRole::Heading(_));
        if self.kind != DraftKind::Page || !is_open || is_heading || block.link_share > MOST_LINKED {
            return false;
        }
        let text = &block.text;
        let found = labelled(text, self.blocks.get(at + 1).map(|next| next.text.as_str()));
        let states_day = line_rules::states_day(text);
        let has_day_near = |near: usize| {
            let places = at.saturating_sub(near)..=(at + near).min(self.blocks.len() - 1);
            places.filter(|&place| place != at).any(|place| line_rules::states_day(&self.blocks[place].text))
        };
        let beside = || match states_day {
            true => name_beside_day(text).or_else(|| people_beside_facts(text)),
            false => only_people(text).filter(|_| has_day_near(NEAR_DAY)),
        };
        let beside = beside();
        let is_fact = states_day || found.author.is_some() || found.outlet.is_some() || beside.is_some();
        self.cut.facts.extend(states_day.then(|| text.clone()));
        if self.cut.byline.is_none() {
            self.cut.byline = found.author.or(beside);
        }
        if self.cut.outlet.is_none() {
            self.cut.outlet = found.outlet.map(|name| FoundValue::new(name, Origin::fixed("text:source")));
        }
        is_fact
    }

    /// Handles lines that are side matter wherever they occur, and lines that are repeated directly.
    fn lines(&mut self) {
        let mut seen = HashSet::new();
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
            // Cells of a table may well be equal to their neighbours.
            let is_cell = self.blocks[at].role == BlockRole::TableRow;
            let repeats_previous = at > 0 && !is_cell && self.blocks[at - 1].text == *text;
            // Captions occur twice in raw texts: beside the picture and in its gallery.
            let is_long = words_of(text) >= REPEATED_WORDS && self.kind == DraftKind::RawText;
            if self.verdicts[at] == Story && (repeats_previous || (is_long && !seen.insert(text.as_str()))) {
                self.verdicts[at] = Verdict::Aside(AsideKind::Repeat);
            }
        }
    }

    /// A sentence between the title and the story that is nothing else is the deck, whatever its class: decks also have
    /// `class="teaser"`.
    fn standfirst(&mut self, title: &str) {
        let first = self.verdicts.iter().position(|verdict| *verdict == Story).unwrap_or(0);
        let above = &self.blocks[..first];
        let Some(heading) = above.iter().rposition(|block| line_rules::is_title(&block.text, title)) else { return };
        if self.verdicts[..first].contains(&Verdict::Deck) {
            return;
        }
        let is_deck = |at: &usize| {
            let block = &self.blocks[*at];
            let set_aside = matches!(self.verdicts[*at], Verdict::Aside(AsideKind::Other | AsideKind::Teaser));
            let is_sentence = block.text.ends_with(['.', '!', '?', '…', '"', '”', '“', '»']);
            set_aside && is_sentence && block.link_share < 0.3 && words_of(&block.text) >= DECK_WORDS
        };
        if let Some(at) = (heading + 1..first).find(is_deck) {
            self.verdicts[at] = Verdict::Deck;
        }
    }

    /// A deck is above the story; below the first paragraph it belongs to another story.
    fn decks_below(&mut self) {
        let first = self.verdicts.iter().position(|verdict| *verdict == Story).unwrap_or(self.verdicts.len());
        for verdict in self.verdicts[first..].iter_mut().filter(|verdict| **verdict == Verdict::Deck) {
            *verdict = Verdict::Aside(AsideKind::Teaser);
        }
    }

    fn assemble(mut self) -> Cut {
        self.decks_below();
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
                Verdict::Deck => zones.margin.push(Aside::of(AsideKind::Other, block.text.clone())),
                Verdict::Title => {}
                Verdict::Aside(kind) => zones.margin.push(Aside::of(*kind, block.text.clone())),
            }
        }
        self.cut.dateline = self.cut.zones.story.split("\n\n").next().and_then(Dateline::parse);
        self.cut
    }
}
