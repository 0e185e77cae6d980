//! Where a draft comes from.

use crate::article::Published;

/// Where a draft's bytes stand, and what their container says of them.
#[derive(Debug, Clone, Default)]
pub struct Place {
    pub source: String,
    pub locator: String,
    /// The address given by the user or the container.
    pub url: Option<String>,
    pub captured: Option<Published>,
}
