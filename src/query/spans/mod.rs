//! Positions of words in texts, and what an expression matches among them.

mod named;
mod places;
mod text;

pub use places::{Outline, Place, any, near, same, sequence, window, zone_at};
pub use text::{Marks, Matches, TextWords};
