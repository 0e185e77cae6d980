//! Workbooks (XLSX) to drafts: every sheet in which a row near the top names a title or a text is a table of articles,
//! one per row below it, as in other tables. Cells are read one after another, so that a distant one costs nothing;
//! their links are addresses. Sheets without articles are skipped.

use super::package::Package;
use super::sheet::{Cells, Table, articles};
use crate::format::isolated::{self, Isolated, Limits};
use crate::format::reason::Reason;
use crate::format::{Drafts, FormatError, Input};
use crate::source::budget;
use crate::source::budget::TABLE_COLUMNS;
use calamine::{Data, DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use serde::{Deserialize, Serialize};
use std::io::{self, Cursor};
use std::panic::{AssertUnwindSafe, catch_unwind};

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads the tables of a workbook, whose cells a process of its own reads: the library allocates what a file states.
pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    // What is too large is refused before a process starts.
    Package::open(input.bytes)?.unfold()?;
    let (lines, failed) =
        isolated::ask_lines(input.isolated_reader, Isolated::Workbook, input.bytes, &Limits::default())?;
    tables(lines, failed, input, drafts)
}

/// The cells of a workbook, line by line, so that those before a failure are kept. Must be called only in a process with
/// limits.
pub(in crate::format) fn read_workbook(
    bytes: &[u8],
    take: &mut dyn FnMut(BookLine) -> io::Result<()>,
) -> io::Result<()> {
    // calamine computes cell positions without a limit, which panics if overflow is checked.
    let read = catch_unwind(AssertUnwindSafe(|| sheets(bytes, take)));
    read.unwrap_or_else(|_| Ok(Err(SheetError::Damaged("cells are outside the sheet".to_owned()))))?
        .or_else(|error| take(BookLine::Broken(error)))
}

/// One line of what the process prints of a workbook.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::format) enum BookLine {
    /// A sheet starts, with the web addresses that its cells link to.
    Sheet(Vec<((u32, u32), String)>),
    /// The number and the cells of a row that is not empty.
    Row(u32, Cells),
    /// Why the sheet, or the workbook, has no more rows.
    Broken(SheetError),
}

/// Why cells cannot be read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::format) enum SheetError {
    Damaged(String),
    TooLarge(String),
}

impl From<SheetError> for FormatError {
    fn from(error: SheetError) -> Self {
        match error {
            SheetError::Damaged(detail) => Self::new(Reason::Damaged, detail),
            SheetError::TooLarge(detail) => Self::new(Reason::TooLarge, detail),
        }
    }
}

type Read<T> = io::Result<Result<T, SheetError>>;

fn sheets(bytes: &[u8], take: &mut dyn FnMut(BookLine) -> io::Result<()>) -> Read<()> {
    let mut book: Workbook = match Xlsx::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(error) => return Ok(Err(damaged(&error))),
    };
    let mut left = budget::WORKBOOK_TEXT_BYTES;
    for name in book.sheet_names() {
        take(BookLine::Sheet(links(&mut book, &name)))?;
        if let Err(error) = rows(&mut book, &name, &mut left, take)? {
            take(BookLine::Broken(error))?;
        }
    }
    Ok(Ok(()))
}

fn damaged(error: &XlsxError) -> SheetError {
    SheetError::Damaged(error.to_string())
}

/// Passes on the rows of a sheet; those before an error are kept.
fn rows(
    book: &mut Workbook<'_>,
    sheet: &str,
    left: &mut usize,
    take: &mut dyn FnMut(BookLine) -> io::Result<()>,
) -> Read<()> {
    let mut cells = match book.worksheet_cells_reader(sheet) {
        Ok(cells) => cells,
        Err(error) => return Ok(Err(damaged(&error))),
    };
    let mut row: Option<(u32, Cells)> = None;
    let broken = loop {
        let cell = match cells.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => break None,
            Err(error) => break Some(damaged(&error)),
        };
        let ((number, column), text) = (cell.get_position(), text_of(cell.get_value()));
        if text.trim().is_empty() || column as usize >= TABLE_COLUMNS {
            continue;
        }
        let Some(rest) = left.checked_sub(text.len()) else {
            let most = budget::WORKBOOK_TEXT_BYTES >> 20;
            break Some(SheetError::TooLarge(format!("the cells have more than {most} MiB of text")));
        };
        *left = rest;
        match row.as_mut().filter(|(last, _)| *last == number) {
            Some((_, row)) => row.push((column, text)),
            None => {
                if let Some((number, cells)) = row.replace((number, vec![(column, text)])) {
                    take(BookLine::Row(number, cells))?;
                }
            }
        }
    };
    if let Some((number, cells)) = row {
        take(BookLine::Row(number, cells))?;
    }
    Ok(broken.map_or(Ok(()), Err))
}

