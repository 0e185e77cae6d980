#![doc = include_str!("../README.md")]

pub mod enrich;
pub mod extract;
pub mod format;
pub mod source;

use morgue_article::{article, text};
