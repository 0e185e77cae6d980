//! The articles in a JSON value of any shape, such as the answer of a service: objects that have what an article has,
//! however deep they are. What is inside an article belongs to it, such as its tags and what is related to it.

use super::fields::Fields;
use crate::format::Mapping;
use crate::source::budget;
use serde::Deserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;

/// Names of lists of articles, compared in lower case.
const LISTS: [&str; 17] = [
    "articles",
    "article",
    "docs",
    "documents",
    "items",
    "item",
    "results",
    "stories",
    "data",
    "news",
    "news_results",
    "posts",
    "entries",
    "entry",
    "hits",
    "records",
    "edges",
];

/// The articles in the values of a text; none if it is invalid.
pub(super) fn articles_in(text: &str, mapping: Option<&Mapping>) -> Vec<Fields> {
    let mut search = Search { mapping, found: Vec::new() };
    let has_objects_inside = text.match_indices('{').nth(1).is_some();
    if has_objects_inside {
        search.text(text, false, 0);
    }
    search.found
}

struct Search<'m> {
    mapping: Option<&'m Mapping>,
    found: Vec<Fields>,
}

impl Search<'_> {
    /// A text is held as a tree if it is small enough; else its parts are searched one after the other.
    fn text(&mut self, text: &str, is_listed: bool, depth: usize) {
        if depth > budget::ANSWER_DEPTH || self.found.len() >= budget::DOWNLOAD_ARTICLES {
            return;
        }
        if text.len() <= budget::ANSWER_BYTES {
            let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
            return values.map_while(Result::ok).for_each(|value| self.value(&value, is_listed, depth));
        }
        let mut values = serde_json::Deserializer::from_str(text);
        while values.end().is_err() && (Parts { search: self, is_listed, depth }).deserialize(&mut values).is_ok() {}
    }

    fn value(&mut self, value: &Value, is_listed: bool, depth: usize) {
        if depth > budget::ANSWER_DEPTH || self.found.len() >= budget::DOWNLOAD_ARTICLES {
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.value(item, is_listed, depth + 1)),
            Value::Object(object) => self.object(object, is_listed, depth),
            _ => {}
        }
    }

    fn object(&mut self, object: &Map<String, Value>, is_listed: bool, depth: usize) {
        // What is no article is not kept while the objects inside it are searched.
        let own = Some(Fields::of_object(self.mapping, object)).filter(|own| own.is_article(is_listed));
        if own.as_ref().is_some_and(Fields::has_text) {
            self.found.extend(own);
            return;
        }
        let before = self.found.len();
        object.iter().filter(|(name, _)| is_list(name)).for_each(|(_, inner)| self.value(inner, true, depth + 1));
        // A channel has the facts of an article too, but its items are the articles.
        if own.is_some() && self.found.len() == before {
            self.found.extend(own);
            return;
        }
        object.iter().filter(|(name, _)| !is_list(name)).for_each(|(_, inner)| self.value(inner, false, depth + 1));
    }
}

fn is_list(name: &str) -> bool {
    LISTS.iter().any(|list| name.eq_ignore_ascii_case(list))
}

/// The parts of one large value, each searched as soon as its end is found.
struct Parts<'s, 'm> {
    search: &'s mut Search<'m>,
    is_listed: bool,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Parts<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Parts<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<&RawValue>()? {
            self.search.text(item.get(), self.is_listed, self.depth + 1);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some((name, value)) = fields.next_entry::<Cow<'de, str>, &RawValue>()? {
            self.search.text(value.get(), is_list(&name), self.depth + 1);
        }
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_answer_is_searched_part_by_part() {
        let padding = " ".repeat(budget::ANSWER_BYTES);
        let doc =
            |number: usize| format!(r#"{{"headline":{{"main":"Ferry {number}"}},"lead_paragraph":"It stopped."}}"#);
        let docs = [doc(1), doc(2), doc(3)].join(",");
        let small = format!(r#"{{"status":"OK","response":{{"docs":[{docs}]}}}}"#);
        let large = format!(r#"{{"status":"OK{padding}","response":{{"docs":[{docs}],"note":"{padding}"}}}}"#);
        let titles = |text: &str| {
            articles_in(text, None).iter().map(|it| format!("{:?}", it.candidates("json"))).collect::<Vec<_>>()
        };
        assert_eq!(titles(&small).len(), 3);
        assert_eq!(titles(&large), titles(&small));
        assert_eq!(titles(&format!("\"{padding}\"")), Vec::<String>::new());
    }
}
