//! Expressions with positions: words and names, and how they must be positioned relative to each other.

use super::exact::Needle;
use super::named::Named;
use crate::query::forms::{Family, Inflections, Language, each_inflected};
use crate::query::language::{Pattern, Unit};
use crate::terms::Zone;
use serde::{Deserialize, Serialize};

/// Words and their required relative positions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expr {
    Leaf(Leaf),
    /// Who or what is named.
    Named(Named),
    Sequence(Vec<Expr>),
    Window(Vec<Expr>, u32),
    Near {
        left: Box<Expr>,
        right: Box<Expr>,
        within: u32,
        ordered: bool,
    },
    Same {
        left: Box<Expr>,
        right: Box<Expr>,
        unit: Unit,
    },
    Any(Vec<Expr>),
    /// Where the text also reads as typed.
    Exact(Box<Expr>, Needle),
}

/// One word of a query, and its terms of the index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    /// A pattern that is not expanded: its terms are looked up during the search. Only for a word that is a clause of
    /// its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Pattern>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<String>,
    /// Its word with the accents that were typed, which only adds to the score.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accented: Vec<String>,
    /// Other ways in which its word is written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub written: Vec<String>,
    /// Terms that count only in English texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inflected: Vec<String>,
    /// Terms that count only in texts of another language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foreign: Vec<Inflections>,
}

/// An expression in some zones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    pub expr: Expr,
    /// `None`: anywhere in the text.
    pub zones: Option<Vec<Zone>>,
}

impl Leaf {
    pub fn of(family: &Family) -> Self {
        let Family { word, accented, written, inflected, foreign, derived: _ } = family.clone();
        Self { pattern: None, terms: vec![word], accented, written, inflected, foreign }
    }

    /// Whether this is one word with its inflections, or a pattern.
    pub fn is_one_word(&self) -> bool {
        self.pattern.is_some() || self.terms.len() == 1
    }

    /// The word with its inflections.
    pub fn family(&self) -> Family {
        let word = self.terms.first().cloned().unwrap_or_default();
        let Self { accented, written, inflected, foreign, .. } = self.clone();
        Family { word, accented, written, inflected, foreign, derived: Vec::new() }
    }

    /// Its terms, each with the language in which it counts, if it counts only there.
    pub fn each_term(&self) -> impl Iterator<Item = (&String, Option<Language>)> {
        let everywhere = self.terms.iter().chain(&self.written).map(|term| (term, None));
        everywhere.chain(each_inflected(&self.inflected, &self.foreign).map(|(term, language)| (term, Some(language))))
    }
}

impl Expr {
    pub fn leaves(&self) -> Vec<&Leaf> {
        match self {
            Expr::Leaf(leaf) => vec![leaf],
            Expr::Sequence(parts) | Expr::Window(parts, _) | Expr::Any(parts) => {
                parts.iter().flat_map(Expr::leaves).collect()
            }
            Expr::Near { left, right, .. } | Expr::Same { left, right, .. } => [left.leaves(), right.leaves()].concat(),
            Expr::Exact(inner, _) => inner.leaves(),
            Expr::Named(_) => Vec::new(),
        }
    }

    /// Requested names.
    pub fn names(&self) -> Vec<&Named> {
        match self {
            Expr::Named(named) => vec![named],
            Expr::Leaf(_) => Vec::new(),
            Expr::Sequence(parts) | Expr::Window(parts, _) | Expr::Any(parts) => {
                parts.iter().flat_map(Expr::names).collect()
            }
            Expr::Near { left, right, .. } | Expr::Same { left, right, .. } => [left.names(), right.names()].concat(),
            Expr::Exact(inner, _) => inner.names(),
        }
    }

    /// The terms of adjacent words, each with only one form.
    pub fn plain_phrase<'a>(&'a self) -> Option<Vec<&'a str>> {
        let Expr::Sequence(parts) = self else { return None };
        let term = |part: &'a Expr| match part {
            Expr::Leaf(Leaf { pattern: None, terms, accented: _, written, inflected, foreign })
                if written.is_empty() && inflected.is_empty() && foreign.is_empty() =>
            {
                terms.first().filter(|_| terms.len() == 1).map(String::as_str)
            }
            _ => None,
        };
        let terms: Vec<&str> = parts.iter().map(term).collect::<Option<_>>()?;
        (terms.len() > 1).then_some(terms)
    }

    /// Whether words must be in one sentence.
    pub fn has_sentences(&self) -> bool {
        match self {
            Expr::Leaf(_) | Expr::Named(_) => false,
            Expr::Sequence(parts) | Expr::Window(parts, _) | Expr::Any(parts) => parts.iter().any(Expr::has_sentences),
            Expr::Near { left, right, .. } => left.has_sentences() || right.has_sentences(),
            Expr::Same { left, right, unit } => {
                *unit == Unit::Sentence || left.has_sentences() || right.has_sentences()
            }
            Expr::Exact(inner, _) => inner.has_sentences(),
        }
    }

    /// Whether the index alone cannot decide where it occurs.
    pub fn needs_text(&self) -> bool {
        match self {
            Expr::Leaf(_) | Expr::Named(_) => false,
            Expr::Sequence(parts) | Expr::Window(parts, _) | Expr::Any(parts) => parts.iter().any(Expr::needs_text),
            Expr::Near { left, right, .. } | Expr::Same { left, right, .. } => left.needs_text() || right.needs_text(),
            Expr::Exact(..) => true,
        }
    }
}
