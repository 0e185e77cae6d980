//! The caller's settings for outlets, and the current time.

use super::line_model::LineModel;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Canonical outlet names by host or registrable domain.
pub type Outlets = BTreeMap<String, String>;

/// What extraction gets from outside.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Unix seconds; later dates are rejected.
    pub now: i64,
    /// The user's outlet names.
    pub outlets: Outlets,
    /// Another line model than the program's, to measure it.
    pub line_model: Option<Arc<LineModel>>,
}

impl Rules {
    /// The line model to read raw texts with.
    pub fn line_model(&self) -> &LineModel {
        self.line_model.as_deref().unwrap_or_else(|| LineModel::shipped())
    }
}
