//! Facets as text, JSON or CSV: each value with the number of articles that have it.

use super::sheet::TableFormat;
use super::style::Style;
use super::timeline::shown;
use super::{chart, csv};
use crate::archive::{Facet, Facets};
use crate::text::terminal_safe;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes facets, the first `most` values of each.
pub fn facets(
    format: TableFormat,
    query: &str,
    facets: &Facets,
    most: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        TableFormat::Text => text(facets, most, out),
        TableFormat::Json => writeln!(out, "{}", document(query, facets, most)),
        TableFormat::Svg => out.write_all(shown(&chart::facets(facets, query, most), style).as_bytes()),
        TableFormat::Csv => {
            let mut table = csv::Rows::new(&["field", "value", facets.per.plural()], style.terminal, out)?;
            facets.facets.iter().flat_map(|facet| rows(facet, most)).try_for_each(|row| table.write(row))?;
            table.finish()
        }
    }
}

/// Counts before values, so that they are in one column whatever the values are.
fn text(facets: &Facets, most: usize, out: &mut dyn Write) -> io::Result<()> {
    let columns = facets.total.to_string().len();
    for (nth, facet) in facets.facets.iter().enumerate() {
        if nth > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", facet.field)?;
        for (value, articles) in facet.values.iter().take(most) {
            writeln!(out, "  {articles:>columns$}  {}", terminal_safe(value).replace(['\n', '\t'], " "))?;
        }
        for (articles, what) in [(facet.year_only, "(only a year)"), (facet.none, "(none)")] {
            if articles > 0 {
                writeln!(out, "  {articles:>columns$}  {what}")?;
            }
        }
    }
    Ok(())
}

/// Articles without a value are a row with an empty value.
fn rows(facet: &Facet, most: usize) -> Vec<[String; 3]> {
    let row = |value: &str, articles: u64| [facet.field.to_owned(), value.to_owned(), articles.to_string()];
    let mut rows: Vec<_> = facet.values.iter().take(most).map(|(value, articles)| row(value, *articles)).collect();
    if facet.year_only + facet.none > 0 {
        rows.push(row("", facet.year_only + facet.none));
    }
    rows
}

fn document(query: &str, facets: &Facets, most: usize) -> Value {
    let values = |facet: &Facet| -> Vec<Value> {
        let shown = facet.values.iter().take(most);
        shown.map(|(value, articles)| json!({"value": value, facets.per.plural(): articles})).collect()
    };
    let facet = |facet: &Facet| {
        json!({
            "field": facet.field,
            "distinct": facet.values.len(),
            "values": values(facet),
            "year_only": facet.year_only,
            "none": facet.none,
        })
    };
    json!({"query": query, "total": facets.total, "facets": facets.facets.iter().map(facet).collect::<Vec<_>>()})
}
