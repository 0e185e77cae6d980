//! XML to a small tree of elements without namespaces, for the agency and OCR formats. Ill-formed markup gives what stood
//! before the fault, and a note. Document types are passed over and entities never expanded: only the five of XML, numeric
//! ones and the fixed names of HTML become characters. Nesting and the number of nodes are capped.

use super::entities::{resolve, unescape};
use crate::format::{FormatError, Input};
use crate::text::{Decoded, decode, nfc, squeeze};
use quick_xml::Reader;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use std::borrow::Cow;

/// An element: its name without prefix, and what stands in it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Element<'a> {
    pub name: &'a str,
    attributes: Vec<(&'a str, Cow<'a, str>)>,
    pub children: Vec<Node<'a>>,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Node<'a> {
    Text(Cow<'a, str>),
    Element(Element<'a>),
}

/// All that could be read of a document.
#[derive(Debug, Default)]
pub(crate) struct Document<'a> {
    /// One, but for files that several documents were written into.
    pub roots: Vec<Element<'a>>,
    pub notes: Vec<String>,
}

/// Deepest nesting that is kept; text below it goes to the element there. Trees are walked by recursion.
const MAX_DEPTH: usize = 256;

/// Elements, attributes and texts of one document: about 70 MB. The densest page of a newspaper has 60,000.
const MAX_NODES: usize = 1_000_000;

/// Elements of HTML that have no end tag.
const VOID: [&str; 9] = ["br", "hr", "img", "meta", "link", "input", "wbr", "col", "source"];

/// The bytes of a document as text.
pub(crate) fn decoded<'a>(input: &Input<'a>) -> Decoded<'a> {
    decode(input.bytes, input.charset.or(declared_charset(input.bytes).as_deref()))
}

/// Reads a document; an error where no element stands in it.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, FormatError> {
    let mut builder = Builder::new(text, false);
    builder.run();
    let document = builder.finish();
    match document.notes.first() {
        _ if !document.roots.is_empty() => Ok(document),
        Some(note) => Err(FormatError::new("xml-syntax", note.clone())),
        None => Err(FormatError::new("xml-syntax", "no element stands in it")),
    }
}

/// Reads markup that stands as text in a field, as HTML is written: end tags may be missing.
pub(crate) fn parse_fragment(text: &str) -> Element<'_> {
    let mut builder = Builder::new(text, true);
    builder.open.push(Element { name: "fragment", ..Element::default() });
    builder.run();
    builder.finish().roots.into_iter().next().unwrap_or_default()
}

/// The charset of the XML declaration.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declaration = head.trim_start_matches('\u{feff}').trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

