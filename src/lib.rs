//! morgue: a folder of news articles to a full-text index, and answers from it.
//!
//! # Architecture
//!
//! ```text
//!                     main.rs ─ cli/*     serve/*         (binary: flags, terminal, exit codes; pages over HTTP)
//!            ┌──────────────┴───────────────┤
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
//! (`index/learned`, `ingest/second_pass.rs`); the table is in the generation and stays as it is until the next such run. What was costly to
//! read is kept in the cache of the archive (`index/cache.rs`, `ingest/cached.rs`).
//!
//! # Crates
//!
//! | crate | rooms | may use |
//! |---|---|---|
//! | `morgue-article` | `article` `terms` `schema` `text` | |
//! | `morgue-read` | `source` `format` `extract` `enrich` | `morgue-article` |
//! | `morgue-query` | `query` `archive` `passages` | `morgue-article` |
//! | `morgue-index` | `engine` `index` `search` | `morgue-article`, `morgue-query` |
//! | `morgue` | `ingest` `desk` `render` `serve`, and all rooms above under their names | all four |
//!
//! tantivy is a dependency of `morgue-index` alone, walkdir of `morgue-read`. The program in `cli` uses the library as any
//! client would; clap and other crates of the terminal come with the feature `cli`, axum, hyper and tokio with `serve`; both are on
//! unless they are turned off. The page knows no rule that the terminal does not: both ask the desk.
//! Inside a crate imports point down too: a test has the list of rooms and what each may use.

pub mod desk;
pub mod ingest;
pub mod render;
#[cfg(feature = "serve")]
pub mod serve;

pub use morgue_article::{article, schema, stories, terms, text};
pub use morgue_index::{engine, index, search};
pub use morgue_query::{archive, passages, query};
pub use morgue_read::{enrich, extract, format, source};