/// The articles in the sheets that are tables of articles, and why there may be more.
fn tables(
    lines: Vec<BookLine>,
    failed: Option<FormatError>,
    input: &Input,
    drafts: &mut Drafts,
) -> Result<(), FormatError> {
    let mut broken: Option<FormatError> = None;
    let mut sheets: Vec<Table> = Vec::new();
    for line in lines {
        match (line, sheets.last_mut()) {
            (BookLine::Sheet(links), _) => {
                let mut table = Table::of("xlsx");
                table.links = links.into_iter().collect();
                sheets.push(table);
            }
            (BookLine::Row(number, cells), Some(sheet)) => sheet.rows.push((number, cells)),
            (BookLine::Row(..), None) => {}
            (BookLine::Broken(error), _) => broken = broken.or_else(|| Some(error.into())),
        }
    }
    articles(sheets, broken.or(failed), input, drafts)
}

/// Web addresses that the cells of a sheet link to; unreadable links are ignored.
fn links(book: &mut Workbook<'_>, sheet: &str) -> Vec<((u32, u32), String)> {
    let links = book.hyperlinks_by_sheet_name(sheet).unwrap_or_default();
    let web = links.into_iter().filter_map(|link| Some((link.range.start, link.target?)));
    web.filter(|(_, target)| target.starts_with("http://") || target.starts_with("https://")).collect()
}

/// The text of a cell: days and times as ISO 8601, whole numbers without a point.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::String(text) | DataRef::DateTimeIso(text) => text.clone(),
        DataRef::DateTime(time) if time.is_datetime() => time_of(time),
        DataRef::Empty | DataRef::Error(_) | DataRef::Bool(_) | DataRef::DateTime(_) | DataRef::DurationIso(_) => {
            String::new()
        }
        number => Data::from(number.clone()).to_string(),
    }
}

