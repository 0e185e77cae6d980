//! Fields of Factiva (`hd=`, `sn=`), and those they stand for here. Codes of its own index have none.

use super::connectors::Target;
use super::notes::{Difference, LEAD, NAME_PART};
use crate::query::language::QueryError;
use crate::query::language::Span;

const FIELDS: [(&str, &str); 9] = [
    ("hd", "title"),
    ("hlp", "hlead"),
    ("lp", "lead"),
    ("td", "body"),
    ("by", "author"),
    ("sn", "outlet"),
    ("se", "section"),
    ("la", "language"),
    ("art", "captions"),
];

/// Codes and facts that articles here do not have, each with the way out.
const UNKNOWN: [(&str, &str); 26] = [
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
    ("an", "articles here have keys of their own: search for the headline, `hd=`"),
    ("cr", "search for the words of the credit in the text"),
    ("clm", "search for the column's name as a section, `se=`"),
    ("ct", "search for the words themselves"),
    ("cx", "search for the words themselves"),
    ("ed", "leave it out"),
    ("pg", "leave it out"),
    ("vol", "leave it out"),
    ("cy", "leave it out"),
    ("ipc", "leave it out"),
    ("ipd", "leave it out"),
    ("rf", "leave it out"),
    ("et", "search by the day, `pd=`"),
];

const SOURCES: &str = "codes of sources are known to Factiva alone; name the outlet, `sn=guardian`";

/// The field that a name before `=` stands for, and how it differs. `None` where it is no name of a field.
pub fn target(name: &str, span: &Span) -> Result<Option<(Target, Option<Difference>)>, QueryError> {
    let lower = name.to_ascii_lowercase();
    if let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == lower) {
        let difference = match *field {
            "body" => Some(LEAD),
            "outlet" | "section" => Some(NAME_PART),
            _ => None,
        };
        return Ok(Some((Target { field, part: matches!(*field, "outlet" | "section") }, difference)));
    }
    if let Some((_, hint)) = UNKNOWN.iter().find(|(known, _)| *known == lower) {
        let error = QueryError::new(span.clone(), format!("nothing here is like the field {lower}= of Factiva"));
        return Err(error.with_hint(*hint));
    }
    if (2..=4).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        let known: Vec<&str> = FIELDS.iter().map(|(known, _)| *known).collect();
        return Err(QueryError::new(span.clone(), format!("no field is called {name}="))
            .with_hint(format!("fields are {}, pd, wc; quotation marks make it a word", known.join(", "))));
    }
    Ok(None)
}
