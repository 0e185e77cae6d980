//! A query and its open archive: the start of every use case of a search.

use super::error::DeskError;
use super::question::Question;
use super::reading::Read;
use super::request::Request;
use super::typed::Typed;
use crate::index::{Archive, Generation, SavedSearch};
use crate::query::{Cancel, Dialect};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A parsed query, and the archive that answers it.
pub struct Asked {
    pub archive: Archive,
    pub generation: Arc<Generation>,
    /// The query with its flags, as typed.
    pub typed: Typed,
    /// The text that was parsed: as typed, or its translation.
    pub text: String,
    /// For a translation, the language in which it was typed.
    pub translated: Option<Dialect>,
    pub request: Request,
    /// The saved searches that the query names, and those that they name.
    pub saved: BTreeMap<String, SavedSearch>,
    /// Cancels the request.
    pub cancel: Cancel,
}

impl Asked {
    /// Runs a parsed query on an open generation.
    pub fn of(
        archive: Archive,
        generation: impl Into<Arc<Generation>>,
        typed: Typed,
        read: Read,
        saved: BTreeMap<String, SavedSearch>,
    ) -> Self {
        let Read { query, text, translated, zones } = read;
        let request = Request { zones, ..Request::of(query) };
        let generation = generation.into();
        Self { archive, generation, typed, text, translated, request, saved, cancel: Cancel::default() }
    }

    /// The query, resolved against the archive.
    pub fn question(&self) -> Result<Question<'_>, DeskError> {
        Question::cancelled_by(self.generation.as_ref(), &self.request, &self.cancel)
            .map_err(|error| DeskError::search(error, &self.text))
    }
}
