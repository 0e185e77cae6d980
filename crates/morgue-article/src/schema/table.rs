//! The fields that a query may name, as the table in the manual.

use super::field::Schema;
use std::fmt::Write;

/// A Markdown table: field, other names, what it holds.
pub fn field_table(schema: &Schema) -> String {
    let mut table = String::from("| field | also | what it holds |\n|---|---|---|\n");
    for field in schema.queryable() {
        let _ = writeln!(table, "| `{}:` | {} | {} |", field.name, field.aliases.join(", "), field.doc);
    }
    table
}
