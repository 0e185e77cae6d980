//! Values of fields to texts, facts and people: strings, numbers, lists, and the objects that services keep them in.

use super::cells::{listed, serial_day};
use super::field_names::compared;
use crate::format::body::one_line;
use crate::format::{MetaField, inverted};
use crate::text::nfc;
use serde_json::{Map, Value};
use std::borrow::Cow;

type Object = Map<String, Value>;

/// Levels of lists and objects inside the value of a field.
const VALUE_DEPTH: usize = 8;

/// Where an object keeps its text.
const TEXTS: [&str; 9] = ["rendered", "processed", "html", "text", "value", "plain", "content", "body", "#text"];

/// The text of a story: a string, or paragraphs as strings or objects. A list of records is not a text.
pub(super) fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    text_at(value, 0)
}

fn text_at(value: &Value, depth: usize) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        _ if depth > VALUE_DEPTH => None,
        Value::Array(items) if !items.iter().all(is_record) => {
            let texts: Vec<Cow<'_, str>> = items.iter().filter_map(|item| text_at(item, depth + 1)).collect();
            (!texts.is_empty()).then(|| Cow::Owned(texts.join("\n\n")))
        }
        Value::Object(object) if !is_record(value) => {
            TEXTS.iter().filter_map(|name| object.get(*name)).find_map(|inner| text_at(inner, depth + 1))
        }
        _ => None,
    }
}

/// Whether a value has a title of its own: an article, not a paragraph.
fn is_record(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|object| ["title", "headline", "webTitle"].iter().any(|name| object.contains_key(*name)))
}

/// The values of a field, with the field that each is for.
pub(super) fn values(field: MetaField, value: &Value) -> Vec<(MetaField, String)> {
    let stated = match field {
        MetaField::Author => authors(value, 0),
        MetaField::Published | MetaField::Modified | MetaField::Captured if value.get("date-parts").is_some() => {
            date_parts(value).map(|day| (field, day)).into_iter().collect()
        }
        _ => match value {
            Value::Array(items) => items.iter().filter_map(scalar).map(|value| (field, value)).collect(),
            value => scalar(value).map(|value| (field, value)).into_iter().collect::<Vec<_>>(),
        },
    };
    let tidied = stated.into_iter().filter_map(|(field, value)| Some((field, tidy(field, &value)?)));
    tidied.filter(|(_, value)| !value.is_empty()).collect()
}

/// `{"date-parts": [[2024, 5, 6]]}`, as reference managers write days.
fn date_parts(value: &Value) -> Option<String> {
    let parts = value.get("date-parts")?.get(0)?.as_array()?;
    let parts: Vec<String> = parts.iter().take(3).filter_map(scalar).collect();
    (!parts.is_empty()).then(|| parts.join("-"))
}

/// The value of a field in the form that is kept; `None` if it cannot be one.
fn tidy(field: MetaField, value: &str) -> Option<String> {
    let value = value.trim();
    Some(match field {
        MetaField::Published | MetaField::Modified | MetaField::Captured => {
            serial_day(value).unwrap_or_else(|| nfc(value).into_owned())
        }
        // The number of a record in its database is not an address.
        MetaField::Url if !value.contains(['.', '/']) => return None,
        // Nor is the number of a section its name.
        MetaField::Section if value.bytes().all(|byte| byte.is_ascii_digit()) => return None,
        MetaField::Title | MetaField::Deck | MetaField::Section => one_line(value),
        _ => nfc(value).into_owned(),
    })
}

/// Objects in which services keep people.
const PEOPLE: [&str; 8] = ["person", "persons", "people", "authors", "author", "by", "data", "attributes"];

/// Authors, each in a candidate of its own, or a byline in one string.
fn authors(value: &Value, depth: usize) -> Vec<(MetaField, String)> {
    let author = |name: String| (MetaField::Author, name);
    match value {
        Value::String(text) => match listed(text) {
            Some(names) => names.into_iter().map(|name| author(name.to_owned())).collect(),
            None => match inverted::people(text) {
                Some(people) => people.into_iter().map(author).collect(),
                None => vec![(MetaField::Byline, text.clone())],
            },
        },
        _ if depth > VALUE_DEPTH => Vec::new(),
        Value::Array(items) => {
            let people = items.iter().flat_map(|item| authors(item, depth + 1));
            // A list has one name each.
            people.map(|(_, name)| author(name)).collect()
        }
        Value::Object(object) => {
            // `{"original": "By Jane Doe and John Roe", "person": […]}`.
            if let Some(byline) = string(object, &["original"]) {
                return vec![(MetaField::Byline, byline.to_owned())];
            }
            if let Some(name) = full_name(object) {
                return vec![author(name)];
            }
            let mut inside = PEOPLE.iter().filter_map(|name| object.get(*name)).map(|inner| authors(inner, depth + 1));
            let people = inside.find(|people| !people.is_empty());
            people.unwrap_or_else(|| scalar(value).map(author).into_iter().collect())
        }
        _ => Vec::new(),
    }
}

