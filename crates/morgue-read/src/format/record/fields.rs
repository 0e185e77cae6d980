//! JSON records with the field names that real corpora use. Unknown fields are skipped without being stored.
//! A record without any text field is not an article.

use super::names::{Slot, slot};
use crate::article::Origin;
use crate::format::body::{body_draft, record};
use crate::format::reason::Reason;
use crate::format::{Candidate, Draft, Drafts, FormatError, Mapping, MetaField};
use crate::source::budget;
use crate::text::{decode, nfc};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// Reads the values of a text, each an article or a list of articles.
pub(crate) fn read_values(text: &str, fields: Option<&Mapping>, drafts: &mut Drafts) -> Result<(), FormatError> {
    let seed = FieldsSeed(fields);
    let mut values = serde_json::Deserializer::from_str(text);
    while values.end().is_err() {
        if text.starts_with('[') {
            let records = ListSeed(seed).deserialize(&mut values).map_err(syntax)?;
            records.into_iter().try_for_each(|record| add(record, drafts))?;
        } else {
            add(seed.deserialize(&mut values).map_err(syntax)?, drafts)?;
        }
    }
    Ok(())
}

/// The facts of one object, without its texts; `kind` is the first part of their origins.
pub(crate) fn facts(bytes: &[u8], kind: &str) -> Result<Vec<Candidate>, FormatError> {
    let decoded = decode(bytes, None);
    let mut value = serde_json::Deserializer::from_str(decoded.text.trim());
    let record = FieldsSeed(None).deserialize(&mut value).map_err(syntax)?;
    value.end().map_err(syntax)?;
    Ok(record.slots.iter().flat_map(|value| candidates(kind, value)).collect())
}

fn syntax(error: serde_json::Error) -> FormatError {
    FormatError::new(Reason::JsonSyntax, error.to_string())
}

fn add(record: Fields, drafts: &mut Drafts) -> Result<(), FormatError> {
    if !record.articles.is_empty() && record.slots.iter().all(|value| value.slot != Slot::Body) {
        return record.articles.into_iter().try_for_each(|inner| add(inner, drafts));
    }
    drafts.push(record.into_draft("json")?);
    Ok(())
}

/// One value of a known field.
struct SlotValue {
    slot: Slot,
    rank: u8,
    name: String,
    value: Value,
}

/// The known fields of one record, and the names of the others.
#[derive(Default)]
pub(crate) struct Fields {
    slots: Vec<SlotValue>,
    articles: Vec<Fields>,
    others: Vec<String>,
}

/// Names of unknown fields that an error may list.
const LISTED_NAMES: usize = 8;

/// Reads the fields of a record by the user's names and the known ones.
#[derive(Clone, Copy)]
struct FieldsSeed<'m>(Option<&'m Mapping>);

/// Reads a list of records.
struct ListSeed<'m>(FieldsSeed<'m>);

impl<'de> DeserializeSeed<'de> for FieldsSeed<'_> {
    type Value = Fields;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fields, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> DeserializeSeed<'de> for ListSeed<'_> {
    type Value = Vec<Fields>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Fields>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ListSeed<'_> {
    type Value = Vec<Fields>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of articles")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Fields>, A::Error> {
        let mut records = Vec::new();
        while let Some(record) = list.next_element_seed(self.0)? {
            records.push(record);
        }
        Ok(records)
    }
}

impl<'de> Visitor<'de> for FieldsSeed<'_> {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the fields of one article")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let known = slot(self.0, &name);
            if self.0.is_some_and(|mapping| mapping.reaches_into(&name)) {
                fields.reach_into(self, &name, &map.next_value()?, 0);
            } else if let Some((Slot::Records, _)) = known {
                fields.articles.extend(records(map.next_value()?, self));
            } else if known.is_some() {
                fields.push(self, &name, map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
                fields.push(self, &name, Value::Null);
            }
        }
        fields.slots.sort_by_key(|value| value.rank);
        Ok(fields)
    }
}

/// The records of a list; empty for any other value.
fn records(value: Value, seed: FieldsSeed) -> Vec<Fields> {
    let Value::Array(items) = value else { return Vec::new() };
    items.into_iter().filter(Value::is_object).filter_map(|item| seed.deserialize(item).ok()).collect()
}

