//! Pieces of an article that show why it was found.

mod context;
mod excerpt;
mod marked;
mod passage;

pub use excerpt::{Excerpted, Excerpts, KwicLine, Passage};
pub use marked::{MarkedArticle, marked};
pub use passage::excerpt;
