//! An article of a story.

use super::hit::Hit;

/// An article of a story, compared with the earliest one.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyOf {
    pub hit: Hit,
    /// How it differs from the earliest article, if the two were compared.
    pub differs: Option<Differs>,
}

/// How an article differs from another one.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Differs {
    /// Part of its words that the other does not have, 0 to 1.
    pub added: f32,
    /// Part of the words of the other that it does not have.
    pub dropped: f32,
}
