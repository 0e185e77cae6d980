//! CSV by RFC 4180 with a header, and the same with tabs, for spreadsheets: lists are joined with `; `, a cell is one
//! line, and what a spreadsheet would run as a formula is turned into text.

use super::fields::Row;
use super::sheet::{Hits, Options, RenderError, Sheet};
use crate::text::{one_line, terminal_safe};
use std::borrow::Cow;
use std::io::Write;

/// A header and one row per hit.
pub fn table(sheet: &Sheet, delimiter: u8, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let mut rows = Rows::with(sheet.fields, delimiter, sheet.style.terminal, sheet.options, out)?;
    let (row, mut written) = (Row::of(sheet), 0);
    for hit in hits {
        rows.write(row.contents(&*hit?).map(|(_, content)| content.into_cell()))?;
        written += 1;
    }
    rows.finish()?;
    Ok(written)
}

/// A table that is written row by row, each cell safe for a spreadsheet and, on a terminal, safe to print.
pub(super) struct Rows<'w> {
    table: ::csv::Writer<&'w mut dyn Write>,
    terminal: bool,
    guard: bool,
}

impl<'w> Rows<'w> {
    pub fn new(header: &[&str], terminal: bool, out: &'w mut dyn Write) -> std::io::Result<Self> {
        Self::with(header, b',', terminal, Options::default(), out)
    }

    pub fn with(
        header: &[&str],
        delimiter: u8,
        terminal: bool,
        options: Options,
        out: &'w mut dyn Write,
    ) -> std::io::Result<Self> {
        if options.bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let ends = if options.unix_lines { ::csv::Terminator::Any(b'\n') } else { ::csv::Terminator::CRLF };
        let mut table = ::csv::WriterBuilder::new().delimiter(delimiter).terminator(ends).from_writer(out);
        table.write_record(header).map_err(io)?;
        Ok(Self { table, terminal, guard: options.formula_guard })
    }

    pub fn write(&mut self, cells: impl IntoIterator<Item = impl AsRef<str>>) -> std::io::Result<()> {
        for cell in cells {
            let cell = one_line(cell.as_ref());
            let cell = if self.guard { guarded(cell) } else { cell };
            let cell = if self.terminal { terminal_safe(&cell) } else { cell };
            self.table.write_field(cell.as_bytes()).map_err(io)?;
        }
        self.table.write_record(None::<&[u8]>).map_err(io)
    }

    pub fn finish(mut self) -> std::io::Result<()> {
        self.table.flush()
    }
}

fn io(error: ::csv::Error) -> std::io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}

/// A cell in which no spreadsheet finds a formula, including those that separate cells with semicolons, as in many
/// countries. Tabs are already spaces here.
fn guarded(cell: Cow<str>) -> Cow<str> {
    let mut parts = cell.split(';');
    let first = parts.next().unwrap_or_default();
    if !is_formula(first) && !parts.clone().any(|part| is_formula(&part.replace('"', " "))) {
        return cell;
    }
    let mut out = if is_formula(first) { format!("'{first}") } else { first.to_owned() };
    for part in parts {
        out.push_str(if is_formula(&part.replace('"', " ")) { ";'" } else { ";" });
        out.push_str(part);
    }
    out.into()
}

/// Whether a spreadsheet could take a cell for a formula: it starts with one of these characters (OWASP, CSV
/// injection), possibly after spaces, invisible characters or apostrophes. The numbers of this program start with none
/// of them.
fn is_formula(cell: &str) -> bool {
    let beside = |c: char| c.is_whitespace() || c == '\'' || terminal_safe(c.encode_utf8(&mut [0; 4])) != c.to_string();
    cell.trim_start_matches(beside).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_all_else_stays() {
        let written = |cell: &str| {
            let mut out = Vec::new();
            let mut rows = Rows::new(&["h"], false, &mut out).expect("begun");
            rows.write([cell.to_owned()]).expect("written");
            rows.finish().expect("written");
            String::from_utf8(out).expect("text").trim_start_matches("h\r\n").trim_end_matches("\r\n").to_owned()
        };
        for (given, want) in [
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
            (" \u{200b}＝1", "' \u{200b}＝1"),
            ("\t-x", "' -x"),
            ("'=x", "''=x"),
            ("'tis", "'tis"),
            ("a=b", "a=b"),
            ("a;=b;c", "a;'=b;c"),
            ("Doe; @roe; -x", "Doe;' @roe;' -x"),
            ("a;\"=b", "\"a;'\"\"=b\""),
            ("a\t=b", "a =b"),
            ("two\r\nlines", "two lines"),
            ("", "\"\""),
        ] {
            assert_eq!(written(given), want, "{given}");
        }
    }
}
