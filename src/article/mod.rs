//! The nouns of the archive: an article, its zones of text, and where each value was found.
//! Plain values: nothing here reads a file, a clock or an index.

mod byline;
mod byline_words;
mod clock;
mod dateline;
mod dates;
mod entities;
mod key;
mod language;
mod months;
mod names;
mod naming;
mod person_name;
mod published;
mod record;
mod relative;
mod wire;

pub use byline::Byline;
pub(crate) use byline::opens_as_byline;
pub use dateline::Dateline;
pub use dates::DateReading;
pub use entities::{Entities, Entity, NamedAt};
pub use key::{ArticleKey, canonical_url, host_of, registrable_domain};
pub use language::language_tag;
pub use names::{Class, LearnedName, Names, OwnName, Reason};
pub use naming::{Alias, NameKind, is_country, name_key, nation_of, shipped_aliases, usual_name};
pub use person_name::{is_short_name, name_parts, same_first_name, without_article};
pub use published::{Precision, Published};
pub use record::Record;
pub use relative::before_capture;

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Where a value was found: `json:date`, `json-ld:datePublished`, `meta:og:title`, `text:byline`, `url`, `path`, …
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Origin(Cow<'static, str>);

impl Origin {
    pub const fn fixed(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// An origin inside a container format, such as `Origin::of("json", "content_original")`.
    pub fn of(kind: &str, name: &str) -> Self {
        Self(Cow::Owned(format!("{kind}:{name}")))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether somebody stated the value beside the document, which wins over what the document states itself.
    pub fn is_sidecar(&self) -> bool {
        self.0.starts_with("sidecar:")
    }
}

/// A value together with the place it was found in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found<T> {
    pub value: T,
    pub origin: Origin,
}

impl<T> Found<T> {
    pub fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}

/// Text that stood on the page but is not the story, with the reason it was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    pub kind: AsideKind,
    pub text: String,
}

/// Why a block is in the margin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AsideKind {
    /// Headlines or summaries of other stories.
    Teaser,
    /// "Sign up for our newsletter" and its like.
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
    /// The title or a paragraph standing a second time, or a line that the outlet prints under many stories.
    Repeat,
    /// Set aside by the line model or the body vote, with no rule to name it.
    Other,
}

/// The zones of text of one article. Paragraphs inside `story` are separated by one blank line (`\n\n`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zones {
    pub title: String,
    pub deck: String,
    /// Lead and body together; `crate::text::lead_len` says where the lead ends.
    pub story: String,
    pub captions: Vec<String>,
    pub margin: Vec<Aside>,
}

/// One news article, as it is indexed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    pub key: ArticleKey,
    pub zones: Zones,
    pub title_origin: Option<Origin>,
    pub story_origin: Option<Origin>,
    /// The canonical outlet name.
    pub outlet: Option<Found<String>>,
    /// The outlet's name as the article states it, where that differs.
    pub outlet_stated: Option<Found<String>>,
    pub domain: Option<Found<String>>,
    pub authors: Vec<Found<String>>,
    /// The byline as it stood, before it was cut into authors.
    pub byline: Option<Found<String>>,
    pub dateline: Option<Found<String>>,
    pub published: Option<Found<Published>>,
    /// Stated time of the last change; decides between captures of one article.
    pub modified: Option<Found<Published>>,
    /// When the bytes were captured, as their container states it.
    pub captured: Option<Published>,
    /// Only a summary of the story is there.
    pub partial: bool,
    pub section: Option<Found<String>>,
    pub language: Option<Found<String>>,
    /// How sure the detector was of a language that was not stated, in percent.
    #[serde(default)]
    pub language_confidence: Option<u8>,
    pub url: Option<Found<String>>,
    /// The wire service credited (`Reuters`, `AP`).
    pub wire: Option<Found<String>>,
    /// Words of title, deck, story and captions.
    pub words: u32,
    pub entities: Entities,
    /// Name of the source the bytes came from.
    pub source: String,
    /// Place of the bytes inside the source: `path`, `path#record` or `path!member#record`.
    pub locator: String,
    /// Candidates that lost, by field, for `show KEY --why`.
    pub losers: BTreeMap<String, Vec<Found<String>>>,
    /// What was noticed while reading, in plain words.
    pub notes: Vec<String>,
}
