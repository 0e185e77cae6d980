//! Positions of words in texts, and what an expression matches among them.

mod named;
mod ranges;
mod text;

pub use ranges::{Outline, PositionRange, any, near, same, sequence, window, zone_at};
pub use text::{Marks, Matches, TextWords};
