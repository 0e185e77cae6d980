//! What the caller says about outlets, and what time it is.

use std::collections::BTreeMap;

/// Canonical outlet names by host or registrable domain.
pub type Outlets = BTreeMap<String, String>;

/// What extraction is told from outside.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Unix seconds; later dates are refused.
    pub now: i64,
    /// The user's outlet names.
    pub outlets: Outlets,
}
