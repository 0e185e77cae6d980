//! Segments of Nexis, and the fields they stand for here. Those of its own index of subjects have none.

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
    ("SUBJECT", "its words may stand in the text: leave the segment out"),
    ("TERMS", "its words may stand in the text: leave the segment out"),
    ("TERM", "its words may stand in the text: leave the segment out"),
    ("INDUSTRY", "its words may stand in the text: leave the segment out"),
    ("TICKER", "search for the company's name: COMPANY(…)"),
    ("DATELINE", "search for the place in the lead: LEAD(…)"),
    ("LOAD-DATE", "search by the day of the article: DATE AFT 1/15/2024"),
    ("PUBLICATION-TYPE", "name the publications: PUBLICATION(…)"),
    ("CORRECTION", "its words may stand in the text: leave the segment out"),
];

/// The field of a segment with a bracket behind it, and how it differs; nothing where the name is a word.
pub fn target(name: &str, span: &Span) -> Result<Option<(Target, Option<Difference>)>, QueryError> {
    let upper = name.to_ascii_uppercase();
    if let Some((_, field)) = SEGMENTS.iter().find(|(known, _)| *known == upper) {
        let part = matches!(*field, "outlet" | "section");
        let difference = match *field {
            "outlet" | "section" => Some(NAME_PART),
            "person" | "org" | "place" => Some(INDEX_TERMS),
            _ => None,
        };
        return Ok(Some((Target { field, part }, difference)));
    }
    if let Some((_, hint)) = UNKNOWN.iter().find(|(known, _)| *known == upper) {
        let error = QueryError::new(span.clone(), format!("nothing here is like the segment {upper} of Nexis"));
        return Err(error.with_hint(*hint));
    }
    let capitals = name.len() > 3 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
    let near =
        SEGMENTS.iter().filter(|_| capitals && name.len() < 20).find(|(known, _)| osa_distance(known, name) <= 2);
    match near {
        Some((known, _)) => Err(QueryError::new(span.clone(), format!("no segment is called {name}"))
            .with_hint(format!("did you mean {known}(…)? A blank before the bracket makes it a word"))),
        None => Ok(None),
    }
}
