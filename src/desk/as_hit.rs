//! An article that was just read, as an index would show it.

use crate::archive::{Facts, Hit};
use crate::article::{Article, FoundValue, Record};
use crate::passages::Excerpted;

/// An article as an index would show it.
pub fn as_hit(article: &Article, source: &str) -> Hit {
    let value = |found: &Option<FoundValue<String>>| found.as_ref().map(|found| found.value.clone());
    let facts = Facts {
        key: article.key.to_string(),
        score: None,
        outlet: value(&article.outlet),
        domain: value(&article.domain),
        authors: article.authors.iter().map(|found| found.value.clone()).collect(),
        section: value(&article.section),
        language: value(&article.language),
        source: source.to_owned(),
        path: article.locator.clone(),
        words: article.words.into(),
    };
    Hit::of(facts, article.zones.clone(), Record::of(article), Excerpted::default())
}
