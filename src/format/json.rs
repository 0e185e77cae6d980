//! JSON records with the field names that real corpora use. Unknown fields are skipped without being kept.
//! A record without any text field is no article.

use super::{Block, Candidate, Draft, DraftKind, Drafts, FormatError, Input, MetaField, html};
use crate::article::Origin;
use crate::text::{decode, nfc, squeeze, unwrap_lines};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// Reads one JSON value, or several that follow each other, each an article or a list of articles.
pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = decode(input.bytes, input.charset);
    let text = decoded.text.trim();
    if text.starts_with('[') {
        let records: Vec<Fields> = serde_json::from_str(text).map_err(syntax)?;
        return records.into_iter().try_for_each(|record| add(record, drafts));
    }
    for record in serde_json::Deserializer::from_str(text).into_iter::<Fields>() {
        add(record.map_err(syntax)?, drafts)?;
    }
    Ok(())
}

/// The facts of one object, without its texts; `kind` is what their origins open with.
pub(super) fn facts(bytes: &[u8], kind: &str) -> Result<Vec<Candidate>, FormatError> {
    let decoded = decode(bytes, None);
    let record: Fields = serde_json::from_str(decoded.text.trim()).map_err(syntax)?;
    Ok(record.slots.iter().flat_map(|value| candidates(value, kind)).collect())
}

/// The metadata field that a record's field means.
pub(super) fn meta_field(name: &str) -> Option<MetaField> {
    match slot(name)?.0 {
        Slot::Meta(field) => Some(field),
        Slot::Body | Slot::Records => None,
    }
}

fn syntax(error: serde_json::Error) -> FormatError {
    FormatError::new("json-syntax", error.to_string())
}

fn add(record: Fields, drafts: &mut Drafts) -> Result<(), FormatError> {
    if !record.articles.is_empty() && record.slots.iter().all(|value| value.slot != Slot::Body) {
        return record.articles.into_iter().try_for_each(|inner| add(inner, drafts));
    }
    drafts.push(record.into_draft()?);
    Ok(())
}

/// What a field of a record means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Body,
    Meta(MetaField),
    /// A list of records (`{"articles": […]}`).
    Records,
}

/// Field names and their rank; of several for one meaning the lowest rank wins. `content_original` stands before
/// `content`, which some corpora keep cut into tokens.
fn slot(name: &str) -> Option<(Slot, u8)> {
    use MetaField::{Author, Captured, Deck, Language, Modified, Outlet, Published, Section, Title, Url};
    let meta = |field, rank| Some((Slot::Meta(field), rank));
    match name {
        "content_original" | "maintext" | "article_body" | "articleBody" => Some((Slot::Body, 0)),
        "body" | "text" | "full_text" | "fulltext" | "fullText" | "body_text" | "bodyText" | "article_text"
        | "plain_text" => Some((Slot::Body, 1)),
        "content" | "article" | "story" | "raw_text" | "main_text" => Some((Slot::Body, 2)),
        "content_html" | "body_html" | "bodyHtml" | "html" | "raw_html" => Some((Slot::Body, 3)),
        "content_text" => Some((Slot::Body, 1)),
        "title" | "Title" => meta(Title, 0),
        "headline" | "Headline" | "heading" | "article_title" => meta(Title, 1),
        "title_page" | "name" => meta(Title, 2),
        "deck" | "dek" | "standfirst" | "subtitle" | "subheadline" | "sub_title" | "kicker_text" => meta(Deck, 0),
        "description" | "summary" | "abstract" | "lead" => meta(Deck, 1),
        "authors" | "author" | "creator" | "creators" | "Author" => meta(Author, 0),
        "byline" | "by" | "byLine" => meta(Author, 1),
        "published" | "date_publish" | "publication_date" | "published_at" | "publishedAt" | "published_date"
        | "publish_date" | "date_published" | "datePublished" | "pub_date" | "pubDate" | "pubdate"
        | "publicationDate" | "publishDate" | "firstcreated" => meta(Published, 0),
        "date" | "Date" | "datetime" | "timestamp" | "day" => meta(Published, 1),
        "modified" | "date_modify" | "date_modified" | "dateModified" | "updated" | "updated_at" | "updatedAt"
        | "last_modified" => meta(Modified, 0),
        "date_download" | "crawl_date" | "scraped_at" | "retrieved" | "fetched_at" | "indexed_date" => {
            meta(Captured, 0)
        }
        "outlet" | "publication" | "publisher" | "newspaper" | "media_name" | "site_name" | "siteName" => {
            meta(Outlet, 0)
        }
        "source" | "site" | "source_name" | "sourceName" => meta(Outlet, 1),
        "source_domain" | "domain" | "source_url" | "media_url" | "hostname" => meta(Outlet, 2),
        "section" | "section_name" | "sectionName" | "articleSection" => meta(Section, 0),
        "category" | "categories" | "desk" | "news_desk" | "rubric" => meta(Section, 1),
        "language" | "lang" | "inLanguage" => meta(Language, 0),
        "url" | "canonical_url" | "web_url" | "webUrl" | "canonicalUrl" => meta(Url, 0),
        "link" | "permalink" | "uri" | "source_link" | "article_url" => meta(Url, 1),
        "articles" | "docs" | "items" | "results" | "stories" | "data" => Some((Slot::Records, 0)),
        _ => None,
    }
}

