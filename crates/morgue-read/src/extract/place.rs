//! Where a draft comes from.

use crate::article::Published;

/// Where a draft was found, and what its container states about it.
#[derive(Debug, Clone, Default)]
pub struct DraftLocation {
    pub source: String,
    /// Usual in the source (ISO 639-1), as the user says.
    pub language: Option<String>,
    pub locator: String,
    /// The address given by the user or the container.
    pub url: Option<String>,
    pub captured: Option<Published>,
}
