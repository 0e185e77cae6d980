#![doc = include_str!("../README.md")]

pub mod archive;
pub mod passages;
pub mod query;

use morgue_article::{article, schema, stories, terms, text};
