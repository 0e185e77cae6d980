//! A draft while it is split into zones: its blocks, the decision about each, and the facts that its lines state.

use super::line_model::LineOdds;
use crate::article::{AsideKind, Dateline, FoundValue, Zones};
use crate::format::{Block, DraftKind};

/// The zones of a draft, and the facts that its lines state.
#[derive(Debug, Default)]
pub struct Cut {
    pub zones: Zones,
    /// The title of a text that does not state one elsewhere.
    pub title: Option<FoundValue<String>>,
    pub deck: Option<String>,
    /// The line that names the authors.
    pub byline: Option<String>,
    /// Lines with dates and other facts about the article.
    pub facts: Vec<String>,
    pub dateline: Option<Dateline>,
    /// The outlet that a raw text names next to its title or in its copyright line.
    pub outlet: Option<FoundValue<String>>,
}

/// The decision about a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Story,
    Caption,
    Deck,
    Title,
    Aside(AsideKind),
}

/// A draft while it is split into zones.
pub(super) struct Page<'a> {
    pub kind: DraftKind,
    pub blocks: &'a [Block],
    /// What the line model says of each block; empty if it was not asked.
    pub odds: Vec<LineOdds>,
    pub verdicts: Vec<Verdict>,
    pub cut: Cut,
}
