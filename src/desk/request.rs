//! A query as it was read, with the zones and the piece of the list that are wanted.

use crate::archive::{List, Sort};
use crate::passages::Excerpts;
use crate::query::{Kind, Node, Query, ZoneChoice};

/// What is asked of an archive.
#[derive(Debug, Clone)]
pub struct Request {
    pub query: Query,
    pub zones: ZoneChoice,
    pub sort: Sort,
    /// Hits that are skipped.
    pub offset: usize,
    /// Most hits given; all if it is `None`.
    pub limit: Option<usize>,
    /// What hits show of where they match, which takes reading their texts.
    pub excerpts: Option<Excerpts>,
}

impl Request {
    /// Everything that a query finds in the story, by relevance, without passages.
    pub fn of(query: Query) -> Self {
        Self { query, zones: ZoneChoice::Story, sort: Sort::Relevance, offset: 0, limit: None, excerpts: None }
    }

    /// Every article.
    pub fn everything() -> Self {
        Self::of(Query { root: Node::new(0..0, Kind::All), hints: Vec::new() })
    }

    /// The same about another query.
    pub fn about(&self, root: Node) -> Self {
        Self { query: Query { root, hints: Vec::new() }, ..self.clone() }
    }

    pub fn list(&self) -> List {
        List { sort: self.sort, offset: self.offset, limit: self.limit, excerpts: self.excerpts, only: None }
    }
}
