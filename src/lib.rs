//! morgue: a folder of news articles to a full-text index, and answers from it.
//!
//! # Architecture
//!
//! ```text
//!                     main.rs ─ cli/*                     (binary: flags, terminal, exit codes)
//!            ┌──────────────┴───────────────┐
//!     ingest/ (the write flow)        desk/ ─► render/     (what can be asked, and how it is written)
//!     │                                │
//!   source ► format ► extract ► enrich ► index ◄── search ◄── archive · passages ◄── query
//!     bytes    draft    article   article  │         engine      what can be asked      plan
//!                └──── article · text ─────┴─ terms · schema ┘   (nouns, strings, terms, fields: no I/O)
//! ```
//!
//! Writing: a path gives bytes (`source`), bytes give drafts (`format`), a draft gives an article (`extract`), the article
//! learns its language and entities (`enrich`) and becomes a document of a new generation (`index`).
//!
//! Reading: the query text becomes a syntax tree (`query::parse`), the tree becomes a plan for one archive
//! (`query::resolve`), in which its words and names are those of the archive. A plan is data. Whatever implements
//! `archive::Searchable` answers it: the index on disk, which lowers it to the engine's queries (`engine::lower`), or a
//! list of articles in memory. `desk` holds what can be asked, and hits become bytes in `render`.
//!
//! A run that makes everything again also learns from the whole archive which lines an outlet prints under many stories
//! (`ingest/learn.rs`); the table is in the generation and stays as it is until the next such run. What was costly to
//! read is kept in the cache of the archive (`index/cache.rs`, `ingest/cached.rs`).
//!
//! Imports point down, which a test holds, with the list of rooms and what each may use. The binary uses the library as
//! any client would. tantivy is named in `engine`, `index` and `search` alone, walkdir in `source`, clap in the binary.

pub mod archive;
pub mod article;
pub mod desk;
pub mod engine;
pub mod enrich;
pub mod extract;
pub mod format;
pub mod index;
pub mod ingest;
pub mod passages;
pub mod query;
pub mod render;
pub mod schema;
pub mod search;
pub mod source;
pub mod terms;
pub mod text;
