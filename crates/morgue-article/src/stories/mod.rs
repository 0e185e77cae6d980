//! Copies: articles that share most of their text, such as agency copy under other headlines, cut at the end, with another lead,
//! with local sentences added, or read by OCR. Sketches propose pairs, two full comparisons decide, and a rule makes groups
//! of them. All three depend on the texts alone.

mod compare;
mod gather;
mod letters;
mod sketch;
mod story;

pub use compare::{Compared, Shared};
pub use gather::{Gathered, Texts, gather};
pub use sketch::Sketch;
pub use story::{Story, StoryPlace};

/// Raised when the same articles would give other groups, or when they are kept otherwise.
pub const STORIES_VERSION: u32 = 3;
