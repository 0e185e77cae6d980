//! morgue: a folder of news articles to a full-text index, and answers from it.
//!
//! # Architecture
//!
//! ```text
//!                        main.rs ─ cli/*                         (binary: flags, terminal, exit codes)
//!               ┌───────────┴──────────────┐
//!    ingest/ (the write flow)         search/ ─► render/          (the read flow)
//!    │                                  │
//!  source ► format ► extract ► enrich ► index ◄── query
//!    bytes    draft    article   article  │         plan
//!               └──── article · text ─────┴─ schema ┘             (nouns, strings, fields: no I/O)
//! ```
//!
//! Writing: a path gives bytes (`source`), bytes give drafts (`format`), a draft gives an article (`extract`), the article
//! learns its language and entities (`enrich`) and becomes a document of a new generation (`index`). Reading: the query
//! text becomes a syntax tree and a plan (`query`), the plan gives hits (`search`), and hits become bytes (`render`).
//!
//! A run that makes everything anew also learns from the whole archive which lines an outlet prints under many stories
//! (`ingest/learn.rs`); the table stands in the generation and stays as it is until the next such run. What was costly to
//! read is kept in the cache of the archive (`index/cache.rs`, `ingest/cached.rs`).
//!
//! Imports point down this list only, which a test holds: `text`, `schema`, `article`, `source`, `format`, `extract`,
//! `enrich`, `index`, `ingest`, `query`, `search`, `render`. The binary uses the library as any client would. tantivy is
//! named in `schema`, `index`, `query` and `search` alone, walkdir in `source`, clap in the binary.

pub mod article;
pub mod enrich;
pub mod extract;
pub mod format;
pub mod index;
pub mod ingest;
pub mod query;
pub mod render;
pub mod schema;
pub mod search;
pub mod source;
pub mod text;
