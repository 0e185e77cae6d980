//! CSV by RFC 4180 with a header, for spreadsheets: lists are joined by `; `, and what a spreadsheet would run as a formula
//! is made text.

use super::fields::value;
use super::{Hits, RenderError, Sheet};
use crate::text::terminal_safe;
use serde_json::Value;
use std::io::Write;

/// A header and one row a hit.
pub fn table(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let mut rows = Rows::new(sheet.fields, sheet.style.terminal, out)?;
    let mut written = 0;
    for hit in hits {
        let hit = hit?;
        rows.write(sheet.fields.iter().map(|name| cell(value(&hit, sheet, name))))?;
        written += 1;
    }
    rows.finish()?;
    Ok(written)
}

/// A table that is written row by row, each cell safe for a spreadsheet and, on a terminal, for that.
pub(super) struct Rows<'w> {
    table: ::csv::Writer<&'w mut dyn Write>,
    terminal: bool,
}

impl<'w> Rows<'w> {
    pub fn new(header: &[&str], terminal: bool, out: &'w mut dyn Write) -> std::io::Result<Self> {
        let mut table = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
        table.write_record(header).map_err(io)?;
        Ok(Self { table, terminal })
    }

    pub fn write(&mut self, cells: impl IntoIterator<Item = String>) -> std::io::Result<()> {
        let cells = cells.into_iter().map(|cell| shown(guarded(cell), self.terminal));
        self.table.write_record(cells.map(String::into_bytes)).map_err(io)
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

pub(super) fn cell(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

fn shown(cell: String, terminal: bool) -> String {
    if terminal { terminal_safe(&cell).into_owned() } else { cell }
}

/// An apostrophe before what starts like a formula: spreadsheets run cells that start with these signs (OWASP, CSV
/// injection). Numbers stay numbers.
fn guarded(cell: String) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '|', '%']);
    if formula && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        for (given, want) in
            [("=1+1", "'=1+1"), ("@x", "'@x"), ("-5", "-5"), ("-5 percent", "'-5 percent"), ("a=b", "a=b"), ("", "")]
        {
            assert_eq!(guarded(given.to_owned()), want);
        }
    }
}
