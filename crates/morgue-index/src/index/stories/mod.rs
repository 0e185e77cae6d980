//! Stories: which articles of a generation are copies of each other. Sketches of all articles and the groups are two files of the
//! generation. A run sketches what it added, and takes everything else from the generation before; the groups are made again from
//! the sketches, so that they depend on the articles alone, and not on how they came in. What was compared once is not
//! compared again.

mod build;
mod compared;
mod sketches;
mod table;

pub use build::{Changed, group_stories};
pub use table::{STORIES_FILE, Stories, StoriesHead};

pub(super) use compared::COMPARED_FILE;
pub(super) use sketches::{MADE_SKETCHES, SKETCHES_FILE, SketchWriter, packed};
