#![doc = include_str!("../README.md")]

pub mod enrich;
pub mod extract;
pub mod format;
mod listed_names;
mod name_table;
pub mod source;

use morgue_article::{article, text};
