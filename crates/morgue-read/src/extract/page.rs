//! A draft on its way to zones: its blocks, what becomes of each, and the facts that its lines state.

use crate::article::{AsideKind, Dateline, Found, Zones};
use crate::format::{Block, DraftKind};

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
    /// The outlet that a raw text names beside its title or in its copyright line.
    pub outlet: Option<Found<String>>,
}

/// What becomes of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Story,
    Caption,
    Deck,
    Title,
    Aside(AsideKind),
}

/// A draft on its way to zones.
pub(super) struct Page<'a> {
    pub kind: DraftKind,
    pub blocks: &'a [Block],
    pub verdicts: Vec<Verdict>,
    pub cut: Cut,
}