/// One value of a record that means something.
struct SlotValue {
    slot: Slot,
    rank: u8,
    name: String,
    value: Value,
}

/// The fields of one record that mean something, and the names of the others.
#[derive(Default)]
struct Fields {
    slots: Vec<SlotValue>,
    articles: Vec<Fields>,
    others: Vec<String>,
}

/// Names of unknown fields that an error may list.
const LISTED_NAMES: usize = 8;

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldsVisitor)
    }
}

/// Either a list of records or nothing of interest.
struct Nested(Vec<Fields>);

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let Value::Array(items) = value else { return Ok(Self(Vec::new())) };
        let records = items.into_iter().filter(Value::is_object).filter_map(|item| serde_json::from_value(item).ok());
        Ok(Self(records.collect()))
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the fields of one article")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            match slot(&name) {
                Some((Slot::Records, _)) => fields.articles.extend(map.next_value::<Nested>()?.0),
                Some((slot, rank)) => {
                    let value = map.next_value()?;
                    fields.slots.push(SlotValue { slot, rank, name: name.into_owned(), value });
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                    if fields.others.len() < LISTED_NAMES {
                        fields.others.push(name.into_owned());
                    }
                }
            }
        }
        fields.slots.sort_by_key(|value| value.rank);
        Ok(fields)
    }
}

impl Fields {
    fn into_draft(self) -> Result<Draft, FormatError> {
        let body = self.slots.iter().find(|value| {
            value.slot == Slot::Body && text_of(&value.value).is_some_and(|text| !text.trim().is_empty())
        });
        let titled =
            self.slots.iter().any(|value| value.slot == Slot::Meta(MetaField::Title) && !value.value.is_null());
        if body.is_none() && !titled {
            return Err(FormatError::new("not-an-article", self.missing_text()));
        }
        let mut draft =
            body.map_or_else(empty_draft, |value| body_draft(&value.name, &text_of(&value.value).unwrap_or_default()));
        let own: Vec<Candidate> = self.slots.iter().flat_map(|value| candidates(value, "json")).collect();
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
            return "an object without fields".to_owned();
        }
        format!("no title and no text; its fields are {}", names.join(", "))
    }
}

fn empty_draft() -> Draft {
    Draft {
        kind: DraftKind::Record,
        blocks: Vec::new(),
        candidates: Vec::new(),
        story_origin: Origin::fixed("json"),
        partial: false,
        notes: vec!["the record has a title and no text".to_owned()],
    }
}

/// A body: markup is read as a page, text is cut into paragraphs.
fn body_draft(name: &str, text: &str) -> Draft {
    let origin = Origin::of("json", name);
    if is_markup(text)
        && let Ok(mut page) = html::read_html(&format!("<html><body><article>{text}</article></body></html>"))
        && !page.blocks.is_empty()
    {
        page.story_origin = origin;
        page.candidates.clear();
        return page;
    }
    let blocks = text_blocks(text);
    Draft {
        kind: DraftKind::Record,
        blocks,
        candidates: Vec::new(),
        story_origin: origin,
        partial: false,
        notes: Vec::new(),
    }
}

/// Paragraph tags near the start; a lone `<` in a text is none.
fn is_markup(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(1024)];
    ["<p>", "<p ", "<div", "<br", "<h1", "<h2", "<span", "<article", "<figure", "<ul", "<!DOCTYPE", "<html"]
        .iter()
        .any(|tag| head.contains(tag))
}

