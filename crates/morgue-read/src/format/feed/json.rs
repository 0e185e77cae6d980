//! JSON Feed to drafts, one for each item, as `feed` does for XML. A truncated feed gives its complete items.

use super::entry::{Channel, Entry, Text};
use crate::article::Origin;
use crate::format::reason::Reason;
use crate::format::{DocumentHead, Drafts, FormatError, Input, MetaField};
use crate::text::decode;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// An object whose version is an address of JSON Feed.
pub(super) fn is_json_feed(head: &DocumentHead) -> bool {
    head.text.starts_with('{')
        && ["https://jsonfeed.org/version/", "https:\\/\\/jsonfeed.org\\/version\\/"].iter().any(|mark| {
            let before = head.text.split(mark).next().unwrap_or_default();
            before.len() < head.text.len() && before.trim_end_matches(['"', ' ']).ends_with(':')
        })
}

/// Reads a feed.
pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = decode(input.bytes, input.charset);
    let mut feed = Feed::default();
    let read = FeedSeed(&mut feed).deserialize(&mut serde_json::Deserializer::from_str(decoded.text.trim()));
    let items = feed.entries.len();
    if items == 0 {
        return match read {
            Ok(()) => Err(FormatError::new(Reason::Empty, "the feed has no items")),
            Err(error) => Err(FormatError::new(Reason::JsonSyntax, error.to_string())),
        };
    }
    for entry in feed.entries {
        let mut draft = entry.into_draft();
        feed.channel.lend(&mut draft);
        drafts.push(draft);
    }
    if let Err(error) = read {
        drafts.unreadable.push((items + 1, FormatError::new(Reason::JsonSyntax, error.to_string())));
    }
    Ok(())
}

#[derive(Default)]
struct Feed {
    channel: Channel,
    entries: Vec<Entry>,
}

/// Reads a feed into the given value, so that an error keeps what came before it.
struct FeedSeed<'f>(&'f mut Feed);

/// Reads the list of items.
struct ItemsSeed<'f>(&'f mut Vec<Entry>);

impl<'de> DeserializeSeed<'de> for FeedSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for FeedSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a feed")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let facts = &mut self.0.channel.facts;
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            match &*name {
                "items" => map.next_value_seed(ItemsSeed(&mut self.0.entries))?,
                "title" => add_text(facts, MetaField::Outlet, &map.next_value()?, "channel/title"),
                "language" => add_text(facts, MetaField::Language, &map.next_value()?, "channel/language"),
                "author" | "authors" => add_names(facts, &map.next_value()?, "channel/author"),
                "home_page_url" => self.0.channel.link = map.next_value::<Value>()?.as_str().map(str::to_owned),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for ItemsSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ItemsSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<Value>()? {
            self.0.push(entry(&item));
        }
        Ok(())
    }
}

fn origin(name: &str) -> Origin {
    Origin::of("feed", name)
}

fn add_text(entry: &mut Entry, field: MetaField, value: &Value, name: &str) {
    if let Some(text) = value.as_str() {
        entry.add(field, text, origin(name));
    }
}

/// Names of persons: one object or a list of them.
fn add_names(entry: &mut Entry, value: &Value, name: &str) {
    let persons = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    for person in persons {
        add_text(entry, MetaField::Author, person.get("name").unwrap_or(person), name);
    }
}

fn entry(item: &Value) -> Entry {
    let mut entry = Entry::default();
    let field = |name: &str| item.get(name).unwrap_or(&Value::Null);
    let text = |name: &str, is_markup| {
        let value = item.get(name)?.as_str().filter(|text| !text.trim().is_empty())?.to_owned();
        Some(Text { value, is_markup, origin: origin(name) })
    };
    entry.content = text("content_html", true).or_else(|| text("content_text", false));
    entry.summary = text("summary", false);
    add_text(&mut entry, MetaField::Title, field("title"), "title");
    for name in ["authors", "author"] {
        if !entry.states(MetaField::Author) {
            add_names(&mut entry, field(name), name);
        }
    }
    add_text(&mut entry, MetaField::Published, field("date_published"), "date_published");
    add_text(&mut entry, MetaField::Modified, field("date_modified"), "date_modified");
    add_text(&mut entry, MetaField::Language, field("language"), "language");
    add_text(&mut entry, MetaField::Url, field("url"), "url");
    add_text(&mut entry, MetaField::Url, field("external_url"), "external_url");
    if field("id").as_str().is_some_and(|id| id.starts_with("http://") || id.starts_with("https://")) {
        add_text(&mut entry, MetaField::Url, field("id"), "id");
    }
    for tag in field("tags").as_array().into_iter().flatten() {
        add_text(&mut entry, MetaField::Section, tag, "tags");
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Draft;

    fn read_all(json: &str) -> Result<Drafts, FormatError> {
        let mut drafts = Drafts::default();
        read(&Input { bytes: json.as_bytes(), ..Input::default() }, &mut drafts)?;
        Ok(drafts)
    }

    fn values(draft: &Draft, field: MetaField) -> Vec<&str> {
        draft.candidates.iter().filter(|found| found.field == field).map(|found| found.value.as_str()).collect()
    }

    const FEED: &str = r#"{"version":"https://jsonfeed.org/version/1.1","title":"The Courier","language":"en-GB",
        "home_page_url":"https://courier.example/","authors":[{"name":"News desk"}],"items":[
        {"id":"1","title":"Ferry stops","url":"/a","content_html":"<p>The ferry stopped.</p><script>x()</script><p>It was late.</p>",
         "author":{"name":"Ana Lindqvist"},"date_published":"2024-03-01T08:00:00Z","tags":["Transport","Harbour"]},
        {"id":"https://courier.example/b","title":"Bridge opens","summary":"The bridge opens on Monday."}]}"#;

    #[test]
    fn items_become_drafts_and_borrow_from_the_feed() {
        let drafts = read_all(FEED).expect("read");
        let [ferry, bridge] = &drafts.found[..] else { panic!("{} drafts", drafts.found.len()) };
        let texts: Vec<_> = ferry.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!((texts, ferry.partial), (vec!["The ferry stopped.", "It was late."], false));
        assert_eq!(values(ferry, MetaField::Author), ["Ana Lindqvist"]);
        assert_eq!(values(ferry, MetaField::Section), ["Transport", "Harbour"]);
        assert_eq!(values(ferry, MetaField::Url), ["https://courier.example/a"]);
        assert_eq!(values(ferry, MetaField::Outlet), ["The Courier"]);
        assert_eq!((bridge.partial, values(bridge, MetaField::Author)), (true, vec!["News desk"]));
        assert_eq!(values(bridge, MetaField::Url), ["https://courier.example/b"]);
    }

    #[test]
    fn a_cut_feed_gives_its_whole_items() {
        let drafts = read_all(&FEED[..FEED.len() - 30]).expect("read");
        assert_eq!(
            (drafts.found.len(), drafts.unreadable[0].0, drafts.unreadable[0].1.reason.as_str()),
            (1, 2, "json-syntax")
        );
        assert_eq!(
            read_all(r#"{"version":"https://jsonfeed.org/version/1","items":[]}"#).expect_err("empty").reason.as_str(),
            "empty"
        );
    }
}
