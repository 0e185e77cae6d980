//! Matches in order: the best, the newest, the oldest, or by outlet. Orders are total: what is equal otherwise is ordered
//! by date and then by key, so that the same archive gives the same list on any machine.

use super::rerank::{WINDOW, bonuses};
use crate::query::Plan;
use crate::schema::Fields;
use std::cmp::{Ordering, Reverse};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, TERMINATED};

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

/// One match.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    pub address: DocAddress,
    /// Of a search by relevance.
    pub score: Option<Score>,
}

/// A match with what it is ordered by.
pub(super) struct Candidate {
    pub segment: u32,
    pub doc: DocId,
    pub score: Score,
    pub published: Option<i64>,
    pub outlet: Option<String>,
}

/// The first `wanted` matches in order. By relevance, the first of them are ranked anew by the query's words.
pub fn top(
    searcher: &Searcher,
    fields: Fields,
    plan: &Plan,
    sort: Sort,
    wanted: usize,
) -> tantivy::Result<Vec<Ranked>> {
    if wanted == 0 {
        return Ok(Vec::new());
    }
    let anew = sort == Sort::Relevance && plan.words.len() > 1;
    let fetched = if anew { wanted.max(WINDOW) } else { wanted };
    let query = plan.query.as_ref();
    let mut candidates = match sort {
        Sort::Relevance => best(searcher, query, fetched)?,
        _ => all(searcher, query, sort, fetched)?,
    };
    candidates.sort_by(|one, other| order(sort, one, other));
    settle_ties(searcher, sort, &mut candidates, fetched)?;
    if anew {
        rank_anew(searcher, fields, plan, &mut candidates)?;
    }
    candidates.truncate(wanted);
    let score = |candidate: &Candidate| (sort == Sort::Relevance).then_some(candidate.score);
    Ok(candidates
        .iter()
        .map(|one| Ranked { address: DocAddress::new(one.segment, one.doc), score: score(one) })
        .collect())
}

/// Adds to the scores of the first matches and orders them by the sum; the others keep their places below.
fn rank_anew(searcher: &Searcher, fields: Fields, plan: &Plan, candidates: &mut [Candidate]) -> tantivy::Result<()> {
    let length = candidates.len().min(WINDOW);
    let window = &mut candidates[..length];
    let addresses: Vec<DocAddress> =
        window.iter().map(|candidate| DocAddress::new(candidate.segment, candidate.doc)).collect();
    let bonuses = bonuses(searcher, fields, &plan.words, &addresses)?;
    for (candidate, bonus) in window.iter_mut().zip(bonuses) {
        candidate.score += bonus;
    }
    window.sort_by(|one, other| order(Sort::Relevance, one, other));
    settle_ties(searcher, Sort::Relevance, window, length)
}

/// The order without keys.
fn order(sort: Sort, one: &Candidate, other: &Candidate) -> Ordering {
    let newest = || Reverse(one.published).cmp(&Reverse(other.published));
    match sort {
        Sort::Relevance => other.score.total_cmp(&one.score).then_with(newest),
        Sort::Newest => newest(),
        Sort::Oldest => {
            one.published.is_none().cmp(&other.published.is_none()).then_with(|| one.published.cmp(&other.published))
        }
        Sort::Outlet => {
            let none = one.outlet.is_none().cmp(&other.outlet.is_none());
            none.then_with(|| one.outlet.cmp(&other.outlet)).then_with(newest)
        }
    }
}

/// Orders runs of equal candidates by key, as far as they are wanted.
fn settle_ties(searcher: &Searcher, sort: Sort, candidates: &mut [Candidate], wanted: usize) -> tantivy::Result<()> {
    let mut start = 0;
    while start < candidates.len().min(wanted) {
        let equal = |candidate: &Candidate| order(sort, &candidates[start], candidate) == Ordering::Equal;
        let length = candidates[start..].iter().take_while(|candidate| equal(candidate)).count();
        if length > 1 {
            sort_by_key(searcher, &mut candidates[start..start + length])?;
        }
        start += length;
    }
    Ok(())
}

