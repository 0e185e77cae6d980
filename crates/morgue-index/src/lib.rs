#![doc = include_str!("../README.md")]

pub mod engine;
pub mod index;
pub mod search;

use morgue_article::{article, schema, stories, terms};
use morgue_query::{archive, passages, query};
