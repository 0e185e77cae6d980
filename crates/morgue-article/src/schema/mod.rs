//! The fields of the archive, from `index_schema/news.json`, their only definition. Every engine's own schema is
//! derived from it.

mod field;
mod table;

pub use field::{Field, FieldKind, Matching, NEWS_JSON, Schema};
pub use table::field_table;
