//! The caller's settings for outlets, and the current time.

use std::collections::BTreeMap;

/// Canonical outlet names by host or registrable domain.
pub type Outlets = BTreeMap<String, String>;

/// What extraction gets from outside.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Unix seconds; later dates are rejected.
    pub now: i64,
    /// The user's outlet names.
    pub outlets: Outlets,
}