struct Builder<'a> {
    text: &'a str,
    /// Whether the text is HTML inside a field, not a document.
    html: bool,
    open: Vec<Element<'a>>,
    /// Elements that are open below the deepest nesting.
    below: usize,
    nodes: usize,
    document: Document<'a>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, html: bool) -> Self {
        Self { text, html, open: Vec::new(), below: 0, nodes: 0, document: Document::default() }
    }

    fn run(&mut self) {
        let text = self.text;
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let from = position(reader.buffer_position());
            let event = reader.read_event();
            let raw = text.get(from..position(reader.buffer_position())).unwrap_or_default();
            match event {
                Ok(Event::Eof) => break,
                Ok(event) => self.event(event, raw),
                Err(error) => {
                    self.document.notes.push(format!("the markup is broken at byte {from}: {error}"));
                    break;
                }
            }
            if self.nodes > MAX_NODES {
                self.document.notes.push(format!("over {MAX_NODES} elements: the rest was not read"));
                break;
            }
        }
    }

    fn event(&mut self, event: Event<'a>, raw: &'a str) {
        match event {
            Event::Start(start) => self.start(raw, start.name().as_ref().len(), false),
            Event::Empty(start) => self.start(raw, start.name().as_ref().len(), true),
            Event::End(end) => self.end(local(end.name().as_ref())),
            Event::Text(text) => self.push_text(text.into_inner()),
            Event::CData(text) => self.push_text(text.into_inner()),
            Event::GeneralRef(reference) => self.push_text(resolve(&reference.into_inner())),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => {}
        }
    }

    fn start(&mut self, raw: &'a str, name_length: usize, empty: bool) {
        self.nodes += 1;
        let Some(name) = raw.get(1..1 + name_length).map(local).filter(|name| opens_name(name)) else {
            // A lone `<` in a text, with the text up to the next `>`.
            return self.push_text(Cow::Borrowed(raw));
        };
        let is_void = self.html && VOID.iter().any(|void| name.eq_ignore_ascii_case(void));
        if self.open.len() >= MAX_DEPTH {
            self.below += usize::from(!empty && !is_void);
            return;
        }
        if self.html && name.eq_ignore_ascii_case("p") && self.open.last().is_some_and(|open| open.is("p")) {
            self.close();
        }
        let rest = raw[1 + name_length..].trim_end_matches('>').trim_end_matches('/');
        let mut attributes = Vec::new();
        for attribute in Attributes::html(rest, 0).with_checks(false).flatten() {
            self.nodes += 1;
            if self.nodes > MAX_NODES {
                break;
            }
            let key = attribute.key.into_inner();
            attributes.push((local(key), unescape(attribute.value)));
        }
        self.open.push(Element { name, attributes, children: Vec::new() });
        if empty || is_void {
            self.close();
        }
    }

    /// Closes the innermost open element of this name, and those left open inside it.
    fn end(&mut self, name: &str) {
        self.nodes += 1;
        if self.below > 0 {
            self.below -= 1;
            return;
        }
        let first = usize::from(self.html);
        let Some(at) = self.open.iter().skip(first).rposition(|open| open.name == name) else {
            let at = self.open.iter().skip(first).rposition(|open| self.html && open.is(name));
            return self.close_to(at.map(|at| at + first));
        };
        self.close_to(Some(at + first));
    }

    fn close_to(&mut self, at: Option<usize>) {
        if let Some(at) = at {
            while self.open.len() > at {
                self.close();
            }
        }
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => self.document.roots.push(element),
        }
    }

    fn push_text(&mut self, text: Cow<'a, str>) {
        let Some(open) = self.open.last_mut() else { return };
        if let Some(Node::Text(before)) = open.children.last_mut() {
            before.to_mut().push_str(&text);
        } else if !text.is_empty() {
            self.nodes += 1;
            open.children.push(Node::Text(text));
        }
    }

    fn finish(mut self) -> Document<'a> {
        let whole = self.html || self.open.is_empty() || !self.document.notes.is_empty();
        if let Some(last) = self.open.last().filter(|_| !whole) {
            self.document.notes.push(format!("the file ends inside <{}>", last.name));
        }
        self.close_to(Some(0));
        self.document
    }
}

