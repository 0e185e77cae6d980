//! Cross tables: how many articles have each value of one field together with each value of another.

use super::values::ArticleValues;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

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
    /// For each row its cells.
    pub cells: Vec<Vec<Cell>>,
}

impl CrossTable {
    /// From the values of two fields in all articles of the archive, and the keys of those that were found. Only values of the latter are
    /// shown.
    pub fn of(fields: [&'static str; 2], archive: &ArticleValues, found: &HashSet<String>) -> Self {
        let [rows_of, columns_of] = fields;
        let mut pairs: HashMap<(&str, &str), Cell> = HashMap::new();
        let (mut rows, mut columns) = (HashMap::<&str, u64>::new(), HashMap::<&str, u64>::new());
        for (article, key) in archive.keys.iter().enumerate() {
            let is_found = u64::from(found.contains(key));
            let of_columns = archive.fields[1].values_of(article);
            of_columns.iter().for_each(|column| *columns.entry(column).or_default() += is_found);
            for row in archive.fields[0].values_of(article) {
                *rows.entry(row).or_default() += is_found;
                for column in &of_columns {
                    let cell = pairs.entry((row, column)).or_default();
                    cell.archive += 1;
                    cell.found += is_found;
                }
            }
        }
        let (row_names, column_names) = (in_order(rows_of, rows), in_order(columns_of, columns));
        let cell = |row: &str, column: &str| pairs.get(&(row, column)).copied().unwrap_or_default();
        let cells = row_names.iter().map(|row| column_names.iter().map(|column| cell(row, column)).collect()).collect();
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
}

/// Whether the values of a field are times, which have an order of their own.
pub(super) fn is_time(field: &str) -> bool {
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
