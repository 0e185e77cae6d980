//! Sheets to drafts: every sheet in which a row near the top names a title or a text is a table of articles, one per row
//! below it, as in other tables. The addresses that cells link to are addresses. Sheets without articles are skipped.

use crate::format::database::article::each_part;
use crate::format::database::integrum;
use crate::format::reason::Reason;
use crate::format::record::fields::Fields;
use crate::format::record::names::{Slot, known, no_articles, slot};
use crate::format::{Draft, Drafts, FormatError, Input, MetaField};
use std::collections::BTreeMap;

/// The articles in the sheets that are tables of articles, and why there may be more.
pub(super) fn articles(
    sheets: Vec<Table>,
    broken: Option<FormatError>,
    input: &Input,
    drafts: &mut Drafts,
) -> Result<(), FormatError> {
    let mut columns: Vec<String> = Vec::new();
    for mut table in sheets {
        match table.take_names(input) {
            true => {
                let rows = std::mem::take(&mut table.rows);
                each_part(rows, drafts, |row| table.draft(row, input).map(Some));
            }
            false => columns.extend(table.names.into_iter().map(|(_, name)| name)),
        }
    }
    match broken {
        Some(error) if drafts.found.is_empty() || error.reason == Reason::TooLarge => return Err(error),
        Some(error) => drafts.unreadable.push((drafts.found.len() + drafts.unreadable.len() + 1, error)),
        None => {}
    }
    if drafts.found.is_empty() && drafts.unreadable.is_empty() {
        return Err(no_articles(columns.iter().map(String::as_str)));
    }
    Ok(())
}

/// The names of the columns are searched for in this many rows from the top: some programs write a heading above them.
const HEADING_ROWS: usize = 12;

/// The cells of a row with their columns: a sheet may have a million rows of few cells.
pub(super) type Cells = Vec<(u32, String)>;

/// One sheet: the names of its columns, and the rows below them with their numbers.
#[derive(Default)]
pub(super) struct Table {
    /// Name of the format, in origins.
    format: &'static str,
    names: Cells,
    is_integrum: bool,
    pub rows: Vec<(u32, Cells)>,
    /// Web addresses that cells link to.
    pub links: BTreeMap<(u32, u32), String>,
}

impl Table {
    /// An empty sheet of a file in this format.
    pub fn of(format: &'static str) -> Self {
        Self { format, ..Self::default() }
    }

    /// Takes the names of the columns from the top; returns whether they are those of articles. Below other rows, a
    /// single known name may be a word of a list.
    fn take_names(&mut self, input: &Input) -> bool {
        let top = &self.rows[..self.rows.len().min(HEADING_ROWS)];
        let place = top.iter().enumerate().position(|(nth, (_, row))| known_names(row, input) > usize::from(nth > 0));
        self.names = self.rows.get(place.unwrap_or(0)).map(|(_, row)| row.clone()).unwrap_or_default();
        self.names.iter_mut().for_each(|(_, name)| *name = name.trim().to_owned());
        self.names.sort_by_key(|(column, _)| *column);
        self.names.dedup_by_key(|(column, _)| *column);
        self.is_integrum = input.fields.is_none_or(crate::format::Mapping::is_empty)
            && integrum::is_table(self.names.iter().map(|(_, name)| name.as_str()));
        self.rows.drain(..place.map_or(0, |place| place + 1));
        place.is_some()
    }

    fn draft(&self, (number, row): (u32, Cells), input: &Input) -> Result<Draft, FormatError> {
        let cells = row.iter().filter_map(|(column, text)| {
            let at = self.names.binary_search_by_key(column, |(named, _)| *named).ok()?;
            let name = self.names.get(at)?.1.as_str();
            let link = self.links.get(&(number, *column)).filter(|_| names_address(name, input));
            Some((name, link.unwrap_or(text).as_str()))
        });
        if self.is_integrum {
            return integrum::read_row(cells);
        }
        Fields::of(input.fields, cells).into_draft(self.format)
    }
}

/// Number of known names in a row; none if no title or text is among them.
fn known_names(row: &Cells, input: &Input) -> usize {
    let names = || row.iter().map(|(_, name)| name.trim());
    if integrum::is_table(names()) { row.len() } else { known(input.fields, names()) }
}

fn names_address(name: &str, input: &Input) -> bool {
    matches!(slot(input.fields, name), Some((Slot::Meta(MetaField::Url), _))) || name == integrum::ADDRESS
}
