//! The line model: how likely a line of a raw scrape is part of the story.

use crate::format::Block;

/// Lines at least this likely are story.
pub const THRESHOLD: f32 = 0.5;

/// The probability that each block is story.
pub fn probabilities(blocks: &[Block]) -> Vec<f32> {
    vec![1.0; blocks.len()]
}
