//! A list of articles: its order, and the piece of it that is wanted.

use crate::passages::Excerpts;
use std::collections::HashSet;

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Relevance,
    /// Undated articles come last.
    Newest,
    /// Undated articles come last.
    Oldest,
    /// By outlet name, each newest first; articles without an outlet come last.
    Outlet,
}

/// The piece of a list that is wanted.
#[derive(Debug, Clone, Default)]
pub struct List {
    pub sort: Sort,
    /// Hits that are skipped.
    pub offset: usize,
    /// Most hits given; all if it is `None`.
    pub limit: Option<usize>,
    /// What is shown of where a hit matches, which takes reading its text.
    pub excerpts: Option<Excerpts>,
    /// Only articles with these keys.
    pub only: Option<HashSet<String>>,
}
