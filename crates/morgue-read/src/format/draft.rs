//! What a format makes of one article, before any decision: blocks of text and candidates for metadata, each with its
//! origin.

use crate::article::{AsideKind, Origin};

/// What kind of text a draft holds: how far its blocks can be trusted to be the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    /// A body field of a record: clean text, with side matter at most at its ends.
    Record,
    /// A page with markup: blocks carry the body crate's vote.
    Page,
    /// Text without markup: side matter may be anywhere.
    RawText,
}

/// One article as a format found it, before any decision.
#[derive(Debug, Clone)]
pub struct Draft {
    pub kind: DraftKind,
    pub blocks: Vec<Block>,
    /// In the order found; `extract` ranks them by field and origin.
    pub candidates: Vec<Candidate>,
    /// Where the story text came from (`json:content_original`, `html`, `text`).
    pub story_origin: Origin,
    /// The draft has only a summary of the story: a capture of the whole story is preferred.
    pub partial: bool,
    pub notes: Vec<String>,
}

/// One block of text, in page order. Text is trimmed, in NFC, without markup; a paragraph is one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub text: String,
    pub role: BlockRole,
    /// The body crate's vote; `None` if there was none.
    pub vote: Option<bool>,
    /// Share of the characters that are in links, 0 to 1.
    pub link_share: f32,
    /// Set by markup that names the block's kind (`<nav>`, `class="newsletter"`).
    pub aside: Option<AsideKind>,
    /// Indentation of a line of raw text; the default in other drafts.
    pub layout: Layout,
}

/// How a line is laid out in raw text: text browsers show the nesting of a page as indentation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// Columns before the text.
    pub indent: u16,
    pub after_blank: bool,
}

impl Block {
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role: BlockRole::Paragraph,
            vote: None,
            link_share: 0.0,
            aside: None,
            layout: Layout::default(),
        }
    }
}

/// What the markup (or the form of the line) says a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockRole {
    Paragraph,
    /// A heading with its level, 1 to 6.
    Heading(u8),
    ListItem,
    Quote,
    Caption,
    /// The deck, or standfirst.
    Deck,
    TableRow,
}

/// A value for one metadata field, unchanged, and where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub field: MetaField,
    pub value: String,
    pub origin: Origin,
}

/// The metadata fields a format may offer candidates for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MetaField {
    Title,
    Deck,
    /// One author per candidate, already split by the format.
    Author,
    /// A whole byline or author list in one string.
    Byline,
    /// The line that opens a story with its place and agency.
    Dateline,
    Published,
    Modified,
    /// When the bytes were captured; never a publication date.
    Captured,
    Outlet,
    Section,
    Language,
    Url,
}
