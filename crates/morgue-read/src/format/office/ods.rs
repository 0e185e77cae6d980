//! OpenDocument sheets (ODS) to drafts. Cells are read one after another; a repeated row is read once, and a repeated
//! empty column costs nothing. Comments in cells are skipped.

use super::package::Package;
use super::sheet::{Table, articles};
use crate::format::reason::Reason;
use crate::format::xml::entities::known;
use crate::format::xml::events::{Event, Tag};
use crate::format::{Drafts, FormatError, Input};
use crate::source::budget::{TABLE_COLUMNS, WORKBOOK_TEXT_BYTES};

/// Reads the tables of a file.
pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let mut sheets = Sheets { left: WORKBOOK_TEXT_BYTES, ..Sheets::default() };
    let read = Package::open(input.bytes)?.events("content.xml", &mut |event| sheets.take(&event));
    let full = sheets.is_full.then(|| {
        let most = WORKBOOK_TEXT_BYTES >> 20;
        FormatError::new(Reason::TooLarge, format!("the cells have more than {most} MiB of text"))
    });
    articles(sheets.sheets, read.err().or(full), input, drafts)
}

/// What a cell takes beside its text, in bytes.
const CELL_BYTES: usize = 64;

/// The sheets read so far, and the place in the last one.
#[derive(Default)]
struct Sheets {
    sheets: Vec<Table>,
    /// Number of the current row and column, from 0.
    row: u32,
    column: u32,
    cell: Option<Cell>,
    /// Whether the current sheet has no cells yet.
    is_new: bool,
    /// Number of open comments.
    comments: usize,
    /// Bytes of text that may still be kept.
    left: usize,
    is_full: bool,
}

/// An open cell.
#[derive(Default)]
struct Cell {
    text: String,
    repeated: u32,
    /// A day or time as ISO 8601, which replaces the text that is shown.
    time: Option<String>,
    link: Option<String>,
    paragraphs: usize,
}

