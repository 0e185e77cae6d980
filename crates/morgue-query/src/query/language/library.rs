//! Saved searches as a query uses them, and how they are found by name.

use super::error::QueryError;
use super::zones::ZoneChoice;

/// A saved search as a query uses it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stored {
    pub text: String,
    pub any: bool,
    pub exact: bool,
    pub loose_dates: bool,
    /// As typed, so that `7d` counts from the day of the search.
    pub since: Option<String>,
    pub until: Option<String>,
    /// The zones of its words; without a choice, those of the search that names it.
    pub zones: ZoneChoice,
}

/// Finds a saved search by its name. An error says what is wrong; its position is that of the name.
pub type Library<'a> = &'a dyn Fn(&str) -> Result<Stored, QueryError>;

/// An empty library.
pub fn no_library(name: &str) -> Result<Stored, QueryError> {
    Err(QueryError::new(0..0, format!("unknown saved search \"{name}\""))
        .with_hint("list those of this archive with `morgue saved list`"))
}

/// Whether a name is valid for a saved search: letters, digits, `-` and `_`, a letter or digit first, 120 bytes at
/// most.
pub fn is_saved_name(name: &str) -> bool {
    name.starts_with(char::is_alphanumeric) && name.chars().all(is_name_letter) && name.len() <= 120
}

pub(super) fn is_name_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}
