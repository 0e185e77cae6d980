//! What a page shows around its hits.

use crate::archive::{Facets, Timeline};

/// What a page shows beside its hits.
#[derive(Debug, Clone)]
pub struct Page {
    pub timeline: Timeline,
    pub facets: Facets,
}
