//! Cross tables: how many articles have each value of one field together with each value of another.

use super::values::ArticleValues;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Articles of a cell: those found, and those of the archive, without which a number of hits says little.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell {
    pub found: u64,
    pub archive: u64,
}

/// A table of two fields. An empty value is that of the articles without one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CrossTable {
    pub rows_of: &'static str,
    pub columns_of: &'static str,
    /// Articles found.
    pub total: u64,
    /// Values of the first field: years and months in order, others by their articles, most first, then by name.
    pub rows: Vec<String>,
    /// Values of the second field, in the same order.
    pub columns: Vec<String>,
    /// The cells in which the archive has articles, by the numbers of row and column, in their order.
    cells: BTreeMap<(u32, u32), Cell>,
}

impl CrossTable {
    /// From the values of two fields in all articles of the archive, and the keys of those that were found. Only values of the latter are
    /// shown.
    pub fn of(fields: [&'static str; 2], archive: &ArticleValues, found: &HashSet<String>) -> Self {
        let [rows_of, columns_of] = fields;
        let (of_rows, of_columns) = (&archive.fields[0], &archive.fields[1]);
        let (mut rows, mut columns) = (HashMap::<&str, u64>::new(), HashMap::<&str, u64>::new());
        let is_found: Vec<bool> = archive.keys.iter().map(|key| found.contains(key)).collect();
        for article in (0..archive.keys.len()).filter(|&article| is_found[article]) {
            of_rows.values_of(article).into_iter().for_each(|row| *rows.entry(row).or_default() += 1);
            of_columns.values_of(article).into_iter().for_each(|column| *columns.entry(column).or_default() += 1);
        }
        let (row_names, column_names) = (in_order(rows_of, rows), in_order(columns_of, columns));
        let number = |names: &[&str]| -> HashMap<String, u32> {
            names.iter().zip(0u32..).map(|(name, number)| ((*name).to_owned(), number)).collect()
        };
        let (row_numbers, column_numbers) = (number(&row_names), number(&column_names));
        let mut cells: BTreeMap<(u32, u32), Cell> = BTreeMap::new();
        for (article, &is_found) in is_found.iter().enumerate() {
            for row in of_rows.values_of(article).into_iter().filter_map(|row| row_numbers.get(row)) {
                for column in of_columns.values_of(article).into_iter().filter_map(|column| column_numbers.get(column))
                {
                    let cell = cells.entry((*row, *column)).or_default();
                    cell.archive += 1;
                    cell.found += u64::from(is_found);
                }
            }
        }
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        Self {
            rows_of,
            columns_of,
            total: found.len() as u64,
            rows: owned(row_names),
            columns: owned(column_names),
            cells,
        }
    }

    /// The cells of a row in which the archive has articles, with the numbers of their columns.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (usize, Cell)> + '_ {
        let row = row as u32;
        self.cells.range((row, 0)..=(row, u32::MAX)).map(|((_, column), cell)| (*column as usize, *cell))
    }
}

/// Whether the values of a field are times, which have an order of their own.
pub fn is_time(field: &str) -> bool {
    matches!(field, "year" | "month")
}

/// The values that articles were found with.
fn in_order<'v>(field: &str, found: HashMap<&'v str, u64>) -> Vec<&'v str> {
    let mut values: Vec<(&str, u64)> = found.into_iter().filter(|(_, articles)| *articles > 0).collect();
    values.sort_by(|one, other| {
        let by_size = || if is_time(field) { Ordering::Equal } else { other.1.cmp(&one.1) };
        one.0.is_empty().cmp(&other.0.is_empty()).then_with(by_size).then_with(|| one.0.cmp(other.0))
    });
    values.into_iter().map(|(value, _)| value).collect()
}
