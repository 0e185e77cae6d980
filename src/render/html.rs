//! One self-contained page: what was asked, when the articles are from, who wrote them, and every hit with its passages.

use crate::search::{Facets, Timeline};

/// What a page shows beside its hits.
#[derive(Debug, Clone)]
pub struct Page {
    pub timeline: Timeline,
    pub facets: Facets,
}
