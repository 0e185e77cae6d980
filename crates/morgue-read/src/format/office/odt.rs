//! OpenDocument texts (ODT) to drafts: paragraphs and headings of `content.xml`; notes are read where the text refers
//! to them. Recorded changes and comments are skipped. Rejects slides.

use super::manuscript::{self, Paragraph, too_many};
use super::package::Package;
use crate::format::reason::Reason;
use crate::format::xml::entities::known;
use crate::format::xml::events::{Event, Tag, local};
use crate::format::{BlockRole, Drafts, FormatError, Input};
use crate::source::budget::OFFICE_PARAGRAPHS;

/// Reads a document.
pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let mut package = Package::open(input.bytes)?;
    let kind = &input.bytes[..input.bytes.len().min(200)];
    let is_kind = |name: &[u8]| kind.windows(name.len()).any(|window| window == name);
    if is_kind(SLIDES) {
        return Err(FormatError::new(Reason::Slides, "OpenDocument slides (ODP)"));
    }
    if !is_kind(KIND) || !package.has("content.xml") {
        return Err(FormatError::new(Reason::UnsupportedFormat, "an OpenDocument file that is not a text"));
    }
    let mut text = Text::default();
    let read = package.events("content.xml", &mut |event| text.take(&event));
    if let Err(error) = &read
        && (text.paragraphs.is_empty() || error.reason == Reason::TooLarge)
    {
        return read;
    }
    if text.paragraphs.len() > OFFICE_PARAGRAPHS {
        return Err(too_many());
    }
    let mut draft = manuscript::draft("odt", &text.paragraphs, &package.properties("meta.xml"));
    draft.notes.extend(read.err().map(|error| format!("text is missing: {}", error.detail)));
    drafts.push(draft);
    Ok(())
}

/// The kind of document, as its first member states it.
const KIND: &[u8] = b"opendocument.text";
const SLIDES: &[u8] = b"opendocument.presentation";

/// The paragraphs read so far, the indices of the open ones, and the number of open elements that are skipped.
#[derive(Default)]
struct Text {
    paragraphs: Vec<Paragraph>,
    open: Vec<usize>,
    left_out: usize,
}

impl Text {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(name) if is_left_out(local(name)) => {
                self.left_out = self.left_out.saturating_sub(1);
            }
            _ if self.left_out > 0 => {}
            Event::End("text:p" | "text:h") => drop(self.open.pop()),
            Event::Text(text) | Event::Data(text) => self.push(&text.replace(['\r', '\n'], " ")),
            Event::Entity(name) => self.push(&known(name).unwrap_or_default()),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        self.left_out += usize::from(is_left_out(tag.local()));
        match tag.name() {
            _ if self.left_out > 0 => {}
            "text:p" | "text:h" if self.paragraphs.len() <= OFFICE_PARAGRAPHS => {
                let level = || tag.attribute("outline-level")?.parse::<u8>().ok();
                let role = if tag.local() == "h" {
                    BlockRole::Heading(level().unwrap_or(1).clamp(1, 6))
                } else {
                    BlockRole::Paragraph
                };
                let is_title = tag.attribute("style-name").as_deref() == Some("Title");
                self.open.push(self.paragraphs.len());
                self.paragraphs.push(Paragraph { role, is_title, ..Paragraph::default() });
            }
            "text:line-break" => self.push("\n"),
            "text:s" | "text:tab" => self.push(" "),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(&at) = self.open.last() {
            self.paragraphs[at].text.push_str(text);
        }
    }
}

/// Recorded changes, comments, and the marks that refer to notes.
fn is_left_out(name: &str) -> bool {
    matches!(name, "tracked-changes" | "annotation" | "note-citation")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    fn package(kind: &str, content: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for (name, text) in [("mimetype", kind), ("content.xml", content)] {
            zip.start_file(name, stored).expect("started");
            zip.write_all(text.as_bytes()).expect("written");
        }
        zip.finish().expect("finished").into_inner()
    }

    fn blocks(kind: &str, content: &str) -> Result<Vec<(BlockRole, String)>, FormatError> {
        let bytes = package(kind, content);
        let format = crate::format::sniff(&bytes, "letter")?;
        assert_eq!(format.name, "odt");
        let drafts = format.read(&Input { bytes: &bytes, ..Input::default() })?;
        Ok(drafts.found[0].blocks.iter().map(|block| (block.role, block.text.clone())).collect())
    }

    #[test]
    fn paragraphs_headings_and_notes_are_read_and_changes_left_out() {
        let content = "<office:text><text:tracked-changes><text:p>old</text:p></text:tracked-changes>\
            <text:h text:outline-level='2'>Ferry waits</text:h><text:p>One<text:s text:c='2'/>&amp;<text:tab/>two<text:line-break/>\
            three<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note</text:p></text:note-body>\
            </text:note> end</text:p></office:text>";
        let want = [
            (BlockRole::Heading(2), "Ferry waits"),
            (BlockRole::Paragraph, "One & two"),
            (BlockRole::Paragraph, "three end"),
            (BlockRole::Paragraph, "A note"),
        ];
        let got = blocks("application/vnd.oasis.opendocument.text", content).expect("read");
        assert_eq!(got, want.map(|(role, text)| (role, text.to_owned())));
        for (kind, want) in [("presentation", "slides"), ("graphics", "unsupported-format")] {
            let kind = format!("application/vnd.oasis.opendocument.{kind}");
            assert_eq!(blocks(&kind, content).expect_err("refused").reason.as_str(), want);
        }
    }
}
