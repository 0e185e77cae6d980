//! What the agency formats share: a draft under construction, whose fields record the name of their element.

use crate::article::{AsideKind, Origin};
use crate::format::reason::Reason;
use crate::format::xml::element::Element;
use crate::format::{Block, BlockRole, Candidate, Draft, DraftKind, FormatError, MetaField};
use crate::text::{nfc, squeeze};

/// A draft under construction.
pub(crate) struct WireCopy {
    /// The format, as origins name it: `newsml-g2`, `nitf`.
    kind: &'static str,
    pub blocks: Vec<Block>,
    pub candidates: Vec<Candidate>,
    pub notes: Vec<String>,
}

/// Values that are kept of one item: it may have many subjects, and only the first is needed.
const MOST_CANDIDATES: usize = 200;

/// Notes that repeat each other, in two forms, are close together.
const COMPARED_BLOCKS: usize = 32;

impl WireCopy {
    pub fn new(kind: &'static str) -> Self {
        Self { kind, blocks: Vec::new(), candidates: Vec::new(), notes: Vec::new() }
    }

    /// Adds a candidate for a field; an empty value is ignored.
    pub fn offer(&mut self, field: MetaField, name: &str, value: &str) {
        let value = nfc(&squeeze(value)).into_owned();
        let origin = Origin::of(self.kind, name);
        let known = || self.candidates.iter().any(|known| known.field == field && known.value == value);
        if value.chars().any(char::is_alphanumeric) && self.candidates.len() < MOST_CANDIDATES && !known() {
            self.candidates.push(Candidate { field, value, origin });
        }
    }

    /// Adds a byline, unless it is only the initials by which an agency knows its own people (`gr/bp`).
    pub fn offer_byline(&mut self, name: &str, value: &str) {
        let is_sign = |word: &str| word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        if !value.split(|c: char| !c.is_alphanumeric()).all(is_sign) {
            self.offer(MetaField::Byline, name, value);
        }
    }

    /// Adds an address; other schemes (`urn:`, `tag:`) are ignored.
    pub fn offer_url(&mut self, name: &str, value: &str) {
        if value.starts_with("http://") || value.starts_with("https://") {
            self.offer(MetaField::Url, name, value);
        }
    }

    /// The first value of a field.
    pub fn first(&self, field: MetaField) -> Option<&str> {
        self.candidates.iter().find(|candidate| candidate.field == field).map(|candidate| candidate.value.as_str())
    }

    /// A text beside the story, from the agency to its customers.
    pub fn note_to_editors(&mut self, text: &str) {
        let text = nfc(&squeeze(text)).into_owned();
        let known = self.blocks.iter().rev().take(COMPARED_BLOCKS).any(|block| block.text == text);
        if text.chars().any(char::is_alphanumeric) && !known {
            self.blocks.push(Block { aside: Some(AsideKind::Furniture), ..Block::paragraph(text) });
        }
    }

    /// The agency's usage status of the item: `canceled`, `withheld`; `usable` is ignored.
    pub fn status(&mut self, status: &str) {
        let status = status.rsplit(':').next().unwrap_or(status).trim().to_lowercase();
        if !status.is_empty() && status != "usable" {
            self.notes.push(format!("the agency marked this item as {}", squeeze(&status)));
        }
    }

    pub fn embargo(&mut self, until: &str) {
        let until = squeeze(until);
        if !until.is_empty() {
            self.notes.push(format!("embargoed until {until}"));
        }
    }

    /// Whether it has story text.
    pub fn has_story(&self) -> bool {
        self.blocks.iter().any(|block| block.aside.is_none() && block.role != BlockRole::Caption)
    }

    /// An item without a headline takes the first heading of its text, if that comes before the second paragraph.
    fn title_from_heading(&mut self) {
        let story = self.blocks.iter().filter(|block| block.aside.is_none() && block.role != BlockRole::Caption);
        let heading = story.take(2).find(|block| matches!(block.role, BlockRole::Heading(1 | 2)));
        if let Some(heading) =
            heading.filter(|_| self.first(MetaField::Title).is_none()).map(|block| block.text.clone())
        {
            self.offer(MetaField::Title, "heading", &heading);
        }
    }