pub(super) fn sort_by_key(searcher: &Searcher, candidates: &mut [Candidate]) -> tantivy::Result<()> {
    let columns: Vec<Option<StrColumn>> = searcher
        .segment_readers()
        .iter()
        .map(|reader| reader.fast_fields().str("key"))
        .collect::<tantivy::Result<_>>()?;
    let one_segment = candidates.windows(2).all(|pair| pair[0].segment == pair[1].segment);
    // Within a segment, the numbers of keys are in the order of keys.
    let number = |candidate: &Candidate| {
        let column = columns[candidate.segment as usize].as_ref()?;
        column.term_ords(candidate.doc).next()
    };
    if one_segment {
        candidates.sort_by_cached_key(number);
        return Ok(());
    }
    let text = |candidate: &Candidate| {
        let mut key = String::new();
        let column = columns[candidate.segment as usize].as_ref()?;
        let known = column.ord_to_str(number(candidate)?, &mut key).ok()?;
        known.then_some(key)
    };
    candidates.sort_by_cached_key(text);
    Ok(())
}

/// The matches whose keys are wanted, in their order.
pub fn with_keys(
    searcher: &Searcher,
    ranked: Vec<Ranked>,
    wanted: &mut dyn FnMut(&str) -> bool,
) -> tantivy::Result<Vec<Ranked>> {
    let columns: Vec<Option<StrColumn>> = searcher
        .segment_readers()
        .iter()
        .map(|reader| reader.fast_fields().str("key"))
        .collect::<tantivy::Result<_>>()?;
    let mut kept = Vec::new();
    let mut key = String::new();
    for one in ranked {
        key.clear();
        if let Some(column) = &columns[one.address.segment_ord as usize]
            && let Some(number) = column.term_ords(one.address.doc_id).next()
        {
            column.ord_to_str(number, &mut key)?;
        }
        if wanted(&key) {
            kept.push(one);
        }
    }
    Ok(kept)
}

/// Candidates kept beyond those wanted before the worst are thrown out.
const SLACK: usize = 256;

/// The best by score, with all that are as good as the last wanted one.
fn best(searcher: &Searcher, query: &dyn Query, wanted: usize) -> tantivy::Result<Vec<Candidate>> {
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut kept: Vec<(Score, u32, DocId)> = Vec::new();
    let mut threshold = Score::MIN;
    let mut full = wanted.saturating_mul(2).saturating_add(SLACK);
    for (segment, reader) in (0u32..).zip(searcher.segment_readers()) {
        weight.for_each_pruning(threshold, reader, &mut |doc, score| {
            if score > threshold && !reader.is_deleted(doc) {
                kept.push((score, segment, doc));
            }
            if kept.len() >= full {
                let (_, worst, _) = kept.select_nth_unstable_by(wanted - 1, |one, other| other.0.total_cmp(&one.0));
                let worst = worst.0;
                kept.retain(|(score, ..)| *score >= worst);
                // Matches as good as the worst still come through.
                threshold = worst.next_down();
                full = full.max(kept.len() * 2);
            }
            threshold
        })?;
    }
    let columns = published_columns(searcher)?;
    let candidate = |(score, segment, doc): (Score, u32, DocId)| Candidate {
        segment,
        doc,
        score,
        published: columns[segment as usize].first(doc),
        outlet: None,
    };
    Ok(kept.into_iter().map(candidate).collect())
}

pub(super) fn published_columns(searcher: &Searcher) -> tantivy::Result<Vec<Column<i64>>> {
    searcher.segment_readers().iter().map(|reader| reader.fast_fields().i64("published")).collect()
}

/// All matches that may be among the wanted ones. Segments are sorted by date, newest first: the newest are their heads.
fn all(searcher: &Searcher, query: &dyn Query, sort: Sort, wanted: usize) -> tantivy::Result<Vec<Candidate>> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let columns = published_columns(searcher)?;
    let mut candidates = Vec::new();
    for (segment, reader) in (0u32..).zip(searcher.segment_readers()) {
        let outlets = if sort == Sort::Outlet { reader.fast_fields().str("outlet")? } else { None };
        let published = &columns[segment as usize];
        let mut scorer = weight.scorer(reader, 1.0)?;
        let (mut taken, mut last) = (0, None);
        while scorer.doc() != TERMINATED {
            let doc = scorer.doc();
            scorer.advance();
            if reader.is_deleted(doc) {
                continue;
            }
            let date = published.first(doc);
            if sort == Sort::Newest && taken >= wanted && last != Some(date) {
                break;
            }
            taken += 1;
            last = Some(date);
            let outlet = outlet_of(outlets.as_ref(), doc);
            candidates.push(Candidate { segment, doc, score: 0.0, published: date, outlet });
        }
    }
    Ok(candidates)
}

fn outlet_of(column: Option<&StrColumn>, doc: DocId) -> Option<String> {
    let mut name = String::new();
    let number = column?.term_ords(doc).next()?;
    column?.ord_to_str(number, &mut name).ok()?.then_some(name)
}
