//! Query text to a tree, with the position of every part, and the tree back to text.

mod ast;
mod cursor;
pub(super) mod dates;
mod error;
mod globs;
mod lexer;
mod library;
mod marks;
pub(super) mod names;
mod numbers;
mod operands;
mod operators;
mod parser;
mod pasted;
mod print;
mod saved;
mod syntax;
mod token;
pub(super) mod weights;
pub(super) mod words;
mod zones;

pub use ast::{DayRange, Hint, Kind, Node, Pattern, Query, Scope, Span, Text, Unit, Value};
pub use cursor::{MAX_BYTES, MAX_CLAUSES, MAX_DEPTH, ParseOptions};
pub use dates::partly_inside;
pub use error::QueryError;
pub use library::{Library, Stored, is_saved_name, no_library};
pub use names::nearest_name;
pub use parser::{parse, parse_with};
pub use print::print;
pub use syntax::{SYNTAX, present_form};
pub use zones::{ZoneChoice, zones_of};

pub(super) use cursor::nothing_in;
pub(super) use globs::split_letters;
pub(super) use lexer::{closing_mark_at, control_character, url_length};
pub(super) use marks::{is_blank, is_close, is_open, is_quote};
pub(super) use operators::{Chunk, MAX_NEAR, read as read_chunk};
