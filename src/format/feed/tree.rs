//! A feed's XML to its items, one small tree each, as they stream by; what stands outside of them is a tree of its own.
//! Ill-formed markup is repaired where that loses nothing: lone `&` and `<`, entities of HTML, end tags that are missing.
//! Document types are passed over and entities never expanded. Depth, nodes and items are capped.

use super::names::{Bindings, Space, join};
use crate::format::xml::entities::{resolve, unescape};
use quick_xml::Reader;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};
use std::rc::Rc;

/// An element with what stands in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub space: Space,
    /// In lower case, without prefix.
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
    /// The language and the address that hold here.
    pub language: Option<Rc<str>>,
    pub base: Option<Rc<str>>,
}

#[derive(Debug)]
pub(super) enum Node {
    Text(String),
    Element(Element),
}

/// One item of a feed.
pub(super) struct Item {
    pub element: Element,
    /// Places in it where the markup was ill-formed.
    pub repairs: usize,
    /// Why the item is not whole.
    pub fault: Option<&'static str>,
}

/// Deepest nesting that is kept; text below it goes to the element there. Trees are walked by recursion.
const MAX_DEPTH: usize = 128;

/// Elements, attributes and texts of one item, and of all that stands outside of the items.
const MAX_NODES: usize = 100_000;

/// Items of one feed: each costs a kilobyte, however little it says.
pub(super) const MAX_ITEMS: usize = 50_000;

/// Elements of HTML that have no end tag.
const VOID: [&str; 8] = ["br", "embed", "hr", "img", "link", "meta", "source", "wbr"];

/// Lone `<` behind which reading begins anew; each may cost a look at all that follows.
const MAX_RESTARTS: usize = 16;

/// Hands every item to `take`; gives what stands outside of them.
pub(super) fn read_items(text: &str, take: &mut dyn FnMut(Item)) -> Element {
    let mut builder = Builder::new(take);
    let (mut rest, mut restarts) = (text, 0);
    while let Some(at) = builder.run(rest) {
        restarts += 1;
        if restarts > MAX_RESTARTS {
            break;
        }
        builder.repairs += 1;
        builder.push_text("<");
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    builder.finish()
}

/// The charset of the XML declaration.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declaration = head.trim_start_matches('\u{feff}').trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

struct Builder<'t> {
    take: &'t mut dyn FnMut(Item),
    open: Vec<Element>,
    bindings: Bindings,
    /// Place of the open item in `open`.
    item: Option<usize>,
    nodes: usize,
    outer_nodes: usize,
    repairs: usize,
    items: usize,
    root: Option<Element>,
}

impl<'t> Builder<'t> {
    fn new(take: &'t mut dyn FnMut(Item)) -> Self {
        Self {
            take,
            open: Vec::new(),
            bindings: Bindings::default(),
            item: None,
            nodes: 0,
            outer_nodes: 0,
            repairs: 0,
            items: 0,
            root: None,
        }
    }

