//! What every recogniser of names does.

use crate::article::{Article, Entities};

/// Finds who and what an article names.
pub trait Recogniser: Sync + Send {
    fn entities(&self, article: &Article) -> Entities;
}
