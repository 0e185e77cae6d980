//! A query as a person typed it, with the flags that change what it finds.

use super::error::DeskError;
use crate::index::SavedSearch;
use crate::query::{Dialect, SYNTAX, ZoneChoice, present_form, zones_of};
use jiff::civil::Date;

/// A query and its flags, not yet parsed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub text: String,
    /// The language in which it is written, if it is that of another system.
    pub dialect: Option<Dialect>,
    /// Words next to each other are alternatives.
    pub any: bool,
    /// Words are searched as they are written, without inflections.
    pub exact: bool,
    /// Articles that state only a month or a year count if that overlaps the requested dates.
    pub loose_dates: bool,
    /// Remarks are errors.
    pub strict: bool,
    /// First and last day.
    pub since: Option<String>,
    pub until: Option<String>,
    /// `all`, or names of zones separated by commas.
    pub zones: Option<String>,
    /// The day that relative dates count from, if it is not today.
    pub now: Option<String>,
}

impl Typed {
    /// A saved search, as of a day.
    pub fn saved(search: &SavedSearch, now: Option<String>) -> Self {
        Self {
            text: present_form(&search.query, search.syntax).into_owned(),
            any: search.any,
            exact: search.exact,
            loose_dates: search.loose_dates,
            since: search.since.clone(),
            until: search.until.clone(),
            zones: search.zones.clone(),
            now,
            ..Self::default()
        }
    }

    /// The same as a search that can be saved, with its text as it was parsed.
    pub fn as_search(&self, text: &str, sort: Option<String>) -> SavedSearch {
        SavedSearch {
            query: text.to_owned(),
            any: self.any,
            exact: self.exact,
            loose_dates: self.loose_dates,
            since: self.since.clone(),
            until: self.until.clone(),
            zones: self.zones.clone(),
            sort,
            syntax: SYNTAX,
            saved: String::new(),
        }
    }

    /// The day that relative dates count from, if it is stated.
    pub fn stated_day(&self) -> Result<Option<Date>, DeskError> {
        let Some(now) = &self.now else { return Ok(None) };
        let day = now.split('T').next().unwrap_or_default().parse();
        day.map(Some).map_err(|_| DeskError::usage(format!("--now: invalid day \"{now}\": expected YYYY-MM-DD")))
    }
}

/// `all`, or names of zones separated by commas; the story without any.
pub fn zones(text: Option<&str>) -> Result<ZoneChoice, DeskError> {
    let Some(text) = text else { return Ok(ZoneChoice::Story) };
    let mut chosen = Vec::new();
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        match (name, zones_of(name)) {
            ("all", _) => return Ok(ZoneChoice::All),
            (_, zones) if zones.is_empty() => {
                return Err(DeskError::usage(format!("--zones: unknown zone \"{name}\""))
                    .with_hint("use all, title, deck, lead, body, captions, margin"));
            }
            (_, zones) => chosen.extend(zones),
        }
    }
    Ok(if chosen.is_empty() { ZoneChoice::Story } else { ZoneChoice::Only(chosen) })
}
