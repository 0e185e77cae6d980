//! The elements of Atom 1.0 and 0.3 to fields: a text is plain, escaped or literal markup, or base64, as its type and
//! mode say. The names of both versions are accepted in either.

use super::entry::{Channel, Entry, Text, without_address};
use super::names::{Space, join};
use super::tree::Element;
use crate::article::Origin;
use crate::format::MetaField;
use crate::format::body::one_line;

/// What the feed states for all its entries.
pub(super) fn channel(feed: &Element) -> Channel {
    let mut facts = Entry::default();
    for title in own(feed, &["title"]) {
        facts.add(MetaField::Outlet, &line(title), origin("channel/title"));
    }
    own(feed, &["author"]).for_each(|author| authors(author, "channel/author", &mut facts));
    if let Some(language) = &feed.mark.language {
        facts.add(MetaField::Language, language, origin("xml:lang"));
    }
    let base = feed.mark.base.as_deref();
    let link =
        own(feed, &["link"]).find(|link| is_alternate(link)).and_then(|link| join(base, link.attribute("href")?));
    Channel { facts, link: link.filter(|link| link.contains("://")) }
}

fn origin(name: &str) -> Origin {
    Origin::of("feed", name)
}

/// The children with these names, in Atom's namespace or none.
fn own<'e, 'a>(element: &'e Element<'a>, names: &'static [&'static str]) -> impl Iterator<Item = &'e Element<'a>> {
    let is_own = |child: &&Element| matches!(child.mark.space, Space::Atom | Space::Plain);
    element.elements().filter(is_own).filter(|child| names.contains(&&*child.name))
}

/// Reads one entry.
pub(super) fn entry(element: &Element) -> Entry {
    let mut entry = Entry::default();
    for title in own(element, &["title"]).chain(element.all(Space::DublinCore, "title")) {
        entry.add(MetaField::Title, &line(title), origin("title"));
    }
    entry.content = own(element, &["content"]).find_map(text);
    entry.summary = own(element, &["summary"]).find_map(text);
    media(element, &mut entry);
    own(element, &["author"]).for_each(|author| authors(author, "author", &mut entry));
    for creator in element.all(Space::DublinCore, "creator") {
        entry.add(MetaField::Byline, &without_address(&line(creator)), origin("dc:creator"));
    }
    dates(element, &mut entry);
    addresses(element, &mut entry);
    for category in own(element, &["category"]) {
        let named = category.attribute("label").or_else(|| category.attribute("term"));
        entry.add(MetaField::Section, named.unwrap_or(&line(category)), origin("category"));
    }
    for subject in element.all(Space::DublinCore, "subject") {
        entry.add(MetaField::Section, &line(subject), origin("dc:subject"));
    }
    for source in own(element, &["source"]) {
        self::source(source, &mut entry);
    }
    languages(element, &mut entry);
    entry
}

fn media(element: &Element, entry: &mut Entry) {
    let groups = element.all(Space::Media, "group").chain([element]);
    for description in groups.flat_map(|group| group.all(Space::Media, "description")) {
        let text = Text::of_any(description.raw_text(), origin("media:description"));
        match (&entry.content, &entry.summary) {
            (None, None) => entry.summary = Some(text),
            _ => entry.captions.push(text.value),
        }
    }
}

/// What the feed that an entry was copied from states.
fn source(source: &Element, entry: &mut Entry) {
    own(source, &["title"]).for_each(|title| entry.add(MetaField::Outlet, &line(title), origin("source/title")));
    if !entry.states(MetaField::Author) && !entry.states(MetaField::Byline) {
        own(source, &["author"]).for_each(|author| authors(author, "source/author", entry));
    }
}

/// The name of a person; in RSS and old feeds it may have no element of its own.
pub(super) fn authors(author: &Element, origin_name: &str, entry: &mut Entry) {
    let named = own(author, &["name"]).next();
    let text = if author.has_elements() { named.map(line).unwrap_or_default() } else { line(author) };
    entry.add(MetaField::Author, &without_address(&text), origin(origin_name));
}