impl Fields {
    /// The fields of a record whose values are texts.
    pub(crate) fn of<'a>(mapping: Option<&Mapping>, values: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut fields = Self::default();
        values.for_each(|(name, value)| fields.push(FieldsSeed(mapping), name, Value::String(value.to_owned())));
        fields.slots.sort_by_key(|value| value.rank);
        fields
    }

    fn push(&mut self, seed: FieldsSeed, path: &str, value: Value) {
        match slot(seed.0, path) {
            Some((slot, rank)) => self.slots.push(SlotValue { slot, rank, name: path.to_owned(), value }),
            None if self.others.len() < LISTED_NAMES => self.others.push(path.to_owned()),
            None => {}
        }
    }

    /// Adds the values at the user's paths inside an object; the object's own meaning stays the same.
    fn reach_into(&mut self, seed: FieldsSeed, path: &str, value: &Value, depth: usize) {
        if let Value::Object(object) = value
            && depth < budget::FIELD_DEPTH
        {
            for (name, inner) in object {
                let path = format!("{path}.{name}");
                let mapped = seed.0.is_some_and(|mapping| mapping.names(&path));
                if mapped {
                    self.push(seed, &path, inner.clone());
                }
                if seed.0.is_some_and(|mapping| mapping.reaches_into(&path)) {
                    self.reach_into(seed, &path, inner, depth + 1);
                }
            }
        }
        if depth == 0 {
            self.push(seed, path, value.clone());
        }
    }

    pub(crate) fn into_draft(self, kind: &str) -> Result<Draft, FormatError> {
        let body = self.slots.iter().find(|value| {
            value.slot == Slot::Body && text_of(&value.value).is_some_and(|text| !text.trim().is_empty())
        });
        let is_title = |value: &&SlotValue| value.slot == Slot::Meta(MetaField::Title);
        let titled = self.slots.iter().filter(is_title).any(|value| !candidates(kind, value).is_empty());
        if body.is_none() && !titled {
            return Err(FormatError::new(Reason::NotAnArticle, self.missing_text()));
        }
        let mut draft = body.map_or_else(
            || empty_draft(kind),
            |value| body_draft(Origin::of(kind, &value.name), &text_of(&value.value).unwrap_or_default()),
        );
        let own: Vec<Candidate> = self.slots.iter().flat_map(|value| candidates(kind, value)).collect();
        draft.candidates.splice(0..0, own);
        Ok(draft)
    }

    fn missing_text(&self) -> String {
        let names: Vec<&str> = self
            .slots
            .iter()
            .map(|value| value.name.as_str())
            .chain(self.others.iter().map(String::as_str))
            .take(LISTED_NAMES)
            .collect();
        if names.is_empty() {
            return "the object has no fields".to_owned();
        }
        format!("no title and no text; the fields are {}", names.join(", "))
    }
}

/// A record of facts about an article whose text is elsewhere: an index of links, a list of results.
fn empty_draft(kind: &str) -> Draft {
    let notes = vec!["the record has a title but no text".to_owned()];
    Draft { partial: true, notes, ..record(Origin::of(kind, "title"), Vec::new()) }
}

fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        // A list of paragraphs.
        Value::Array(items) if items.iter().all(Value::is_string) => {
            Some(Cow::Owned(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n\n")))
        }
        _ => None,
    }
}

fn candidates(kind: &str, found: &SlotValue) -> Vec<Candidate> {
    let Slot::Meta(field) = found.slot else { return Vec::new() };
    let origin = Origin::of(kind, &found.name);
    // One string may name several authors; a list has one name each.
    let single = if field == MetaField::Author { MetaField::Byline } else { field };
    let candidate =
        |field, value: String| Candidate { field, value: nfc(value.trim()).into_owned(), origin: origin.clone() };
    let values = match &found.value {
        Value::Array(items) => items.iter().filter_map(scalar).map(|value| candidate(field, value)).collect(),
        value => scalar(value).map(|value| candidate(single, value)).into_iter().collect::<Vec<_>>(),
    };
    values.into_iter().filter(|candidate| !candidate.value.is_empty()).collect()
}

/// A string, a number, or the name of an object (`{"name": "Jane Doe"}`).
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => {
            ["name", "title", "$date", "value", "id"].iter().find_map(|name| object.get(*name)).and_then(scalar)
        }
        _ => None,
    }
}
