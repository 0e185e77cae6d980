//! What a field of a record may mean.

use crate::format::MetaField;

/// What a field of a record means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    Body,
    /// The first paragraph of the story, in a field of its own.
    Lead,
    Meta(MetaField),
    /// A list of records (`{"articles": […]}`).
    Records,
    /// Known, and ignored.
    Ignored,
}
