//! What saved searches find that they have not shown yet. What was shown is recorded only after it was written, so that
//! a failed write shows it again rather than never.

use super::caller::Caller;
use super::error::DeskError;
use super::library::{Library, named};
use super::question::Question;
use super::reading::{Read, read};
use super::request::Request;
use super::typed::Typed;
use super::watch_state::WatchState;
use crate::archive::{Hits, List, Sort};
use crate::article::ArticleKey;
use crate::index::{Generation, SavedSearches, Seen};
use crate::passages::Excerpts;
use std::collections::HashSet;

/// One search with its new hits.
pub struct News<'g> {
    pub name: String,
    pub query: String,
    /// Articles that it finds, and those of them that are new.
    pub total: u64,
    pub new: u64,
    /// The new ones.
    pub hits: Hits<'g>,
    seen: Seen,
    /// The search is watched for the first time.
    first: bool,
}

/// The names of the searches to watch, each once; all of them if none is named.
pub fn watched_names(wanted: &[String], searches: &SavedSearches) -> Result<Vec<String>, DeskError> {
    let mut names: Vec<String> = wanted.iter().map(|name| name.to_lowercase()).collect();
    if names.is_empty() {
        names = searches.names().map(str::to_owned).collect();
    }
    let unknown = names.iter().find(|name| searches.find(name).is_none());
    unknown.map_or(Ok(()), |name| named(searches, name).map(|_| ()))?;
    let mut once = HashSet::new();
    names.retain(|name| once.insert(name.clone()));
    Ok(names)
}

/// What a search finds that is not recorded as shown.
pub fn look<'g>(
    name: &str,
    now: Option<String>,
    searches: &SavedSearches,
    generation: &'g Generation,
    state: &WatchState,
    caller: &Caller,
) -> Result<News<'g>, DeskError> {
    let about = |error: DeskError| error.about(format!("saved search \"{name}\""));
    let saved = named(searches, name)?;
    // Remarks on the query were made when it was saved.
    let library = Library::of(searches.clone());
    let read = read(&Typed::saved(&saved, now), &library, &caller.today, &mut |_| {}).map_err(about)?;
    let Read { query, zones, .. } = read;
    let sort = saved.sort.as_deref().and_then(Sort::of_name).unwrap_or(Sort::Newest);
    let request = Request { zones, sort, ..Request::of(query) };
    let wrong = |error| about(DeskError::search(error, &saved.query));
    let question = Question::of(generation, &request).map_err(wrong)?;
    let (first, mut seen) = state.seen(name)?.map_or((true, Seen::default()), |seen| (false, seen));
    let (mut total, mut new) = (0, HashSet::new());
    let mut note = |key: &str| {
        total += 1;
        if ArticleKey::parse(key).is_some_and(|key| seen.add(key.bits())) {
            new.insert(key.to_owned());
        }
    };
    question.keys(&request.list(), &mut note).map_err(wrong)?;
    let (count, only) = (new.len() as u64, Some(new));
    let list = List { excerpts: Some(Excerpts::default()), only, ..request.list() };
    let hits = question.list(&list).map_err(wrong)?;
    seen.last = caller.second();
    Ok(News { name: name.to_owned(), query: saved.query.clone(), total, new: count, hits, seen, first })
}

/// Records what was shown. A search without new hits has nothing to record, except the first time.
pub fn note_shown(state: &WatchState, news: &[News]) -> Result<(), DeskError> {
    news.iter().filter(|one| one.new > 0 || one.first).try_for_each(|one| state.keep(&one.name, &one.seen))
}
