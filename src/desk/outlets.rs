//! Which outlets publish the same stories.

use super::error::SearchError;
use super::question::Question;
use crate::archive::{Edge, FacetField, Graph, List, Node, Per, Together};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// The `most` outlets with most articles among those found, and how many stories any two of them share. What is expected is the
/// number that they would share if each took its articles from all stories by chance.
pub fn outlet_graph(question: &Question, most: usize) -> Result<Graph, SearchError> {
    let total = question.count_per(Per::Story)?;
    let outlet = FacetField::named("outlet").map(|field| question.facets(&[field]));
    let outlets = outlet
        .ok()
        .transpose()?
        .map(|found| found.facets)
        .unwrap_or_default()
        .into_iter()
        .flat_map(|facet| facet.values)
        .take(most);
    let nodes: Vec<Node> = outlets.map(|(name, articles)| Node { kind: "outlet", name, articles }).collect();
    let numbers: HashMap<&str, usize> = nodes.iter().enumerate().map(|(nth, node)| (node.name.as_str(), nth)).collect();
    let mut pairs: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    // Stories of each outlet: its articles without those of a story that it has published already.
    let mut stories: Vec<u64> = nodes.iter().map(|node| node.articles).collect();
    for outlets in shared(question)? {
        let mut own: Vec<usize> = outlets.iter().filter_map(|outlet| numbers.get(outlet.as_str()).copied()).collect();
        own.sort_unstable();
        for same in own.windows(2).filter(|two| two[0] == two[1]) {
            stories[same[0]] = stories[same[0]].saturating_sub(1);
        }
        own.dedup();
        for (at, &one) in own.iter().enumerate() {
            own[at + 1..].iter().for_each(|&other| *pairs.entry((one, other)).or_default() += 1);
        }
    }
    let edge = |(ends, both): ((usize, usize), u64)| Edge {
        ends,
        together: Together::of(both, stories[ends.0], stories[ends.1], total),
    };
    let edges = pairs.into_iter().map(edge).collect();
    Ok(Graph { total, nodes, edges })
}

/// The outlets of each story of which two articles or more are found, an outlet once for each of its articles.
fn shared(question: &Question) -> Result<Vec<Vec<String>>, SearchError> {
    let mut keys: Vec<String> = Vec::new();
    question.keys(&List::default(), &mut |key| keys.push(key.to_owned()))?;
    let mut stories = BTreeMap::new();
    for key in keys {
        if let Some(story) = question.archive.story(&key)? {
            let (_, found) =
                stories.entry(story.key().to_owned()).or_insert_with(|| (Arc::clone(&story), HashSet::new()));
            found.insert(key);
        }
    }
    let mut shared = Vec::new();
    for (story, found) in stories.into_values().filter(|(_, found)| found.len() > 1) {
        if question.is_cancelled() {
            break;
        }
        // Each of its articles is of another outlet.
        if found.len() == story.articles.len() && found.len() == story.outlets.len() {
            shared.push(story.outlets.clone());
            continue;
        }
        let mut outlets = Vec::new();
        for key in &found {
            outlets.extend(question.archive.article(key)?.and_then(|hit| hit.outlet));
        }
        shared.push(outlets);
    }
    Ok(shared)
}
