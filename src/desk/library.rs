//! Saved searches for a query that names them: read from the archive when the first is requested, and remembered, so
//! that a list can record its inputs.

use super::caller::Caller;
use super::error::DeskError;
use super::typed::zones;
use crate::index::{Archive, Lock, SavedSearch, SavedSearches};
use crate::query::{QueryError, Stored, no_library, present_form};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

/// The name of the last search, which no saved search may have.
pub const LAST_NAME: &str = "last";

/// The saved searches of one archive.
pub struct Library<'a> {
    archive: &'a dyn Fn() -> Result<Archive, DeskError>,
    searches: OnceCell<Result<SavedSearches, String>>,
    /// The search that was made last, under the name of `LAST`.
    last: Option<&'a dyn Fn() -> Option<SavedSearch>>,
    used: RefCell<BTreeMap<String, SavedSearch>>,
}

impl<'a> Library<'a> {
    /// Of an archive that is opened when needed.
    pub fn new(archive: &'a dyn Fn() -> Result<Archive, DeskError>) -> Self {
        Self { archive, searches: OnceCell::new(), last: None, used: RefCell::default() }
    }

    /// Of searches that were already read.
    pub fn of(searches: SavedSearches) -> Self {
        Self { archive: &nowhere, searches: OnceCell::from(Ok(searches)), last: None, used: RefCell::default() }
    }

    /// The same, where somebody has made searches before.
    pub fn with_last(self, last: &'a dyn Fn() -> Option<SavedSearch>) -> Self {
        Self { last: Some(last), ..self }
    }

    /// What a name means.
    pub fn find(&self, name: &str) -> Result<Stored, QueryError> {
        let wrong = |message: String| QueryError::new(0..0, message);
        // In a list that was recorded, the last search is one of the saved ones.
        if let Some(last) = self.last.filter(|_| name.eq_ignore_ascii_case(LAST_NAME)) {
            let search = last().ok_or_else(|| {
                wrong("no last query: only searches in a terminal are kept, see `morgue history`".to_owned())
            })?;
            let stored = stored(&search).map_err(|error| wrong(error.message))?;
            self.used.borrow_mut().insert(LAST_NAME.to_owned(), search);
            return Ok(stored);
        }
        let searches = self.searches.get_or_init(|| {
            (self.archive)().and_then(|archive| Ok(SavedSearches::read(&archive)?)).map_err(|error| error.message)
        });
        let searches = searches.as_ref().map_err(|message| wrong(message.clone()))?;
        let found = searches.find(name).unwrap_or_else(|| Err(String::new()));
        let search = match found {
            Ok(search) => search,
            Err(message) if message.is_empty() => {
                return no_library(name).map_err(|error| nearest(searches, name).map_or(error, wrong));
            }
            Err(message) => return Err(wrong(format!("saved search \"{name}\": {message}"))),
        };
        let stored = stored(&search).map_err(|error| wrong(format!("saved search \"{name}\": {}", error.message)))?;
        self.used.borrow_mut().insert(name.to_owned(), search);
        Ok(stored)
    }

    /// The requested searches, by name.
    pub fn used(&self) -> BTreeMap<String, SavedSearch> {
        self.used.borrow().clone()
    }
}

fn nowhere() -> Result<Archive, DeskError> {
    Err(DeskError::internal())
}

fn nearest(searches: &SavedSearches, name: &str) -> Option<String> {
    let near = crate::query::nearest_name(name, &mut searches.names())?;
    Some(format!("unknown saved search \"{name}\"; did you mean \"{near}\"?"))
}

/// A saved search as the query language uses it.
pub fn stored(search: &SavedSearch) -> Result<Stored, DeskError> {
    Ok(Stored {
        text: present_form(&search.query, search.syntax).into_owned(),
        any: search.any,
        exact: search.exact,
        loose_dates: search.loose_dates,
        since: search.since.clone(),
        until: search.until.clone(),
        zones: zones(search.zones.as_deref())?,
    })
}

/// The search with a name, as saved.
pub fn named(searches: &SavedSearches, name: &str) -> Result<SavedSearch, DeskError> {
    let nearest = || nearest(searches, name).unwrap_or_else(|| format!("unknown saved search \"{name}\""));
    let found = searches.find(name).ok_or_else(|| {
        DeskError::usage(nearest()).with_hint("list them with `morgue saved list`, or add one with `morgue saved add`")
    })?;
    found.map_err(|message| DeskError::usage(format!("saved search \"{name}\": {message}")))
}

/// How long a change to a user's file waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// Takes the lock of the user's own files. Runs hold a different one, so nobody waits for a nightly run.
pub fn lock(archive: &Archive, caller: &Caller) -> Result<Lock, DeskError> {
    let folder = archive.user();
    std::fs::create_dir_all(&folder).map_err(|error| DeskError::io(&folder, &error))?;
    Ok(Lock::wait_file(&folder.join("lock"), &caller.holder(), PATIENCE)?)
}
