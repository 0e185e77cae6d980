//! What an index stores about an article besides its searchable fields.

use super::{Article, Aside, Entities, FoundValue, Origin, Published};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the index stores about an article besides its searchable fields, as JSON in the field `record`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The address as stated; the index searches its canonical form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// As stated: ISO 8601 with the article's own offset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Published>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<FoundValue<Published>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet_stated: Option<FoundValue<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<FoundValue<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<FoundValue<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire: Option<FoundValue<String>>,
    /// Where each value was found, by field.
    #[serde(default)]
    pub origins: BTreeMap<String, Origin>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub margin: Vec<Aside>,
    #[serde(default)]
    pub entities: Entities,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub losers: BTreeMap<String, Vec<FoundValue<String>>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Record {
    pub fn of(article: &Article) -> Self {
        Self {
            url: article.url.as_ref().map(|found| found.value.clone()),
            published: article.published.as_ref().map(|found| found.value),
            modified: article.modified.clone(),
            outlet_stated: article.outlet_stated.clone(),
            byline: article.byline.clone(),
            dateline: article.dateline.clone(),
            wire: article.wire.clone(),
            origins: origins(article),
            margin: article.zones.margin.clone(),
            entities: article.entities.clone(),
            losers: article.losers.clone(),
            notes: article.notes.clone(),
        }
    }
}

/// Where each value was found, by the name of its field.
fn origins(article: &Article) -> BTreeMap<String, Origin> {
    let text = |found: &Option<FoundValue<String>>| found.as_ref().map(|found| found.origin.clone());
    let all = [
        ("title", article.title_origin.clone()),
        ("body", article.story_origin.clone()),
        ("outlet", text(&article.outlet)),
        ("domain", text(&article.domain)),
        ("author", article.authors.first().map(|found| found.origin.clone())),
        ("section", text(&article.section)),
        ("language", text(&article.language)),
        ("url", text(&article.url)),
        ("date", article.published.as_ref().map(|found| found.origin.clone())),
        ("entity", article.entities.origin.clone()),
    ];
    all.into_iter().filter_map(|(field, origin)| Some((field.to_owned(), origin?))).collect()
}