fn dates(element: &Element, entry: &mut Entry) {
    let terms = |name| element.all(Space::Terms, name).chain(element.all(Space::DublinCore, name));
    let published = own(element, &["published"]).chain(own(element, &["issued"])).chain(own(element, &["created"]));
    let published = published.chain(terms("issued")).chain(terms("created"));
    for date in published.chain(terms("date")) {
        entry.add(MetaField::Published, &date.raw_text(), origin(&date.name));
    }
    let updated: Vec<_> = own(element, &["updated", "modified"]).chain(terms("modified")).collect();
    for date in &updated {
        entry.add(MetaField::Modified, &date.raw_text(), origin(&date.name));
    }
    if !entry.states(MetaField::Published) {
        updated.iter().for_each(|date| entry.add(MetaField::Published, &date.raw_text(), origin(&date.name)));
    }
}

fn addresses(element: &Element, entry: &mut Entry) {
    let original = element.all(Space::Feedburner, "origlink").map(|link| (link.raw_text(), link.mark.base.as_deref()));
    let mut links: Vec<_> = own(element, &["link"]).filter(|link| is_alternate(link)).collect();
    // Of several alternates the web page is the article's address; the others are feeds, films and translations.
    links.sort_by_key(|link| link.attribute("type").is_some_and(|kind| !kind.contains("html")));
    let links = links.iter().map(|link| {
        let address = link.attribute("href").map(str::to_owned).unwrap_or_else(|| link.raw_text());
        (address, link.mark.base.as_deref())
    });
    for (address, base) in original.chain(links) {
        if let Some(address) = join(base, &address) {
            entry.add(MetaField::Url, &address, origin("link"));
        }
    }
}

/// Whether a link leads to the article itself.
pub(super) fn is_alternate(link: &Element) -> bool {
    link.attribute("rel").is_none_or(|rel| rel.eq_ignore_ascii_case("alternate") || rel.ends_with("/alternate"))
}

fn languages(element: &Element, entry: &mut Entry) {
    let parts = own(element, &["content"]).chain(own(element, &["summary"])).chain(own(element, &["title"]));
    let stated = parts.filter_map(|part| part.mark.language.clone()).chain(element.mark.language.clone());
    if let Some(language) = stated.into_iter().next() {
        entry.add(MetaField::Language, &language, origin("xml:lang"));
    }
    for language in element.all(Space::DublinCore, "language") {
        entry.add(MetaField::Language, &line(language), origin("dc:language"));
    }
}

/// A text construct as one line.
fn line(element: &Element) -> String {
    match text(element) {
        Some(Text { value, is_markup: true, .. }) => one_line(&format!("<span>{value}</span>")),
        Some(Text { value, .. }) => crate::text::nfc(&crate::text::squeeze(&value)).into_owned(),
        None => String::new(),
    }
}

/// A text construct: by its mode and type, else by its content. `None` if there is no text.
pub(super) fn text(element: &Element) -> Option<Text> {
    let kind = element.attribute("type").unwrap_or_default().to_ascii_lowercase();
    let mode = element.attribute("mode").unwrap_or_default().to_ascii_lowercase();
    let origin = Origin::of("feed", &element.name);
    if element.has_elements() {
        return Some(Text { value: element.markup(), is_markup: true, origin });
    }
    let value = element.raw_text();
    if value.trim().is_empty() {
        return None;
    }
    let is_text = kind.is_empty() || kind == "text" || kind.contains("html") || kind.starts_with("text/");
    let encoded = mode == "base64" || (!is_text && !kind.contains("xml"));
    let value = if encoded { decode_base64(&value)? } else { value };
    if kind == "text" || (kind == "text/plain" && mode != "escaped" && !encoded) {
        return Some(Text { value, is_markup: false, origin });
    }
    let is_markup = kind.contains("html") && !is_doubtful(&value, &mode);
    Some(if is_markup { Text { value, is_markup, origin } } else { Text::of_any(value, origin) })
}

/// Markup whose tags an `xml` mode removed: what is left is text.
fn is_doubtful(value: &str, mode: &str) -> bool {
    mode == "xml" && !crate::format::body::has_markup(value)
}

/// The text of base64 whose bytes are UTF-8; whitespace inside it is ignored.
fn decode_base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()).take_while(|&byte| byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded_or_refused() {
        for (text, want) in [
            ("RXhhbXBs\n  ZSA8Yj4=", Some("Example <b>")),
            ("w7w", Some("ü")),
            ("/w==", None),
            ("no base64!", None),
            ("", Some("")),
        ] {
            assert_eq!(decode_base64(text).as_deref(), want, "{text}");
        }
    }
}
