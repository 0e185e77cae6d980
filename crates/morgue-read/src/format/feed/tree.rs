//! A feed's XML to its items, one small tree each, read as a stream; what is outside the items is a tree of its own.
//! Ill-formed markup is repaired if nothing is lost by it: lone `&` and `<`, HTML entities, missing end tags.
//! Depth, nodes and items are limited.

use super::names::{Bindings, Space, join};
use crate::format::xml::element::{self, Node, as_text};
use crate::format::xml::entities::resolve;
use crate::format::xml::events::{Event, Tag, each_in_text};
use crate::source::budget;
use crate::text::count_steps;
use std::borrow::Cow;
use std::rc::Rc;

/// What applies to an element of a feed.
#[derive(Debug, Default)]
pub(super) struct Scope {
    pub space: Space,
    /// The language and the base address that apply here.
    pub language: Option<Rc<str>>,
    pub base: Option<Rc<str>>,
}

/// An element of a feed. Its name is in lower case.
pub(super) type Element<'a> = element::Element<'a, Scope>;

/// One item of a feed.
pub(super) struct Item<'a> {
    pub element: Element<'a>,
    /// Number of places where the markup was ill-formed.
    pub repairs: usize,
    /// Why the item is incomplete.
    pub fault: Option<&'static str>,
}

/// HTML elements that have no end tag.
const VOID: [&str; 8] = ["br", "embed", "hr", "img", "link", "meta", "source", "wbr"];

