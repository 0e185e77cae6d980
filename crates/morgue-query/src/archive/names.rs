//! Who and what articles name: how many name each, and who is named together.

use crate::article::NameKind;

/// Who or what is named.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedValue {
    pub kind: NameKind,
    pub name: String,
    /// Articles that name it, among those found.
    pub articles: u64,
    /// The same by time, in the buckets of `NamedList::times`.
    pub by_time: Vec<u64>,
    /// If companions were requested.
    pub together: Option<Together>,
}

/// How often a name occurs in articles that have another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Together {
    /// Articles with both.
    pub articles: u64,
    /// The expected number if the two names were independent.
    pub expected: f64,
    /// Dunning's log likelihood ratio; the higher, the less likely by chance: 10.8 is one in a thousand.
    pub likelihood: f64,
}

/// Names of the articles that a request finds.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedList {
    /// Articles found; with a companion, those of them that have it.
    pub total: u64,
    /// Articles without any name of these kinds.
    pub none: u64,
    /// First days of the time buckets, yyyymmdd.
    pub times: Vec<i64>,
    /// The last day that an article states.
    pub last: Option<i64>,
    /// Most articles first; with a companion, the most significant first.
    pub values: Vec<NamedValue>,
}

/// Two names in one article, or two outlets with one story.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Numbers in the list of nodes, the lower first.
    pub ends: (usize, usize),
    pub together: Together,
}

/// Names, or outlets, and how often any two of them occur together.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// What they occur in: articles, or stories for outlets.
    pub total: u64,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

/// What occurs together with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The field of its name: `person`, `org`, `place`, `nation`, `outlet`.
    pub kind: &'static str,
    pub name: String,
    /// Articles that name it, or that it published.
    pub articles: u64,
}

/// One article: its day, its names by number, and whether it has the requested companion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedArticle {
    pub day: Option<i64>,
    pub names: Vec<u32>,
    pub has: bool,
}

/// All names of the articles found.
#[derive(Debug, Default)]
pub struct NamedArticles {
    pub names: Vec<(NameKind, String)>,
    pub articles: Vec<NamedArticle>,
}

impl Together {
    /// Of `all` articles, `one` and `other` have one of two names each, and `both` have the two. The ratio is twice the
    /// sum, over the four cells of the table, of the observed count times the logarithm of its ratio to the expected
    /// count (Dunning 1993).
    pub fn of(both: u64, one: u64, other: u64, all: u64) -> Self {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likelihood_is_nothing_for_chance_and_high_for_company() {
        assert!(Together::of(10, 100, 100, 1000).likelihood < 1e-9);
        let company = Together::of(50, 100, 100, 1000);
        assert_eq!((company.articles, company.expected), (50, 10.0));
        // Calculated by hand: 2 (50 ln 5 + 2 * 50 ln(50/90) + 850 ln(850/810)).
        assert!((company.likelihood - 125.33).abs() < 0.01, "{}", company.likelihood);
        assert!(Together::of(0, 0, 0, 0).likelihood == 0.0);
    }
}