/// The name of a person, in one value or in parts.
fn full_name(person: &Object) -> Option<String> {
    if let Some(name) = string(person, &["name", "fullname", "displayname"]) {
        return Some(name.to_owned());
    }
    let first = string(person, &["firstname", "givenname", "given", "first", "forename"]);
    let middle = string(person, &["middlename", "middle"]);
    let last = string(person, &["lastname", "surname", "familyname", "family", "last"])?;
    Some([first, middle, Some(last)].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// The string under the first of these names, which are compared.
fn string<'o>(object: &'o Object, names: &[&str]) -> Option<&'o str> {
    names.iter().find_map(|wanted| {
        let (_, value) = object.iter().find(|(name, _)| compared(name) == *wanted)?;
        value.as_str().map(str::trim).filter(|text| !text.is_empty())
    })
}

/// Where an object keeps its name or its only value.
const NAMES: [&str; 14] = [
    "name",
    "title",
    "main",
    "basic",
    "default",
    "rendered",
    "processed",
    "text",
    "value",
    "label",
    "$date",
    "#text",
    "attributes",
    "data",
];

/// A string, a number, the name of an object (`{"name": "Jane Doe"}`), or its only string.
fn scalar(value: &Value) -> Option<String> {
    scalar_at(value, 0)
}

fn scalar_at(value: &Value, depth: usize) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) if depth <= VALUE_DEPTH => {
            let mut named = NAMES.iter().filter_map(|name| object.get(*name));
            named.find_map(|inner| scalar_at(inner, depth + 1)).or_else(|| only_string(object))
        }
        _ => None,
    }
}

/// The string of an object that has one: `{"stringValue": "The dam"}`. Its number and its address do not count.
fn only_string(object: &Object) -> Option<String> {
    let is_name = |text: &&str| !text.trim().is_empty() && !text.contains("://");
    let strings = object.iter().filter(|(name, _)| *name != "id").filter_map(|(_, value)| value.as_str());
    let mut strings = strings.filter(is_name);
    match (strings.next(), strings.next()) {
        (Some(only), None) => Some(only.to_owned()),
        (None, _) => object.get("id").and_then(|id| scalar_at(id, VALUE_DEPTH)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn people_are_found_in_every_shape() {
        let of = |value: Value| -> Vec<String> {
            values(MetaField::Author, &value).into_iter().map(|(_, name)| name).collect()
        };
        for (value, want) in [
            (json!("Doe, Jane; Roe, John"), vec!["Jane Doe", "John Roe"]),
            (json!("['Jane Doe', 'John Roe']"), vec!["Jane Doe", "John Roe"]),
            (json!("Jane Doe and John Roe"), vec!["Jane Doe and John Roe"]),
            (json!([{"name": "Jane Doe"}, "Roe, John"]), vec!["Jane Doe", "John Roe"]),
            (json!({"original": "By Jane Doe", "person": []}), vec!["By Jane Doe"]),
            (
                json!({"original": null, "person": [{"firstname": "Jane", "middlename": null, "lastname": "Doe"}]}),
                vec!["Jane Doe"],
            ),
            (json!({"by": [{"type": "author", "name": "Jane Doe"}]}), vec!["Jane Doe"]),
            (json!({"data": {"attributes": {"name": "Jane Doe"}}}), vec!["Jane Doe"]),
            (json!([]), vec![]),
            (json!(null), vec![]),
        ] {
            assert_eq!(of(value.clone()), want, "{value}");
        }
    }

    #[test]
    fn texts_and_names_are_found_in_objects() {
        for (value, want) in [
            (json!({"rendered": "<p>It held.</p>", "protected": false}), Some("<p>It held.</p>")),
            (json!([{"type": "text", "content": "One."}, {"type": "image", "url": "x"}, "Two."]), Some("One.\n\nTwo.")),
            (json!([{"title": "Another", "text": "Its story."}]), None),
            (json!({"title": "Another", "text": "Its story."}), None),
            (json!([]), None),
        ] {
            assert_eq!(text_of(&value).as_deref(), want, "{value}");
        }
        let title =
            |value: Value| values(MetaField::Title, &value).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(title(json!({"main": "The dam", "kicker": null, "print_headline": "Dam"})), ["The dam"]);
        assert_eq!(title(json!({"rendered": "Dam &amp; weir"})), ["Dam & weir"]);
        assert_eq!(title(json!({"stringValue": "The dam"})), ["The dam"]);
        assert_eq!(values(MetaField::Url, &json!("8081")), []);
        assert_eq!(values(MetaField::Section, &json!([3, "News"])), [(MetaField::Section, "News".to_owned())]);
        let day = values(MetaField::Published, &json!({"date-parts": [[2024, "5", 6]]}));
        assert_eq!(day, [(MetaField::Published, "2024-5-6".to_owned())]);
        assert_eq!(values(MetaField::Published, &json!(45590)), [(MetaField::Published, "2024-10-25".to_owned())]);
    }
}
