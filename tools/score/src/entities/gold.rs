//! The names of a gold line: `{"text", "entities": [{"start", "end", "type", …}]}`, with offsets in characters.

use crate::input::{Outcome, string};
use morgue::enrich::entities::Kind;
use serde_json::Value;
use std::ops::Range;

/// A marked name: its bytes, its kind, and the entity as it is stated.
pub type Marked<'l> = (Range<usize>, Kind, &'l Value);

/// The text of a line, and its names: place in bytes, kind, and the whole value.
pub fn names(line: &Value) -> Outcome<(&str, Vec<Marked<'_>>)> {
    let text = string(line, "text")?;
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut names = Vec::new();
    for name in line["entities"].as_array().ok_or("a line without \"entities\"")? {
        let byte = |end: &str| name[end].as_u64().and_then(|at| bytes.get(at as usize).copied());
        let (start, end) = byte("start").zip(byte("end")).ok_or_else(|| format!("invalid offsets in {name}"))?;
        let kind = match name["type"].as_str() {
            Some("PER") => Kind::Person,
            Some("ORG") => Kind::Org,
            Some("LOC") => Kind::Place,
            _ => Kind::Other,
        };
        names.push((start..end, kind, name));
    }
    Ok((text, names))
}
