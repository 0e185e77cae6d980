//! The schema in tantivy's own types, and the engine's field handles.

use crate::schema::{Field, FieldKind, Schema};
use tantivy::schema::{self as engine, IndexRecordOption, NumericOptions, TextFieldIndexing, TextOptions};

/// The engine's schema. Zones without a stored copy and virtual fields have no engine field.
pub fn engine_schema(schema: &Schema) -> engine::Schema {
    let mut builder = engine::Schema::builder();
    for field in schema.fields.iter().filter(|field| field.is_kept()) {
        let name = field.name.as_str();
        // The handles are looked up by name later.
        let _ = match field.kind {
            FieldKind::Text => builder.add_text_field(name, positional(field)),
            FieldKind::Keyword => builder.add_text_field(name, keyword(field)),
            FieldKind::Zone | FieldKind::Stored if field.stored => {
                builder.add_text_field(name, TextOptions::default().set_stored())
            }
            FieldKind::I64 => builder.add_i64_field(name, numeric(field)),
            FieldKind::U64 => builder.add_u64_field(name, numeric(field)),
            FieldKind::Zone
            | FieldKind::Stored
            | FieldKind::Zones
            | FieldKind::Any
            | FieldKind::Date
            | FieldKind::Has => continue,
        };
    }
    builder.build()
}

fn positional(field: &Field) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(field.analyzer.as_deref().unwrap_or("news"))
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(true);
    stored(TextOptions::default().set_indexing_options(indexing), field)
}

fn keyword(field: &Field) -> TextOptions {
    let mut options = TextOptions::default();
    if field.indexed {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("keyword")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false);
        options = options.set_indexing_options(indexing);
    }
    if field.fast {
        options = options.set_fast("raw");
    }
    stored(options, field)
}

fn stored(options: TextOptions, field: &Field) -> TextOptions {
    if field.stored { options.set_stored() } else { options }
}

fn numeric(field: &Field) -> NumericOptions {
    let options = NumericOptions::default().set_fast();
    if field.stored { options.set_stored() } else { options }
}

/// The engine's handles of the fields the program writes and reads, looked up once.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    pub key: engine::Field,
    pub text: engine::Field,
    pub margin: engine::Field,
    pub title: engine::Field,
    pub deck: engine::Field,
    pub body: engine::Field,
    pub captions: engine::Field,
    pub outlet: engine::Field,
    pub domain: engine::Field,
    pub author: engine::Field,
    pub section: engine::Field,
    pub wire: engine::Field,
    pub language: engine::Field,
    pub person: engine::Field,
    pub org: engine::Field,
    pub place: engine::Field,
    pub nation: engine::Field,
    pub mention: engine::Field,
    pub url: engine::Field,
    pub path: engine::Field,
    pub root: engine::Field,
    pub published: engine::Field,
    pub day: engine::Field,
    pub precision: engine::Field,
    pub words: engine::Field,
    pub title_words: engine::Field,
    pub record: engine::Field,
}

impl Fields {
    /// Looks the handles up; fails with the name of the first field that is missing.
    pub fn of(schema: &engine::Schema) -> Result<Self, String> {
        let field = |name: &str| schema.get_field(name).map_err(|_| name.to_owned());
        Ok(Self {
            key: field("key")?,
            text: field("text")?,
            margin: field("margin")?,
            title: field("title")?,
            deck: field("deck")?,
            body: field("body")?,
            captions: field("captions")?,
            outlet: field("outlet")?,
            domain: field("domain")?,
            author: field("author")?,
            section: field("section")?,
            wire: field("wire")?,
            language: field("language")?,
            person: field("person")?,
            org: field("org")?,
            place: field("place")?,
            nation: field("nation")?,
            mention: field("mention")?,
            url: field("url")?,
            path: field("path")?,
            root: field("source")?,
            published: field("published")?,
            day: field("day")?,
            precision: field("precision")?,
            words: field("words")?,
            title_words: field("title_words")?,
            record: field("record")?,
        })
    }

    /// The handle of a field that a query may name.
    pub fn named(&self, name: &str) -> Option<engine::Field> {
        Some(match name {
            "key" => self.key,
            "outlet" => self.outlet,
            "domain" => self.domain,
            "author" => self.author,
            "section" => self.section,
            "wire" => self.wire,
            "language" => self.language,
            "person" => self.person,
            "org" => self.org,
            "place" => self.place,
            "nation" => self.nation,
            "url" => self.url,
            "path" => self.path,
            "source" => self.root,
            "words" => self.words,
            "precision" => self.precision,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_the_program_uses_is_in_the_schema() {
        assert!(Fields::of(&engine_schema(Schema::news())).is_ok());
    }

    #[test]
    fn every_field_of_values_or_numbers_has_a_handle() {
        let fields = Fields::of(&engine_schema(Schema::news())).expect("all are there");
        let lowered = |kind| matches!(kind, FieldKind::Keyword | FieldKind::I64 | FieldKind::U64);
        for field in Schema::news().queryable().filter(|field| field.is_kept() && lowered(field.kind)) {
            assert!(fields.named(&field.name).is_some(), "{}", field.name);
        }
    }
}
