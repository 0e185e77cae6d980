//! How a query was parsed, and what each part of it finds.

use super::certificate::Expansion;
use crate::archive::TakenNames;
use crate::article::name_key;
use crate::query::Plan;
use serde::Serialize;

/// An explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// The query with every operator and bracket written out.
    pub read_as: String,
    /// The parts that must all match.
    pub clauses: Vec<ExplainedClause>,
    /// Words that mean several words of the archive.
    pub words: Vec<Forms>,
    /// Words inside NEAR, fields and other operators that mean several words of the archive.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inner_words: Vec<Forms>,
    /// Patterns such as `satel*`, with the words of the archive that they match.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<MatchedPattern>,
    /// Names that mean several names of the archive.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<TakenNames>,
    /// The query with the words and names of the archive instead of what was typed.
    pub plan: Plan,
    /// Articles that match the whole query.
    pub total: u64,
}

impl Explained {
    /// The first part that finds nothing, or that leaves no articles.
    pub fn emptied(&self) -> Option<&ExplainedClause> {
        let clauses = || self.clauses.iter();
        clauses().find(|clause| clause.articles == 0).or_else(|| clauses().find(|clause| clause.so_far == 0))
    }
    /// What words and names meant, as a certificate stores it.
    pub fn expansions(&self) -> Vec<Expansion> {
        let words = self.words.iter().map(|word| Expansion {
            word: word.word.clone(),
            forms: word.forms.iter().map(|(form, _)| form.clone()).collect(),
        });
        let names = self.names.iter().map(|name| Expansion {
            word: format!("{}:{}", name.field, name.name),
            // By key: the display form of a name may change with the names treated as the same.
            forms: name.taken.iter().map(|taken| name_key(&taken.name)).collect(),
        });
        words.chain(names).collect()
    }
}

/// One part of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedClause {
    pub text: String,
    /// Articles that match this part alone.
    pub articles: u64,
    /// Articles that match it and all previous parts.
    pub so_far: u64,
    /// Words or values of the archive that are similar to one that finds nothing, the nearest first.
    pub nearest: Vec<String>,
    /// The parts inside it, such as those of an OR or NEAR, in reading order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<ExplainedPart>,
}

/// A part inside another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedPart {
    /// From 1 for a part of a clause.
    pub depth: usize,
    pub text: String,
    /// Articles that match it alone.
    pub articles: u64,
}

/// A pattern and the words of stories that match it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatchedPattern {
    pub pattern: String,
    /// Number of words that match; at most 4,096 are counted.
    pub words: u64,
    /// The most common of them, each with its articles.
    pub commonest: Vec<(String, u64)>,
}

/// A word and its other forms, each with the number of articles that contain it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forms {
    pub word: String,
    pub articles: u64,
    pub forms: Vec<(String, u64)>,
}
