//! Stored documents: their texts, moved out of the store and not copied again.

use super::fields::Fields;
use crate::article::{Record, Zones};
use crate::terms::{ZonedText, margin_text, named_story, story_text};
use tantivy::DocId;
use tantivy::schema::Field;
use tantivy::schema::document::{
    DeserializeError, DocumentDeserialize, DocumentDeserializer, ValueDeserialize, ValueDeserializer,
};
use tantivy::store::StoreReader;

/// Which text of a stored document is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoredPart {
    Story,
    /// The story with its names.
    NamedStory,
    Margin,
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
    /// Takes a text; empty if there is none.
    pub fn take(&mut self, field: Field) -> String {
        let found = self.0.iter_mut().find(|(known, _)| *known == field);
        found.map(|(_, text)| std::mem::take(text)).unwrap_or_default()
    }

    /// Takes the story zones; the margin is in the record.
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

/// Everything stored is text.
struct StoredString(String);

impl ValueDeserialize for StoredString {
    fn deserialize<'de, D: ValueDeserializer<'de>>(value: D) -> Result<Self, DeserializeError> {
        value.deserialize_string().map(Self)
    }
}
