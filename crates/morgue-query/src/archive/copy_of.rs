//! An article of a story.

use super::hit::Hit;

/// An article of a story, compared with the earliest one.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyOf {
    pub hit: Hit,
    /// Part of its words that the earliest article does not have, 0 to 1; not a number if the two were not compared.
    pub added: f32,
    /// Part of the words of the earliest article that it does not have.
    pub dropped: f32,
}
