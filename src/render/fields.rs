//! The fields of a hit by name, as every format writes them. `index_schema/hit.schema.json` says what each holds.

use super::content::{Content, marks};
use super::format::Format;
use super::sheet::{FieldName, Sheet};
use crate::archive::Hit;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// Version of the contract `index_schema/hit.schema.json`; raised when a field is added or changes.
pub const HIT_VERSION: u32 = 5;

/// A name that no field has.
#[derive(Debug, thiserror::Error)]
#[error("unknown field \"{name}\": expected one of {}", names())]
pub struct UnknownField {
    pub name: String,
}

fn names() -> String {
    field_names().collect::<Vec<_>>().join(", ")
}

/// All fields, in the order in which they are written.
pub fn field_names() -> impl Iterator<Item = FieldName> {
    FIELDS.iter().map(|(name, _)| *name)
}

type Getter = for<'h> fn(&'h Hit, &'h Sheet<'_>) -> Content<'h>;

/// All fields, in the order in which they are written.
const FIELDS: [(FieldName, Getter); 40] = [
    ("key", |hit, _| Content::text(&hit.key)),
    ("title", |hit, _| Content::text(&hit.zones.title)),
    ("authors", |hit, _| Content::Texts(&hit.authors)),
    ("outlet", |hit, _| Content::maybe(hit.outlet.as_ref())),
    ("date", |hit, _| Content::made(hit.published.map(|published| published.to_string()))),
    ("section", |hit, _| Content::maybe(hit.section.as_ref())),
    ("language", |hit, _| Content::maybe(hit.language.as_ref())),
    ("url", |hit, _| Content::maybe(hit.record.url.as_ref())),
    ("domain", |hit, _| Content::maybe(hit.domain.as_ref())),
    ("source", |hit, _| Content::text(&hit.source)),
    ("path", |hit, _| Content::text(&hit.path)),
    ("file", |hit, sheet| Content::made(Some((sheet.file_of)(hit)))),
    ("words", |hit, _| Content::Number(hit.words)),
    ("score", |hit, _| hit.score.map_or(Content::None, |score| Content::Fraction(score.into()))),
    ("passage", |hit, _| Content::text(&hit.passage.text)),
    ("marks", |hit, _| Content::Marks(marks(&hit.passage))),
    ("passages", |hit, _| Content::Passages(&hit.passages)),
    ("person", |hit, _| Content::Texts(&hit.person)),
    ("org", |hit, _| Content::Texts(&hit.org)),
    ("place", |hit, _| Content::Texts(&hit.place)),
    ("nation", |hit, _| Content::Texts(&hit.nation)),
    ("byline", |hit, _| Content::maybe(hit.record.byline.as_ref().map(|found| &found.value))),
    ("dateline", |hit, _| Content::maybe(hit.record.dateline.as_ref().map(|found| &found.value))),
    ("wire", |hit, _| Content::maybe(hit.record.wire.as_ref().map(|found| &found.value))),
    ("deck", |hit, _| Content::text(&hit.zones.deck)),
    ("body", |hit, _| Content::text(&hit.zones.story)),
    ("captions", |hit, _| Content::Texts(&hit.zones.captions)),
    ("margin", |hit, _| Content::Asides(hit.margin())),
    ("entities", |hit, _| Content::Names(&hit.record.entities)),
    ("origins", |hit, _| Content::Origins(&hit.record.origins)),
    ("notes", |hit, _| Content::Texts(&hit.record.notes)),
    ("rank", |hit, _| Content::Number(hit.rank)),
    ("date_precision", |hit, _| {
        hit.published.map_or(Content::None, |published| Content::text(published.precision.name()))
    }),
    ("date_origin", |hit, _| match hit.published.and(hit.record.origins.get("date")) {
        Some(origin) => Content::text(origin.as_str()),
        None => Content::None,
    }),
    ("zones", |hit, _| Content::Zones(&hit.matched_zones)),
    ("hits", |hit, _| Content::Number(hit.matches)),
    ("sha256", |hit, _| Content::text(hit.text_digest())),
    ("story", |hit, _| hit.story.as_ref().map_or(Content::None, |story| Content::text(story.key()))),
    ("copies", |hit, _| Content::Number(hit.story.as_ref().map_or(1, |story| story.articles.len() as u64))),
    ("agency", |hit, _| Content::maybe(hit.story.as_ref().and_then(|story| story.agency.as_ref()))),
];

/// The fields of a list, looked up once.
pub(super) struct Row<'s> {
    sheet: &'s Sheet<'s>,
    fields: Vec<(FieldName, Getter)>,
}

impl<'s> Row<'s> {
    pub fn of(sheet: &'s Sheet<'s>) -> Self {
        let getter = |name: &&str| FIELDS.iter().find(|(known, _)| known == name).copied();
        Self { sheet, fields: sheet.fields.iter().filter_map(getter).collect() }
    }

    /// The content of each field of a hit.
    pub fn contents<'h>(&'h self, hit: &'h Hit) -> impl Iterator<Item = (FieldName, Content<'h>)> {
        self.fields.iter().map(|(name, get)| (*name, get(hit, self.sheet)))
    }

    /// The content of one field, by its index.
    #[cfg(feature = "parquet")]
    pub fn content<'h>(&'h self, nth: usize, hit: &'h Hit) -> Content<'h> {
        self.fields.get(nth).map_or(Content::None, |(_, get)| get(hit, self.sheet))
    }

    /// The same as one object.
    pub fn object<'h>(&'h self, hit: &'h Hit) -> Object<'h> {
        Object { row: self, hit, search: None }
    }

    /// The same, preceded by the name of the search that found the hit.
    pub fn object_of<'h>(&'h self, search: &'h str, hit: &'h Hit) -> Object<'h> {
        Object { row: self, hit, search: Some(search) }
    }
}

/// A hit as an object with the fields of a list.
pub(super) struct Object<'h> {
    row: &'h Row<'h>,
    hit: &'h Hit,
    search: Option<&'h str>,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut object = to.serialize_map(None)?;
        if let Some(search) = self.search {
            object.serialize_entry("search", search)?;
        }
        for (name, content) in self.row.contents(self.hit) {
            object.serialize_entry(name, &content)?;
        }
        object.end()
    }
}

/// The default fields of a format.
pub fn default_fields(format: Format) -> Vec<FieldName> {
    match format {
        Format::Csv | Format::Tsv | Format::Xlsx => COLUMNS.to_vec(),
        _ => field_names().take(20).collect(),
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

/// The default fields of an export: all of them if the format can hold them, the long texts only if requested.
pub fn export_fields(format: Format, with_body: bool) -> Vec<FieldName> {
    let long: &[FieldName] = if with_body { &["margin"] } else { &["body", "captions", "margin"] };
    match format {
        Format::Json | Format::Jsonl | Format::Parquet => field_names().filter(|name| !long.contains(name)).collect(),
        format => {
            let mut fields = default_fields(format);
            fields.extend(with_body.then_some("body"));
            fields
        }
    }
}

/// An address that a page may link to: a web address that contains nothing to end the attribute it is in.
pub fn web_address(url: &str) -> Option<String> {
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

/// Fields that require finding the matches in an article.
pub fn shows_matches(field: &str) -> bool {
    matches!(field, "passage" | "marks" | "passages" | "zones" | "hits")
}

/// Reads a list of field names separated by commas.
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
    field_names().find(|known| *known == name)
}
