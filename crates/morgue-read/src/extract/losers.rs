//! Candidates that were not taken, by field, for `show KEY --why`.

use crate::article::{Found, Origin};
use std::collections::BTreeMap;

/// Losing candidates kept of one field.
const KEPT: usize = 6;

/// The candidates that lost.
#[derive(Debug, Default)]
pub struct Losers(BTreeMap<String, Vec<Found<String>>>);

impl Losers {
    /// Keeps a candidate, unless an equal one is kept already.
    pub fn add(&mut self, field: &str, value: &str, origin: &Origin) {
        let known = self.0.entry(field.to_owned()).or_default();
        if known.len() < KEPT && known.iter().all(|found| found.value != value || found.origin != *origin) {
            known.push(Found::new(value.to_owned(), origin.clone()));
        }
    }

    pub fn into_map(self) -> BTreeMap<String, Vec<Found<String>>> {
        self.0
    }
}