    /// Reads to the end, or to a `<` that opens nothing; gives its place.
    fn run(&mut self, text: &str) -> Option<usize> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let from = position(reader.buffer_position());
            match reader.read_event() {
                Ok(Event::Eof) => return None,
                Ok(Event::Start(start)) => self.start(&start, false),
                Ok(Event::Empty(start)) => self.start(&start, true),
                Ok(Event::End(end)) => self.end(end.name().as_ref()),
                Ok(Event::Text(text)) => {
                    self.repairs += usize::from(text.starts_with('&'));
                    self.push_text(&text);
                }
                Ok(Event::CData(text)) => self.push_text(&text),
                Ok(Event::GeneralRef(reference)) => {
                    let resolved = resolve(&reference);
                    self.repairs += usize::from(!is_of_xml(&reference));
                    self.push_text(&resolved);
                }
                Ok(_) => {}
                // Only `<` and its like reach to the end of the text without one of their own.
                Err(_) if text[from.min(text.len())..].starts_with("<![CDATA[") => {
                    self.push_text(&text[from + 9..]);
                    return None;
                }
                Err(_) if text[from.min(text.len())..].starts_with(['<']) => return Some(from),
                Err(_) => return None,
            }
        }
    }

    fn start(&mut self, start: &BytesStart, empty: bool) {
        let qualified = start.name();
        let name = qualified.as_ref();
        if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            // A lone `<` in a text, with the text up to the next `>`.
            self.repairs += 1;
            return self.push_text(&format!("<{}>", &**start));
        }
        let attributes = self.attributes(start);
        self.bindings.declare(self.open.len(), &attributes);
        let (space, local) = self.bindings.resolve(name);
        let local = local.to_ascii_lowercase();
        if self.close_unended_item(space, &local) {
            self.bindings.declare(self.open.len(), &attributes);
        }
        if !self.counts() {
            return;
        }
        let outer = self.open.last();
        let attribute = |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let language = match attribute("xml:lang") {
            Some(language) => Some(language).filter(|it| !it.is_empty() && it.len() < 40).map(Rc::from),
            None => outer.and_then(|outer| outer.language.clone()),
        };
        let base = outer.and_then(|outer| outer.base.clone());
        let base = attribute("xml:base").and_then(|own| join(base.as_deref(), own)).map(Rc::from).or(base);
        if self.item.is_none() && is_item(space, &local) {
            self.item = Some(self.open.len());
            (self.nodes, self.repairs) = (0, 0);
        }
        self.open.push(Element { space, name: local, attributes, children: Vec::new(), language, base });
        if empty {
            self.close(None);
        }
    }

    /// Whether one more node is kept. Too deep or too many are not; their end tags match nothing, or an element around.
    fn counts(&mut self) -> bool {
        let nodes = if self.item.is_some() { &mut self.nodes } else { &mut self.outer_nodes };
        *nodes += 1;
        *nodes <= MAX_NODES && self.open.len() < MAX_DEPTH
    }

    fn attributes(&mut self, start: &BytesStart) -> Vec<(String, String)> {
        let mut attributes = Vec::new();
        for attribute in Attributes::html(start.attributes_raw(), 0).with_checks(false).flatten() {
            if attributes.len() == 64 || !self.counts_attribute() {
                break;
            }
            let key = attribute.key.as_ref().to_ascii_lowercase();
            attributes.push((key, unescape(attribute.value).into_owned()));
        }
        attributes
    }

    fn counts_attribute(&mut self) -> bool {
        let nodes = if self.item.is_some() { &mut self.nodes } else { &mut self.outer_nodes };
        *nodes += 1;
        *nodes <= MAX_NODES
    }

    /// An item right inside an item is the next one: the end tag is missing.
    fn close_unended_item(&mut self, space: Space, name: &str) -> bool {
        let Some(at) = self.item else { return false };
        let same = self.open.get(at).is_some_and(|item| item.space == space && item.name == name);
        let unended = same && self.open.len() == at + 1;
        if unended {
            self.repairs += 1;
            self.close(None);
        }
        unended
    }

    /// Closes the innermost open element of this name, and those left open inside it.
    fn end(&mut self, qualified: &str) {
        let (space, local) = self.bindings.resolve(qualified);
        let is = |open: &Element| open.space == space && open.name.eq_ignore_ascii_case(local);
        match self.open.iter().rposition(is) {
            Some(at) => {
                self.repairs += self.open.len() - 1 - at;
                while self.open.len() > at {
                    self.close(None);
                }
            }
            None => self.repairs += 1,
        }
    }

    fn close(&mut self, fault: Option<&'static str>) {
        let Some(element) = self.open.pop() else { return };
        self.bindings.leave(self.open.len());
        if self.item == Some(self.open.len()) {
            self.item = None;
            self.items += 1;
            let over = (self.nodes > MAX_NODES).then_some("it has more elements than any item needs");
            let fault = fault.or(over);
            if self.items <= MAX_ITEMS + 1 {
                (self.take)(Item { element, repairs: self.repairs, fault });
            }
            return;
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => {
                self.root.get_or_insert(element);
            }
        }
    }

    fn push_text(&mut self, text: &str) {
        let room = self.counts_attribute();
        let Some(open) = self.open.last_mut() else { return };
        if let Some(Node::Text(before)) = open.children.last_mut() {
            before.push_str(text);
        } else if !text.is_empty() && room {
            open.children.push(Node::Text(text.to_owned()));
        }
    }

    /// What is open at the end was cut; an item whose parts are all closed is whole.
    fn finish(mut self) -> Element {
        let cut = self.item.filter(|item| self.open.len() > item + 1);
        let item = self.item;
        while let Some(last) = self.open.len().checked_sub(1) {
            let is_item = item == Some(last);
            self.close(cut.filter(|_| is_item).map(|_| "the feed ends in the middle of this item"));
        }
        self.root.unwrap_or_default()
    }
}

fn is_item(space: Space, name: &str) -> bool {
    matches!(space, Space::Plain | Space::Atom) && matches!(name, "item" | "entry")
}

fn position(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

fn is_of_xml(name: &str) -> bool {
    name.starts_with('#') || matches!(name, "amp" | "lt" | "gt" | "quot" | "apos")
}

impl Element {
    pub fn is(&self, space: Space, name: &str) -> bool {
        self.space == space && self.name == name
    }

    /// The value of an attribute, by its name with prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name)?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub fn all(&self, space: Space, name: &'static str) -> impl Iterator<Item = &Element> {
        self.elements().filter(move |element| element.is(space, name))
    }

    pub fn child(&self, space: Space, name: &'static str) -> Option<&Element> {
        self.all(space, name).next()
    }

    pub fn has_elements(&self) -> bool {
        self.elements().next().is_some()
    }

    /// All text below, as it stands.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    fn push_text(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.push_text(out),
            }
        }
    }

    /// What stands inside, as HTML.
    pub fn markup(&self) -> String {
        let mut markup = String::new();
        self.push_markup(&mut markup);
        markup
    }

    fn push_markup(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(text) => push_escaped(out, text),
                Node::Element(element) => {
                    out.push('<');
                    out.push_str(&element.name);
                    for (key, value) in &element.attributes {
                        out.push(' ');
                        out.push_str(key);
                        out.push_str("=\"");
                        push_escaped(out, value);
                        out.push('"');
                    }
                    out.push('>');
                    if !VOID.contains(&element.name.as_str()) {
                        element.push_markup(out);
                        out.push_str("</");
                        out.push_str(&element.name);
                        out.push('>');
                    }
                }
            }
        }
    }
}

fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}
