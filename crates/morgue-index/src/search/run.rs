//! A plan prepared for a generation.

use crate::archive::{List, Sort};
use crate::engine::{CopiesByDoc, lower};
use crate::index::Generation;
use crate::query::{Cancel, Plan};
use std::cell::Cell;
use std::sync::Arc;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query};

/// A plan, the engine's query for it, and the flag that cancels it.
pub struct Run<'p> {
    pub plan: &'p Plan,
    pub query: Box<dyn Query>,
    pub cancel: &'p Cancel,
    /// The number of matches, once a ranking has seen all of them.
    pub total: Cell<Option<u64>>,
}

impl<'p> Run<'p> {
    /// A run for a list: what it adds to scores is part of the query where these decide the order.
    pub fn for_list(generation: &Generation, plan: &'p Plan, list: &List, cancel: &'p Cancel) -> Self {
        let run = Self::of(generation, plan, cancel);
        let Some(further) = list.further.as_ref().filter(|_| list.sort == Sort::Relevance) else { return run };
        let further = lower(further, generation.fields, copies_for(generation, further).as_ref(), cancel);
        let query = BooleanQuery::new(vec![(Occur::Must, run.query), (Occur::Should, further)]);
        Self { query: Box::new(query), ..run }
    }

    pub fn of(generation: &Generation, plan: &'p Plan, cancel: &'p Cancel) -> Self {
        Self {
            plan,
            query: lower(plan, generation.fields, copies_for(generation, plan).as_ref(), cancel),
            cancel,
            total: Cell::new(None),
        }
    }
}

/// The articles that have copies, if a plan depends on them.
pub fn copies_for(generation: &Generation, plan: &Plan) -> Option<Arc<CopiesByDoc>> {
    plan.reads_copies().then(|| generation.copies())
}

/// Counts the documents of a query.
pub fn count(generation: &Generation, query: &dyn Query, cancel: &Cancel) -> tantivy::Result<u64> {
    let searcher = &generation.searcher;
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut total = 0;
    for reader in searcher.segment_readers() {
        if cancel.is_cancelled() {
            break;
        }
        total += u64::from(weight.count(reader)?);
    }
    Ok(total)
}
