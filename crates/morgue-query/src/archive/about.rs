//! Everything that an archive holds on one name, and the names that mean the same.

use super::names::NamedValue;
use super::timeline::Timeline;
use crate::article::{NameKind, Reason};
use crate::text::counted;
use serde::Serialize;

/// What is known about a name.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    pub kind: NameKind,
    pub name: String,
    /// Other names of the archive that are treated as the same.
    pub taken: Vec<TakenName>,
    /// Forms in the texts with their mentions, the most common first.
    pub forms: Vec<(String, u64)>,
    /// Ambiguous mentions.
    pub ambiguous: u64,
    pub timeline: Timeline,
    /// Who is named together with it, the most significant first.
    pub companions: Vec<NamedValue>,
    /// Outlets with their articles.
    pub outlets: Vec<(String, u64)>,
}
/// A name and the names of the archive that are treated as the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TakenNames {
    pub field: &'static str,
    pub name: String,
    pub taken: Vec<TakenName>,
}

/// A name of the archive, its number of articles, and why it is treated as the requested one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TakenName {
    pub name: String,
    pub articles: u64,
    /// `None` if it contains the requested words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

impl TakenName {
    /// `Musk (12: so in 97 of 98 articles)`.
    pub fn described(&self) -> String {
        let why = match self.reason {
            None => String::new(),
            Some(Reason::Shipped) => ": another name".to_owned(),
            Some(Reason::Learned { agree, articles }) => format!(": so in {agree} of {}", counted(articles, "article")),
            Some(Reason::Own) => ": aliases.toml".to_owned(),
        };
        format!("{} ({}{why})", self.name, self.articles)
    }
}
