//! The values of fields in each article that matches, for what counts several fields together.

use super::facets::{Counted, FacetField, FacetValues, looked_up_by};
use super::hit::Hit;
use super::judge::values_of;
use crate::article::{NameKind, Names};
use std::collections::HashMap;

/// The values of fields in articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleValues {
    /// The keys of the articles, in no particular order.
    pub keys: Vec<String>,
    /// The values of each field, in the order in which the fields were named.
    pub fields: Vec<FieldValues>,
}

/// The values of one field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldValues {
    /// Each value once, in its most frequent spelling.
    pub values: Vec<String>,
    /// The numbers of the values of all articles, one article after the other, and where each article ends.
    numbers: Vec<u32>,
    ends: Vec<u32>,
}

impl FieldValues {
    /// The numbers of an article's values, by its place among the keys.
    pub fn of(&self, article: usize) -> &[u32] {
        let start = article.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.numbers[start as usize..self.ends[article] as usize]
    }

    /// An article's values; one empty value if it has none.
    pub fn values_of(&self, article: usize) -> Vec<&str> {
        match self.of(article) {
            [] => vec![""],
            numbers => numbers.iter().map(|&number| self.values[number as usize].as_str()).collect(),
        }
    }

    /// Adds the values of the next article; each counts once.
    pub fn push(&mut self, numbers: impl IntoIterator<Item = u32>) {
        let start = self.numbers.len();
        for number in numbers {
            if !self.numbers[start..].contains(&number) {
                self.numbers.push(number);
            }
        }
        self.ends.push(self.numbers.len() as u32);
    }
}

impl ArticleValues {
    /// The same from the articles themselves. Names that are treated as one are one value.
    pub fn of_hits<'h>(fields: &[FacetField], names: &Names, hits: impl Iterator<Item = &'h Hit>) -> Self {
        let mut values = Self { keys: Vec::new(), fields: vec![FieldValues::default(); fields.len()] };
        let mut known: Vec<(HashMap<String, u32>, Vec<Counted>)> = fields.iter().map(|_| Default::default()).collect();
        for hit in hits {
            values.keys.push(hit.key.clone());
            for ((field, taken), (numbers, counted)) in fields.iter().zip(&mut values.fields).zip(&mut known) {
                let own = shown_values(field, names, hit).into_iter().map(|Shown { looked_up, spelling, name }| {
                    let number = *numbers.entry(looked_up).or_insert(counted.len() as u32);
                    if number as usize == counted.len() {
                        counted.push(Counted::default());
                    }
                    let counted = &mut counted[number as usize];
                    counted.name = name.or(counted.name.take());
                    *counted.spellings.entry(spelling).or_default() += 1;
                    number
                });
                taken.push(own.collect::<Vec<_>>());
            }
        }
        for (taken, (_, counted)) in values.fields.iter_mut().zip(known) {
            taken.values = counted.iter().map(Counted::spelling).collect();
        }
        values
    }
}

/// A value of an article.
struct Shown {
    looked_up: String,
    spelling: String,
    /// Its name, if it is a group of names treated as one.
    name: Option<String>,
}

fn shown_values(field: &FacetField, names: &Names, hit: &Hit) -> Vec<Shown> {
    let day = hit.published.map(|published| published.day);
    let plain = |text: String| Shown { looked_up: text.clone(), spelling: text, name: None };
    match field.values() {
        FacetValues::Columns(columns) => {
            let of = |column: &&'static crate::schema::Field| {
                let column = *column;
                values_of(hit, &column.name).into_iter().map(move |spelling| {
                    let class = NameKind::of_field(&column.name).and_then(|kind| names.class(kind, &spelling));
                    let looked_up = looked_up_by(column, class.map_or(&spelling, |class| &class.name));
                    Shown { looked_up, name: class.map(|class| class.name.clone()), spelling }
                })
            };
            columns.iter().flat_map(of).collect()
        }
        FacetValues::Years => day.map(|day| plain(format!("{:04}", day / 10_000))).into_iter().collect(),
        FacetValues::Months => {
            let month = day.filter(|day| day / 100 % 100 > 0);
            month.map(|day| plain(format!("{:04}-{:02}", day / 10_000, day / 100 % 100))).into_iter().collect()
        }
    }
}
