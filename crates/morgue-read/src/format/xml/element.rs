//! The tree of an XML document, or of a part of one: elements with their attributes, and the texts in them.

use super::events::Tag;
use crate::text::{count_steps, nfc, squeeze};
use std::borrow::Cow;

/// An element, and its content. Readers may attach data to each: its namespace, the language that applies there.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Element<'a, M = ()> {
    /// Without prefix.
    pub name: Cow<'a, str>,
    pub attributes: Vec<(&'a str, Cow<'a, str>)>,
    pub children: Vec<Node<'a, M>>,
    pub mark: M,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Node<'a, M = ()> {
    Text(Cow<'a, str>),
    Element(Element<'a, M>),
}

/// The text of a tag that opens nothing: it starts with a lone `<`.
pub(crate) fn as_text<'a>(tag: &Tag<'_>, is_empty: bool) -> Cow<'a, str> {
    Cow::Owned(format!("<{}{}>", tag.inside(), if is_empty { "/" } else { "" }))
}

impl<'a, M> Element<'a, M> {
    /// Whether the element has this name, case-insensitively.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute if it is not empty; its name is case-insensitive.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element<'a, M>> {
        self.children.iter().inspect(|_| count_steps(1)).filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Appends a text; returns `false` if it continues the text before it.
    pub fn push(&mut self, text: Cow<'a, str>) -> bool {
        if let Some(Node::Text(before)) = self.children.last_mut() {
            before.to_mut().push_str(&text);
            return false;
        }
        if !text.is_empty() {
            self.children.push(Node::Text(text));
        }
        true
    }

    /// All text, squeezed to one line.
    pub fn text(&self) -> String {
        nfc(&squeeze(&self.raw_text())).into_owned()
    }

    /// All text except that of some elements, with a space between one element and the next.
    pub fn text_without(&self, names: &[&str]) -> String {
        let mut text = String::new();
        self.push_text(&mut text, " ", names);
        nfc(&squeeze(&text)).into_owned()
    }

    /// The text unchanged, including line breaks.
    pub fn raw_text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text, "", &[]);
        text
    }

    fn push_text(&self, out: &mut String, between: &str, without: &[&str]) {
        count_steps(self.children.len());
        for child in &self.children {
            match child {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) if without.iter().any(|name| element.is(name)) => {}
                Node::Element(element) => {
                    out.push_str(if element.is("br") { " " } else { between });
                    element.push_text(out, between, without);
                    out.push_str(between);
                }
            }
        }
    }
}

impl<'a> Element<'a> {
    /// Children with this name.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Element<'a>> {
        self.elements().filter(move |element| element.is(name))
    }

    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|element| element.is(name))
    }

    /// The child of the child … with these names, the first of each.
    pub fn at(&self, path: &[&str]) -> Option<&Element<'a>> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// Passes the element and everything below it to `take`; if that returns `false`, the content of that element is
    /// skipped.
    pub fn walk<'s>(&'s self, take: &mut dyn FnMut(&'s Element<'a>) -> bool) {
        if take(self) {
            self.elements().for_each(|element| element.walk(take));
        }
    }

    /// The first element with this name below this one.
    pub fn find(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find_map(|element| if element.is(name) { Some(element) } else { element.find(name) })
    }
}
