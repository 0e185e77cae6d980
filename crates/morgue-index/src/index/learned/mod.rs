//! What a generation learns from all of its articles when everything is built again: lines that an outlet repeats, and
//! full names for short ones. The tables are files of the generation and stay as they are until the next such run, so
//! that what is added meanwhile agrees with a rebuild under the same tables.

mod names;
mod repeats;
mod table;

pub use names::{LEARNED_NAMES, learn_names, read_names, write_names};
pub use repeats::{LEARNED_REPEATS, LearnedFrom, LineCounter, carry_repeats, read_repeats, write_repeats};
pub use table::LearnedTable;

/// All tables. The version of one is raised when the same articles give another table.
pub const LEARNED_TABLES: [LearnedTable; 2] = [LEARNED_REPEATS, LEARNED_NAMES];
