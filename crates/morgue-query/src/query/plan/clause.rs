//! The parts of a plan: what an article must have, with the words and values of the archive that were meant.

use super::expr::Expr;
use crate::query::forms::Family;
use crate::query::language::{DayRange, Scope};
use crate::terms::Zone;
use serde::{Deserialize, Serialize};

/// One part of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clause {
    /// Every article.
    All,
    /// All of these; what a `Not` among them finds is removed from what the others find.
    And(Vec<Clause>),
    /// Any of these.
    Or(Vec<Clause>),
    /// Every article except these.
    Not(Box<Clause>),
    /// Any of several words of the story, scored together.
    AnyWord(Vec<Family>),
    /// All of several words of the story, scored together.
    AllWords(Vec<Family>),
    /// A word, a phrase or another expression of words and names, in the zones of its scope.
    Text {
        scope: Scope,
        expr: Expr,
        /// The minimum number of occurrences, if the query has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        times: Option<u32>,
    },
    /// Any of these values of a keyword field, folded.
    Values {
        field: String,
        values: Vec<String>,
        /// The requested name, if the field is one of names.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asked: Option<String>,
    },
    /// Any value of a keyword field.
    HasValue { field: String },
    /// A name exactly as written: a term of the field `mention`.
    Mention { term: String },
    /// Calendar days.
    Days(DayRange),
    /// A number field, both ends inclusive.
    Number { field: String, from: u64, to: u64 },
    /// Any text in a zone; the body includes the lead.
    HasZone(Zone),
    /// A part that counts `by` thousandths of its score; what it finds stays the same.
    Boost { part: Box<Clause>, by: u32 },
}
