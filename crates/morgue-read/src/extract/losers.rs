//! Candidates that were not chosen, by field, for `show KEY --why`.

use crate::article::{FoundValue, Origin};
use std::collections::BTreeMap;

/// Most unchosen candidates kept for one field.
const KEPT: usize = 6;

/// The candidates that were not chosen.
#[derive(Debug, Default)]
pub struct Losers(BTreeMap<String, Vec<FoundValue<String>>>);

impl Losers {
    /// Keeps a candidate, unless an equal one is already kept.
    pub fn add(&mut self, field: &str, value: &str, origin: &Origin) {
        let known = self.0.entry(field.to_owned()).or_default();
        if known.len() < KEPT && known.iter().all(|found| found.value != value || found.origin != *origin) {
            known.push(FoundValue::new(value.to_owned(), origin.clone()));
        }
    }

    pub fn into_map(self) -> BTreeMap<String, Vec<FoundValue<String>>> {
        self.0
    }
}
