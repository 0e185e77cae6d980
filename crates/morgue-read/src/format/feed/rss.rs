//! The elements of RSS to fields: 0.9 to 2.0, the RDF kind, CDF, and the modules that news feeds use (Dublin Core,
//! content, media). `description` is a summary, `content:encoded` the article.

use super::atom;
use super::entry::{Channel, Entry, Text, without_address};
use super::names::{Space, join};
use super::tree::Element;
use crate::article::Origin;
use crate::format::MetaField;
use crate::format::body::one_line;

/// What the channel states for all its items.
pub(super) fn channel(root: &Element) -> Channel {
    let channel = root.elements().find(|element| element.name == "channel").unwrap_or(root);
    let mut facts = Entry::default();
    for element in channel.elements() {
        let text = || one_line(&element.raw_text());
        match (element.mark.space, &*element.name) {
            (space, "title") if space == channel.mark.space => {
                facts.add(MetaField::Outlet, &text(), origin("channel/title"))
            }
            (Space::DublinCore, "title") => facts.add(MetaField::Outlet, &text(), origin("channel/dc:title")),
            (Space::DublinCore, "language") => facts.add(MetaField::Language, &text(), origin("channel/dc:language")),
            (space, "language") if space == channel.mark.space => {
                facts.add(MetaField::Language, &text(), origin("channel/language"));
            }
            _ => {}
        }
    }
    if let Some(language) = channel.mark.language.as_deref().or(root.mark.language.as_deref()) {
        facts.add(MetaField::Language, language, origin("xml:lang"));
    }
    let link = channel.child(channel.mark.space, "link").map(Element::raw_text);
    let link = link.or_else(|| channel.attribute("href").map(str::to_owned)).filter(|link| link.contains("://"));
    Channel { facts, link: link.map(|link| link.trim().to_owned()) }
}

fn origin(name: &str) -> Origin {
    Origin::of("feed", name)
}

/// Reads one item.
pub(super) fn entry(item: &Element) -> Entry {
    let mut entry = Entry::default();
    titles(item, &mut entry);
    texts(item, &mut entry);
    addresses(item, &mut entry);
    for element in item.elements() {
        fact(item, element, &mut entry);
    }
    // The day that an Atom element of the item states ranks after what RSS itself says.
    if !entry.states(MetaField::Published)
        && let Some(updated) = item.child(Space::Atom, "updated").or_else(|| item.child(Space::Terms, "modified"))
    {
        entry.add(MetaField::Published, &updated.raw_text(), origin(&updated.name));
    }
    if !entry.states(MetaField::Published)
        && let Some(changed) = item.attribute("lastmod")
    {
        entry.add(MetaField::Published, changed, origin("lastmod"));
    }
    if let Some(language) = &item.mark.language {
        entry.add(MetaField::Language, language, origin("item/xml:lang"));
    }
    entry
}

fn titles(item: &Element, entry: &mut Entry) {
    let spaces = [(item.mark.space, "title"), (Space::DublinCore, "dc:title"), (Space::Media, "media:title")];
    for (space, name) in spaces {
        for title in item.all(space, "title") {
            entry.add(MetaField::Title, &one_line(&title.raw_text()), origin(name));
        }
    }
}

fn texts(item: &Element, entry: &mut Entry) {
    let html = [(Space::Html, "body"), (Space::Html, "div")];
    let bodies =
        [(Space::Content, "encoded"), (item.mark.space, "body"), (item.mark.space, "fullitem")].into_iter().chain(html);
    let mut content = bodies.flat_map(|(space, name)| item.all(space, name));
    if let Some(content) = content.next() {
        entry.add(
            MetaField::Language,
            content.mark.language.as_deref().unwrap_or_default(),
            origin("content/xml:lang"),
        );
        entry.content = Some(text_of(content, "content"));
    }
    if entry.content.is_none() && item.mark.space != Space::Atom {
        entry.content = item.child(Space::Atom, "content").and_then(atom::text);
    }
    let description = item.child(item.mark.space, "description").or_else(|| item.child(item.mark.space, "abstract"));
    let other = || item.child(Space::DublinCore, "description").or_else(|| item.child(Space::Terms, "abstract"));
    entry.summary = description.or_else(other).map(|element| text_of(element, "description"));
    let media = item.elements().filter(|element| element.mark.space == Space::Media);
    for medium in media {
        media_texts(medium, entry, 0);
    }
}

