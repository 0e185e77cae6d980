//! The versions of an article, and how much each changed.

use super::as_hit::as_hit;
use super::error::DeskError;
use crate::archive::{Differs, Hit};
use crate::index::{Archive, Generation};
use crate::ingest::{VersionSettings, versions as read};
use crate::render::differs;
use std::path::Path;

/// One version.
pub struct ArticleVersion {
    /// From 1 for the oldest.
    pub number: usize,
    pub hit: Hit,
    /// When its page was fetched, in seconds since 1970, if its source says so.
    pub captured: Option<i64>,
    /// Whether it is the one that is searched.
    pub is_current: bool,
    /// How it differs from the version before.
    pub differs: Option<Differs>,
    /// Whether its title is another one than before.
    pub new_title: bool,
}

/// The versions of the article with a key, the oldest first. They are read from the sources, without names.
pub fn versions(
    archive: &Archive,
    generation: &Generation,
    key: &str,
    now: i64,
    isolated_reader: Option<&Path>,
) -> Result<Vec<ArticleVersion>, DeskError> {
    let settings = VersionSettings { now, isolated_reader };
    let mut all: Vec<ArticleVersion> = Vec::new();
    for (nth, version) in read(archive, &generation.folder, key, &settings)?.into_iter().enumerate() {
        let hit = as_hit(&version.article, &version.source);
        let last = all.last().map(|last| &last.hit);
        let differs = last.map(|last| differs(&last.zones.story, &hit.zones.story));
        let new_title = last.is_some_and(|last| last.zones.title != hit.zones.title);
        let captured = version.article.captured.map(|captured| captured.seconds);
        let is_current = version.is_current;
        all.push(ArticleVersion { number: nth + 1, hit, captured, is_current, differs, new_title });
    }
    Ok(all)
}
