//! Who and what the articles found name: how many name each, and when; who is named together, and whether more often than
//! chance would have it. Read from columns alone. Names that are taken for one count as one.

use super::facets::each_name;
use super::matching::{each_match, unscored};
use super::{Request, SearchError, planned};
use crate::article::{NameKind, name_key};
use crate::index::Generation;
use crate::query::{Kind, Node, Query, Value};
use std::collections::{HashMap, HashSet};

/// Most times that a sparkline has.
const TIMES: i64 = 24;

/// Who or what is named.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedValue {
    pub kind: NameKind,
    pub name: String,
    /// Articles that name it, of those found.
    pub articles: u64,
    /// The same by time, as `NamedList::times` cuts it.
    pub by_time: Vec<u64>,
    /// Where companions are asked for.
    pub together: Option<Together>,
}

/// How often a name stands in articles that have another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Together {
    /// Articles with both.
    pub articles: u64,
    /// What they would be if each were named without regard to the other.
    pub expected: f64,
    /// Dunning's log likelihood ratio, which is higher the less that is chance: 10.8 is one in a thousand.
    pub likelihood: f64,
}

/// Names of the articles that a request finds.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedList {
    /// Articles found; with a companion, those of them that have it.
    pub total: u64,
    /// Articles without any name of these kinds.
    pub none: u64,
    /// First days of the times counted, yyyymmdd.
    pub times: Vec<i64>,
    /// The last day that an article states.
    pub last: Option<i64>,
    /// Most articles first; with a companion, the likeliest first.
    pub values: Vec<NamedValue>,
}

/// Two names in one article.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Numbers in the list of nodes, the lower first.
    pub ends: (usize, usize),
    pub together: Together,
}

/// Names and how often any two of them stand in one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    pub total: u64,
    pub nodes: Vec<NamedValue>,
    pub edges: Vec<Edge>,
}

/// One article: its day, its names by number, and whether it has the companion that was asked for.
struct Article {
    day: Option<i64>,
    names: Vec<u32>,
    has: bool,
}

/// All names of the articles found.
struct Collected {
    names: Vec<(NameKind, String)>,
    articles: Vec<Article>,
}

/// Names of the articles found; `with`: of those, who stands beside this name.
pub fn named_list(
    generation: &Generation,
    request: &Request,
    kinds: &[NameKind],
    with: Option<&str>,
) -> Result<NamedList, SearchError> {
    generation.guarded(|| {
        let collected = collect(generation, request, kinds, with)?;
        let times = times(&collected.articles);
        let last = collected.articles.iter().filter_map(|article| article.day).max();
        let mut counted: Vec<(u64, u64, Vec<u64>)> = vec![(0, 0, vec![0; times.len()]); collected.names.len()];
        let (mut total, mut none) = (0, 0);
        for article in &collected.articles {
            let time = article.day.map(|day| times.partition_point(|start| *start <= day).saturating_sub(1));
            total += u64::from(article.has);
            none += u64::from(article.has && article.names.is_empty());
            for &name in &article.names {
                let (all, own, by_time) = &mut counted[name as usize];
                *all += 1;
                if article.has {
                    *own += 1;
                    if let Some(count) = time.and_then(|time| by_time.get_mut(time)) {
                        *count += 1;
                    }
                }
            }
        }
        let base = collected.articles.len() as u64;
        let itself = with.map(|name| names_of(generation, name)).transpose()?.unwrap_or_default();
        let mut values = Vec::new();
        for ((kind, name), (all, articles, by_time)) in collected.names.into_iter().zip(counted) {
            if articles == 0 || itself.contains(&name_key(&name)) {
                continue;
            }
            let together = with.map(|_| Together::of(articles, total, all, base));
            values.push(NamedValue { kind, name, articles, by_time, together });
        }
        sort(&mut values);
        Ok(NamedList { total, none, times, last, values })
    })
}

