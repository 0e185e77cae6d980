//! A query and the archive that it is asked of, open: where every use case of a search begins.

use super::error::DeskError;
use super::question::Question;
use super::reading::Read;
use super::request::Request;
use super::typed::Typed;
use crate::index::{Archive, Generation, SavedSearch};
use crate::query::{Cancel, Dialect};
use std::collections::BTreeMap;

/// A query that was read, and the archive that answers it.
pub struct Asked {
    pub archive: Archive,
    pub generation: Generation,
    /// The query with its flags, as typed.
    pub typed: Typed,
    /// The text that was read: as typed, or its translation.
    pub text: String,
    /// If it is a translation, the language it was typed in.
    pub translated: Option<Dialect>,
    pub request: Request,
    /// The saved searches that the query names, and those that they name.
    pub saved: BTreeMap<String, SavedSearch>,
    /// Stops whatever is asked.
    pub cancel: Cancel,
}

impl Asked {
    /// Asks a query that was read of an open generation.
    pub fn of(
        archive: Archive,
        generation: Generation,
        typed: Typed,
        read: Read,
        saved: BTreeMap<String, SavedSearch>,
    ) -> Self {
        let Read { query, text, translated, zones } = read;
        let request = Request { zones, ..Request::of(query) };
        Self { archive, generation, typed, text, translated, request, saved, cancel: Cancel::default() }
    }

    /// The query, resolved against the archive.
    pub fn question(&self) -> Result<Question<'_>, DeskError> {
        Question::cancelled_by(&self.generation, &self.request, &self.cancel)
            .map_err(|error| DeskError::search(error, &self.text))
    }
}
