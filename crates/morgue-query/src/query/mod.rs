//! Queries: text to a tree, the tree to a plan for an archive, and a plan to the positions of its words in a text. What
//! was typed is what is searched: nothing is dropped silently, and what cannot be read is an error with its position
//! and a fix. Knows no engine: an archive is a `Dictionary` here.

mod cancel;
mod dialect;
mod failure;
mod forms;
mod language;
mod plan;
mod spans;

pub use cancel::Cancel;
pub use dialect::{Dialect, Difference, Translation, translate};
pub use failure::{ArchiveError, PlanError};
pub use forms::{
    DERIVED, Dictionary, Family, INFLECTED, Inflections, Language, MAX_FORMS, Role, Take, TextField, is_stop_word,
    matching_words, nearest_values, nearest_words, words_within,
};
pub use language::{
    DayRange, Hint, Kind, Library, MAX_BYTES, MAX_CLAUSES, MAX_DEPTH, Node, ParseOptions, Pattern, Query, QueryError,
    SYNTAX, Scope, Span, Stored, Text, Unit, Value, ZoneChoice, is_saved_name, nearest_name, no_library, parse,
    parse_with, partly_inside, present_form, print, zones_of,
};
pub use plan::{AskedName, Clause, Expr, Leaf, Located, Named, Needle, Plan, resolve, word_alone};
pub use spans::{Marks, Matches, Outline, PositionRange, TextWords, any, near, same, sequence, window, zone_at};