/// The descriptions of pictures and films: captions if the item has a text of its own, else its summary.
fn media_texts(medium: &Element, entry: &mut Entry, depth: usize) {
    if matches!(&*medium.name, "description" | "text") {
        let text = Text::of_any(medium.raw_text(), origin("media:description"));
        match (&entry.content, &entry.summary) {
            (None, None) => entry.summary = Some(text),
            _ if medium.name == "description" => entry.captions.push(text.value),
            _ => {}
        }
    }
    if matches!(&*medium.name, "group" | "content") && depth < 4 {
        medium.elements().for_each(|inner| media_texts(inner, entry, depth + 1));
    }
}

/// A text that may be escaped markup, plain text, or literal markup.
fn text_of(element: &Element, name: &str) -> Text {
    let origin = if element.mark.space == Space::Content { origin("content:encoded") } else { origin(name) };
    if element.has_elements() {
        Text { value: element.markup(), is_markup: true, origin }
    } else {
        Text::of_any(element.raw_text(), origin)
    }
}

fn addresses(item: &Element, entry: &mut Entry) {
    let base = item.mark.base.as_deref();
    let mut add = |address: &str, name: &str| {
        if let Some(address) = join(base, address) {
            entry.add(MetaField::Url, &address, origin(name));
        }
    };
    if let Some(original) = item.child(Space::Feedburner, "origlink") {
        add(&original.raw_text(), "feedburner:origLink");
    }
    for link in item.all(item.mark.space, "link") {
        add(&link.raw_text(), "link");
        add(link.attribute("href").unwrap_or_default(), "link");
    }
    add(item.attribute("href").unwrap_or_default(), "href");
    for link in item.all(Space::Atom, "link").filter(|link| atom::is_alternate(link)) {
        add(link.attribute("href").unwrap_or_default(), "atom:link");
    }
    let is_web = |text: &str| text.starts_with("http://") || text.starts_with("https://");
    for guid in item.all(item.mark.space, "guid") {
        let text = guid.raw_text();
        let permanent = guid.attribute("ispermalink").is_none_or(|stated| stated.eq_ignore_ascii_case("true"));
        if permanent && is_web(text.trim()) {
            add(&text, "guid");
        }
    }
    if let Some(about) = item.attribute("rdf:about").filter(|about| is_web(about)) {
        add(about, "rdf:about");
    }
}

fn fact(item: &Element, element: &Element, entry: &mut Entry) {
    use MetaField::{Byline, Language, Modified, Outlet, Published, Section};
    let name = &*element.name;
    let (field, origin_name) = match element.mark.space {
        space if space == item.mark.space && name != "modified" => match name {
            "author" => (Byline, "author"),
            "pubdate" => (Published, "pubDate"),
            "category" => (Section, "category"),
            "source" => (Outlet, "source"),
            _ => return,
        },
        Space::DublinCore | Space::Terms => match name {
            "creator" => (Byline, "dc:creator"),
            "date" => (Published, "dc:date"),
            "issued" => (Published, "dcterms:issued"),
            "created" | "available" => (Published, "dcterms:created"),
            "modified" => (Modified, "dcterms:modified"),
            "subject" => (Section, "dc:subject"),
            "language" => (Language, "dc:language"),
            "publisher" => (Outlet, "dc:publisher"),
            _ => return,
        },
        Space::Atom => match name {
            "published" => (Published, "atom:published"),
            "updated" => (Modified, "atom:updated"),
            "author" => return atom::authors(element, "atom:author", entry),
            _ => return,
        },
        _ => return,
    };
    let text = one_line(&element.raw_text());
    let value = if field == Byline { without_address(&text) } else { text };
    entry.add(field, &value, origin(origin_name));
}