impl Sheets {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) if tag.name() == "office:annotation" => self.comments += 1,
            Event::End("office:annotation") => self.comments = self.comments.saturating_sub(1),
            _ if self.comments > 0 || self.is_full => {}
            Event::Start(tag) => self.start(tag),
            Event::Text(text) | Event::Data(text) => self.push(&text.replace(['\r', '\n'], " ")),
            Event::Entity(name) => self.push(&known(name).unwrap_or_default()),
            Event::End("table:table-cell" | "table:covered-table-cell") => self.end_of_cell(),
            Event::End("table:table-row") => self.row = self.row.saturating_add(1),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let repeated = |name| tag.attribute(name).and_then(|number| number.parse().ok()).unwrap_or(1).max(1);
        match tag.name() {
            "table:table" => {
                self.is_new = true;
                self.row = 0;
            }
            "table:table-row" => self.column = 0,
            "table:table-cell" | "table:covered-table-cell" => {
                let is_time = tag.attribute("value-type").as_deref() == Some("date");
                let time = tag.attribute("date-value").filter(|_| is_time);
                self.cell = Some(Cell { repeated: repeated("number-columns-repeated"), time, ..Cell::default() });
            }
            "text:p" | "text:h" => {
                let is_next = self.cell.as_ref().is_some_and(|cell| cell.paragraphs > 0);
                if is_next {
                    self.push("\n");
                }
                self.cell.iter_mut().for_each(|cell| cell.paragraphs += 1);
            }
            "text:line-break" => self.push("\n"),
            "text:s" | "text:tab" => self.push(" "),
            "text:a" => {
                let is_web = |link: &String| link.starts_with("http://") || link.starts_with("https://");
                let link = tag.attribute("href").filter(is_web);
                self.cell.iter_mut().for_each(|cell| cell.link = cell.link.take().or_else(|| link.clone()));
            }
            _ => {}
        }
    }

    /// Adds text that is in a paragraph of a cell; what is between the elements of a cell is not text.
    fn push(&mut self, text: &str) {
        let Some(cell) = self.cell.as_mut().filter(|cell| cell.paragraphs > 0) else { return };
        match self.left.checked_sub(text.len()) {
            Some(left) => self.left = left,
            None => self.is_full = true,
        }
        if !self.is_full {
            cell.text.push_str(text);
        }
    }

    fn end_of_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let (first, row) = (self.column, self.row);
        self.column = first.saturating_add(cell.repeated);
        // The text of the cell itself is paid for; its time and its copies are not.
        let mut unpaid = cell.time.as_ref().map_or(0, String::len);
        let text = cell.time.unwrap_or(cell.text);
        if text.trim().is_empty() {
            return;
        }
        if std::mem::take(&mut self.is_new) {
            self.sheets.push(Table::of("ods"));
        }
        let Some(sheet) = self.sheets.last_mut() else { return };
        if let Some(link) = cell.link.filter(|_| first < TABLE_COLUMNS as u32) {
            let Some(left) = self.left.checked_sub(link.len() + CELL_BYTES) else {
                self.is_full = true;
                return;
            };
            self.left = left;
            sheet.links.insert((row, first), link);
        }
        for column in first..self.column.min(TABLE_COLUMNS as u32) {
            let Some(left) = self.left.checked_sub(unpaid + CELL_BYTES) else {
                self.is_full = true;
                return;
            };
            self.left = left;
            unpaid = text.len();
            match sheet.rows.last_mut().filter(|(number, _)| *number == row) {
                Some((_, cells)) => cells.push((column, text.clone())),
                None => sheet.rows.push((row, vec![(column, text.clone())])),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Draft, MetaField};
    use std::io::{Cursor, Write};

    fn drafts(rows: &str) -> Result<Vec<Draft>, FormatError> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        let content = format!("<office:spreadsheet><table:table>{rows}</table:table></office:spreadsheet>");
        let members = [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)];
        for (name, text) in members {
            zip.start_file(name, stored).expect("started");
            zip.write_all(text.as_bytes()).expect("written");
        }
        let bytes = zip.finish().expect("finished").into_inner();
        let format = crate::format::sniff(&bytes, "list")?;
        assert_eq!(format.name, "ods");
        format.read(&Input { bytes: &bytes, ..Input::default() }).map(|drafts| drafts.found)
    }

    fn cell(text: &str) -> String {
        format!("<table:table-cell office:value-type='string'><text:p>{text}</text:p></table:table-cell>")
    }

    fn row(cells: &[String]) -> String {
        format!("<table:table-row>{}</table:table-row>\n", cells.concat())
    }

    fn stated(draft: &Draft, field: MetaField) -> Option<&str> {
        draft.candidates.iter().find(|it| it.field == field).map(|it| it.value.as_str())
    }

    #[test]
    fn rows_are_articles_with_their_days_links_and_paragraphs() {
        let day = "<table:table-cell office:value-type='date' office:date-value='2024-10-25'><text:p>25.10.24</text:p>\
            </table:table-cell>";
        let link = "<table:table-cell><text:p><text:a xlink:href='https://a.example/dam'>read</text:a></text:p></table:table-cell>";
        let text = "<table:table-cell><office:annotation><text:p>check this</text:p></office:annotation>\
            <text:p>It <![CDATA[held]]> &amp; held.</text:p>\n<text:p>All<text:s/>night.</text:p></table:table-cell>";
        let empty = "<table:table-cell table:number-columns-repeated='3'/>";
        let rows = [
            row(&[cell("Dams")]),
            "<table:table-row table:number-rows-repeated='1048570'><table:table-cell table:number-columns-repeated='16384'/>\
             </table:table-row>"
                .to_owned(),
            row(&[cell("Title"), empty.to_owned(), cell("Date"), cell("URL"), cell("Text")]),
            row(&[cell("Dam holds"), empty.to_owned(), day.to_owned(), link.to_owned(), text.to_owned()]),
            row(&[cell("Dam leaks")]),
        ];
        let drafts = drafts(&rows.concat()).expect("read");
        let [holds, leaks] = &drafts[..] else { panic!("{drafts:?}") };
        let all = |draft| [MetaField::Title, MetaField::Published, MetaField::Url].map(|field| stated(draft, field));
        assert_eq!(all(holds), [Some("Dam holds"), Some("2024-10-25"), Some("https://a.example/dam")]);
        assert_eq!(all(leaks), [Some("Dam leaks"), None, None]);
        let lines: Vec<&str> = holds.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(lines, ["It held & held.", "All night."]);
        assert_eq!(holds.story_origin.as_str(), "ods:Text");
    }

    #[test]
    fn sheets_without_articles_are_refused_and_repeated_texts_are_capped() {
        let refused = drafts(&row(&[cell("Year"), cell("People")])).expect_err("no article");
        assert_eq!(refused.to_string(), "not-an-article: no title and no text; the columns are Year, People");
        let long = "dam ".repeat(40_000);
        let repeated = format!(
            "<table:table-row><table:table-cell table:number-columns-repeated='16384'><text:p>{long}</text:p>\
             </table:table-cell></table:table-row>"
        );
        let rows = [row(&[cell("title")]), repeated.clone(), repeated].concat();
        assert_eq!(drafts(&rows).expect_err("refused").reason.as_str(), "too-large");
    }
}
