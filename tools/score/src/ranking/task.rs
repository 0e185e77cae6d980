//! What is measured: queries, and the articles that answer them.

use super::judgements::Judgements;

/// Articles, queries and the right answers.
pub struct Task {
    pub name: &'static str,
    pub articles: Vec<Article>,
    /// Number and words of each query; no sign is an operator.
    pub queries: Vec<(String, String)>,
    pub judgements: Judgements,
}

pub struct Article {
    pub id: String,
    pub title: String,
    pub body: String,
}
