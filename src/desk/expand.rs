//! Pseudo-relevance feedback: the words that the best articles of a list share raise other articles that have them. What is found
//! stays the same; only its order changes.
//!
//! Rocchio's way ("Relevance feedback in information retrieval", 1971) with the first articles taken as relevant: the weight of a
//! word is the sum, over these articles, of its tf·idf as a share of the highest in the article.

use super::error::SearchError;
use super::question::Question;
use super::salient::{Salience, articles_in};
use crate::archive::{List, Sort};
use crate::query::{Kind, Node, ParseOptions, Plan, Query, parse, resolve};
use std::collections::{HashMap, HashSet};

/// Articles taken as relevant, and how many of them must have a word.
const BEST: usize = 10;
const FEWEST: usize = 4;

/// Words that are added.
const MOST_WORDS: usize = 10;

/// Weight of the best word that is added, in thousandths of that of a word of the query. With 20 or 200, or with twice as many
/// words, gain on topics of long queries falls.
const WEIGHT: f64 = 50.0;

impl Question<'_> {
    /// The words that the best articles share, as a plan that adds to scores; none if there are none.
    pub fn expansion(&self) -> Result<Option<Plan>, SearchError> {
        let list = List { sort: Sort::Relevance, limit: Some(BEST), ..List::default() };
        let dictionary = self.archive.dictionary()?;
        let salience = Salience { dictionary: dictionary.as_ref(), articles: articles_in(self.archive)?, fewest: 2 };
        let own: HashSet<String> = self.plan.words().into_iter().map(|family| family.word).collect();
        let mut summed: HashMap<String, (f64, usize)> = HashMap::new();
        let mut best = 0usize;
        for hit in self.list(&list)? {
            best += 1;
            let words = salience.words(&hit?.zones)?;
            let highest = words.first().map_or(1.0, |word| word.salience);
            for word in words {
                let (sum, articles) = summed.entry(word.word).or_default();
                *sum += word.salience / highest;
                *articles += 1;
            }
        }
        // In a short list, half of it.
        let fewest = FEWEST.min(best.div_ceil(2)).max(2);
        let shared = summed.into_iter().filter(|(word, (_, articles))| *articles >= fewest && !own.contains(word));
        let mut words: Vec<(f64, String)> = shared.map(|(word, (sum, _))| (sum, word)).collect();
        words.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        words.truncate(MOST_WORDS);
        let Some(highest) = words.first().map(|(sum, _)| *sum) else { return Ok(None) };
        let options = || ParseOptions { any: false, today: &jiff::civil::Date::default };
        let weighted = words.iter().filter_map(|(sum, word)| {
            let part = Box::new(parse(&format!("\"{word}\""), options()).ok()?.root);
            let by = (WEIGHT * sum / highest).round().max(1.0) as u32;
            Some(Node::new(0..0, Kind::Boost { part, by }))
        });
        let query = Query { root: Node::new(0..0, Kind::Or(weighted.collect())), hints: Vec::new() };
        Ok(Some(resolve(&query, &self.plan.zones, dictionary.as_ref())?))
    }
}
