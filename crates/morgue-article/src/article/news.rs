//! One news article: its zones of text, and what is known about it.

use super::entities::Entities;
use super::key::ArticleKey;
use super::origin::{Found, Origin};
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
    pub outlet: Option<Found<String>>,
    /// The outlet's name as the article states it, where that differs.
    pub outlet_stated: Option<Found<String>>,
    pub domain: Option<Found<String>>,
    pub authors: Vec<Found<String>>,
    /// The byline as printed, before it is split into authors.
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

impl Article {
    /// An article in which nothing was found: no text, no metadata.
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
