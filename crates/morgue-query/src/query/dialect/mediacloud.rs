//! Media Cloud queries: Lucene's language with its own fields, where words next to each other must all match.

use super::lucene::{Flavour, Use};
use super::notes::{INFLECTIONS, LEGACY};

pub const FLAVOUR: Flavour =
    Flavour { name: "Media Cloud", blank_is_and: true, blank: LEGACY, words: INFLECTIONS, field };

const FIELDS: [(&str, &str); 16] = [
    ("article_title", "title"),
    ("title", "title"),
    ("text_content", "body"),
    ("text", "body"),
    ("media_name", "outlet"),
    ("media_url", "domain"),
    ("canonical_domain", "domain"),
    ("domain", "domain"),
    ("language", "language"),
    ("full_language", "language"),
    ("publication_date", "date"),
    ("publish_date", "date"),
    ("publish_day", "date"),
    ("url", "url"),
    ("original_url", "url"),
    ("normalized_url", "url"),
];

const UNKNOWN: [(&str, &str); 7] = [
    ("media_id", "name the outlet: media_name:\"The Harbour Courier\""),
    ("stories_id", "search for the story's headline or address"),
    ("tags_id_media", "name the outlets of the collection: media_name:(…)"),
    ("tags_id_stories", "search for the words that the tag means"),
    ("timespans_id", "give the days: publication_date:[2024-01-01 TO 2024-01-31]"),
    ("indexed_date", "search by the day of the article: publication_date"),
    ("normalized_article_title", "search for the words of a headline with article_title"),
];

fn field(name: &str) -> Use {
    if let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == name) {
        return Use::Field(field);
    }
    match UNKNOWN.iter().find(|(known, _)| *known == name) {
        Some((_, hint)) => Use::Unlike(hint),
        None => Use::Unknown,
    }
}
