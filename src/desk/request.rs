//! A parsed query, with the requested zones and part of the list.

use crate::archive::{List, Sort};
use crate::passages::Excerpts;
use crate::query::{Kind, Node, Query, ZoneChoice};

/// A request to an archive.
#[derive(Debug, Clone)]
pub struct Request {
    pub query: Query,
    pub zones: ZoneChoice,
    pub sort: Sort,
    /// Hits that are skipped.
    pub offset: usize,
    /// Maximum number of hits; `None` for all.
    pub limit: Option<usize>,
    /// What hits show of where they match; it requires reading their texts.
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

    /// The same request for another query.
    pub fn about(&self, root: Node) -> Self {
        Self { query: Query { root, hints: Vec::new() }, ..self.clone() }
    }

    pub fn list(&self) -> List {
        List {
            sort: self.sort,
            offset: self.offset,
            limit: self.limit,
            excerpts: self.excerpts,
            only: None,
            further: None,
        }
    }
}
