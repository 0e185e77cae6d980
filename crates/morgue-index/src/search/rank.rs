//! Matches in order: the best, the newest, the oldest, or by outlet. Orders are total: ties are ordered by date and
//! then by key, so that the same archive gives the same list on any machine.

use super::best::{Best, Scored};
use super::matching::each_match;
use super::rerank::{WINDOW, bonuses, title_average};
use super::run::Run;
use super::values::keys_of;
use crate::archive::{Sort, place_at_random};
use crate::index::Generation;
use crate::query::Family;
use std::cmp::{Ordering, Reverse};
use tantivy::columnar::StrColumn;
use tantivy::query::EnableScoring;
use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, TERMINATED};

/// Documents between two checks whether the search was cancelled.
const CHECKED: u32 = 1_000;

/// One match.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedDocument {
    pub address: DocAddress,
    /// Only in a search by relevance.
    pub score: Option<Score>,
}

/// A match with its sort criteria.
pub(super) struct Candidate {
    pub segment: u32,
    pub doc: DocId,
    pub score: Score,
    pub published: Option<i64>,
    pub outlet: Option<String>,
}

/// The first `wanted` matches in order. Those of several words are reranked.
pub fn top(
    generation: &Generation,
    run: &Run,
    sort: Sort,
    words: &[Family],
    wanted: usize,
) -> tantivy::Result<Vec<RankedDocument>> {
    if wanted == 0 {
        return Ok(Vec::new());
    }
    if let Sort::Random(seed) = sort {
        return at_random(run, &generation.searcher, seed, wanted);
    }
    let reranked = words.len() > 1;
    let fetched = if reranked { wanted.max(WINDOW) } else { wanted };
    let mut candidates = match sort {
        Sort::Relevance if run.plan.reads_positions() => best_of_all(generation, run, fetched)?,
        Sort::Relevance => best(generation, run, fetched)?,
        _ => all(generation, run, sort, fetched)?,
    };
    match sort {
        Sort::Relevance => sort_by_score(generation, &mut candidates)?,
        _ => candidates.sort_by(|one, other| order(sort, one, other)),
    }
    settle_ties(generation, sort, &mut candidates, fetched)?;
    if reranked {
        rerank(generation, words, &mut candidates)?;
    }
    candidates.truncate(wanted);
    let score = |candidate: &Candidate| (sort == Sort::Relevance).then_some(candidate.score);
    Ok(candidates
        .iter()
        .map(|one| RankedDocument { address: DocAddress::new(one.segment, one.doc), score: score(one) })
        .collect())
}

/// Adds to the scores of the first matches and orders them by the sum; the others keep their positions after them.
fn rerank(generation: &Generation, words: &[Family], candidates: &mut [Candidate]) -> tantivy::Result<()> {
    let length = candidates.len().min(WINDOW);
    let window = &mut candidates[..length];
    let addresses: Vec<DocAddress> =
        window.iter().map(|candidate| DocAddress::new(candidate.segment, candidate.doc)).collect();
    let average = generation.title_average(title_average)?;
    let bonuses = bonuses(&generation.searcher, generation.fields, words, average, &addresses)?;
    for (candidate, bonus) in window.iter_mut().zip(bonuses) {
        candidate.score += bonus;
    }
    sort_by_score(generation, window)?;
    settle_ties(generation, Sort::Relevance, window, length)
}

/// The order without keys.
fn order(sort: Sort, one: &Candidate, other: &Candidate) -> Ordering {
    let newest = || Reverse(one.published).cmp(&Reverse(other.published));
    match sort {
        Sort::Relevance => other.score.total_cmp(&one.score).then_with(newest),
        Sort::Newest | Sort::Random(_) => newest(),
        Sort::Oldest => {
            one.published.is_none().cmp(&other.published.is_none()).then_with(|| one.published.cmp(&other.published))
        }
        Sort::Outlet => {
            let none = one.outlet.is_none().cmp(&other.outlet.is_none());
            none.then_with(|| one.outlet.cmp(&other.outlet)).then_with(newest)
        }
    }
}

/// Orders runs of equal candidates by key, as far as requested.
fn settle_ties(
    generation: &Generation,
    sort: Sort,
    candidates: &mut [Candidate],
    wanted: usize,
) -> tantivy::Result<()> {
    let mut start = 0;
    while start < candidates.len().min(wanted) {
        let equal = |candidate: &Candidate| order(sort, &candidates[start], candidate) == Ordering::Equal;
        let length = candidates[start..].iter().take_while(|candidate| equal(candidate)).count();
        if length > 1 {
            sort_by_key(generation, &mut candidates[start..start + length])?;
        }
        start += length;
    }
    Ok(())
}

