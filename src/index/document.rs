//! Articles as documents of the index: which zone and which value goes into which field.

use crate::article::{
    Article, ArticleKey, Aside, Entities, Entity, Found, NameKind, NamedAt, Origin, Published, Zones, canonical_url,
};
use crate::schema::{
    Fields, NameInText, NewsTokenizer, StoredPart, ZONE_SIGN, Zone, ZonedText, form_term, name_term, zoned_text,
};
use crate::text::lead_len;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::schema::document::{
    CompactDocValue, DeserializeError, DocumentDeserialize, DocumentDeserializer, ValueDeserialize, ValueDeserializer,
};
use tantivy::schema::{Document, Field};
use tantivy::store::StoreReader;
use tantivy::{DocId, TantivyDocument};

/// What the index keeps about an article beside its searchable fields, as JSON in the field `record`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The address as stated; the index searches its canonical form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// As stated: ISO 8601 with the article's own offset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Published>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Found<Published>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet_stated: Option<Found<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<Found<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Found<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire: Option<Found<String>>,
    /// Where each value was found, by field.
    #[serde(default)]
    pub origins: BTreeMap<String, Origin>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub margin: Vec<Aside>,
    #[serde(default)]
    pub entities: Entities,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub losers: BTreeMap<String, Vec<Found<String>>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Record {
    pub fn of(article: &Article) -> Self {
        Self {
            url: article.url.as_ref().map(|found| found.value.clone()),
            published: article.published.as_ref().map(|found| found.value),
            modified: article.modified.clone(),
            outlet_stated: article.outlet_stated.clone(),
            byline: article.byline.clone(),
            dateline: article.dateline.clone(),
            wire: article.wire.clone(),
            origins: origins(article),
            margin: article.zones.margin.clone(),
            entities: article.entities.clone(),
            losers: article.losers.clone(),
            notes: article.notes.clone(),
        }
    }
}

/// Where each value was found, by the name of its field.
fn origins(article: &Article) -> BTreeMap<String, Origin> {
    let text = |found: &Option<Found<String>>| found.as_ref().map(|found| found.origin.clone());
    let all = [
        ("title", article.title_origin.clone()),
        ("body", article.story_origin.clone()),
        ("outlet", text(&article.outlet)),
        ("domain", text(&article.domain)),
        ("author", article.authors.first().map(|found| found.origin.clone())),
        ("section", text(&article.section)),
        ("language", text(&article.language)),
        ("url", text(&article.url)),
        ("date", article.published.as_ref().map(|found| found.origin.clone())),
        ("entity", article.entities.origin.clone()),
    ];
    all.into_iter().filter_map(|(field, origin)| Some((field.to_owned(), origin?))).collect()
}

/// Gives something back when it is dropped: the bytes a document holds, to the budget of the run.
pub trait Permit: Send + Sync + 'static {}

/// A document on its way to the writer, with the permit for the memory it holds.
pub struct NewsDocument {
    document: TantivyDocument,
    _permit: Option<Arc<dyn Permit>>,
}

impl NewsDocument {
    pub fn holding(mut self, permit: Arc<dyn Permit>) -> Self {
        self._permit = Some(permit);
        self
    }

    /// The same document under another key.
    pub fn with_key(self, key: &ArticleKey, fields: Fields) -> Self {
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
    NewsDocument { document, _permit: None }
}

/// The story zones as one analyzer input, in the order in which they stand in the index.
pub fn story_text(zones: &Zones) -> String {
    zoned_text(story_parts(zones).map(|part| (part.zone, part.text)))
}

/// A piece of a zone: the number of its text, as mentions count them, and where it starts in that.
struct StoryPart<'z> {
    zone: Zone,
    text: &'z str,
    number: u32,
    start: usize,
}

fn story_parts(zones: &Zones) -> impl Iterator<Item = StoryPart<'_>> {
    let (lead, body) = zones.story.split_at(lead_len(&zones.story));
    let part = |zone, text, number, start| StoryPart { zone, text, number, start };
    let head = [
        part(Zone::Title, zones.title.as_str(), 0, 0),
        part(Zone::Deck, &zones.deck, 1, 0),
        part(Zone::Lead, lead, 2, 0),
        part(Zone::Body, body, 2, lead.len()),
    ];
    let captions = (3..).zip(&zones.captions).map(move |(number, caption)| part(Zone::Captions, caption, number, 0));
    head.into_iter().chain(captions)
}

