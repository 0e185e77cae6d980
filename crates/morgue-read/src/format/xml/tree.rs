//! A document, or a fragment of HTML in a field, to its tree, for the agency and OCR formats. Ill-formed markup gives
//! what comes before the fault, and a note. Only the five entities of XML, numeric ones and the fixed names of HTML
//! become characters. Nesting and the number of nodes are limited.

use super::element::{Element, Node, as_text};
use super::entities::resolve;
use super::events::{Broken, Event, Tag, declared_charset, each_in_text, local};
use crate::format::reason::Reason;
use crate::format::{FormatError, Input};
use crate::source::budget;
use crate::source::budget::XML_NODES;
use crate::text::{Decoded, count_steps, decode};
use std::borrow::Cow;

/// All that could be read of a document.
#[derive(Debug, Default)]
pub(crate) struct Document<'a> {
    /// One, except in files that contain several documents.
    pub roots: Vec<Element<'a>>,
    pub notes: Vec<String>,
}

/// HTML elements that have no end tag.
const VOID: [&str; 9] = ["br", "hr", "img", "meta", "link", "input", "wbr", "col", "source"];

/// The bytes of a document as text.
pub(crate) fn decoded<'a>(input: &Input<'a>) -> Decoded<'a> {
    decode(input.bytes, input.charset.or(declared_charset(input.bytes).as_deref()))
}

/// Reads a document; an error if there is no element.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, FormatError> {
    let mut builder = Builder::new(false);
    builder.run(text);
    let document = builder.finish();
    match document.notes.first() {
        _ if !document.roots.is_empty() => Ok(document),
        Some(note) => Err(FormatError::new(Reason::XmlSyntax, note.clone())),
        None => Err(FormatError::new(Reason::XmlSyntax, "no element found")),
    }
}

/// Reads markup that is text in a field, as HTML is written: end tags may be missing.
pub(crate) fn parse_fragment(text: &str) -> Element<'_> {
    let mut builder = Builder::new(true);
    builder.open.push(Element { name: Cow::Borrowed("fragment"), ..Element::default() });
    builder.run(text);
    builder.finish().roots.into_iter().next().unwrap_or_default()
}

struct Builder<'a> {
    /// Whether the text is HTML inside a field, not a document.
    html: bool,
    open: Vec<Element<'a>>,
    /// Elements that are open below the deepest nesting.
    below: usize,
    nodes: usize,
    document: Document<'a>,
}

impl<'a> Builder<'a> {
    fn new(html: bool) -> Self {
        Self { html, open: Vec::new(), below: 0, nodes: 0, document: Document::default() }
    }

    fn run(&mut self, text: &'a str) {
        let mut over = false;
        let read = each_in_text(text, &mut |event| {
            self.event(event);
            over = self.nodes > XML_NODES;
            !over
        });
        if let Err(Broken { at, detail }) = read {
            self.document.notes.push(format!("invalid markup at byte {at}: {detail}"));
        }
        if over {
            self.document.notes.push(format!("the file has more than {XML_NODES} elements: the rest was not read"));
        }
    }

    fn event(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.start(tag, false),
            Event::Empty(tag) => self.start(tag, true),
            Event::End(name) => self.end(local(name)),
            Event::Text(text) | Event::Data(text) => self.push_text(text),
            Event::Entity(name) => self.push_text(resolve(&name)),
        }
    }

    fn start(&mut self, tag: Tag<'a>, empty: bool) {
        self.nodes += 1;
        if !tag.opens() {
            return self.push_text(as_text(&tag, empty));
        }
        let name = tag.local();
        let is_void = self.html && VOID.iter().any(|void| name.eq_ignore_ascii_case(void));
        if self.open.len() >= budget::XML_DEPTH {
            self.below += usize::from(!empty && !is_void);
            return;
        }
        if self.html && name.eq_ignore_ascii_case("p") && self.open.last().is_some_and(|open| open.is("p")) {
            self.close();
        }
        let mut attributes = Vec::new();
        for (key, value) in tag.attributes() {
            self.nodes += 1;
            if self.nodes > XML_NODES {
                break;
            }
            attributes.push((local(key), value));
        }
        self.open.push(Element { name: Cow::Borrowed(name), attributes, ..Element::default() });
        if empty || is_void {
            self.close();
        }
    }

    /// Closes the innermost open element with this name, and those still open inside it.
    fn end(&mut self, name: &str) {
        self.nodes += 1;
        if self.below > 0 {
            self.below -= 1;
            return;
        }
        count_steps(self.open.len());
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
        if let Some(open) = self.open.last_mut() {
            self.nodes += usize::from(!text.is_empty() && open.push(text));
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text_of(xml: &str) -> String {
        parse(xml).map_or_else(|error| format!("{error}"), |document| document.roots[0].text())
    }

    #[test]
    fn prefixes_are_removed_and_entities_become_characters() {
        let text = "<?xml version='1.0'?><!-- a --><!DOCTYPE n:a [<!ENTITY mine 'x&lol;'>]>\
                    <n:a n:k='1 &amp; 2'>One &lt; &#8212; &#x41;&nbsp;&eacute; &mine; <![CDATA[<b>]]>&#150;</n:a>";
        let document = parse(text).expect("read");
        let root = &document.roots[0];
        assert_eq!((&*root.name, root.attribute("K")), ("a", Some("1 & 2")));
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
        assert_eq!(parse("no markup").expect_err("refused").reason.as_str(), "xml-syntax");
    }

    #[test]
    fn depth_is_capped_and_no_text_lost() {
        let deep = format!("{}end{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert_eq!(text_of(&deep), "end");
    }

    #[test]
    fn nodes_are_capped() {
        let wide = format!("<a>{}</a>", "<b/>".repeat(XML_NODES + 10));
        let document = parse(&wide).expect("read");
        assert_eq!(document.notes, ["the file has more than 1000000 elements: the rest was not read"]);
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
