//! Compares a certified list with the list that the same query gives today: every difference, article by article, with
//! its reason.

use super::certified::Certified;
use super::error::SearchError;
use super::question::Question;
use crate::archive::{Hit, List, Searchable};
use crate::text::hex;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// What became of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// No longer in the archive.
    Gone,
    /// In the archive, but the query no longer finds it.
    NoLongerMatches,
    /// Still found by the query, but no longer one of the articles that are drawn.
    NoLongerDrawn,
    /// Missing from the list then, but in it now.
    New,
    /// The same article with another text.
    TextChanged,
    /// The same text with another date, outlet, author, section, language or address.
    FactsChanged,
    /// The same bytes, read differently by another version of morgue.
    ReadDifferently,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    pub key: String,
    pub change: Change,
    /// Why an article no longer matches, if that is known.
    pub because: Option<Change>,
    pub title: Option<String>,
    pub source: String,
    pub path: String,
}

/// The comparison of both lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// In the order of the certified list; new articles last, in today's order.
    pub differences: Vec<Difference>,
    /// Articles that are in both lists, with the same text and facts.
    pub same: u64,
    pub total: u64,
    /// The same articles are in another order.
    pub reordered: bool,
    /// Articles of the certified list that the archive still has.
    pub known: u64,
}

/// Compares. `content_of` returns the checksum of the bytes that an article is read from today, 0 if unknown.
pub fn compare(
    question: &Question,
    list: &List,
    then: &[Certified],
    result_digest: &str,
    content_of: &dyn Fn(&str) -> u64,
) -> Result<Replayed, SearchError> {
    let mut left: HashMap<&str, (usize, &Certified)> =
        then.iter().enumerate().map(|(place, one)| (one.key.as_str(), (place, one))).collect();
    let whole = List { sort: list.sort, only: list.only.clone(), ..List::default() };
    let mut replayed =
        Replayed { differences: Vec::new(), same: 0, total: question.count()?, reordered: false, known: 0 };
    let mut changed: Vec<(usize, Difference)> = Vec::new();
    let mut new = Vec::new();
    let mut order = Sha256::new();
    if list.only.is_some() {
        replayed.total = 0;
    }
    for hit in question.list(&whole)? {
        let hit = hit?;
        replayed.total += u64::from(list.only.is_some());
        order.update(&hit.key);
        order.update(b"\n");
        match left.remove(hit.key.as_str()) {
            None => new.push(difference(&hit, Change::New, None)),
            Some((place, then)) => match changed_how(then, &hit, content_of) {
                Some(change) => changed.push((place, difference(&hit, change, None))),
                None => replayed.same += 1,
            },
        }
    }
    replayed.known = replayed.same + changed.len() as u64;
    let nothing_else = left.is_empty() && new.is_empty();
    // Other articles may have taken its place in a sample.
    let matching: HashSet<String> = match list.only.is_some() && !left.is_empty() {
        true => question.keys_of_all()?,
        false => HashSet::new(),
    };
    for (place, then) in left.into_values() {
        let mut one = missing(question.archive, then, content_of)?;
        if matching.contains(&then.key) {
            (one.change, one.because) = (Change::NoLongerDrawn, None);
        }
        replayed.known += u64::from(one.change != Change::Gone);
        changed.push((place, one));
    }
    changed.sort_by_key(|(place, _)| *place);
    replayed.differences = changed.into_iter().map(|(_, one)| one).chain(new).collect();
    replayed.reordered = nothing_else && hex(&order.finalize()) != result_digest;
    Ok(replayed)
}

/// How an article differs from its certified state.
fn changed_how(then: &Certified, hit: &Hit, content_of: &dyn Fn(&str) -> u64) -> Option<Change> {
    let content = content_of(&hit.key);
    let now = Certified::of(hit, content);
    let same_bytes = then.content != 0 && then.content == content;
    match (then.text == now.text, then.facts == now.facts) {
        (true, true) => None,
        _ if same_bytes => Some(Change::ReadDifferently),
        (false, _) => Some(Change::TextChanged),
        (true, false) => Some(Change::FactsChanged),
    }
}

fn missing(
    archive: &dyn Searchable,
    then: &Certified,
    content_of: &dyn Fn(&str) -> u64,
) -> Result<Difference, SearchError> {
    Ok(match archive.article(&then.key)? {
        Some(hit) => difference(&hit, Change::NoLongerMatches, changed_how(then, &hit, content_of)),
        None => Difference {
            key: then.key.clone(),
            change: Change::Gone,
            because: None,
            title: None,
            source: then.source.clone(),
            path: then.path.clone(),
        },
    })
}

fn difference(hit: &Hit, change: Change, because: Option<Change>) -> Difference {
    Difference {
        key: hit.key.clone(),
        change,
        because,
        title: Some(hit.zones.title.clone()),
        source: hit.source.clone(),
        path: hit.path.clone(),
    }
}
