//! Samples of what a query finds: articles drawn at random, of all or of each stratum, the same whenever they are drawn with the same
//! seed from the same articles.

use super::error::{DeskError, SearchError};
use super::question::Question;
use crate::archive::{FacetField, List, Sort, place_at_random};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// How a sample is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// Articles of the sample, or of each stratum.
    pub size: usize,
    pub seed: u64,
    /// Fields: the articles with the same values of all of them are a stratum. Without any, all articles are one.
    #[serde(default)]
    pub strata: Vec<String>,
}

/// What was drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Keys of the articles.
    pub keys: HashSet<String>,
    /// Articles from which they were drawn.
    pub of: u64,
    /// Strata, and those that have fewer articles than were wanted.
    pub strata: usize,
    pub short: usize,
}

/// Fields of which an article has one value at most.
const SINGLE: [&str; 7] = ["outlet", "domain", "section", "language", "source", "year", "month"];

impl std::fmt::Display for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let strata =
            if self.strata.is_empty() { String::new() } else { format!(" of each {}", self.strata.join(", ")) };
        write!(f, "a sample of {}{strata}, drawn at random with seed {}", self.size, self.seed)
    }
}

impl Sample {
    /// The fields of the strata.
    fn fields(&self) -> Result<Vec<FacetField>, DeskError> {
        let field = |name: &String| match FacetField::named(name) {
            Ok(field) if SINGLE.contains(&field.name()) => Ok(field),
            _ => Err(DeskError::usage(format!("--strata: \"{name}\" does not divide articles"))
                .with_hint(format!("use one or more of {}, separated by commas", SINGLE.join(", ")))),
        };
        self.strata.iter().map(field).collect()
    }
}

impl Question<'_> {
    /// Draws a sample of the articles that match. An article without a value of a field is in the stratum of those without.
    pub fn draw(&self, sample: &Sample) -> Result<Drawn, DeskError> {
        let fields = sample.fields()?;
        if fields.is_empty() {
            let list = List { sort: Sort::Random(sample.seed), limit: Some(sample.size), ..List::default() };
            let (mut keys, of) = (HashSet::new(), self.count()?);
            self.keys(&list, &mut |key| {
                keys.insert(key.to_owned());
            })?;
            return Ok(Drawn { short: usize::from(keys.len() < sample.size), keys, of, strata: 1 });
        }
        let found = self.archive.values(&self.plan, &fields, &self.cancel).map_err(SearchError::from)?;
        let mut strata: HashMap<Vec<Option<u32>>, Vec<(u64, &str)>> = HashMap::new();
        for (nth, key) in found.keys.iter().enumerate() {
            let values = found.fields.iter().map(|field| field.of(nth).first().copied()).collect();
            strata.entry(values).or_default().push((place_at_random(sample.seed, key), key));
        }
        let mut drawn = Drawn { of: found.keys.len() as u64, strata: strata.len(), ..Drawn::default() };
        for mut articles in strata.into_values() {
            drawn.short += usize::from(articles.len() < sample.size);
            articles.sort_unstable();
            drawn.keys.extend(articles.into_iter().take(sample.size).map(|(_, key)| key.to_owned()));
        }
        Ok(drawn)
    }
}