/// The `most` names that most articles have, and how often any two of them stand in one.
pub fn graph(
    generation: &Generation,
    request: &Request,
    kinds: &[NameKind],
    most: usize,
) -> Result<Graph, SearchError> {
    generation.guarded(|| {
        let collected = collect(generation, request, kinds, None)?;
        let mut counts = vec![0u64; collected.names.len()];
        collected.articles.iter().flat_map(|article| &article.names).for_each(|&name| counts[name as usize] += 1);
        let mut nodes: Vec<(usize, NamedValue)> = (collected.names.into_iter().zip(&counts).enumerate())
            .map(|(nth, ((kind, name), &articles))| {
                (nth, NamedValue { kind, name, articles, by_time: Vec::new(), together: None })
            })
            .collect();
        nodes.sort_by(|(_, a), (_, b)| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
        nodes.truncate(most);
        let numbers: HashMap<u32, usize> = nodes.iter().enumerate().map(|(nth, (own, _))| (*own as u32, nth)).collect();
        let mut pairs: HashMap<(usize, usize), u64> = HashMap::new();
        for article in &collected.articles {
            let mut own: Vec<usize> = article.names.iter().filter_map(|name| numbers.get(name).copied()).collect();
            own.sort_unstable();
            for (at, &one) in own.iter().enumerate() {
                own[at + 1..].iter().for_each(|&other| *pairs.entry((one, other)).or_default() += 1);
            }
        }
        let total = collected.articles.len() as u64;
        let nodes: Vec<NamedValue> = nodes.into_iter().map(|(_, value)| value).collect();
        let edge = |(ends, both): ((usize, usize), u64)| {
            let articles = |end: usize| nodes.get(end).map_or(0, |node| node.articles);
            Edge { ends, together: Together::of(both, articles(ends.0), articles(ends.1), total) }
        };
        let mut edges: Vec<Edge> = pairs.into_iter().map(edge).collect();
        edges.sort_by_key(|edge| edge.ends);
        Ok(Graph { total, nodes, edges })
    })
}

fn sort(values: &mut [NamedValue]) {
    let likelihood = |value: &NamedValue| {
        value.together.map_or(0.0, |together| {
            // Whom chance would have oftener beside it comes last.
            if together.articles as f64 > together.expected { together.likelihood } else { -together.likelihood }
        })
    };
    values.sort_by(|a, b| {
        likelihood(b)
            .total_cmp(&likelihood(a))
            .then_with(|| b.articles.cmp(&a.articles))
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.kind.cmp(&b.kind))
    });
}

impl Together {
    /// Of `both` articles with two names, which `one` and `other` of `all` articles have. The ratio is twice the sum, over
    /// the four cells of the table, of what is observed times the logarithm of its ratio to what is expected (Dunning 1993).
    fn of(both: u64, one: u64, other: u64, all: u64) -> Self {
        let cells = [
            (both, one, other),
            (one.saturating_sub(both), one, all.saturating_sub(other)),
            (other.saturating_sub(both), all.saturating_sub(one), other),
            ((all + both).saturating_sub(one + other), all.saturating_sub(one), all.saturating_sub(other)),
        ];
        let term = |(observed, row, column): (u64, u64, u64)| {
            let expected = row as f64 * column as f64 / all.max(1) as f64;
            if observed == 0 || expected == 0.0 { 0.0 } else { observed as f64 * (observed as f64 / expected).ln() }
        };
        let likelihood = (2.0 * cells.into_iter().map(term).sum::<f64>()).max(0.0);
        Self { articles: both, expected: one as f64 * other as f64 / all.max(1) as f64, likelihood }
    }
}

/// A query for articles that name something of any kind.
fn naming(name: &str) -> Node {
    Node::new(0..0, Kind::Or(NameKind::ALL.map(|kind| naming_as(kind, name)).to_vec()))
}

/// A query for articles that name something of one kind.
pub(super) fn naming_as(kind: NameKind, name: &str) -> Node {
    Node::new(0..0, Kind::Keyword { field: kind.field(), value: Value::Is(name.to_owned()) })
}

/// Keys of the names that one is asked for by.
fn names_of(generation: &Generation, name: &str) -> Result<HashSet<String>, SearchError> {
    let names = generation.names()?;
    let classes = NameKind::ALL.into_iter().filter_map(|kind| names.class(kind, name));
    let mut keys: HashSet<String> = classes.flat_map(|class| class.members.keys().cloned()).collect();
    keys.insert(name_key(name));
    Ok(keys)
}

