//! CSL-JSON, for Zotero, pandoc and citeproc: an array with one `article-newspaper` per hit, using only keys of the CSL
//! schema.

use super::citation::{Author, Citation};
use super::sheet::{Hits, RenderError, Sheet};
use crate::archive::Hit;
use serde_json::{Map, Value, json};
use std::io::Write;

/// One array, written while it is read.
pub fn items(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let mut written = 0;
    out.write_all(b"[")?;
    for hit in hits {
        out.write_all(if written == 0 { b"\n" } else { b",\n" })?;
        write!(out, "{}", item(&*hit?, sheet))?;
        written += 1;
    }
    out.write_all(b"\n]\n")?;
    Ok(written)
}

fn item(hit: &Hit, sheet: &Sheet) -> Value {
    let citation = Citation::of(hit, sheet);
    let authors: Vec<Value> = citation.authors.iter().map(name).collect();
    let all = [
        ("id", json!(citation.key)),
        ("type", json!("article-newspaper")),
        ("title", json!(citation.title)),
        ("author", json!(authors)),
        ("container-title", json!(citation.outlet)),
        ("issued", if citation.date.is_empty() { json!("") } else { json!({"date-parts": [citation.date]}) }),
        ("URL", json!(citation.url)),
        ("language", json!(citation.language)),
        ("section", json!(citation.section)),
        ("abstract", json!(citation.summary)),
        ("keyword", json!(citation.keywords.iter().map(|word| word.replace(';', ",")).collect::<Vec<_>>().join("; "))),
        ("source", json!("morgue")),
        ("archive", json!(citation.archive)),
        ("archive_location", json!(citation.location)),
        ("note", json!(note(&citation))),
        ("custom", custom(hit, &citation, sheet)),
    ];
    // Unknown values are omitted.
    let known = |value: &Value| !matches!(value, Value::String(text) if text.is_empty()) && *value != json!([]);
    Value::Object(
        all.into_iter().filter(|(_, value)| known(value)).map(|(key, value)| (key.to_owned(), value)).collect(),
    )
}

fn name(author: &Author) -> Value {
    match author {
        Author::Person { family, given, suffix } if suffix.is_empty() => json!({"family": family, "given": given}),
        Author::Person { family, given, suffix } => json!({"family": family, "given": given, "suffix": suffix}),
        Author::Named(name) => json!({"literal": name}),
    }
}

/// An address that no program should follow is written as text.
fn note(citation: &Citation) -> String {
    let other = &citation.other_address;
    let address = if other.is_empty() { String::new() } else { format!(" address: {other}") };
    format!("morgue:{}{address}", citation.id)
}

fn custom(hit: &Hit, citation: &Citation, sheet: &Sheet) -> Value {
    let mut custom = Map::new();
    custom.insert("morgue_id".into(), json!(citation.id));
    custom.insert("sha256".into(), json!(citation.digest));
    if let Some(origin) = hit.record.origins.get("date").filter(|_| hit.published.is_some()) {
        custom.insert("date_source".into(), json!(origin));
    }
    if !sheet.query.is_empty() {
        custom.insert("query".into(), json!(sheet.query));
    }
    custom.insert("generation".into(), json!(sheet.options.generation));
    Value::Object(custom)
}
