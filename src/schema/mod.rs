//! The fields of the archive, from `index_schema/news.json`, which is the one truth about them.
//! Every engine's own schema is derived from it.

mod field;
mod table;

pub use field::{Field, FieldKind, Matching, NEWS_JSON, Schema};
pub use table::field_table;
