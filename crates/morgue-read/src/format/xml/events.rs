//! XML as a stream of events: the one reader for all XML formats. Wrong end tags and lone ampersands are accepted.
//! Document types are skipped and entities never expanded: a reader gets their names and decides.

use super::entities::unescape;
use crate::format::error::FormatError;
use crate::format::reason::Reason;
use crate::source::budget::XML_EVENT_DEPTH;
use crate::text::count_steps;
use quick_xml::Reader;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event as Raw};
use std::borrow::Cow;
use std::io::BufRead;

/// The next item of a document. Names have their prefix.
pub(crate) enum Event<'e> {
    Start(Tag<'e>),
    /// An element that ends where it starts.
    Empty(Tag<'e>),
    End(&'e str),
    Text(Cow<'e, str>),
    /// Text that is marked as such, `<![CDATA[…]]>`.
    Data(Cow<'e, str>),
    /// The name of an entity.
    Entity(Cow<'e, str>),
}

/// The tag that opens an element.
#[derive(Clone, Copy)]
pub(crate) struct Tag<'e> {
    /// The text between the angle brackets.
    inside: &'e str,
    name_length: usize,
}

impl<'e> Tag<'e> {
    fn in_text(text: &'e str, from: usize, start: &BytesStart) -> Self {
        let inside = text.get(from + 1..from + 1 + start.len()).unwrap_or_default();
        Self { inside, name_length: start.name().as_ref().len().min(inside.len()) }
    }

    pub fn inside(&self) -> &'e str {
        self.inside
    }

    pub fn name(&self) -> &'e str {
        self.inside.get(..self.name_length).unwrap_or_default()
    }

    /// The name without its prefix.
    pub fn local(&self) -> &'e str {
        local(self.name())
    }

    /// Whether the name is valid: a lone `<` in a text opens nothing.
    pub fn opens(&self) -> bool {
        self.name().starts_with(|c: char| c.is_alphabetic() || c == '_')
    }

    /// Names, with their prefix, and values; ill-formed attributes are skipped.
    pub fn attributes(&self) -> impl Iterator<Item = (&'e str, Cow<'e, str>)> {
        let mut attributes = Attributes::html(self.inside.get(self.name_length..).unwrap_or_default(), 0);
        attributes.with_checks(false);
        attributes.flatten().map(|attribute| (attribute.key.into_inner(), unescape(attribute.value)))
    }

    /// The value of an attribute, by its name without prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.attributes().find(|(key, _)| local(key) == name).map(|(_, value)| value.into_owned())
    }
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Where the markup of a text is broken so that reading cannot continue.
pub(crate) struct Broken {
    pub at: usize,
    pub detail: String,
}

fn configured<R>(mut reader: Reader<R>) -> Reader<R> {
    let config = reader.config_mut();
    (config.check_end_names, config.allow_unmatched_ends, config.allow_dangling_amp) = (false, true, true);
    reader
}

/// Passes the events of a text to `take`, until that returns `false`.
pub(crate) fn each_in_text<'t>(text: &'t str, take: &mut dyn FnMut(Event<'t>) -> bool) -> Result<(), Broken> {
    // The reader would pass over a byte order mark without counting it.
    let unmarked = text.trim_start_matches('\u{feff}');
    let marked = text.len() - unmarked.len();
    let mut reader = configured(Reader::from_str(unmarked));
    let position =
        |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).saturating_add(marked);
    loop {
        let at = position(&reader).min(text.len());
        let event = reader.read_event();
        count_steps(position(&reader) - at);
        let event = match event.map_err(|error| Broken { at, detail: error.to_string() })? {
            Raw::Eof => return Ok(()),
            Raw::Start(start) => Event::Start(Tag::in_text(text, at, &start)),
            Raw::Empty(start) => Event::Empty(Tag::in_text(text, at, &start)),
            Raw::End(end) => Event::End(text.get(at + 2..at + 2 + end.name().as_ref().len()).unwrap_or_default()),
            Raw::Text(text) => Event::Text(text.into_inner()),
            Raw::CData(text) => Event::Data(text.into_inner()),
            Raw::GeneralRef(name) => Event::Entity(name.into_inner()),
            Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) | Raw::DocType(_) => continue,
        };
        if !take(event) {
            return Ok(());
        }
    }
}

/// Passes the events of a stream to `take`, empty elements as their start and end.
pub(crate) fn each_in_stream(xml: &mut dyn BufRead, take: &mut dyn FnMut(Event<'_>)) -> Result<(), FormatError> {
    let mut reader = configured(Reader::from_reader(xml));
    reader.config_mut().expand_empty_elements = true;
    let (mut buffer, mut depth) = (Vec::new(), 0u32);
    loop {
        buffer.clear();
        let at = reader.buffer_position();
        let event = reader.read_event_into(&mut buffer);
        count_steps(usize::try_from(reader.buffer_position() - at).unwrap_or(usize::MAX));
        let event = event.map_err(|error| match error {
            quick_xml::Error::Io(error) => FormatError::new(Reason::Damaged, error.to_string()),
            error => FormatError::new(Reason::Damaged, format!("the text breaks off: {error}")),
        })?;
        depth = match &event {
            Raw::Start(_) => depth + 1,
            Raw::End(_) => depth.saturating_sub(1),
            _ => depth,
        };
        if depth > XML_EVENT_DEPTH {
            return Err(FormatError::new(
                Reason::Damaged,
                format!("elements are nested more than {XML_EVENT_DEPTH} levels deep"),
            ));
        }
        match event {
            Raw::Eof => return Ok(()),
            Raw::Start(start) | Raw::Empty(start) => {
                let name_length = start.name().as_ref().len();
                take(Event::Start(Tag { inside: &start, name_length }));
            }
            Raw::End(end) => take(Event::End(end.name().as_ref())),
            Raw::Text(text) => take(Event::Text(text.into_inner())),
            Raw::CData(text) => take(Event::Data(text.into_inner())),
            Raw::GeneralRef(name) => take(Event::Entity(name.into_inner())),
            Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) | Raw::DocType(_) => {}
        }
    }
}

/// The charset that the XML declaration states.
pub(crate) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declaration = head.trim_start_matches('\u{feff}').trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}