fn text_blocks(text: &str) -> Vec<Block> {
    let text = nfc(text);
    let strange = text.contains('\r') || text.contains('\u{2029}');
    let text = if strange { Cow::Owned(text.replace("\r\n", "\n").replace(['\r', '\u{2029}'], "\n")) } else { text };
    let unwrapped = unwrap_lines(&text);
    let lines = unwrapped.split('\n').map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Block::paragraph(plain(line))).collect()
}

/// One line with single blanks; the usual case is copied once.
fn plain(line: &str) -> String {
    let bytes = line.as_bytes();
    let messy = bytes.contains(&b'\t') || bytes.windows(2).any(|pair| pair == b"  " || pair == b"\xc2\xa0");
    if messy { squeeze(line) } else { line.to_owned() }
}

fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        // Paragraphs as a list.
        Value::Array(items) if items.iter().all(Value::is_string) => {
            Some(Cow::Owned(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n\n")))
        }
        _ => None,
    }
}

fn candidates(found: &SlotValue, kind: &str) -> Vec<Candidate> {
    let Slot::Meta(field) = found.slot else { return Vec::new() };
    let origin = Origin::of(kind, &found.name);
    // One string may name several authors; a list names one each.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn input(bytes: &[u8]) -> Input<'_> {
        Input { bytes, ..Input::default() }
    }

    fn one(json: &str) -> Draft {
        let mut drafts = Drafts::default();
        read(&input(json.as_bytes()), &mut drafts).expect("read");
        drafts.found.remove(0)
    }

    fn values(draft: &Draft, field: MetaField) -> Vec<(&str, &str)> {
        draft
            .candidates
            .iter()
            .filter(|candidate| candidate.field == field)
            .map(|candidate| (candidate.value.as_str(), candidate.origin.as_str()))
            .collect()
    }

    #[test]
    fn the_untokenised_text_wins_and_fields_keep_their_origin() {
        let draft = one(
            r#"{"content":"To kens .","content_original":"One.\n\nTwo.","title":"T","authors":"A B, C D","date":"2024-10-25","source":"The Courier","ID":"x"}"#,
        );
        let texts: Vec<_> = draft.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["One.", "Two."]);
        assert_eq!(draft.story_origin.as_str(), "json:content_original");
        assert_eq!(values(&draft, MetaField::Byline), [("A B, C D", "json:authors")]);
        assert_eq!(values(&draft, MetaField::Published), [("2024-10-25", "json:date")]);
    }

    #[test]
    fn lists_objects_and_numbers_are_read_as_values() {
        let draft = one(
            r#"{"headline":"T","text":["One.","Two."],"authors":[{"name":"A B"},"C D"],"source":{"id":null,"name":"Post"},"timestamp":1729864980,"section":null}"#,
        );
        assert_eq!(draft.blocks.len(), 2);
        assert_eq!(values(&draft, MetaField::Author), [("A B", "json:authors"), ("C D", "json:authors")]);
        assert_eq!(values(&draft, MetaField::Outlet), [("Post", "json:source")]);
        assert_eq!(values(&draft, MetaField::Published), [("1729864980", "json:timestamp")]);
        assert_eq!(values(&draft, MetaField::Section), []);
    }

    #[test]
    fn wrapped_lists_and_values_in_a_row_are_all_read() {
        for json in [
            r#"{"status":"ok","articles":[{"title":"A","content":"a"},{"title":"B","content":"b"}]}"#,
            "{\"title\":\"A\",\"text\":\"a\"}\n{\"title\":\"B\",\"text\":\"b\"}",
            r#"[{"title":"A","text":"a"},{"title":"B","text":"b"}]"#,
        ] {
            let mut drafts = Drafts::default();
            read(&input(json.as_bytes()), &mut drafts).expect("read");
            assert_eq!(drafts.found.len(), 2, "{json}");
        }
    }

    #[test]
    fn what_is_no_article_is_refused_with_its_fields() {
        let mut drafts = Drafts::default();
        let error = read(&input(br#"{"version":3,"settings":{}}"#), &mut drafts).expect_err("refused");
        assert_eq!(
            (error.reason, error.detail.as_str()),
            ("not-an-article", "no title and no text; its fields are version, settings")
        );
        assert_eq!(read(&input(b"{\"title\": \"cut"), &mut drafts).expect_err("refused").reason, "json-syntax");
        assert_eq!(read(&input(b"{\"title\": 3} trailing"), &mut drafts).expect_err("refused").reason, "json-syntax");
    }
}