/// A number below one is a time without a day.
fn time_of(time: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    match (time.as_f64() < 1.0, (hour, minute, second) == (0, 0, 0)) {
        (true, _) => clock,
        (_, true) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}T{clock}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Draft, MetaField};
    use rust_xlsxwriter::{ExcelDateTime as Day, Format, Workbook as Writer};

    /// A workbook with these sheets, all cells text.
    fn book(sheets: &[&[&[&str]]]) -> Vec<u8> {
        let mut book = Writer::new();
        for rows in sheets {
            let sheet = book.add_worksheet();
            for (row, cells) in rows.iter().enumerate() {
                for (column, cell) in cells.iter().enumerate() {
                    sheet.write(row as u32, column as u16, *cell).expect("written");
                }
            }
        }
        book.save_to_buffer().expect("saved")
    }

    fn drafts(bytes: &[u8]) -> Result<Vec<Draft>, FormatError> {
        let mut drafts = Drafts::default();
        // As the other process would, on small files of our own.
        let mut lines = Vec::new();
        read_workbook(bytes, &mut |line| {
            lines.push(line);
            Ok(())
        })
        .expect("taken");
        tables(lines, None, &Input { bytes, name: "a.xlsx", ..Input::default() }, &mut drafts)?;
        Ok(drafts.found)
    }

    fn stated(draft: &Draft, field: MetaField) -> Option<&str> {
        draft.candidates.iter().find(|it| it.field == field).map(|it| it.value.as_str())
    }

    #[test]
    fn rows_are_articles_and_other_sheets_none() {
        let bytes = book(&[
            &[&["Year", "People"], &["1999", "3"]],
            &[
                &["Results for dams"],
                &[],
                &["Headline", "Full text", "Note"],
                &["Dam holds", "It held.\n\nAll night.", ""],
                &[""],
                &["Dam leaks"],
            ],
        ]);
        let drafts = drafts(&bytes).expect("read");
        let titles: Vec<_> = drafts.iter().map(|draft| stated(draft, MetaField::Title)).collect();
        assert_eq!(titles, [Some("Dam holds"), Some("Dam leaks")]);
        let lines: Vec<&str> = drafts[0].blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(lines, ["It held.", "All night."]);
        assert_eq!(drafts[0].story_origin.as_str(), "xlsx:Full text");
    }

    #[test]
    fn workbooks_and_documents_are_detected_from_their_content() {
        let bytes = book(&[&[&["title"], &["Dam holds"]]]);
        for name in ["a.xlsx", "a.docx", "a"] {
            let format = crate::format::sniff(&bytes, name).expect("known");
            let refused = format.read(&Input { bytes: &bytes, name, ..Input::default() }).expect_err("no program");
            assert_eq!(
                refused.to_string(),
                "unsupported-format: no program to read a workbook is configured",
                "{name}"
            );
        }
        let document = include_bytes!("../../../../../tests/cases/formats/office/docx/input.docx");
        let format = crate::format::sniff(document, "a.xlsx").expect("known");
        assert_eq!(
            format.read(&Input { bytes: document, name: "a.xlsx", ..Input::default() }).expect("read").found.len(),
            1
        );
    }

    #[test]
    fn a_list_of_names_is_not_a_table() {
        let rows: [&[&str]; 4] =
            [&["Column", "Meaning"], &["title", "Its headline"], &["text", "Its story"], &["x", "y"]];
        assert_eq!(drafts(&book(&[&rows])).map_err(|error| error.reason.as_str()).err(), Some("not-an-article"));
    }

    #[test]
    fn days_times_and_links_are_taken_from_below_the_cells() {
        let mut book = Writer::new();
        let sheet = book.add_worksheet();
        for (column, name) in ["title", "date", "url"].iter().enumerate() {
            sheet.write(2, column as u16 + 1, *name).expect("written");
        }
        let (day, clock) = (Format::new().set_num_format("dd.mm.yyyy"), Format::new().set_num_format("dd.mm.yy hh:mm"));
        let time = Day::from_ymd(2024, 10, 25).expect("a day");
        sheet.write(3, 1, "Dam holds").expect("written");
        sheet.write_datetime_with_format(3, 2, &time, &day).expect("written");
        sheet.write_url_with_text(3, 3, "https://a.example/dam", "read").expect("written");
        sheet.write(4, 1, 1984).expect("written");
        let time = time.and_hms(18, 30, 0).expect("a time");
        sheet.write_datetime_with_format(4, 2, &time, &clock).expect("written");
        let drafts = drafts(&book.save_to_buffer().expect("saved")).expect("read");
        let all = |draft| [MetaField::Title, MetaField::Published, MetaField::Url].map(|field| stated(draft, field));
        assert_eq!(all(&drafts[0]), [Some("Dam holds"), Some("2024-10-25"), Some("https://a.example/dam")]);
        assert_eq!(all(&drafts[1]), [Some("1984"), Some("2024-10-25T18:30:00"), None]);
    }

    #[test]
    fn books_without_articles_and_broken_ones_are_refused() {
        let refused = drafts(&book(&[&[&["Year", "People"], &["1999", "3"]]])).map_err(|error| error.to_string());
        let said = "not-an-article: no title and no text; the columns are Year, People";
        assert_eq!(refused.err().as_deref(), Some(said));
        let mut bytes = book(&[&[&["title"], &["Dam holds"]]]);
        bytes.truncate(bytes.len() / 2);
        assert_eq!(drafts(&bytes).map_err(|error| error.reason.as_str()).err(), Some("damaged"));
    }

    #[test]
    fn a_far_cell_costs_nothing_and_shared_texts_are_capped() {
        let mut book = Writer::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "title").expect("written");
        sheet.write(1_048_575, 16_383, "far").expect("written");
        let long = "dam ".repeat(8000);
        for row in 1..4300 {
            sheet.write(row, 0, long.as_str()).expect("written");
        }
        let refused = drafts(&book.save_to_buffer().expect("saved")).map_err(|error| error.reason.as_str());
        assert_eq!(refused.err(), Some("too-large"));
    }
}
