//! Takedowns: selects the articles.

use super::caller::Caller;
use super::error::DeskError;
use super::library::Library;
use super::question::Question;
use super::request::Request;
use crate::archive::{Searchable, Sort};
use crate::article::ArticleKey;
use crate::index::{Archive, Generation, SavedSearches};
use crate::query::{ParseOptions, ZoneChoice, parse_with};
use std::collections::HashSet;

/// The given keys, and those of the articles that a query finds in any zone.
pub fn keys_to_forget(
    keys: &[String],
    query: Option<&str>,
    archive: &Archive,
    generation: &Generation,
    caller: &Caller,
) -> Result<Vec<String>, DeskError> {
    let mut found = Vec::new();
    for key in keys {
        let parsed = ArticleKey::parse(key).ok_or_else(|| {
            DeskError::usage(format!("invalid key \"{key}\": expected a_ and 16 letters and digits"))
                .with_hint("find keys with `morgue search`, or give a query with `--query`")
        })?;
        found.push(parsed.as_str().to_owned());
    }
    let Some(text) = query else { return Ok(found) };
    let searches = Library::of(SavedSearches::read(archive)?);
    let find = |name: &str| searches.find(name);
    let query = parse_with(text, ParseOptions { any: false, today: &caller.today }, &find);
    let query = query.map_err(|error| DeskError::query(error, text))?;
    let request = Request { zones: ZoneChoice::All, sort: Sort::Newest, ..Request::of(query) };
    let question = Question::of(generation, &request).map_err(|error| DeskError::search(error, text))?;
    question.keys(&request.list(), &mut |key| found.push(key.to_owned()))?;
    Ok(found)
}

/// Articles of the same stories as those with these keys that stay in the archive, each with its title.
pub fn copies_that_stay(generation: &Generation, keys: &[String]) -> Result<Vec<(String, String)>, DeskError> {
    let gone: HashSet<&str> = keys.iter().map(String::as_str).collect();
    let mut seen = HashSet::new();
    let mut staying = Vec::new();
    for key in keys {
        let Some(story) = generation.story(key)? else { continue };
        for copy in story.articles.iter().filter(|copy| !gone.contains(copy.as_str())) {
            if seen.insert(copy.clone()) {
                let title = generation.article(copy)?.map_or_else(String::new, |hit| hit.zones.title);
                staying.push((copy.clone(), title));
            }
        }
    }
    Ok(staying)
}