    /// The draft; an error if it has neither title nor text.
    pub fn into_draft(mut self) -> Result<Draft, FormatError> {
        self.title_from_heading();
        if self.blocks.is_empty() && self.first(MetaField::Title).is_none() {
            return Err(FormatError::new(Reason::Empty, "no title and no text"));
        }
        Ok(Draft {
            kind: DraftKind::Record,
            blocks: self.blocks,
            candidates: self.candidates,
            story_origin: Origin::of(self.kind, "content"),
            partial: false,
            notes: self.notes,
        })
    }
}

/// The name of a party, in the requested language if several are given; its literal if it has no name.
pub(crate) fn name_of(party: &Element, language: Option<&str>) -> String {
    let names: Vec<&Element> = party
        .all("name")
        .filter(|name| {
            !name.attribute("role").is_some_and(|role| role.ends_with(":mnemonic") || role.ends_with(":short"))
        })
        .collect();
    let spoken = |name: &&&Element| {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let (Some(tag), Some(wanted)) = (name.attribute("lang"), language) else { return false };
        primary(tag) == primary(wanted)
    };
    let name = names.iter().find(spoken).or_else(|| names.first());
    name.map(|name| name.text())
        .filter(|name| !name.is_empty())
        .or_else(|| party.attribute("literal").map(str::to_owned))
        .unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use crate::format::{Drafts, Input};

    /// One line for each candidate, block and note of every draft, and for each rejected item.
    pub fn lines(read: fn(&Input, &mut Drafts) -> Result<(), FormatError>, bytes: &[u8]) -> Vec<String> {
        let mut drafts = Drafts::default();
        if let Err(error) = read(&Input { bytes, ..Input::default() }, &mut drafts) {
            return vec![format!("refused {error}")];
        }
        let mut lines = Vec::new();
        for draft in &drafts.found {
            lines.push(format!("draft{}", if draft.partial { " partial" } else { "" }));
            let stated = draft.candidates.iter();
            lines.extend(stated.map(|it| format!("{:?} {} = {}", it.field, it.origin.as_str(), it.value)));
            for block in &draft.blocks {
                let kind = block.aside.map_or_else(|| format!("{:?}", block.role), |aside| format!("{aside:?}"));
                lines.push(format!("{kind}: {}", block.text));
            }
            lines.extend(draft.notes.iter().map(|note| format!("note: {note}")));
        }
        lines.extend(drafts.unreadable.iter().map(|(number, error)| format!("refused {number} {error}")));
        lines
    }
}

#[cfg(test)]
mod tests {
    use crate::format::sniff;

    #[test]
    fn agency_and_ocr_formats_are_detected_from_their_first_element_or_character() {
        for (head, want) in [
            ("<?xml version='1.0'?>\n<!-- a > b -->\n<ns0:newsMessage xmlns:ns0='x'>", "newsml-g2"),
            ("\u{feff}<newsItem>", "newsml-g2"),
            ("<NewsML Version='1.2'>", "newsml1"),
            ("<!DOCTYPE nitf SYSTEM 'a.dtd' [<!ENTITY a '>'><!ENTITY b 'c'>\n]\n>\n<nitf>", "nitf"),
            ("<?xml version='1.0'?><PPSResponse>", "factiva-xml"),
            ("<a:alto xmlns:a='x'>", "alto"),
            ("<?xml version='1.0'?><METS:mets>", "mets"),
            ("<?xml version='1.0'?><text>\n<title></title><p>", "delpher"),
            ("<!DOCTYPE html><html><body><div class='ocr_page'>", "hocr"),
            ("<?xml version='1.0'?><html><body><p>", "html"),
            ("\u{1}abc 4 i 211 dpa 061\r\n\u{2}Title =", "wire-text"),
            ("\u{16}\u{16}\u{1}W2607\n\u{2}^BC-", "wire-text"),
            ("\u{1}no text begins in this line of words", "text"),
            ("<?xml version='1.0'?><didl:DIDL>", "unsupported-format"),
            ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY", "text"),
        ] {
            let got = sniff(head.as_bytes(), "a.xml").map_or_else(|error| error.reason.as_str(), |format| format.name);
            assert_eq!(got, want, "{head}");
        }
    }
}
