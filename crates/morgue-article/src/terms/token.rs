//! One term of a text.

/// A term, the bytes of the word it was made from, and its position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Token {
    pub offset_from: usize,
    pub offset_to: usize,
    pub position: usize,
    pub text: String,
}