pub(super) fn sort_by_key(generation: &Generation, candidates: &mut [Candidate]) -> tantivy::Result<()> {
    let columns = generation.keys()?;
    let one_segment = candidates.windows(2).all(|pair| pair[0].segment == pair[1].segment);
    // Within a segment, ordinals of keys are in key order.
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

/// Passes on the key of each match, in their order.
pub fn each_key(
    generation: &Generation,
    ranked: &[RankedDocument],
    mut take: impl FnMut(&RankedDocument, &str),
) -> tantivy::Result<()> {
    let columns = generation.keys()?;
    let mut key = String::new();
    for one in ranked {
        key.clear();
        if let Some(column) = &columns[one.address.segment_ord as usize]
            && let Some(number) = column.term_ords(one.address.doc_id).next()
        {
            column.ord_to_str(number, &mut key)?;
        }
        take(one, &key);
    }
    Ok(())
}

/// The best by score, with all that have the same score as the last requested one.
fn best(generation: &Generation, run: &Run, wanted: usize) -> tantivy::Result<Vec<Candidate>> {
    let (searcher, dates) = (&generation.searcher, generation.dates()?);
    let weight = run.query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut best = Best::of(wanted);
    for ((segment, reader), dates) in (0u32..).zip(searcher.segment_readers()).zip(dates) {
        if run.cancel.is_cancelled() {
            break;
        }
        let mut threshold = best.start_segment();
        weight.for_each_pruning(threshold, reader, &mut |doc, score| {
            if score > threshold && !reader.is_deleted(doc) {
                threshold = best.take(Scored { score, segment, doc }, dates);
            }
            // No score is that high: the rest of the segment is skipped.
            if run.cancel.is_cancelled() { Score::MAX } else { threshold }
        })?;
    }
    Ok(best.candidates())
}

/// The best by score, counting the matches: for queries that look at each of them anyway.
fn best_of_all(generation: &Generation, run: &Run, wanted: usize) -> tantivy::Result<Vec<Candidate>> {
    let (searcher, dates) = (&generation.searcher, generation.dates()?);
    let weight = run.query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let (mut best, mut total) = (Best::of(wanted), 0u64);
    for ((segment, reader), dates) in (0u32..).zip(searcher.segment_readers()).zip(dates) {
        let mut threshold = best.start_segment();
        let mut scorer = weight.scorer(reader, 1.0)?;
        while scorer.doc() != TERMINATED {
            let doc = scorer.doc();
            if !reader.is_deleted(doc) {
                total += 1;
                let score = scorer.score();
                if score > threshold {
                    threshold = best.take(Scored { score, segment, doc }, dates);
                }
            }
            if total.is_multiple_of(u64::from(CHECKED)) && run.cancel.is_cancelled() {
                break;
            }
            scorer.advance();
        }
    }
    run.total.set(Some(total));
    Ok(best.candidates())
}

impl Best {
    fn candidates(self) -> Vec<Candidate> {
        let candidate =
            |Scored { score, segment, doc }| Candidate { segment, doc, score, published: None, outlet: None };
        self.into_kept().into_iter().map(candidate).collect()
    }
}

/// Orders by score, then by date, which is read only where scores are equal.
fn sort_by_score(generation: &Generation, candidates: &mut [Candidate]) -> tantivy::Result<()> {
    candidates.sort_unstable_by(|one, other| other.score.total_cmp(&one.score));
    let dates = generation.dates()?;
    for run in candidates.chunk_by_mut(|one, other| one.score == other.score).filter(|run| run.len() > 1) {
        for one in run.iter_mut() {
            one.published = dates[one.segment as usize].first(one.doc);
        }
        run.sort_by_key(|one| Reverse(one.published));
    }
    Ok(())
}

/// All matches that may be among the requested ones. Segments are sorted by date, newest first: the newest are their
/// heads.
fn all(generation: &Generation, run: &Run, sort: Sort, wanted: usize) -> tantivy::Result<Vec<Candidate>> {
    let (searcher, columns) = (&generation.searcher, generation.dates()?);
    let weight = run.query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut candidates = Vec::new();
    for (segment, reader) in (0u32..).zip(searcher.segment_readers()) {
        let outlets = if sort == Sort::Outlet { reader.fast_fields().str("outlet")? } else { None };
        let published = &columns[segment as usize];
        let mut scorer = weight.scorer(reader, 1.0)?;
        let (mut taken, mut last) = (0u32, None);
        while scorer.doc() != TERMINATED {
            if taken.is_multiple_of(CHECKED) && run.cancel.is_cancelled() {
                break;
            }
            let doc = scorer.doc();
            scorer.advance();
            if reader.is_deleted(doc) {
                continue;
            }
            let date = published.first(doc);
            if sort == Sort::Newest && taken as usize >= wanted && last != Some(date) {
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

/// The first matches in the random order of a seed.
fn at_random(run: &Run, searcher: &Searcher, seed: u64, wanted: usize) -> tantivy::Result<Vec<RankedDocument>> {
    let weight = run.query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut places: Vec<(u64, String, DocAddress)> = Vec::new();
    for (segment, reader) in (0u32..).zip(searcher.segment_readers()) {
        let mut found = Vec::new();
        each_match(weight.as_ref(), reader, run.cancel, |article| found.push(article))?;
        let Some(column) = reader.fast_fields().str("key")? else { continue };
        let keys = keys_of(&column, &found)?;
        let place =
            |(key, article): (String, DocId)| (place_at_random(seed, &key), key, DocAddress::new(segment, article));
        places.extend(keys.into_iter().zip(found).map(place));
        // Only the first ones are kept.
        if places.len() > wanted {
            places.select_nth_unstable(wanted);
            places.truncate(wanted);
        }
    }
    places.sort_unstable();
    Ok(places.into_iter().map(|(_, _, address)| RankedDocument { address, score: None }).collect())
}

fn outlet_of(column: Option<&StrColumn>, doc: DocId) -> Option<String> {
    let mut name = String::new();
    let number = column?.term_ords(doc).next()?;
    column?.ord_to_str(number, &mut name).ok()?.then_some(name)
}
