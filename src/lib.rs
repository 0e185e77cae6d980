//! morgue: a folder of news articles to a full-text index, and answers from it.

pub mod article;
pub mod index;
pub mod schema;
pub mod text;