fn collect(
    generation: &Generation,
    request: &Request,
    kinds: &[NameKind],
    with: Option<&str>,
) -> Result<Collected, SearchError> {
    let plan = planned(generation, request)?;
    let companion = with.map(|name| {
        let query = Query { root: naming(name), hints: Vec::new() };
        planned(generation, &Request { query, ..request.clone() })
    });
    let companion = companion.transpose()?;
    let names = generation.names()?;
    let searcher = &generation.searcher;
    let read = || {
        let weight = unscored(searcher, plan.query.as_ref())?;
        let companion = companion.map(|plan| unscored(searcher, plan.query.as_ref())).transpose()?;
        let mut collected = Collected { names: Vec::new(), articles: Vec::new() };
        let mut numbers: HashMap<(NameKind, String), u32> = HashMap::new();
        for segment in searcher.segment_readers() {
            let mut found = Vec::new();
            each_match(weight.as_ref(), segment, |article| found.push(article))?;
            let mut having = HashSet::new();
            if let Some(companion) = &companion {
                each_match(companion.as_ref(), segment, |article| {
                    having.insert(article);
                })?;
            }
            let days = segment.fast_fields().i64("day")?;
            let first = collected.articles.len();
            collected.articles.extend(found.iter().map(|article| Article {
                day: days.first(*article),
                names: Vec::new(),
                has: companion.is_none() || having.contains(article),
            }));
            for kind in kinds {
                let articles = &mut collected.articles[first..];
                let known = &mut collected.names;
                each_name(
                    segment,
                    *kind,
                    names,
                    &found,
                    &mut |name| {
                        let key = (*kind, name_key(name));
                        *numbers.entry(key).or_insert_with(|| {
                            known.push((*kind, name.to_owned()));
                            known.len() as u32 - 1
                        })
                    },
                    &mut |nth, number| {
                        if !articles[nth].names.contains(&number) {
                            articles[nth].names.push(number);
                        }
                    },
                )?;
            }
        }
        Ok(collected)
    };
    read().map_err(SearchError::engine(generation))
}

/// First days of some equal lengths of time, whole months or years, that hold all articles with a day.
fn times(articles: &[Article]) -> Vec<i64> {
    let months =
        articles.iter().filter_map(|article| article.day).map(|day| day / 10_000 * 12 + (day / 100 % 100 - 1).max(0));
    let (first, last) = months.fold((i64::MAX, i64::MIN), |(first, last), month| (first.min(month), last.max(month)));
    if first > last {
        return Vec::new();
    }
    // Longer than two years in whole years.
    let (first, unit) = if last - first < TIMES { (first, 1) } else { (first - first.rem_euclid(12), 12) };
    let count = (last - first) / unit + 1;
    let step = unit * ((count + TIMES - 1) / TIMES);
    let starts = std::iter::successors(Some(first), |start| Some(start + step)).take_while(|start| *start <= last);
    starts
        .map(|month| month.div_euclid(12) * 10_000 + if unit == 1 { (month.rem_euclid(12) + 1) * 100 } else { 0 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likelihood_is_nothing_for_chance_and_high_for_company() {
        assert!(Together::of(10, 100, 100, 1000).likelihood < 1e-9);
        let company = Together::of(50, 100, 100, 1000);
        assert_eq!((company.articles, company.expected), (50, 10.0));
        // Worked out by hand: 2 (50 ln 5 + 2 * 50 ln(50/90) + 850 ln(850/810)).
        assert!((company.likelihood - 125.33).abs() < 0.01, "{}", company.likelihood);
        assert!(Together::of(0, 0, 0, 0).likelihood == 0.0);
    }

    #[test]
    fn times_are_months_or_years() {
        let of = |days: &[i64]| {
            let articles: Vec<Article> =
                days.iter().map(|day| Article { day: Some(*day), names: Vec::new(), has: true }).collect();
            times(&articles)
        };
        assert_eq!(of(&[20240115, 20240302]), [20240100, 20240200, 20240300]);
        assert_eq!(of(&[20100115, 20130000]), [20100000, 20110000, 20120000, 20130000]);
        assert!(of(&[17000101, 20240101]).len() <= 24);
        assert!(of(&[]).is_empty());
    }
}
