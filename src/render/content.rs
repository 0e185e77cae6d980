//! The content of a hit's field, borrowed from the hit, so that a list of a hundred thousand is written without copying
//! it.

use crate::article::{Aside, Entities, Entity, NameKind, Origin};
use crate::passages::Passage;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The content of one field; serialises to its JSON.
pub(super) enum Content<'h> {
    None,
    Text(Cow<'h, str>),
    Texts(&'h [String]),
    Zones(&'h [&'static str]),
    Number(u64),
    Fraction(f64),
    Marks(Vec<[usize; 2]>),
    Passages(&'h [Passage]),
    Names(&'h Entities),
    Origins(&'h BTreeMap<String, Origin>),
    Asides(&'h [Aside]),
}

impl<'h> Content<'h> {
    pub fn text(text: &'h str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    pub fn maybe(text: Option<&'h String>) -> Self {
        text.map_or(Self::None, |text| Self::text(text))
    }

    pub fn made(text: Option<String>) -> Self {
        text.map_or(Self::None, |text| Self::Text(Cow::Owned(text)))
    }

    /// As a cell of a table: lists are joined with `; `, and for names only the names are written.
    pub fn into_cell(self) -> Cow<'h, str> {
        match self {
            Self::None => Cow::Borrowed(""),
            Self::Text(text) => text,
            Self::Texts(texts) => match texts {
                [one] => Cow::Borrowed(one),
                more => Cow::Owned(more.join("; ")),
            },
            Self::Zones(zones) => Cow::Owned(zones.join("; ")),
            Self::Marks(marks) if marks.is_empty() => Cow::Borrowed(""),
            Self::Passages([]) | Self::Asides([]) => Cow::Borrowed(""),
            // Nations have a column of their own.
            Self::Names(names) => {
                let kinds = [NameKind::Person, NameKind::Org, NameKind::Place];
                let all = kinds.iter().flat_map(|kind| names.of_kind(*kind)).map(|entity| entity.name.as_str());
                Cow::Owned(all.collect::<Vec<_>>().join("; "))
            }
            other => Cow::Owned(Value::from(other).to_string()),
        }
    }
}

impl From<Content<'_>> for Value {
    fn from(content: Content) -> Self {
        // Texts, numbers and lists of them always serialise.
        serde_json::to_value(content).unwrap_or_default()
    }
}

impl Serialize for Content<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => to.serialize_unit(),
            Self::Text(text) => to.serialize_str(text),
            Self::Texts(texts) => texts.serialize(to),
            Self::Zones(zones) => zones.serialize(to),
            Self::Number(number) => to.serialize_u64(*number),
            Self::Fraction(number) => to.serialize_f64(*number),
            Self::Marks(marks) => marks.serialize(to),
            Self::Passages(passages) => {
                let mut list = to.serialize_seq(Some(passages.len()))?;
                for passage in *passages {
                    list.serialize_element(&Shown { text: &passage.text, marks: marks(passage) })?;
                }
                list.end()
            }
            Self::Names(names) => {
                let mut kinds = to.serialize_map(Some(NameKind::ALL.len()))?;
                for kind in NameKind::ALL {
                    let entities: Vec<Named> = names.of_kind(kind).iter().map(Named::of).collect();
                    kinds.serialize_entry(kind.field(), &entities)?;
                }
                kinds.end()
            }
            Self::Origins(origins) => origins.serialize(to),
            Self::Asides(asides) => asides.serialize(to),
        }
    }
}

/// A passage as it is written.
#[derive(Serialize)]
struct Shown<'h> {
    text: &'h str,
    marks: Vec<[usize; 2]>,
}

/// A name with its forms and number of mentions.
#[derive(Serialize)]
struct Named<'h> {
    name: &'h str,
    forms: &'h [String],
    mentions: u32,
    #[serde(skip_serializing_if = "is_zero")]
    ambiguous: u32,
}

impl<'h> Named<'h> {
    fn of(entity: &'h Entity) -> Self {
        Self { name: &entity.name, forms: &entity.forms, mentions: entity.mentions, ambiguous: entity.ambiguous }
    }
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Marked parts of a passage as pairs of character offsets, the end exclusive.
pub(super) fn marks(passage: &Passage) -> Vec<[usize; 2]> {
    let count = |to: usize| passage.text[..to].chars().count();
    passage.marks.iter().map(|mark| [count(mark.start), count(mark.end)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_text_and_nothing_is_an_empty_one() {
        let names = ["Ann Holt".to_owned(), "Bo Ek".to_owned()];
        let passage = Passage { text: "été ici".to_owned(), marks: std::iter::once(6..9).collect() };
        let mut origins = BTreeMap::new();
        for (content, want) in [
            (Content::None, ""),
            (Content::text("one"), "one"),
            (Content::Texts(&names), "Ann Holt; Bo Ek"),
            (Content::Texts(&names[..1]), "Ann Holt"),
            (Content::Texts(&[]), ""),
            (Content::Zones(&["title", "body"]), "title; body"),
            (Content::Number(7), "7"),
            (Content::Fraction(1.5), "1.5"),
            (Content::Marks(Vec::new()), ""),
            (Content::Marks(marks(&passage)), "[[4,7]]"),
            (Content::Passages(&[]), ""),
            (Content::Asides(&[]), ""),
            (Content::Names(&Entities::default()), ""),
        ] {
            assert_eq!(content.into_cell(), want);
        }
        origins.insert("title".to_owned(), Origin::of("json", "headline"));
        assert_eq!(Content::Origins(&origins).into_cell(), "{\"title\":\"json:headline\"}");
    }
}
