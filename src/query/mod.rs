//! Queries: text to a tree, the tree to a plan that an index can answer. What was typed is what is searched: nothing is
//! dropped silently, and what cannot be read is an error that names the place and the fix.

mod ast;
mod dates;
mod error;
mod lexer;
mod names;
mod numbers;
mod operands;
mod operators;
mod parser;
mod plan;
mod positional;
mod print;
mod spans;
mod values;
mod weights;
mod words;

pub use ast::{DayRange, Hint, Kind, Node, Pattern, Query, Scope, Span, Text, Unit, Value};
pub use error::QueryError;
pub use operands::zones_of;
pub use parser::{MAX_BYTES, MAX_CLAUSES, MAX_DEPTH, Reading, parse};
pub use plan::{Plan, PlanError, ZoneChoice, plan};
pub use print::print;
pub use spans::Matches;
