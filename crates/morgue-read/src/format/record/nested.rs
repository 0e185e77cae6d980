//! The articles in a JSON value of any shape, such as the answer of a service: objects that have what an article has,
//! however deep they are. What is inside an article belongs to it, such as its tags and what is related to it.

use super::fields::Fields;
use crate::format::Mapping;
use crate::source::budget;
use serde_json::{Map, Value};

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

/// The articles in the values of a text; none if it is too large to hold, or invalid.
pub(super) fn articles_in(text: &str, mapping: Option<&Mapping>) -> Vec<Fields> {
    let mut search = Search { mapping, found: Vec::new() };
    let has_objects_inside = text.match_indices('{').nth(1).is_some();
    if text.len() <= budget::ANSWER_BYTES && has_objects_inside {
        for value in serde_json::Deserializer::from_str(text).into_iter::<Value>().map_while(Result::ok) {
            search.value(&value, false, 0);
        }
    }
    search.found
}

struct Search<'m> {
    mapping: Option<&'m Mapping>,
    found: Vec<Fields>,
}

impl Search<'_> {
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
        let is_list = |name: &str| LISTS.iter().any(|list| name.eq_ignore_ascii_case(list));
        object.iter().filter(|(name, _)| is_list(name)).for_each(|(_, inner)| self.value(inner, true, depth + 1));
        // A channel has the facts of an article too, but its items are the articles.
        if own.is_some() && self.found.len() == before {
            self.found.extend(own);
            return;
        }
        object.iter().filter(|(name, _)| !is_list(name)).for_each(|(_, inner)| self.value(inner, false, depth + 1));
    }
}
