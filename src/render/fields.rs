//! The fields of a hit by name, as every format writes them. `index_schema/hit.schema.json` says what each holds.

use super::{Format, Sheet};
use crate::article::{Entities, Entity, NameKind};
use crate::search::{Hit, Passage};
use serde_json::{Value, json};

/// Version of the contract `index_schema/hit.schema.json`; raised when a field is added or changes.
pub const HIT_VERSION: u32 = 4;

/// A field of a hit.
pub type FieldName = &'static str;

/// A name that no field has.
#[derive(Debug, thiserror::Error)]
#[error("unknown field \"{name}\"; there are {}", names())]
pub struct UnknownField {
    pub name: String,
}

fn names() -> String {
    FIELDS.map(|(name, _)| name).join(", ")
}

type Getter = fn(&Hit, &Sheet) -> Value;

/// All fields, in the order in which they are written.
pub const FIELDS: [(FieldName, Getter); 37] = [
    ("key", |hit, _| json!(hit.key)),
    ("title", |hit, _| json!(hit.zones.title)),
    ("authors", |hit, _| json!(hit.authors)),
    ("outlet", |hit, _| json!(hit.outlet)),
    ("date", |hit, _| json!(hit.published.map(|published| published.to_string()))),
    ("section", |hit, _| json!(hit.section)),
    ("language", |hit, _| json!(hit.language)),
    ("url", |hit, _| json!(hit.record.url)),
    ("domain", |hit, _| json!(hit.domain)),
    ("source", |hit, _| json!(hit.source)),
    ("path", |hit, _| json!(hit.path)),
    ("file", |hit, sheet| json!((sheet.file_of)(hit))),
    ("words", |hit, _| json!(hit.words)),
    ("score", |hit, _| json!(hit.score)),
    ("passage", |hit, _| json!(hit.passage.text)),
    ("marks", |hit, _| json!(marks(&hit.passage))),
    ("passages", |hit, _| json!(hit.passages.iter().map(passage).collect::<Vec<_>>())),
    ("person", |hit, _| json!(hit.person)),
    ("org", |hit, _| json!(hit.org)),
    ("place", |hit, _| json!(hit.place)),
    ("nation", |hit, _| json!(hit.nation)),
    ("byline", |hit, _| json!(hit.record.byline.as_ref().map(|found| &found.value))),
    ("dateline", |hit, _| json!(hit.record.dateline.as_ref().map(|found| &found.value))),
    ("wire", |hit, _| json!(hit.record.wire.as_ref().map(|found| &found.value))),
    ("deck", |hit, _| json!(hit.zones.deck)),
    ("body", |hit, _| json!(hit.zones.story)),
    ("captions", |hit, _| json!(hit.zones.captions)),
    ("margin", |hit, _| json!(hit.margin())),
    ("entities", |hit, _| entities(&hit.record.entities)),
    ("origins", |hit, _| json!(hit.record.origins)),
    ("notes", |hit, _| json!(hit.record.notes)),
    ("rank", |hit, _| json!(hit.rank)),
    ("date_precision", |hit, _| json!(hit.published.map(|published| published.precision.name()))),
    ("date_origin", |hit, _| json!(hit.published.and(hit.record.origins.get("date")))),
    ("zones", |hit, _| json!(hit.matched_zones)),
    ("hits", |hit, _| json!(hit.matches)),
    ("sha256", |hit, _| json!(hit.text_digest())),
];

/// Names by kind, each with its forms and how often it is named.
fn entities(entities: &Entities) -> Value {
    let list = |kind: NameKind| entities.of_kind(kind).iter().map(entity).collect::<Vec<_>>();
    let fields = NameKind::ALL.map(|kind| (kind.field().to_owned(), Value::Array(list(kind))));
    Value::Object(fields.into_iter().collect())
}

fn entity(entity: &Entity) -> Value {
    let mut value = json!({"name": entity.name, "forms": entity.forms, "mentions": entity.mentions});
    if entity.ambiguous > 0 {
        value["ambiguous"] = json!(entity.ambiguous);
    }
    value
}

fn passage(passage: &Passage) -> Value {
    json!({"text": passage.text, "marks": marks(passage)})
}

/// Marked parts of a passage as pairs of character numbers, the end not included.
fn marks(passage: &Passage) -> Vec<[usize; 2]> {
    let count = |to: usize| passage.text[..to].chars().count();
    passage.marks.iter().map(|mark| [count(mark.start), count(mark.end)]).collect()
}

/// The fields that a format writes where none are named.
pub fn default_fields(format: Format) -> Vec<FieldName> {
    match format {
        Format::Csv | Format::Tsv | Format::Xlsx => COLUMNS.to_vec(),
        _ => FIELDS.iter().map(|(name, _)| *name).take(20).collect(),
    }
}

/// The columns of a table.
const COLUMNS: [FieldName; 19] = [
    "rank",
    "key",
    "title",
    "authors",
    "outlet",
    "date",
    "date_precision",
    "date_origin",
    "url",
    "section",
    "language",
    "words",
    "entities",
    "passage",
    "zones",
    "hits",
    "score",
    "path",
    "sha256",
];

/// The fields that an export writes where none are named: all of them where the format can hold them, the long texts only
/// where they are asked for.
pub fn export_fields(format: Format, with_body: bool) -> Vec<FieldName> {
    let long: &[FieldName] = if with_body { &["margin"] } else { &["body", "captions", "margin"] };
    match format {
        Format::Json | Format::Jsonl | Format::Parquet => {
            FIELDS.iter().map(|(name, _)| *name).filter(|name| !long.contains(name)).collect()
        }
        format => {
            let mut fields = default_fields(format);
            fields.extend(with_body.then_some("body"));
            fields
        }
    }
}

/// An address that a page may link to: of the web, with nothing in it that could end it where it stands.
pub(super) fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    let web = ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)) && url.len() > scheme.len()
    });
    let plain = |c: char| -> String {
        let risky = c.is_control()
            || c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '\'' | '\\' | '`' | '{' | '}' | '|' | '^');
        let mut bytes = [0; 4];
        let c = c.encode_utf8(&mut bytes);
        if risky || crate::text::terminal_safe(c) != *c {
            c.bytes().map(|byte| format!("%{byte:02X}")).collect()
        } else {
            c.to_owned()
        }
    };
    web.then(|| url.chars().map(plain).collect())
}

/// Reads a list of field names parted by commas.
pub fn parse_fields(text: &str) -> Result<Vec<FieldName>, UnknownField> {
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| known(name).ok_or_else(|| UnknownField { name: name.to_owned() })).collect()
}

fn known(name: &str) -> Option<FieldName> {
    let name = match name.to_ascii_lowercase().as_str() {
        "author" => "authors".to_owned(),
        "published" => "date".to_owned(),
        "id" => "key".to_owned(),
        "text" => "body".to_owned(),
        other => other.to_owned(),
    };
    FIELDS.iter().map(|(known, _)| *known).find(|known| *known == name)
}

/// The value of a field; null for a name that no field has.
pub fn value(hit: &Hit, sheet: &Sheet, name: FieldName) -> Value {
    FIELDS.iter().find(|(known, _)| *known == name).map_or(Value::Null, |(_, getter)| getter(hit, sheet))
}
