//! Named searches, kept in the archive beside its generations: adding, reading and removing them.

use super::caller::Caller;
use super::error::DeskError;
use super::library::LAST_NAME;
use super::library::{Library, lock, named};
use super::reading::{Remarks, read};
use super::typed::{Typed, zones};
use super::watch_state;
use crate::index::{Archive, SavedSearch, SavedSearches};
use crate::query::{ParseOptions, is_saved_name, parse_with, print};
use jiff::civil::Date;

/// Whether a name is valid for a saved search.
pub fn checked_name(name: &str) -> Result<(), DeskError> {
    if name.eq_ignore_ascii_case(LAST_NAME) {
        return Err(DeskError::usage(format!("\"{name}\" cannot be the name of a saved search"))
            .with_hint("`query:last` is the last search in your terminal; choose another name"));
    }
    if is_saved_name(name) {
        return Ok(());
    }
    Err(DeskError::usage(format!("invalid name \"{name}\": expected letters, digits, - and _"))
        .with_hint("write the name, then the query: `morgue saved add space Starlink Taiwan`"))
}

/// Saves a search under a name, once it can be parsed; replaces a search of that name only on request.
pub fn add(
    archive: &Archive,
    name: &str,
    search: &SavedSearch,
    replace: bool,
    caller: &Caller,
    remark: Remarks<'_>,
) -> Result<(), DeskError> {
    let _lock = lock(archive, caller)?;
    let mut searches = SavedSearches::read(archive)?;
    if searches.find(name).is_some() && !replace {
        return Err(DeskError::usage(format!("the saved search \"{name}\" already exists"))
            .with_hint(format!("replace it with `--replace`, or look at it with `morgue saved show {name}`")));
    }
    if search.query.trim().is_empty() && search.since.is_none() && search.until.is_none() {
        return Err(DeskError::usage(format!("missing query for \"{name}\""))
            .with_hint(format!("write it after the name: `morgue saved add {name} Starlink Taiwan`")));
    }
    zones(search.zones.as_deref())?;
    // As it would be run, so that mistakes are shown in the text as typed.
    read(&Typed::saved(search, None), &Library::of(searches.clone()), &caller.today, remark)?;
    searches.put(name, search);
    // Includes the search itself, to detect a circular reference.
    reading(name, &searches, &caller.today)?;
    Ok(searches.write(archive)?)
}

/// How a saved search is parsed on a day, written out in full.
pub fn reading(name: &str, searches: &SavedSearches, today: &dyn Fn() -> Date) -> Result<String, DeskError> {
    let library = Library::of(searches.clone());
    let find = |name: &str| library.find(name);
    let read = parse_with(&format!("query:{name}"), ParseOptions { any: false, today }, &find);
    let read = read.map_err(|error| DeskError { hint: error.hint.clone(), ..DeskError::usage(error.to_string()) })?;
    Ok(print(&read.root))
}

/// Removes a saved search, and the record of what it has shown. Returns the names of those that can no longer be read.
pub fn remove(archive: &Archive, name: &str, caller: &Caller) -> Result<Vec<String>, DeskError> {
    let _lock = lock(archive, caller)?;
    let mut searches = SavedSearches::read(archive)?;
    if !searches.remove(name) {
        named(&searches, name)?;
    }
    searches.write(archive)?;
    watch_state::remove(archive, name, caller)?;
    let used = format!("query:{}", name.to_lowercase());
    let names_it = |other: &&str| {
        searches
            .find(other)
            .is_some_and(|search| search.is_ok_and(|search| search.query.to_lowercase().contains(&used)))
    };
    Ok(searches.names().filter(names_it).map(str::to_owned).collect())
}