fn position(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn opens_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

impl<'a> Element<'a> {
    /// Whether the element is called so, whatever the case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Children of a name.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Element<'a>> {
        self.elements().filter(move |element| element.is(name))
    }

    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|element| element.is(name))
    }

    /// The child of the child … of these names, the first of each.
    pub fn at(&self, path: &[&str]) -> Option<&Element<'a>> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// Hands the element and all below it to `take`, until it gives `false` for one: what is inside that is passed over.
    pub fn walk<'s>(&'s self, take: &mut dyn FnMut(&'s Element<'a>) -> bool) {
        if take(self) {
            self.elements().for_each(|element| element.walk(take));
        }
    }

    /// The first element of a name below this one.
    pub fn find(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find_map(|element| if element.is(name) { Some(element) } else { element.find(name) })
    }

    /// All text, squeezed to one line.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text, "", &[]);
        nfc(&squeeze(&text)).into_owned()
    }

    /// All text but that of some elements, with a blank between one element and the next.
    pub fn text_without(&self, names: &[&str]) -> String {
        let mut text = String::new();
        self.push_text(&mut text, " ", names);
        nfc(&squeeze(&text)).into_owned()
    }

    /// The text as it stands, line breaks and all.
    pub fn raw_text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text, "", &[]);
        text
    }

    fn push_text(&self, out: &mut String, between: &str, without: &[&str]) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text_of(xml: &str) -> String {
        parse(xml).map_or_else(|error| format!("{error}"), |document| document.roots[0].text())
    }

    #[test]
    fn prefixes_go_and_text_and_entities_stand_as_characters() {
        let text = "<?xml version='1.0'?><!-- a --><!DOCTYPE n:a [<!ENTITY mine 'x&lol;'>]>\
                    <n:a n:k='1 &amp; 2'>One &lt; &#8212; &#x41;&nbsp;&eacute; &mine; <![CDATA[<b>]]>&#150;</n:a>";
        let document = parse(text).expect("read");
        let root = &document.roots[0];
        assert_eq!((root.name, root.attribute("K")), ("a", Some("1 & 2")));
        assert_eq!(root.text(), "One < — A é &mine; <b>–");
        assert!(document.notes.is_empty());
    }

    #[test]
    fn entities_are_never_expanded() {
        let bomb = "<!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;&l;&l;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>\
                    <a>&m;&x;</a>";
        assert_eq!(text_of(bomb), "&m;&x;");
    }

    #[test]
    fn broken_markup_gives_what_stood_before_the_fault() {
        for (xml, want, noted) in [
            ("<a><p>One</p><p>Two", "OneTwo", true),
            ("<a><p>One</p><p x='", "One", true),
            ("<a><b>One</a>", "One", false),
            ("<a>One</b> two</a>", "One two", false),
            ("<a>Fish & chips</a>", "Fish & chips", false),
            ("<a>1 < 2 > 1</a>", "1 < 2 > 1", false),
        ] {
            let document = parse(xml).expect(xml);
            assert_eq!((document.roots[0].text().as_str(), !document.notes.is_empty()), (want, noted), "{xml}");
        }
        assert_eq!(parse("no markup").expect_err("refused").reason, "xml-syntax");
    }

    #[test]
    fn depth_is_capped_and_no_text_lost() {
        let deep = format!("{}end{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert_eq!(text_of(&deep), "end");
    }

    #[test]
    fn nodes_are_capped() {
        let wide = format!("<a>{}</a>", "<b/>".repeat(MAX_NODES + 10));
        let document = parse(&wide).expect("read");
        assert_eq!(document.notes, ["over 1000000 elements: the rest was not read"]);
    }

    #[test]
    fn fragments_need_no_end_tags() {
        let fragment = parse_fragment("<P>One<br>two<P>Three <B>four</b></P></div>");
        let texts: Vec<String> = fragment.elements().map(Element::text).collect();
        assert_eq!(texts, ["One two", "Three four"]);
    }

    #[test]
    fn charsets_are_read_as_declared() {
        let mut utf16 = vec![0xfe, 0xff];
        utf16.extend("<?xml version='1.0' encoding='UTF-16'?><a>Zürich</a>".encode_utf16().flat_map(u16::to_be_bytes));
        let latin = b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>Z\xfcrich</a>";
        for bytes in [utf16.as_slice(), latin] {
            let decoded = decoded(&Input { bytes, ..Input::default() });
            assert_eq!(text_of(&decoded.text), "Zürich");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_tree_panic(pieces in prop::collection::vec(prop_oneof![
            prop::sample::select(vec!["<", ">", "<a>", "</a>", "<b x='", "'", "&", ";", "&#", "<![CDATA[", "]]>", "<!--", "-->",
                "<!DOCTYPE", "[", "]", "<?", "?>", "é", "<p>", "<br>", "/>"]).prop_map(str::to_owned),
            any::<String>(),
        ], 0..30)) {
            let text = pieces.concat();
            let _ = parse(&text);
            let _ = parse_fragment(&text).text();
        }
    }
}
