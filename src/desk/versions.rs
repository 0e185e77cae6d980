//! The versions of an article, and how much each changed.

use super::as_hit::as_hit;
use super::error::DeskError;
use super::error::SearchError;
use super::question::Question;
use crate::archive::{ArticleList, Differs, Hit, List, Searchable, Sort};
use crate::article::{Change, Names, canonical_url};
use crate::index::{Archive, Generation};
use crate::ingest::{Version, VersionSettings, versions as read, versions_of};
use crate::query::{Cancel, Kind, Node, Query, Value, ZoneChoice, resolve};
use crate::render::differs;
use std::path::Path;
use std::sync::Arc;

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

/// Earlier versions that match a question, with keys such as `a_7kq2m4x5n6p3r2st@1`: those of all articles that changed, read
/// again from the sources; in the order of a list, which is by date if it is by relevance. Names are not known of them: a
/// question for names is refused.
pub fn earlier_versions(
    archive: &Archive,
    generation: &Generation,
    question: &Question,
    list: &List,
    settings: &VersionSettings,
) -> Result<Vec<Arc<Hit>>, DeskError> {
    if question.plan.reads_names() {
        return Err(DeskError::usage("names are not known of earlier versions")
            .with_hint("search for the words of the name, or without --versions all"));
    }
    let keys = generation.changes()?.keys(Change::is_any);
    let keys = keys.iter().map(String::as_str).collect();
    let each = List { offset: 0, limit: None, ..list.clone() };
    let mut failed = None;
    let matching = &mut |key: &str, version: Version| -> Option<Hit> {
        if version.is_current || failed.is_some() {
            return None;
        }
        let mut hit = as_hit(&version.article, &version.source);
        key.clone_into(&mut hit.key);
        let found = generation.story(key).map_err(SearchError::from).and_then(|story| {
            hit.story.clone_from(&story);
            let one = ArticleList::of(vec![hit], Names::default()).with_stories(story);
            let mut found = one.list(&question.plan, &each, &question.cancel)?;
            Ok(found.next().transpose()?.map(Arc::unwrap_or_clone))
        });
        found.unwrap_or_else(|error| {
            failed = Some(error);
            None
        })
    };
    let stopped = || question.is_cancelled();
    let all = versions_of(archive, &generation.folder, &keys, settings, &stopped, matching)?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    question.cancel.check().map_err(SearchError::from)?;
    let mut found: Vec<Arc<Hit>> = Vec::new();
    for (key, versions) in all {
        for (number, hit) in (1..).zip(versions) {
            found.extend(hit.map(|mut hit| {
                hit.key = format!("{key}@{number}");
                Arc::new(hit)
            }));
        }
    }
    let time = |hit: &Arc<Hit>| hit.published.map(|published| published.seconds);
    match list.sort {
        Sort::Relevance | Sort::Newest | Sort::Random(_) => found.sort_by_key(|hit| std::cmp::Reverse(time(hit))),
        Sort::Oldest => found.sort_by_key(|hit| (time(hit).is_none(), time(hit))),
        Sort::Outlet => found.sort_by(|one, other| one.outlet.cmp(&other.outlet)),
    }
    Ok(found)
}

/// Other articles with the address of one: captures that share less than half of its text are articles of their own.
pub fn at_same_address(archive: &dyn Searchable, hit: &Hit) -> Result<Vec<Hit>, SearchError> {
    let Some(address) = hit.record.url.as_deref().and_then(canonical_url) else { return Ok(Vec::new()) };
    let root = Node::new(0..0, Kind::Keyword { field: "url", value: Value::Is(address) });
    let query = Query { root, hints: Vec::new() };
    let plan = resolve(&query, &ZoneChoice::Story, archive.dictionary()?.as_ref())?;
    let mut others = Vec::new();
    for other in archive.list(&plan, &List { limit: Some(MOST + 1), ..List::default() }, &Cancel::default())? {
        let other = other?;
        if other.key != hit.key {
            others.push(other.as_ref().clone());
        }
    }
    Ok(others)
}

/// Most of them that are listed.
const MOST: usize = 50;
