//! The pieces a plan is made of: the engine's queries by their use, and what is told of a node before it is lowered.

use super::ast::{Kind, Node, Pattern, Scope, Span, Text, Value};
use super::error::QueryError;
use super::exact::Needle;
use super::expr::{Expr, Leaf};
use super::family::Family;
use super::plan::PlanError;
use crate::article::NameKind;
use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query as EngineQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

/// The one word that a part is, looked for in the whole story, and whether its inflections count.
pub(super) fn word_of(part: &Node) -> Option<(&str, bool)> {
    let Kind::Text(Text { scope: Scope::Default, words, slack: None, exact: None }) = &part.kind else { return None };
    match &words[..] {
        [Pattern::Word(word)] => Some((word, false)),
        [Pattern::Family(word)] => Some((word, true)),
        _ => None,
    }
}

/// The one word that a part of a query is, if it is one without a field of its own.
pub fn word_alone(part: &Node) -> Option<&str> {
    word_of(part).map(|(word, _)| word)
}

pub(super) fn leaf_of(family: &Family) -> Leaf {
    Leaf { pattern: None, terms: vec![family.word.clone()], inflected: family.inflected.clone() }
}

pub(super) fn family_of(leaf: &Leaf) -> Family {
    let word = leaf.terms.first().cloned().unwrap_or_default();
    Family { word, inflected: leaf.inflected.clone(), derived: Vec::new() }
}

/// Characters as typed: the index proposes, the stored text decides where it must.
pub(super) fn exact(typed: &str, span: &Span) -> Result<Expr, PlanError> {
    let Some(needle) = Needle::of(typed) else {
        return Err(QueryError::new(span.clone(), "`=` stands before words, and this holds none").into());
    };
    let leaf = |terms: &Vec<String>| Expr::Leaf(Leaf { terms: terms.clone(), ..Leaf::default() });
    let mut words: Vec<Expr> = needle.terms.iter().map(leaf).collect();
    let inner = if words.len() == 1 { words.remove(0) } else { Expr::Sequence(words) };
    Ok(if needle.decisive { inner } else { Expr::Exact(Box::new(inner), needle) })
}

pub(super) fn word(field: Field, word: &str) -> Box<dyn EngineQuery> {
    Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs))
}

/// A query that finds and does not score.
pub(super) fn filter(query: Box<dyn EngineQuery>) -> Box<dyn EngineQuery> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

pub(super) fn without(excluded: Vec<Box<dyn EngineQuery>>) -> Box<dyn EngineQuery> {
    let all: (Occur, Box<dyn EngineQuery>) = (Occur::Must, filter(Box::new(AllQuery)));
    let excluded = excluded.into_iter().map(|query| (Occur::MustNot, query));
    Box::new(BooleanQuery::new(std::iter::once(all).chain(excluded).collect()))
}

pub(super) fn any_of(mut queries: Vec<Box<dyn EngineQuery>>) -> Box<dyn EngineQuery> {
    if queries.len() == 1 { queries.remove(0) } else { Box::new(BooleanQuery::union(queries)) }
}

pub(super) fn basic(term: Term) -> Box<dyn EngineQuery> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

/// Whether a value is a name, which stands at places of the text.
pub(super) fn is_name(field: &str, value: &Value) -> bool {
    NameKind::of_field(field).is_some() && !matches!(value, Value::Any | Value::None)
}

/// The scope that all words of an expression share; names take that of the words beside them.
pub(super) fn scope_of(node: &Node) -> Result<&Scope, QueryError> {
    Ok(shared_scope(node)?.unwrap_or(&Scope::Default))
}

pub(super) fn shared_scope(node: &Node) -> Result<Option<&Scope>, QueryError> {
    let parts: Vec<&Node> = match &node.kind {
        Kind::Text(text) => return Ok(Some(&text.scope)),
        Kind::Or(parts) | Kind::And(parts) => parts.iter().collect(),
        Kind::Near { left, right, .. } | Kind::Same { left, right, .. } => vec![left, right],
        Kind::AtLeast { part, .. } | Kind::Not(part) | Kind::Boost { part, .. } => vec![part],
        _ => return Ok(None),
    };
    let mut scope = None;
    for part in parts {
        let Some(own) = shared_scope(part)? else { continue };
        if *scope.get_or_insert(own) != own {
            let error = QueryError::new(
                node.span.clone(),
                "NEAR, PRE and SAME never reach from one part of an article into another",
            );
            return Err(error.with_hint("name one part for both: `title:(a NEAR/5 b)`"));
        }
    }
    Ok(scope)
}