/// Passes every item to `take`; returns what is outside the items.
pub(super) fn read_items<'a>(text: &'a str, take: &mut dyn FnMut(Item<'a>)) -> Element<'a> {
    let mut builder = Builder::new(take);
    let (mut rest, mut restarts) = (text, 0);
    while let Some(at) = builder.run(rest) {
        restarts += 1;
        if restarts > budget::FEED_RESTARTS {
            break;
        }
        builder.repairs += 1;
        builder.push_text(Cow::Borrowed("<"));
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    builder.finish()
}

struct Builder<'a, 't> {
    take: &'t mut dyn FnMut(Item<'a>),
    open: Vec<Element<'a>>,
    bindings: Bindings,
    /// Index of the open item in `open`.
    item: Option<usize>,
    nodes: usize,
    outer_nodes: usize,
    repairs: usize,
    items: usize,
    root: Option<Element<'a>>,
}

impl<'a, 't> Builder<'a, 't> {
    fn new(take: &'t mut dyn FnMut(Item<'a>)) -> Self {
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

    /// Reads to the end, or to a `<` that opens nothing; returns its position.
    fn run(&mut self, text: &'a str) -> Option<usize> {
        let read = each_in_text(text, &mut |event| {
            self.event(event);
            true
        });
        let at = read.err()?.at;
        let rest = &text[at..];
        // Only `<` and similar signs without an end of their own reach to the end of the text.
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            self.push_text(Cow::Borrowed(data));
            return None;
        }
        rest.starts_with('<').then_some(at)
    }

    fn event(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.start(&tag, false),
            Event::Empty(tag) => self.start(&tag, true),
            Event::End(name) => self.end(name),
            Event::Text(text) => {
                self.repairs += usize::from(text.starts_with('&'));
                self.push_text(text);
            }
            Event::Data(text) => self.push_text(text),
            Event::Entity(name) => {
                self.repairs += usize::from(!is_of_xml(&name));
                self.push_text(resolve(&name));
            }
        }
    }

    fn start(&mut self, tag: &Tag<'a>, empty: bool) {
        if !tag.opens() {
            self.repairs += 1;
            return self.push_text(as_text(tag, empty));
        }
        let attributes = self.attributes(tag);
        self.bindings.declare(self.open.len(), &attributes);
        let (space, local) = self.bindings.resolve(tag.name());
        let name = in_lower_case(local);
        if self.close_unended_item(space, &name) {
            self.bindings.declare(self.open.len(), &attributes);
        }
        if !self.counts() {
            return;
        }
        let scope = self.scope(space, &attributes);
        if self.item.is_none() && is_item(space, &name) {
            self.item = Some(self.open.len());
            (self.nodes, self.repairs) = (0, 0);
        }
        self.open.push(Element { name, attributes, children: Vec::new(), mark: scope });
        if empty {
            self.close(None);
        }
    }

    /// What applies to an element with these attributes.
    fn scope(&self, space: Space, attributes: &[(&str, Cow<str>)]) -> Scope {
        let outer = self.open.last().map(|outer| &outer.mark);
        let own = |name: &str| attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|it| &*it.1);
        let language = match own("xml:lang") {
            Some(language) => Some(language).filter(|it| !it.is_empty() && it.len() < 40).map(Rc::from),
            None => outer.and_then(|outer| outer.language.clone()),
        };
        let base = outer.and_then(|outer| outer.base.clone());
        let base = own("xml:base").and_then(|own| join(base.as_deref(), own)).map(Rc::from).or(base);
        Scope { space, language, base }
    }

    /// Whether one more node is kept. Nodes that are too deep or too many are not; their end tags match nothing, or an
    /// element around them.
    fn counts(&mut self) -> bool {
        self.has_room() && self.open.len() < budget::FEED_DEPTH
    }

    fn has_room(&mut self) -> bool {
        let nodes = if self.item.is_some() { &mut self.nodes } else { &mut self.outer_nodes };
        *nodes += 1;
        *nodes <= budget::FEED_NODES
    }

    fn attributes(&mut self, tag: &Tag<'a>) -> Vec<(&'a str, Cow<'a, str>)> {
        tag.attributes().take(budget::FEED_ATTRIBUTES).take_while(|_| self.has_room()).collect()
    }

    /// An item directly inside an item is the next one: the end tag is missing.
    fn close_unended_item(&mut self, space: Space, name: &str) -> bool {
        let Some(at) = self.item else { return false };
        let same = self.open.get(at).is_some_and(|item| item.mark.space == space && item.name == name);
        let unended = same && self.open.len() == at + 1;
        if unended {
            self.repairs += 1;
            self.close(None);
        }
        unended
    }

    /// Closes the innermost open element with this name, and those still open inside it.
    fn end(&mut self, qualified: &str) {
        let (space, local) = self.bindings.resolve(qualified);
        count_steps(self.open.len());
        let is = |open: &Element| open.mark.space == space && open.name.eq_ignore_ascii_case(local);
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
            let over = (self.nodes > budget::FEED_NODES).then_some("the item has too many elements");
            let fault = fault.or(over);
            if self.items <= budget::FEED_ITEMS + 1 {
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

    fn push_text(&mut self, text: Cow<'a, str>) {
        let room = self.has_room();
        let Some(open) = self.open.last_mut() else { return };
        if room || matches!(open.children.last(), Some(Node::Text(_))) {
            open.push(text);
        }
    }

    /// An element that is open at the end was cut off; an item whose parts are all closed is whole.
    fn finish(mut self) -> Element<'a> {
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

fn in_lower_case(name: &str) -> Cow<'_, str> {
    if name.contains(|c: char| c.is_ascii_uppercase()) { name.to_ascii_lowercase().into() } else { name.into() }
}

fn is_of_xml(name: &str) -> bool {
    name.starts_with('#') || matches!(name, "amp" | "lt" | "gt" | "quot" | "apos")
}

impl<'a> Element<'a> {
    pub fn is_in(&self, space: Space, name: &str) -> bool {
        self.mark.space == space && self.name == name
    }

    pub fn all(&self, space: Space, name: &'static str) -> impl Iterator<Item = &Element<'a>> {
        self.elements().filter(move |element| element.is_in(space, name))
    }

    pub fn child(&self, space: Space, name: &'static str) -> Option<&Element<'a>> {
        self.all(space, name).next()
    }

    pub fn has_elements(&self) -> bool {
        self.elements().next().is_some()
    }

    /// The content, as HTML.
    pub fn markup(&self) -> String {
        let mut markup = String::new();
        self.push_markup(&mut markup);
        markup
    }

    fn push_markup(&self, out: &mut String) {
        count_steps(self.children.len());
        for child in &self.children {
            match child {
                Node::Text(text) => push_escaped(out, text),
                Node::Element(element) => {
                    out.push('<');
                    out.push_str(&element.name);
                    for (key, value) in &element.attributes {
                        out.push(' ');
                        out.push_str(&key.to_ascii_lowercase());
                        out.push_str("=\"");
                        push_escaped(out, value);
                        out.push('"');
                    }
                    out.push('>');
                    if !VOID.contains(&&*element.name) {
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
