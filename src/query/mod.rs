//! Queries: text to a tree, the tree to a plan that an index can answer. What was typed is what is searched: nothing is
//! dropped silently, and what cannot be read is an error that names the place and the fix.

mod ast;
mod bag;
mod bm25;
mod dates;
mod documents;
mod english;
mod error;
mod exact;
mod expand;
mod family;
mod globs;
mod inflect;
mod lexer;
mod names;
mod numbers;
mod operands;
mod operators;
mod parser;
mod patterns;
mod plan;
mod positional;
mod print;
mod saved;
mod spans;
mod stop_words;
mod values;
mod weights;
mod words;

pub use ast::{DayRange, Hint, Kind, Node, Pattern, Query, Scope, Span, Text, Unit, Value};
pub use bm25::{idf, norm, saturated};
pub use error::QueryError;
pub use expand::nearest_words;
pub use family::{Family, Role};
pub use names::nearest_name;
pub use operands::zones_of;
pub use parser::{MAX_BYTES, MAX_CLAUSES, MAX_DEPTH, Reading, parse, parse_with};
pub use plan::{Ground, Plan, PlanError, ZoneChoice, plan, word_alone};
pub use print::print;
pub use saved::{Library, Stored, is_saved_name, no_library};
pub use spans::Matches;
pub use stop_words::is_stop_word;
