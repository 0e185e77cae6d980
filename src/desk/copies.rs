//! The copies of an article, and how much they differ.

use super::error::SearchError;
use crate::archive::{CopyOf, Searchable};
use crate::render::shares;
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
        let (added, dropped) = match articles.first() {
            None => (0.0, 0.0),
            Some(_) if articles.len() >= COMPARED => (f32::NAN, f32::NAN),
            Some(first) => shares(&first.hit.zones.story, &hit.zones.story),
        };
        articles.push(CopyOf { hit, added, dropped });
    }
    Ok(Some(Copies { story, articles }))
}
