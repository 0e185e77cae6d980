//! How good a list is: nDCG@10 and mean average precision, as trec_eval defines them, and how often the first is right.

use crate::figures::Figures;
use std::collections::HashMap;

/// What was found, by query, best first.
#[derive(Default)]
pub struct Run(pub Vec<(String, Vec<String>)>);

impl Run {
    /// Lines of a TREC run file.
    pub fn to_trec(&self, name: &str) -> String {
        let mut lines = String::new();
        for (query, found) in &self.0 {
            for (rank, id) in found.iter().enumerate() {
                lines.push_str(&format!("{query} Q0 {id} {} {} {name}\n", rank + 1, found.len() - rank));
            }
        }
        lines
    }
}

/// Grades by query and article.
#[derive(Default)]
pub struct Judgements(pub HashMap<String, HashMap<String, u32>>);

impl Judgements {
    pub fn add(&mut self, query: &str, id: &str, grade: u32) {
        let grades = self.0.entry(query.to_owned()).or_default();
        let own = grades.entry(id.to_owned()).or_default();
        *own = grade.max(*own);
    }

    /// Means over the queries that have an answer: `ndcg`, `map`, `first`, and the number of `queries`.
    pub fn figures(&self, run: &Run) -> Figures {
        let (mut queries, mut ndcg, mut map, mut first) = (0, 0.0, 0.0, 0.0);
        for (query, grades) in &self.0 {
            let answers = grades.values().filter(|grade| **grade > 0).count();
            if answers == 0 {
                continue;
            }
            let found = run.0.iter().find(|(known, _)| known == query).map(|(_, found)| &found[..]).unwrap_or_default();
            let gained: Vec<u32> = found.iter().map(|id| grades.get(id).copied().unwrap_or(0)).collect();
            let mut ideal: Vec<u32> = grades.values().copied().collect();
            ideal.sort_unstable_by(|one, other| other.cmp(one));
            queries += 1;
            ndcg += gain(&gained) / gain(&ideal);
            let mut hits = 0;
            for (rank, _) in gained.iter().enumerate().filter(|(_, grade)| **grade > 0) {
                hits += 1;
                map += f64::from(hits) / (rank + 1) as f64 / answers as f64;
            }
            first += f64::from(u8::from(gained.first().is_some_and(|grade| *grade > 0)));
        }
        let mean = |sum: f64| sum / f64::from(queries.max(1));
        let figures =
            [("queries", f64::from(queries)), ("ndcg", mean(ndcg)), ("map", mean(map)), ("first", mean(first))];
        figures.map(|(name, figure)| (name.to_owned(), figure)).into()
    }
}

fn gain(grades: &[u32]) -> f64 {
    grades.iter().take(10).enumerate().map(|(rank, grade)| f64::from(*grade) / (rank as f64 + 2.0).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_trec_eval() {
        let mut judgements = Judgements::default();
        for (query, id, grade) in [("1", "b", 2), ("1", "c", 1), ("1", "d", 1), ("2", "a", 1), ("3", "a", 0)] {
            judgements.add(query, id, grade);
        }
        let list = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        let run = Run(vec![("1".to_owned(), list(&["a", "b", "c"])), ("2".to_owned(), list(&["a"]))]);
        let figures = judgements.figures(&run);
        // The first query finds two of three, at the second and third place; nothing answers the third one.
        let first = (2.0 / 3f64.log2() + 1.0 / 2.0) / (2.0 + 1.0 / 3f64.log2() + 1.0 / 2.0);
        let near = |name: &str, want: f64| assert!((figures[name] - want).abs() < 1e-9, "{name}: {figures:?}");
        near("ndcg", (first + 1.0) / 2.0);
        near("map", ((1.0 / 2.0 + 2.0 / 3.0) / 3.0 + 1.0) / 2.0);
        near("first", 0.5);
        near("queries", 2.0);
        assert!(run.to_trec("morgue").starts_with("1 Q0 a 1 3 morgue\n1 Q0 b 2 2 morgue\n"));
    }
}
