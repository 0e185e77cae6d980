//! What the search engine is asked, and how: plans to its queries, our own queries besides its own, its columns, schema
//! and stored documents. Only this room, the index and its search name the engine.

mod all_of;
mod any_of;
mod bm25;
mod columns;
mod copies;
mod cursor;
mod days;
mod documents;
mod family;
mod fields;
mod language;
mod lower;
mod parts;
mod patterns;
mod positional;
mod positional_zones;
mod salience;
mod stored;
mod tokenizers;
mod window;

pub use bm25::{idf, norm, saturated};
pub use columns::column_texts;
pub use copies::{CopiesByDoc, CopyAt};
pub use fields::{Fields, engine_schema};
pub(crate) use language::LanguageTest;
pub use lower::{lower, lower_excluded};
pub use stored::StoredArticle;
pub use tokenizers::register;
