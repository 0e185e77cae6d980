//! A list of articles: its order, and the requested part of it.

use crate::passages::Excerpts;
use crate::query::Plan;
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

impl Sort {
    pub const ALL: [Self; 4] = [Self::Relevance, Self::Newest, Self::Oldest, Self::Outlet];

    /// The name used by flags, saved searches and certificates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Outlet => "outlet",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name().eq_ignore_ascii_case(name))
    }
}

/// What a count counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Per {
    #[default]
    Article,
    /// Articles that share most of their text count once, by the earliest of those that match.
    Story,
}

impl Per {
    pub fn noun(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Story => "story",
        }
    }

    /// The name of a column of counts.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Article => "articles",
            Self::Story => "stories",
        }
    }
}

/// The requested part of a list.
#[derive(Debug, Clone, Default)]
pub struct List {
    pub sort: Sort,
    /// Hits that are skipped.
    pub offset: usize,
    /// Maximum number of hits; `None` for all.
    pub limit: Option<usize>,
    /// What is shown of where a hit matches; it requires reading its text.
    pub excerpts: Option<Excerpts>,
    /// Only articles with these keys.
    pub only: Option<HashSet<String>>,
    /// What adds to the scores of the articles that match it, and never to what matches; by relevance only.
    pub further: Option<Plan>,
}
