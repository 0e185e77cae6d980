//! The zones of text of an article, and why a text is in its margin.

use serde::{Deserialize, Serialize};

/// Text on the page that is not part of the story, and the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    pub kind: AsideKind,
    pub text: String,
    /// Moved here from the story, because its outlet repeats the line. Which lines are moved depends on the archive, so that
    /// what must depend on the article alone reads both.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub moved: bool,
}

impl Aside {
    /// Text that was not part of the story from the start.
    pub fn of(kind: AsideKind, text: String) -> Self {
        Self { kind, text, moved: false }
    }
}

/// Why a block is in the margin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AsideKind {
    /// Headlines or summaries of other stories.
    Teaser,
    /// "Sign up for our newsletter" and similar text.
    Newsletter,
    /// Who the author is.
    Bio,
    /// Byline, dateline, read time, section label: facts about the article that are not its text.
    Furniture,
    /// Share and follow buttons.
    Share,
    Copyright,
    Advert,
    Paywall,
    /// Reader comments.
    Comment,
    /// Site menus and other navigation.
    Navigation,
    /// The title or a paragraph that is repeated, or a line that the outlet prints under many stories.
    Repeat,
    /// Excluded by the line model or the body vote, without a rule for it.
    Other,
}

/// The text of one article, by zone. Paragraphs in `story` are separated by one blank line (`\n\n`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zones {
    pub title: String,
    pub deck: String,
    /// Lead and body together; `crate::text::lead_len` says where the lead ends.
    pub story: String,
    pub captions: Vec<String>,
    pub margin: Vec<Aside>,
}