/// The story zones with the names that stand in them.
pub fn named_story(zones: &Zones, entities: &Entities) -> ZonedText {
    let mut zoned = ZonedText::from(story_text(zones));
    // Where each piece stands: text number, its bytes there, and its first byte in the zoned text.
    let mut places = Vec::new();
    let mut at = 0;
    for part in story_parts(zones).filter(|part| !part.text.trim().is_empty()) {
        at += part.zone.sign().len();
        // Signs that came from outside were left out, and with them what is known of places behind them.
        let signs = part.text.matches(ZONE_SIGN).count();
        if signs == 0 {
            places.push((part.number, part.start..part.start + part.text.len(), at));
        }
        at += part.text.len() - signs;
    }
    let range = |NamedAt(number, start, end): &NamedAt| {
        let (start, end) = (*start as usize, *end as usize);
        let holds = |place: &&(u32, std::ops::Range<usize>, usize)| {
            place.0 == *number && place.1.start <= start && end <= place.1.end
        };
        let (_, inside, first) = places.iter().find(holds)?;
        Some(start - inside.start + first..end - inside.start + first)
    };
    for (kind, entity) in entities.each() {
        let term = name_term(kind.field(), &entity.name);
        for range in entity.at.iter().filter_map(range) {
            let form = zoned.text.get(range.clone()).map(|form| form_term(kind.field(), form));
            zoned.names.push(NameInText { term: term.clone(), range: range.clone() });
            zoned.names.extend(form.map(|term| NameInText { term, range }));
        }
    }
    zoned
}

/// The margin as one analyzer input.
pub fn margin_text(margin: &[Aside]) -> String {
    zoned_text(margin.iter().map(|aside| (Zone::Margin, aside.text.as_str())))
}

/// A zoned text of a stored article. A record that cannot be read is empty.
pub fn stored_text(store: &StoreReader, doc: DocId, fields: Fields, part: StoredPart) -> tantivy::Result<ZonedText> {
    let mut article: StoredArticle = store.get(doc)?;
    let record = |article: &mut StoredArticle| -> Record {
        serde_json::from_str(&article.take(fields.record)).unwrap_or_default()
    };
    Ok(match part {
        StoredPart::Story => story_text(&article.take_zones(fields)).into(),
        StoredPart::NamedStory => {
            let record = record(&mut article);
            named_story(&article.take_zones(fields), &record.entities)
        }
        StoredPart::Margin => margin_text(&record(&mut article).margin).into(),
    })
}

/// A stored article, its texts moved out of the store and not copied again.
#[derive(Debug, Default)]
pub struct StoredArticle(Vec<(Field, String)>);

impl StoredArticle {
    /// Takes a text; empty where there is none.
    pub fn take(&mut self, field: Field) -> String {
        let found = self.0.iter_mut().find(|(known, _)| *known == field);
        found.map(|(_, text)| std::mem::take(text)).unwrap_or_default()
    }

    /// Takes the story zones; the margin stands in the record.
    pub fn take_zones(&mut self, fields: Fields) -> Zones {
        Zones {
            title: self.take(fields.title),
            deck: self.take(fields.deck),
            story: self.take(fields.body),
            captions: self.0.extract_if(.., |(field, _)| *field == fields.captions).map(|(_, text)| text).collect(),
            margin: Vec::new(),
        }
    }
}

impl DocumentDeserialize for StoredArticle {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut document: D) -> Result<Self, DeserializeError> {
        let mut texts = Vec::with_capacity(document.size_hint());
        while let Some((field, StoredString(text))) = document.next_field()? {
            texts.push((field, text));
        }
        Ok(Self(texts))
    }
}

/// All that is stored is text.
struct StoredString(String);

impl ValueDeserialize for StoredString {
    fn deserialize<'de, D: ValueDeserializer<'de>>(value: D) -> Result<Self, DeserializeError> {
        value.deserialize_string().map(Self)
    }
}

/// The combined positional field, the margin, and the stored zones.
fn add_text(document: &mut TantivyDocument, article: &Article, fields: &Fields) {
    let zones = &article.zones;
    let story = named_story(zones, &article.entities);
    if let Some(mentions) = story.mention_terms() {
        document.add_pre_tokenized_text(fields.mention, mentions);
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
    let single =
        [(fields.outlet, &article.outlet), (fields.domain, &article.domain), (fields.section, &article.section)];
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
    if let Some(Found { value, .. }) = &article.published {
        document.add_i64(fields.published, value.seconds);
        document.add_i64(fields.day, i64::from(value.day));
        document.add_u64(fields.precision, value.precision as u64);
    }
    document.add_u64(fields.words, u64::from(article.words));
    let title_words = NewsTokenizer::words(&article.zones.title).last().map_or(0, |(_, _, position, _)| position + 1);
    document.add_u64(fields.title_words, title_words as u64);
}
