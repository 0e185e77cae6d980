//! Pieces of an article that show why it was found.

mod context;
mod excerpt;
mod passage;

pub use excerpt::{Excerpted, Excerpts, KwicLine, Passage};
pub use passage::excerpt;
