//! One news article: its zones of text, and what is known about it.

use super::entities::Entities;
use super::key::ArticleKey;
use super::origin::{FoundValue, Origin};
use super::published::Published;
use super::zones::Zones;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One news article, as it is indexed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    pub key: ArticleKey,
    pub zones: Zones,
    pub title_origin: Option<Origin>,
    pub story_origin: Option<Origin>,
    /// The canonical outlet name.
    pub outlet: Option<FoundValue<String>>,
    /// The outlet's name as the article states it, if it differs.
    pub outlet_stated: Option<FoundValue<String>>,
    pub domain: Option<FoundValue<String>>,
    pub authors: Vec<FoundValue<String>>,
    /// The byline as printed, before it is split into authors.
    pub byline: Option<FoundValue<String>>,
    pub dateline: Option<FoundValue<String>>,
    pub published: Option<FoundValue<Published>>,
    /// Stated time of the last change; decides between captures of one article.
    pub modified: Option<FoundValue<Published>>,
    /// When the bytes were captured, according to their container.
    pub captured: Option<Published>,
    /// Whether only a summary of the story is there.
    pub partial: bool,
    pub section: Option<FoundValue<String>>,
    pub language: Option<FoundValue<String>>,
    /// How sure the detector was of a language that was not stated, in percent.
    #[serde(default)]
    pub language_confidence: Option<u8>,
    pub url: Option<FoundValue<String>>,
    /// The wire service credited (`Reuters`, `AP`).
    pub wire: Option<FoundValue<String>>,
    /// Words of title, deck, story and captions.
    pub words: u32,
    pub entities: Entities,
    /// Name of the source the bytes came from.
    pub source: String,
    /// Location of the bytes inside the source: `path`, `path#record` or `path!member#record`.
    pub locator: String,
    /// Candidates that were not chosen, by field, for `show KEY --why`.
    pub losers: BTreeMap<String, Vec<FoundValue<String>>>,
    /// What was unusual while reading, as sentences for the user.
    pub notes: Vec<String>,
}

impl Article {
    /// An article without any text or metadata.
    pub fn empty(key: ArticleKey, source: &str, locator: &str) -> Self {
        Self {
            key,
            zones: Zones::default(),
            title_origin: None,
            story_origin: None,
            outlet: None,
            outlet_stated: None,
            domain: None,
            authors: Vec::new(),
            byline: None,
            dateline: None,
            published: None,
            modified: None,
            captured: None,
            partial: false,
            section: None,
            language: None,
            language_confidence: None,
            url: None,
            wire: None,
            words: 0,
            entities: Entities::default(),
            source: source.to_owned(),
            locator: locator.to_owned(),
            losers: BTreeMap::new(),
            notes: Vec::new(),
        }
    }
}
