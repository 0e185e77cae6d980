//! Nexis segments and the fields that replace them here. Those of Nexis's own subject index have no equivalent.

use super::connectors::Target;
use super::notes::{Difference, INDEX_TERMS, NAME_PART};
use crate::query::language::QueryError;
use crate::query::language::Span;
use strsim::osa_distance;

const SEGMENTS: [(&str, &str); 23] = [
    ("HEADLINE", "title"),
    ("HEAD", "title"),
    ("TITLE", "title"),
    ("HLEAD", "hlead"),
    ("LEAD", "lead"),
    ("BODY", "body"),
    ("TEXT", "body"),
    ("BYLINE", "author"),
    ("AUTHOR", "author"),
    ("PUBLICATION", "outlet"),
    ("PUB", "outlet"),
    ("SOURCE", "outlet"),
    ("SECTION", "section"),
    ("LANGUAGE", "language"),
    ("PERSON", "person"),
    ("COMPANY", "org"),
    ("ORGANIZATION", "org"),
    ("GEOGRAPHIC", "place"),
    ("CITY", "place"),
    ("STATE", "place"),
    ("COUNTRY", "place"),
    ("CAPTION", "captions"),
    ("GRAPHIC", "captions"),
];

const UNKNOWN: [(&str, &str); 9] = [
    ("SUBJECT", "remove the segment: its words may be in the text"),
    ("TERMS", "remove the segment: its words may be in the text"),
    ("TERM", "remove the segment: its words may be in the text"),
    ("INDUSTRY", "remove the segment: its words may be in the text"),
    ("TICKER", "search for the company's name: COMPANY(…)"),
    ("DATELINE", "search for the place in the lead: LEAD(…)"),
    ("LOAD-DATE", "search by the day of the article: DATE AFT 1/15/2024"),
    ("PUBLICATION-TYPE", "name the publications: PUBLICATION(…)"),
    ("CORRECTION", "remove the segment: its words may be in the text"),
];

/// The field of a segment written in capitals, and how it differs.
pub fn known(name: &str) -> Option<(Target, Option<Difference>)> {
    let (_, field) = SEGMENTS.iter().find(|(known, _)| *known == name)?;
    let part = matches!(*field, "outlet" | "section");
    let difference = match *field {
        "outlet" | "section" => Some(NAME_PART),
        "person" | "org" | "place" => Some(INDEX_TERMS),
        _ => None,
    };
    Some((Target { field, part }, difference))
}

/// The field of a segment followed by a bracket, and how it differs; `None` if the name is an ordinary word.
pub fn target(name: &str, span: &Span) -> Result<Option<(Target, Option<Difference>)>, QueryError> {
    let upper = name.to_ascii_uppercase();
    if let Some(target) = known(&upper) {
        return Ok(Some(target));
    }
    if let Some((_, hint)) = UNKNOWN.iter().find(|(known, _)| *known == upper) {
        let error = QueryError::new(span.clone(), format!("the Nexis segment {upper} is not supported"));
        return Err(error.with_hint(*hint));
    }
    let capitals = name.len() > 3 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
    let near =
        SEGMENTS.iter().filter(|_| capitals && name.len() < 20).find(|(known, _)| osa_distance(known, name) <= 2);
    match near {
        Some((known, _)) => Err(QueryError::new(span.clone(), format!("unknown segment \"{name}\""))
            .with_hint(format!("did you mean {known}(…)? To search for the word, put a space before the bracket"))),
        None => Ok(None),
    }
}
