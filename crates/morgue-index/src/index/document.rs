//! Articles to documents of the index: which zone and which value goes into which field.

use crate::article::{Article, ArticleKey, Entity, FoundValue, NameKind, Record, Zones, canonical_url};
use crate::engine::Fields;
use crate::stories::Sketch;
use crate::terms::{NewsTokenizer, margin_text, named_story, placed_text};
use std::sync::Arc;
use tantivy::TantivyDocument;
use tantivy::schema::document::CompactDocValue;
use tantivy::schema::{Document, Value};

/// Returns something when it is dropped: the bytes of a document, to the budget of the run.
pub trait Permit: Send + Sync + 'static {}

/// A document on its way to the writer, with the permit for its memory.
pub struct NewsDocument {
    document: TantivyDocument,
    sketch: Sketch,
    _permit: Option<Arc<dyn Permit>>,
}

impl NewsDocument {
    pub fn holding(mut self, permit: Arc<dyn Permit>) -> Self {
        self._permit = Some(permit);
        self
    }

    /// The key of its article.
    pub(super) fn key(&self, fields: Fields) -> Option<ArticleKey> {
        self.document.get_first(fields.key).and_then(|value| value.as_str()).and_then(ArticleKey::parse)
    }

    /// The sketch of its story, from which copies are found.
    pub(super) fn sketch(&self) -> &Sketch {
        &self.sketch
    }

    /// The document under a key, which may be another one.
    pub fn with_key(self, key: &ArticleKey, fields: Fields) -> Self {
        if self.document.get_first(fields.key).and_then(|value| value.as_str()) == Some(key.as_str()) {
            return self;
        }
        let mut document = TantivyDocument::default();
        for (field, value) in self.document.iter_fields_and_values() {
            if field != fields.key {
                document.add_field_value(field, value);
            }
        }
        document.add_text(fields.key, key.as_str());
        Self { document, ..self }
    }
}

impl Document for NewsDocument {
    type Value<'a> = CompactDocValue<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

/// The document of an article.
pub fn document(article: &Article, fields: &Fields) -> NewsDocument {
    let mut document = TantivyDocument::default();
    add_text(&mut document, article, fields);
    add_keywords(&mut document, article, fields);
    add_numbers(&mut document, article, fields);
    // Strings and numbers always serialise.
    let record = serde_json::to_string(&Record::of(article)).unwrap_or_default();
    document.add_text(fields.record, record);
    NewsDocument { document, sketch: sketch(&article.zones), _permit: None }
}

/// The sketch of the paragraphs of a story; lines that were moved to the margin belong to it, as moving depends on the archive.
fn sketch(zones: &Zones) -> Sketch {
    let moved = zones.margin.iter().filter(|aside| aside.moved).map(|aside| aside.text.as_str());
    Sketch::of(zones.story.split("\n\n").chain(moved))
}

/// The combined positional field, the margin, and the stored zones.
fn add_text(document: &mut TantivyDocument, article: &Article, fields: &Fields) {
    let zones = &article.zones;
    let story = named_story(zones, &article.entities);
    let mentions = story.mention_terms();
    if !mentions.is_empty() {
        document.add_text(fields.mention, placed_text(&mentions));
    }
    document.add_text(fields.text, story.text);
    let margin = margin_text(&zones.margin);
    if !margin.is_empty() {
        document.add_text(fields.margin, margin);
    }
    for (field, text) in [(fields.title, &zones.title), (fields.deck, &zones.deck), (fields.body, &zones.story)] {
        if !text.is_empty() {
            document.add_text(field, text);
        }
    }
    for caption in &zones.captions {
        document.add_text(fields.captions, caption);
    }
}

fn add_keywords(document: &mut TantivyDocument, article: &Article, fields: &Fields) {
    document.add_text(fields.key, article.key.as_str());
    document.add_text(fields.path, &article.locator);
    document.add_text(fields.root, &article.source);
    if let Some(url) = &article.url {
        document.add_text(fields.url, canonical_url(&url.value).unwrap_or_else(|| url.value.clone()));
    }
    if let Some(language) = &article.language {
        document.add_text(fields.language, language.value.split('-').next().unwrap_or_default());
    }
    let single = [
        (fields.outlet, &article.outlet),
        (fields.domain, &article.domain),
        (fields.section, &article.section),
        (fields.wire, &article.wire),
    ];
    for (field, found) in single {
        if let Some(found) = found {
            document.add_text(field, &found.value);
        }
    }
    for author in &article.authors {
        document.add_text(fields.author, &author.value);
    }
    for (kind, Entity { name, .. }) in article.entities.each() {
        let field = match kind {
            NameKind::Person => fields.person,
            NameKind::Org => fields.org,
            NameKind::Place => fields.place,
            NameKind::Nation => fields.nation,
        };
        document.add_text(field, name);
    }
}

fn add_numbers(document: &mut TantivyDocument, article: &Article, fields: &Fields) {
    if let Some(FoundValue { value, .. }) = &article.published {
        document.add_i64(fields.published, value.seconds);
        document.add_i64(fields.day, i64::from(value.day));
        document.add_u64(fields.precision, value.precision as u64);
    }
    document.add_u64(fields.words, u64::from(article.words));
    let title_words = NewsTokenizer::words(&article.zones.title).last().map_or(0, |(_, _, position, _)| position + 1);
    document.add_u64(fields.title_words, title_words as u64);
}
