//! Values with their origin.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Where a value was found: `json:date`, `json-ld:datePublished`, `meta:og:title`, `text:byline`, `url`, `path`, …
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Origin(Cow<'static, str>);

impl Origin {
    pub const fn fixed(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// An origin inside a container format, such as `Origin::of("json", "content_original")`.
    pub fn of(kind: &str, name: &str) -> Self {
        Self(Cow::Owned(format!("{kind}:{name}")))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the value was stated in a sidecar, which takes precedence over the document itself.
    pub fn is_sidecar(&self) -> bool {
        self.0.starts_with("sidecar:")
    }
}

/// A value together with its origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundValue<T> {
    pub value: T,
    pub origin: Origin,
}

impl<T> FoundValue<T> {
    pub fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}
