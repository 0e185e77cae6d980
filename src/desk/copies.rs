//! The copies of an article, and how much they differ.

use super::error::SearchError;
use crate::archive::{CopyOf, Differs, Searchable};
use crate::render::differs;
use crate::stories::Story;
use std::sync::Arc;

/// A story with its articles, the earliest first.
pub struct Copies {
    pub story: Arc<Story>,
    pub articles: Vec<CopyOf>,
}

/// Articles of a story that are compared with its first.
const COMPARED: usize = 200;

/// The story of an article; none if it has no copies.
pub fn copies(archive: &dyn Searchable, key: &str) -> Result<Option<Copies>, SearchError> {
    let Some(story) = archive.story(key)? else { return Ok(None) };
    let mut articles: Vec<CopyOf> = Vec::with_capacity(story.articles.len());
    for key in &story.articles {
        let Some(hit) = archive.article(key)? else { continue };
        let differs = match articles.first() {
            None => Some(Differs::default()),
            Some(first) if articles.len() < COMPARED => Some(differs(&first.hit.zones.story, &hit.zones.story)),
            Some(_) => None,
        };
        articles.push(CopyOf { hit, differs });
    }
    Ok(Some(Copies { story, articles }))
}
