//! Saved searches for a query that names them: found in the archive when the first is asked for, and remembered, so that a
//! list can say what it was made from.

use super::error::{Failure, IO, USAGE};
use super::{place, query, refresh};
use morgue::index::{Archive, Lock, SavedSearch, SavedSearches};
use morgue::query::{QueryError, Stored, no_library};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

/// The saved searches of one archive.
pub struct Library<'a> {
    archive: &'a dyn Fn() -> Result<Archive, Failure>,
    searches: OnceCell<Result<SavedSearches, String>>,
    used: RefCell<BTreeMap<String, SavedSearch>>,
}

impl<'a> Library<'a> {
    /// Of an archive that is looked for when it is needed.
    pub fn new(archive: &'a dyn Fn() -> Result<Archive, Failure>) -> Self {
        Self { archive, searches: OnceCell::new(), used: RefCell::default() }
    }

    /// Of searches that were read already.
    pub fn of(searches: SavedSearches) -> Self {
        Self { archive: &nowhere, searches: OnceCell::from(Ok(searches)), used: RefCell::default() }
    }

    /// What a name stands for.
    pub fn find(&self, name: &str) -> Result<Stored, QueryError> {
        let wrong = |message: String| QueryError::new(0..0, message);
        let searches = self.searches.get_or_init(|| {
            (self.archive)().and_then(|archive| Ok(SavedSearches::read(&archive)?)).map_err(|failure| failure.message)
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
        let stored =
            stored(&search).map_err(|failure| wrong(format!("saved search \"{name}\": {}", failure.message)))?;
        self.used.borrow_mut().insert(name.to_owned(), search);
        Ok(stored)
    }

    /// The searches that were asked for, by name.
    pub fn used(&self) -> BTreeMap<String, SavedSearch> {
        self.used.borrow().clone()
    }
}

fn nowhere() -> Result<Archive, Failure> {
    Err(Failure::internal())
}

fn nearest(searches: &SavedSearches, name: &str) -> Option<String> {
    let near = morgue::query::nearest_name(name, &mut searches.names())?;
    Some(format!("unknown saved search \"{name}\"; did you mean \"{near}\"?"))
}

/// A saved search as the language takes it.
pub fn stored(search: &SavedSearch) -> Result<Stored, Failure> {
    Ok(Stored {
        text: search.query.clone(),
        any: search.any,
        exact: search.exact,
        loose_dates: search.loose_dates,
        since: search.since.clone(),
        until: search.until.clone(),
        zones: query::zones(search.zones.as_deref())?,
    })
}

/// The search under a name, as it was saved.
pub fn named(searches: &SavedSearches, name: &str) -> Result<SavedSearch, Failure> {
    let nearest = || nearest(searches, name).unwrap_or_else(|| format!("unknown saved search \"{name}\""));
    let found = searches.find(name).ok_or_else(|| {
        Failure::new(USAGE, nearest())
            .with_hint("list them with `morgue saved list`, or add one with `morgue saved add`")
    })?;
    found.map_err(|message| Failure::new(USAGE, format!("saved search \"{name}\": {message}")))
}

/// How long a change to a user's file waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// Takes the lock of the user's own files. Runs hold another one: nobody waits for the night's.
pub fn lock(archive: &Archive) -> Result<Lock, Failure> {
    let folder = archive.user();
    std::fs::create_dir_all(&folder).map_err(|error| Failure::new(IO, format!("{}: {error}", folder.display())))?;
    Ok(Lock::wait_file(&folder.join("lock"), &refresh::holder(jiff::Timestamp::now()), PATIENCE)?)
}

/// The archive of a verb that may name a folder.
pub fn archive(folder: Option<&std::path::Path>, cli: &super::args::Cli) -> Result<Archive, Failure> {
    match folder {
        Some(folder) => place::archive_of(folder, cli),
        None => place::archive(cli),
    }
}
