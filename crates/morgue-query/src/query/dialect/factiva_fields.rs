//! Factiva fields (`hd=`, `sn=`) and the fields that replace them here. Codes of Factiva's own index have no
//! equivalent.

use super::connectors::Target;
use super::notes::{Difference, NAME_PART};
use crate::query::language::QueryError;
use crate::query::language::Span;

const FIELDS: [(&str, &str); 8] = [
    ("hd", "title"),
    ("hlp", "hlead"),
    ("lp", "lead"),
    ("by", "author"),
    ("sn", "outlet"),
    ("se", "section"),
    ("la", "language"),
    ("art", "captions"),
];

/// Codes and facts that articles do not have here, each with a suggestion.
const UNKNOWN: [(&str, &str); 27] = [
    ("td", "remove it: the text without its lead is no part of its own here"),
    ("rst", SOURCES),
    ("sc", SOURCES),
    ("src", SOURCES),
    ("pub", SOURCES),
    ("co", "search for the company's name"),
    ("fds", "search for the company's name"),
    ("coe", "search for the company's name"),
    ("de", "search for the words themselves"),
    ("ns", "search for the words of the subject"),
    ("nss", "search for the words of the subject"),
    ("in", "search for the words of the industry"),
    ("re", "search for the name of the region"),
    ("pe", "search for the person's name"),
    ("an", "search for the headline, `hd=`: articles have other keys here"),
    ("cr", "search for the words of the credit in the text"),
    ("clm", "search for the column's name as a section, `se=`"),
    ("ct", "search for the words themselves"),
    ("cx", "search for the words themselves"),
    ("ed", "remove it"),
    ("pg", "remove it"),
    ("vol", "remove it"),
    ("cy", "remove it"),
    ("ipc", "remove it"),
    ("ipd", "remove it"),
    ("rf", "remove it"),
    ("et", "search by the day, `pd=`"),
];

const SOURCES: &str = "name the outlet, `sn=guardian`: only Factiva knows its source codes";

/// The field that a name before `=` means, and how it differs. `None` for an unknown field.
pub fn target(name: &str, span: &Span) -> Result<Option<(Target, Option<Difference>)>, QueryError> {
    let lower = name.to_ascii_lowercase();
    if let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == lower) {
        let difference = match *field {
            "outlet" | "section" => Some(NAME_PART),
            _ => None,
        };
        return Ok(Some((Target { field, part: matches!(*field, "outlet" | "section") }, difference)));
    }
    if let Some((_, hint)) = UNKNOWN.iter().find(|(known, _)| *known == lower) {
        let error = QueryError::new(span.clone(), format!("the Factiva field {lower}= is not supported"));
        return Err(error.with_hint(*hint));
    }
    if (2..=4).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        let known: Vec<&str> = FIELDS.iter().map(|(known, _)| *known).collect();
        return Err(QueryError::new(span.clone(), format!("unknown field \"{name}=\"")).with_hint(format!(
            "use {}, pd or wc, or put it in quotation marks to search for the word",
            known.join(", ")
        )));
    }
    Ok(None)
}
