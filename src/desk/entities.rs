//! Who and what the articles found name: how many name each, and when; who is named together, and whether more often
//! than expected by chance.

use super::error::SearchError;
use super::question::Question;
use crate::archive::{Edge, Graph, NamedArticle, NamedList, NamedValue, Node, Searchable, Together};
use crate::article::{NameKind, name_key};
use crate::query::{Kind, Node as QueryNode, Value};
use std::collections::{HashMap, HashSet};

/// Maximum number of buckets of a sparkline.
const TIMES: i64 = 24;

/// Names in the articles found; `with`: only the names that occur together with this one.
pub fn named_list(question: &Question, kinds: &[NameKind], with: Option<&str>) -> Result<NamedList, SearchError> {
    let companion = with.map(|name| question.plan_of(naming(name))).transpose()?;
    let collected = question.named_articles(kinds, companion.as_ref())?;
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
    let itself = with.map(|name| names_of(question.archive, name)).transpose()?.unwrap_or_default();
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
}

/// The `most` names that most articles have, and how often any two of them occur in one.
pub fn graph(question: &Question, kinds: &[NameKind], most: usize) -> Result<Graph, SearchError> {
    let collected = question.named_articles(kinds, None)?;
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
    let node = |(_, NamedValue { kind, name, articles, .. })| Node { kind: kind.field(), name, articles };
    let nodes: Vec<Node> = nodes.into_iter().map(node).collect();
    let edge = |(ends, both): ((usize, usize), u64)| {
        let articles = |end: usize| nodes.get(end).map_or(0, |node| node.articles);
        Edge { ends, together: Together::of(both, articles(ends.0), articles(ends.1), total) }
    };
    let mut edges: Vec<Edge> = pairs.into_iter().map(edge).collect();
    edges.sort_by_key(|edge| edge.ends);
    Ok(Graph { total, nodes, edges })
}

fn sort(values: &mut [NamedValue]) {
    let likelihood = |value: &NamedValue| {
        value.together.map_or(0.0, |together| {
            // Names that chance would make more frequent come last.
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

/// A query for articles that name something of any kind.
fn naming(name: &str) -> QueryNode {
    QueryNode::new(0..0, Kind::Or(NameKind::ALL.map(|kind| naming_as(kind, name)).to_vec()))
}

/// A query for articles that name something of one kind.
pub(super) fn naming_as(kind: NameKind, name: &str) -> QueryNode {
    QueryNode::new(0..0, Kind::Keyword { field: kind.field(), value: Value::Is(name.to_owned()) })
}

/// Keys of the names that a request means.
fn names_of(archive: &dyn Searchable, name: &str) -> Result<HashSet<String>, SearchError> {
    let dictionary = archive.dictionary()?;
    let names = dictionary.names()?;
    let classes = NameKind::ALL.into_iter().filter_map(|kind| names.class(kind, name));
    let mut keys: HashSet<String> = classes.flat_map(|class| class.members.keys().cloned()).collect();
    keys.insert(name_key(name));
    Ok(keys)
}

/// First days of some equal periods, whole months or years, that cover all articles with a day.
fn times(articles: &[NamedArticle]) -> Vec<i64> {
    let months =
        articles.iter().filter_map(|article| article.day).map(|day| day / 10_000 * 12 + (day / 100 % 100 - 1).max(0));
    let (first, last) = months.fold((i64::MAX, i64::MIN), |(first, last), month| (first.min(month), last.max(month)));
    if first > last {
        return Vec::new();
    }
    // Spans of more than two years in whole years.
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
    fn times_are_months_or_years() {
        let of = |days: &[i64]| {
            let articles: Vec<NamedArticle> =
                days.iter().map(|day| NamedArticle { day: Some(*day), names: Vec::new(), has: true }).collect();
            times(&articles)
        };
        assert_eq!(of(&[20240115, 20240302]), [20240100, 20240200, 20240300]);
        assert_eq!(of(&[20100115, 20130000]), [20100000, 20110000, 20120000, 20130000]);
        assert!(of(&[17000101, 20240101]).len() <= 24);
        assert!(of(&[]).is_empty());
    }
}
