//! XLSX, for spreadsheets: one row per hit under a fixed header, with typed dates and numbers, and addresses as links.
//! Texts are text cells, which no spreadsheet runs. Rows go to a temporary file while they are written.

use super::content::Content;
use super::fields::{Row, web_address};
use super::sheet::{FieldName, Hits, RenderError, Sheet};
use crate::archive::Hit;
use crate::article::Published;
use crate::text::{one_line, xml_characters};
use rust_xlsxwriter::{ExcelDateTime, Format, Url, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};
use std::sync::atomic::Ordering;

/// Rows of a sheet below its header.
const MOST_ROWS: u32 = 1_048_575;

/// Longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;

/// Fields whose texts may be longer than a cell: the names of those that were cut are in a column of their own.
const LONG: [&str; 2] = ["body", "zones"];

/// Maximum number of links in a sheet, and their maximum length.
const MOST_LINKS: u32 = 65_000;
const LONGEST_LINK: usize = 2_000;

/// One workbook, with as many sheets as the hits need.
pub fn workbook(sheet: &Sheet, hits: &mut Hits, out: &mut (dyn Write + Send)) -> Result<u64, RenderError> {
    let mut book = Workbook::new();
    let styles = Styles::new();
    let (fields, mut written, mut cut) = (Row::of(sheet), 0, 0);
    let mut ended = false;
    while !ended {
        let page = book.add_worksheet_with_constant_memory().map_err(failed)?;
        head(page, sheet.fields, &styles).map_err(failed)?;
        let mut row = 0;
        ended = true;
        for hit in &mut *hits {
            row += 1;
            cut += write_row(page, row, &*hit?, &fields, &styles).map_err(failed)?;
            written += 1;
            if row == MOST_ROWS {
                ended = false;
                break;
            }
        }
        let columns = u16::try_from(sheet.fields.len()).unwrap_or(u16::MAX).saturating_sub(1);
        page.autofilter(0, 0, row, columns).map_err(failed)?;
    }
    about(book.add_worksheet_with_constant_memory().map_err(failed)?, sheet, written, &styles).map_err(failed)?;
    if let Some(counter) = sheet.options.cut {
        counter.store(cut, Ordering::Relaxed);
    }
    book.save_to_writer(out).map_err(failed)?;
    Ok(written)
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    }
}

struct Styles {
    head: Format,
    day: Format,
    minute: Format,
}

impl Styles {
    fn new() -> Self {
        Self {
            head: Format::new().set_bold(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            minute: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
        }
    }
}

fn head(page: &mut Worksheet, fields: &[FieldName], styles: &Styles) -> Result<(), XlsxError> {
    page.set_freeze_panes(1, 0)?;
    for (column, name) in (0u16..).zip(fields) {
        let width = match *name {
            "title" | "passage" | "body" => 60.0,
            "url" | "path" | "file" | "authors" | "entities" => 30.0,
            "key" | "outlet" | "date" => 20.0,
            _ => 12.0,
        };
        page.set_column_width(column, width)?;
        page.write_string_with_format(0, column, *name, &styles.head)?;
    }
    if fields.iter().any(|name| LONG.contains(name)) {
        let column = u16::try_from(fields.len()).unwrap_or(u16::MAX);
        page.write_string_with_format(0, column, "cut", &styles.head)?;
    }
    Ok(())
}

/// The last sheet: what was asked, when, of which index, and how many articles there are.
fn about(page: &mut Worksheet, sheet: &Sheet, written: u64, styles: &Styles) -> Result<(), XlsxError> {
    page.set_name("About")?;
    page.set_column_width(1, 60.0)?;
    let counts = [("matches", sheet.total), ("rows", written), ("index generation", sheet.options.generation)];
    let texts = [("query", sheet.query), ("asked", sheet.options.asked.unwrap_or_default())];
    let mut row = 0;
    for (name, value) in texts.into_iter().filter(|(_, value)| !value.is_empty()) {
        page.write_string_with_format(row, 0, name, &styles.head)?;
        page.write_string(row, 1, cell(value).0)?;
        row += 1;
    }
    for (name, value) in counts {
        page.write_string_with_format(row, 0, name, &styles.head)?;
        page.write_number(row, 1, value as f64)?;
        row += 1;
    }
    Ok(())
}

/// Writes the cells of a hit, and the names of those that were cut after them; returns how many were.
fn write_row(page: &mut Worksheet, row: u32, hit: &Hit, fields: &Row, styles: &Styles) -> Result<u64, XlsxError> {
    let (mut cut, mut columns) = (Vec::new(), 0u16);
    for (column, (name, content)) in (0u16..).zip(fields.contents(hit)) {
        columns = column + 1;
        let link = (name == "url").then(|| hit.record.url.as_deref().and_then(web_address)).flatten();
        let link = link.filter(|link| link.len() <= LONGEST_LINK && row <= MOST_LINKS);
        let time = hit.published.filter(|_| name == "date").and_then(|published| moment(&published));
        match (link, time, content) {
            (Some(link), ..) => {
                let text = cell(hit.record.url.as_deref().unwrap_or_default()).0;
                page.write_url_with_text(row, column, Url::new(link), text)?;
            }
            (None, Some((time, true)), _) => {
                page.write_datetime_with_format(row, column, &time, &styles.minute)?;
            }
            (None, Some((time, false)), _) => {
                page.write_datetime_with_format(row, column, &time, &styles.day)?;
            }
            (None, None, Content::None) => {}
            (None, None, Content::Number(number)) => {
                page.write_number(row, column, number as f64)?;
            }
            (None, None, Content::Fraction(number)) => {
                page.write_number(row, column, number)?;
            }
            (None, None, other) => {
                let (text, is_cut) = cell(&other.into_cell());
                page.write_string(row, column, text)?;
                cut.extend(is_cut.then_some(name));
            }
        }
    }
    if !cut.is_empty() {
        page.write_string(row, columns, cut.join(", "))?;
    }
    Ok(cut.len() as u64)
}

/// A day, or a day and a time in the article's own zone, as spreadsheets count them. Less exact dates stay text.
fn moment(published: &Published) -> Option<(ExcelDateTime, bool)> {
    let text = published.to_string();
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
    let part = |from: usize| u8::try_from(number(from, from + 2)?).ok();
    let day = ExcelDateTime::from_ymd(number(0, 4)?, part(5)?, part(8)?).ok()?;
    match (number(11, 13), part(14)) {
        (Some(hour), Some(minute)) => Some((day.and_hms(hour, minute, part(17).unwrap_or(0)).ok()?, true)),
        _ => Some((day, false)),
    }
}

/// A text that a cell can hold, and whether it is cut.
fn cell(cell: &str) -> (String, bool) {
    let line = one_line(cell);
    let line = xml_characters(&line);
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= LONGEST
    };
    let kept: String = line.chars().take_while(fits).collect();
    let is_cut = kept.len() < line.len();
    (kept, is_cut)
}
