//! Records with the field names that real corpora use, as JSON or as cells. Unknown fields are skipped without being
//! stored. Fields inside the objects that services keep them in count like those of the record. A record without any
//! text field is not an article.

use super::cells::is_missing;
use super::field_values::{text_of, values};
use super::names::{Slot, field_of, slot};
use crate::article::Origin;
use crate::format::body::{body_draft, record};
use crate::format::reason::Reason;
use crate::format::{Block, Candidate, Draft, DraftKind, FormatError, Mapping, MetaField};
use crate::source::budget;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;

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
    /// The records of its lists.
    pub(super) articles: Vec<Fields>,
    others: Vec<String>,
}

/// Names of unknown fields that an error may list.
const LISTED_NAMES: usize = 8;

/// Reads the fields of a record by the user's names and the known ones.
#[derive(Clone, Copy)]
pub(super) struct FieldsSeed<'m>(pub(super) Option<&'m Mapping>);

/// Reads a list of records.
pub(super) struct ListSeed<'m>(pub(super) FieldsSeed<'m>);

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
                match map.next_value::<Value>()? {
                    Value::Array(items) => fields.articles.extend(records(items, self)),
                    value => fields.push(self, &name, value),
                }
            } else if known.is_some() || is_wrapper(&name) {
                match map.next_value::<Value>()? {
                    Value::Object(inner) if is_wrapper(&name) => fields.add_object(self, &name, &inner, 1),
                    value => fields.push(self, &name, value),
                }
            } else {
                map.next_value::<IgnoredAny>()?;
                fields.push(self, &name, Value::Null);
            }
        }
        fields.slots.sort_by_key(|value| value.rank);
        Ok(fields)
    }
}

/// The records of a list.
fn records(items: Vec<Value>, seed: FieldsSeed) -> impl Iterator<Item = Fields> {
    items.into_iter().filter(Value::is_object).filter_map(move |item| seed.deserialize(item).ok())
}

/// Whether a value holds no more values than are left. A field of an article is small; the articles of an answer may be
/// inside an object with the name of a field, and are not copied for every object around them.
fn is_small(value: &Value, left: &mut usize) -> bool {
    let Some(fewer) = left.checked_sub(1) else { return false };
    *left = fewer;
    match value {
        Value::Array(items) => items.iter().all(|item| is_small(item, left)),
        Value::Object(object) => object.values().all(|item| is_small(item, left)),
        _ => true,
    }
}

/// Objects in which services and archives keep the fields of a record.
const WRAPPERS: [&str; 16] = [
    "fields",
    "attributes",
    "_source",
    "node",
    "article",
    "item",
    "document",
    "doc",
    "record",
    "properties",
    "news",
    "story",
    "post",
    "entry",
    "meta",
    "metadata",
];

fn is_wrapper(name: &str) -> bool {
    WRAPPERS.iter().any(|wrapper| name.eq_ignore_ascii_case(wrapper))
}

/// What a level of wrapping adds to the rank of a field: the record's own fields come first.
const WRAPPED_RANK: u8 = 8;

/// Most levels of wrapping: `{"hit": {"_source": {"article": {…}}}}`.
const WRAPPED_DEPTH: u8 = 4;

