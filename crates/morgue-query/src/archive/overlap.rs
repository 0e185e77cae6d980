//! Two sets of articles side by side: what both have, and what only one has.

use super::cross::is_time;
use super::values::ArticleValues;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};

/// How many articles each of two queries finds, and both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shares {
    pub first: u64,
    pub second: u64,
    pub both: u64,
}

impl Shares {
    pub fn only_first(&self) -> u64 {
        self.first - self.both
    }

    pub fn only_second(&self) -> u64 {
        self.second - self.both
    }

    fn add(&mut self, other: Self) {
        self.first += other.first;
        self.second += other.second;
        self.both += other.both;
    }

    /// Articles that either finds.
    pub fn either(&self) -> u64 {
        self.first + self.second - self.both
    }
}

/// The overlap of two queries, in all and by the values of fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overlap {
    pub all: Shares,
    /// For each field its values, with an empty one for articles without: years and months in order, others by their articles, most
    /// first, then by name.
    pub fields: Vec<(&'static str, Vec<(String, Shares)>)>,
}

impl Overlap {
    /// Compares two sets of articles, given by their keys, by fields of the articles of both.
    pub fn of(
        fields: &[&'static str],
        either: &ArticleValues,
        first: &HashSet<String>,
        second: &HashSet<String>,
    ) -> Self {
        let share = |key: &String| {
            let (first, second) = (first.contains(key), second.contains(key));
            Shares { first: first.into(), second: second.into(), both: (first && second).into() }
        };
        let mut all = Shares::default();
        either.keys.iter().for_each(|key| all.add(share(key)));
        let mut by = Vec::new();
        for (field, taken) in fields.iter().zip(&either.fields) {
            let mut shares: BTreeMap<&str, Shares> = BTreeMap::new();
            for (article, key) in either.keys.iter().enumerate() {
                for value in taken.values_of(article) {
                    shares.entry(value).or_default().add(share(key));
                }
            }
            let mut values: Vec<(String, Shares)> =
                shares.into_iter().map(|(value, shares)| (value.to_owned(), shares)).collect();
            values.sort_by(|one, other| {
                // Those without a value come last.
                let by_value = one.0.is_empty().cmp(&other.0.is_empty());
                let by_size = || if is_time(field) { Ordering::Equal } else { other.1.either().cmp(&one.1.either()) };
                by_value.then_with(by_size).then_with(|| one.0.cmp(&other.0))
            });
            by.push((*field, values));
        }
        Self { all, fields: by }
    }
}
