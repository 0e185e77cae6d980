//! Zones of an article's text, and the marker terms at the first word of sentences, paragraphs and zones.

use serde::{Deserialize, Serialize};

/// Gap in positions between two zones, or two values of one zone: more than any NEAR can span.
pub const ZONE_GAP: usize = 256;

/// First character of a marker term, and of a zone's prefix in analyzer input.
pub const ZONE_SIGN: char = '\u{1}';

/// The zones that are distinguished by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zone {
    Title,
    Deck,
    Lead,
    Body,
    Captions,
    Margin,
}

impl Zone {
    /// The zones of the combined field, in their order in it.
    pub const TEXT: [Zone; 5] = [Zone::Title, Zone::Deck, Zone::Lead, Zone::Body, Zone::Captions];

    pub(super) fn letter(self) -> char {
        match self {
            Zone::Title => 't',
            Zone::Deck => 'd',
            Zone::Lead => 'l',
            Zone::Body => 'b',
            Zone::Captions => 'c',
            Zone::Margin => 'm',
        }
    }

    /// The field name a query uses.
    pub fn name(self) -> &'static str {
        match self {
            Zone::Title => "title",
            Zone::Deck => "deck",
            Zone::Lead => "lead",
            Zone::Body => "body",
            Zone::Captions => "captions",
            Zone::Margin => "margin",
        }
    }

    /// The zone of a prefix letter.
    pub fn of_letter(letter: char) -> Option<Self> {
        [Zone::Title, Zone::Deck, Zone::Lead, Zone::Body, Zone::Captions, Zone::Margin]
            .into_iter()
            .find(|zone| zone.letter() == letter)
    }

    /// The prefix of its values in analyzer input: two bytes.
    pub fn sign(self) -> String {
        String::from_iter([ZONE_SIGN, self.letter()])
    }

    pub fn marker(self) -> Marker {
        Marker::Zone(self)
    }
}

/// A reserved term at the position of the first word of a unit. A stronger marker implies the weaker ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    Sentence,
    Paragraph,
    Zone(Zone),
}

impl Marker {
    /// The term as written in the index.
    pub fn term(self) -> &'static str {
        match self {
            Marker::Sentence => "\u{1}s",
            Marker::Paragraph => "\u{1}p",
            Marker::Zone(Zone::Title) => "\u{1}zt",
            Marker::Zone(Zone::Deck) => "\u{1}zd",
            Marker::Zone(Zone::Lead) => "\u{1}zl",
            Marker::Zone(Zone::Body) => "\u{1}zb",
            Marker::Zone(Zone::Captions) => "\u{1}zc",
            Marker::Zone(Zone::Margin) => "\u{1}zm",
        }
    }

    /// The marker of a term, if it is one.
    pub fn of_term(term: &str) -> Option<Self> {
        let name = term.strip_prefix(ZONE_SIGN)?;
        match name {
            "s" => Some(Marker::Sentence),
            "p" => Some(Marker::Paragraph),
            name => name.strip_prefix('z')?.chars().next().and_then(Zone::of_letter).map(Marker::Zone),
        }
    }
}

/// Analyzer input from zones in order: every value starts with its zone's prefix; empty values are skipped.
pub fn zoned_text<'a>(values: impl IntoIterator<Item = (Zone, &'a str)>) -> String {
    let mut zoned = String::new();
    for (zone, text) in values {
        if text.trim().is_empty() {
            continue;
        }
        zoned.push(ZONE_SIGN);
        zoned.push(zone.letter());
        // The prefix must not come from outside.
        if text.contains(ZONE_SIGN) {
            zoned.extend(text.chars().filter(|&c| c != ZONE_SIGN));
        } else {
            zoned.push_str(text);
        }
    }
    zoned
}