impl Fields {
    /// The fields of a record whose values are texts.
    pub(crate) fn of<'a>(mapping: Option<&Mapping>, values: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut fields = Self::default();
        values
            .filter(|(_, value)| !is_missing(value))
            .for_each(|(name, value)| fields.push(FieldsSeed(mapping), name, Value::String(value.to_owned())));
        fields.slots.sort_by_key(|value| value.rank);
        fields
    }

    /// The fields of an object that was read, without its lists of records.
    pub(super) fn of_object(mapping: Option<&Mapping>, object: &Map<String, Value>) -> Self {
        let mut fields = Self::default();
        fields.add_object(FieldsSeed(mapping), "", object, 0);
        fields.slots.sort_by_key(|value| value.rank);
        fields
    }

    /// Adds the fields of an object inside the record, and of those inside it.
    fn add_object(&mut self, seed: FieldsSeed, path: &str, object: &Map<String, Value>, depth: u8) {
        for (name, value) in object {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            if seed.0.is_some_and(|mapping| mapping.reaches_into(&path)) {
                self.reach_into(seed, &path, value, 0);
                continue;
            }
            if let Value::Object(inner) = value
                && is_wrapper(name)
                && depth < WRAPPED_DEPTH
            {
                self.add_object(seed, &path, inner, depth + 1);
                continue;
            }
            // A user names fields by their path, everyone else by their name.
            let mapped = seed.0.is_some_and(|mapping| mapping.names(&path));
            let is_list = |slot: Slot| slot == Slot::Records && (value.is_array() || value.is_object());
            match slot(seed.0, if mapped { &path } else { name }) {
                Some((slot, _)) if is_list(slot) => {}
                Some((slot, rank)) => {
                    let rank = rank.saturating_add(depth * WRAPPED_RANK);
                    let mut left = budget::ANSWER_FIELD_VALUES;
                    match is_small(value, &mut left) {
                        true => self.add(slot, rank, &path, value.clone()),
                        false => self.list_other(&path),
                    }
                }
                None => self.list_other(&path),
            }
        }
    }

    fn push(&mut self, seed: FieldsSeed, path: &str, value: Value) {
        match slot(seed.0, path) {
            Some((slot, rank)) => self.add(slot, rank, path, value),
            None => self.list_other(path),
        }
    }

    fn add(&mut self, slot: Slot, rank: u8, path: &str, value: Value) {
        let slot = match slot {
            // `data` is a list of records in answers of services, and the date in tables of several languages.
            Slot::Records if value.is_object() => return self.list_other(path),
            Slot::Records => match field_of(path.rsplit('.').next().unwrap_or(path)) {
                Some(field) => Slot::Meta(field),
                None => return self.list_other(path),
            },
            slot => slot,
        };
        self.slots.push(SlotValue { slot, rank, name: path.to_owned(), value });
    }

    fn list_other(&mut self, path: &str) {
        if self.others.len() < LISTED_NAMES {
            self.others.push(path.to_owned());
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

    /// The first text of this kind that is not empty, and the field it is in.
    fn text(&self, wanted: Slot) -> Option<(&SlotValue, Cow<'_, str>)> {
        let texts = self.slots.iter().filter(|value| value.slot == wanted);
        texts.filter_map(|value| Some((value, text_of(&value.value)?))).find(|(_, text)| !text.trim().is_empty())
    }

    fn states(&self, field: MetaField) -> bool {
        let mut stated = self.slots.iter().filter(|value| value.slot == Slot::Meta(field));
        stated.any(|value| !values(field, &value.value).is_empty())
    }

    pub(super) fn has(&self, wanted: Slot) -> bool {
        self.slots.iter().any(|value| value.slot == wanted)
    }

    pub(super) fn has_text(&self) -> bool {
        self.text(Slot::Body).or_else(|| self.text(Slot::Lead)).is_some()
    }

    /// Whether an object at any place is an article: a title with a text, or with its day and address. In a list that is
    /// named as one of articles, fewer facts are enough. A `name` may be that of anything.
    pub(super) fn is_article(&self, is_listed: bool) -> bool {
        let (day, address) = (self.states(MetaField::Published), self.states(MetaField::Url));
        let is_name =
            |value: &SlotValue| value.name.rsplit('.').next().is_some_and(|name| name.eq_ignore_ascii_case("name"));
        let titles = self.slots.iter().filter(|value| value.slot == Slot::Meta(MetaField::Title));
        let titled =
            titles.filter(|value| !is_name(value)).any(|value| !values(MetaField::Title, &value.value).is_empty());
        match (titled, self.has_text()) {
            (true, true) => true,
            (true, false) if is_listed => day || address || self.states(MetaField::Deck),
            (false, true) if is_listed => day || address,
            _ => day && address && self.states(MetaField::Title),
        }
    }

    /// The candidates for metadata, each with the field it is in.
    pub(super) fn candidates(&self, kind: &str) -> Vec<Candidate> {
        let candidates = |found: &SlotValue| -> Vec<Candidate> {
            let Slot::Meta(field) = found.slot else { return Vec::new() };
            let origin = Origin::of(kind, &found.name);
            let stated = values(field, &found.value).into_iter();
            stated.map(|(field, value)| Candidate { field, value, origin: origin.clone() }).collect()
        };
        self.slots.iter().flat_map(candidates).collect()
    }

    pub(crate) fn into_draft(self, kind: &str) -> Result<Draft, FormatError> {
        let (body, lead) = (self.text(Slot::Body), self.text(Slot::Lead));
        if body.is_none() && lead.is_none() && !self.states(MetaField::Title) {
            return Err(FormatError::new(Reason::NotAnArticle, self.missing_text()));
        }
        let mut draft = match (body, &lead) {
            (Some((found, text)), _) => story_draft(Origin::of(kind, &found.name), &text),
            (None, Some((found, text))) => {
                let notes = vec!["the record has only the first paragraph of the story".to_owned()];
                Draft { partial: true, notes, ..body_draft(Origin::of(kind, &found.name), text) }
            }
            (None, None) => empty_draft(kind),
        };
        if let Some((found, text)) = &lead
            && draft.story_origin.as_str() != Origin::of(kind, &found.name).as_str()
        {
            put_first(&mut draft, body_draft(Origin::of(kind, &found.name), text).blocks);
        }
        let own = self.candidates(kind);
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

/// A story as the record has it. Services that sell the whole text give its beginning.
fn story_draft(origin: Origin, text: &str) -> Draft {
    let Some(beginning) = before_cut(text) else { return body_draft(origin, text) };
    let notes = vec!["the record has only the beginning of the story".to_owned()];
    Draft { partial: true, notes, ..body_draft(origin, beginning) }
}

/// The beginning of a text that ends with how much was cut: `The gate was shut… [+3005 chars]`.
fn before_cut(text: &str) -> Option<&str> {
    let (before, mark) = text.trim_end().rsplit_once("[+")?;
    let (count, unit) = mark.strip_suffix(']')?.split_once(' ')?;
    let is_count = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    (is_count && unit.starts_with("char")).then(|| before.trim_end())
}

/// Puts the first paragraph in front of a story that does not have it.
fn put_first(draft: &mut Draft, mut lead: Vec<Block>) {
    if draft.kind == DraftKind::Page {
        lead.iter_mut().for_each(|block| block.vote = Some(true));
    }
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).take(LEAD_COMPARED).collect::<String>();
    let opening = lead.first().map(|block| plain(&block.text)).unwrap_or_default();
    if !draft.blocks.iter().any(|block| plain(&block.text).starts_with(&opening)) {
        draft.blocks.splice(0..0, lead);
    }
}

/// Characters by which a first paragraph is found in a story.
const LEAD_COMPARED: usize = 60;
