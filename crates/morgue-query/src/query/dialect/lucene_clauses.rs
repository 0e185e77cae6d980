//! Lucene clauses to a tree. Lucene has no precedence: each clause of a group must match, may match or must not match,
//! as its prefix and the AND or OR next to it say, from left to right; optional clauses count only if none is required.

use super::fragment::{Form, Fragment};
use super::notes::{Difference, LEFT_TO_RIGHT, OR_NOT, WISHED};
use crate::query::language::{QueryError, Span};

/// What joins a clause to the previous one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    Blank,
    And,
    Or,
}

/// The prefix of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    None,
    Must,
    Not,
}

pub struct Clause {
    pub joined: Joined,
    pub sign: Sign,
    pub part: Fragment,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Occurs {
    Must,
    May,
    Not,
}

/// The tree of one group.
pub fn combined(
    clauses: Vec<Clause>,
    blank_is_and: bool,
    notes: &mut Vec<(Difference, Span)>,
) -> Result<Option<Fragment>, QueryError> {
    let occurs = occurrences(&clauses, blank_is_and);
    let (Some(first), Some(last)) = (clauses.first(), clauses.last()) else { return Ok(None) };
    let span = first.part.span.start..last.part.span.end;
    let has = |wanted: Occurs| occurs.contains(&wanted);
    let joins = |wanted: Joined| clauses.iter().any(|clause| clause.joined == wanted);
    if joins(Joined::And) && joins(Joined::Or) {
        notes.push((LEFT_TO_RIGHT, span.clone()));
    }
    if let Some(clause) = clauses.iter().find(|clause| clause.joined == Joined::Or && clause.sign == Sign::Not) {
        notes.push((OR_NOT, clause.part.span.clone()));
    }
    // Media Cloud, where a space means AND, also finds all other articles.
    if !blank_is_and && !has(Occurs::Must) && !has(Occurs::May) {
        let error = QueryError::new(span, "exclusions alone find nothing in Lucene");
        return Err(error.with_hint("to find all other articles, write `*:*` before them"));
    }
    let wished = has(Occurs::Must) && has(Occurs::May);
    let mut parts: Vec<Fragment> = Vec::new();
    let mut may: Vec<Fragment> = Vec::new();
    let mut place = None;
    for (clause, occurs) in clauses.into_iter().zip(occurs) {
        match occurs {
            Occurs::Must => parts.push(clause.part),
            Occurs::Not => {
                let start = clause.part.span.start;
                parts.push(clause.part.not(start));
            }
            Occurs::May => {
                place.get_or_insert(parts.len());
                may.push(clause.part);
            }
        }
    }
    if let Some(place) = place {
        if wished {
            notes.push((WISHED, may[0].span.clone()));
            let span = may[0].span.clone();
            may.push(Fragment::new(span, Form::Value("*".to_owned())));
        }
        parts.splice(place..place, Fragment::joined(may, Form::Or));
    }
    Ok(Fragment::joined(parts, Form::And))
}

/// What each clause is, as Lucene's classic parser decides.
fn occurrences(clauses: &[Clause], blank_is_and: bool) -> Vec<Occurs> {
    let mut occurs: Vec<Occurs> = Vec::with_capacity(clauses.len());
    for clause in clauses {
        let before = occurs.last_mut().filter(|before| **before != Occurs::Not);
        match (clause.joined, before) {
            (Joined::And, Some(before)) => *before = Occurs::Must,
            (Joined::Or, Some(before)) if blank_is_and => *before = Occurs::May,
            _ => {}
        }
        occurs.push(match (clause.sign, clause.joined, blank_is_and) {
            (Sign::Not, ..) => Occurs::Not,
            (Sign::Must, ..) | (_, Joined::And, _) => Occurs::Must,
            (_, Joined::Blank, true) => Occurs::Must,
            (_, Joined::Blank, false) | (_, Joined::Or, _) => Occurs::May,
        });
    }
    occurs
}
