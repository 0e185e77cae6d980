//! The events of a Word document's parts to its paragraphs, with the role that their styles give them and the bookmarks
//! that start in them. The cells of a table row become one paragraph if they are short.

use super::docx_styles::{Kind, Styles, heading};
use super::manuscript::{Paragraph, too_many};
use crate::format::xml::entities::known;
use crate::format::xml::events::{Event, Tag, local};
use crate::format::{BlockRole, FormatError};
use crate::source::budget::OFFICE_PARAGRAPHS;

/// Fewest bytes of a cell that is a text of its own, not a figure in a row.
const CELL_BYTES: usize = 60;

/// Fewest cells of a row that is left as it is.
const MOST_CELLS: usize = 64;

/// Bookmarks of one paragraph; more are dropped.
const MOST_BOOKMARKS: usize = 64;

/// The paragraphs read so far, and the state of the reader.
pub(super) struct Story<'s> {
    styles: &'s Styles,
    paragraphs: Vec<Paragraph>,
    /// Indices of the open paragraphs: text boxes are inside paragraphs.
    open: Vec<usize>,
    /// Indices of the paragraphs at which the open table rows start.
    rows: Vec<usize>,
    /// Open elements whose content is skipped.
    skipped: usize,
    /// Open elements that describe how a paragraph looks.
    properties: usize,
    in_text: bool,
    bookmarks: Vec<String>,
    drop_cap: bool,
    initial: String,
    /// Why the document cannot be read.
    pub refused: Option<FormatError>,
}

impl<'s> Story<'s> {
    pub fn new(styles: &'s Styles) -> Self {
        Self {
            styles,
            paragraphs: Vec::new(),
            open: Vec::new(),
            rows: Vec::new(),
            skipped: 0,
            properties: 0,
            in_text: false,
            bookmarks: Vec::new(),
            drop_cap: false,
            initial: String::new(),
            refused: None,
        }
    }

    /// Takes the next event of a part.
    pub fn take(&mut self, event: &Event<'_>) {
        match event {
            _ if self.refused.is_some() => {}
            Event::Start(tag) => self.start(tag),
            Event::End(name) => self.end(local(name)),
            Event::Text(text) if self.in_text => self.push(&text.replace(['\r', '\n'], " ")),
            Event::Data(text) if self.in_text => self.push(&text.replace(['\r', '\n'], " ")),
            Event::Entity(name) if self.in_text => self.push(&known(name).unwrap_or_default()),
            _ => {}
        }
    }

    /// Closes what a part left open.
    pub fn end_part(&mut self) {
        self.open.clear();
        self.rows.clear();
        (self.skipped, self.properties, self.in_text) = (0, 0, false);
    }

    pub fn finish(self) -> Vec<Paragraph> {
        let mut paragraphs = self.paragraphs;
        paragraphs.retain(|paragraph| !paragraph.text.trim().is_empty() || !paragraph.bookmarks.is_empty());
        paragraphs
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let name = tag.local();
        if self.skipped > 0 || is_left_out(name) {
            self.skipped += usize::from(self.skipped == 0 || is_left_out(name));
            return;
        }
        match name {
            "p" => self.open_paragraph(),
            "pPr" => self.properties += 1,
            _ if self.properties > 0 => self.property(name, tag),
            "t" => self.in_text = true,
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "tr" => self.rows.push(self.paragraphs.len()),
            "bookmarkStart" => self.bookmark(tag.attribute("name").unwrap_or_default()),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= usize::from(is_left_out(name));
            return;
        }
        match name {
            "p" => self.close_paragraph(),
            "pPr" => self.properties = self.properties.saturating_sub(1),
            "t" => self.in_text = false,
            "tr" => self.close_row(),
            _ => {}
        }
    }

    fn open_paragraph(&mut self) {
        if self.paragraphs.len() == OFFICE_PARAGRAPHS {
            self.refused = Some(too_many());
            return;
        }
        self.open.push(self.paragraphs.len());
        let bookmarks = std::mem::take(&mut self.bookmarks);
        let text = std::mem::take(&mut self.initial);
        self.paragraphs.push(Paragraph { text, bookmarks, ..Paragraph::default() });
        (self.properties, self.drop_cap) = (0, false);
    }

    fn close_paragraph(&mut self) {
        let Some(at) = self.open.pop() else { return };
        if std::mem::take(&mut self.drop_cap) {
            self.initial = std::mem::take(&mut self.paragraphs[at].text);
        }
        // Most paragraphs without text are there for spacing.
        if at + 1 == self.paragraphs.len() && self.paragraphs[at].text.is_empty() {
            let bookmarks = self.paragraphs.pop().map(|empty| empty.bookmarks).unwrap_or_default();
            self.bookmarks.extend(bookmarks.into_iter().take(MOST_BOOKMARKS));
        }
    }

    /// Applies one property of the open paragraph.
    fn property(&mut self, name: &str, tag: &Tag<'_>) {
        let Some(paragraph) = self.open.last().map(|&at| &mut self.paragraphs[at]) else { return };
        let value = || tag.attribute("val").unwrap_or_default();
        let kind = match name {
            "pStyle" => self.styles.kind(&value()),
            "outlineLvl" => value().parse().ok().and_then(heading),
            "numPr" if paragraph.role == BlockRole::Paragraph => Some(Kind::Role(BlockRole::ListItem)),
            "framePr" => {
                self.drop_cap = tag.attribute("dropCap").is_some_and(|kind| kind != "none");
                None
            }
            _ => None,
        };
        match kind {
            Some(Kind::Title) => paragraph.is_title = true,
            Some(Kind::Role(role)) => paragraph.role = role,
            None => {}
        }
    }

    fn bookmark(&mut self, name: String) {
        let bookmarks = match self.open.last() {
            Some(&at) => &mut self.paragraphs[at].bookmarks,
            None => &mut self.bookmarks,
        };
        if bookmarks.len() < MOST_BOOKMARKS {
            bookmarks.push(name);
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(&at) = self.open.last() {
            self.paragraphs[at].text.push_str(text);
        }
    }

    /// A row of short cells is one paragraph.
    fn close_row(&mut self) {
        let Some(start) = self.rows.pop().filter(|&start| start < self.paragraphs.len()) else { return };
        let cells = &self.paragraphs[start..];
        let is_open = self.open.last().is_some_and(|&at| at >= start);
        if is_open
            || !(2..=MOST_CELLS).contains(&cells.len())
            || cells.iter().any(|cell| cell.text.len() > CELL_BYTES || !cell.bookmarks.is_empty())
        {
            return;
        }
        let text = cells.iter().map(|cell| cell.text.trim()).collect::<Vec<_>>().join("\t");
        self.paragraphs.truncate(start);
        self.paragraphs.push(Paragraph { text, role: BlockRole::TableRow, ..Paragraph::default() });
    }
}

/// Text that was deleted or is elsewhere, second forms of drawings, and formatting before a change.
fn is_left_out(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback" | "pPrChange" | "rPrChange" | "sectPrChange" | "tblPrChange")
}
