#![doc = include_str!("../README.md")]

pub mod article;
pub mod schema;
pub mod stories;
pub mod terms;
pub mod text;
