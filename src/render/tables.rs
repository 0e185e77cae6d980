//! Tables of counts as text, CSV or JSON: the terms of a query, the overlap of two, and two fields side by side.

use super::columns::width;
use super::csv;
use super::sheet::TableFormat;
use super::style::Style;
use crate::archive::{CrossTable, KeyTerms, Overlap, Shares, is_time};
use crate::text::terminal_safe;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::ops::Range;

/// Writes the terms of a query.
pub fn key_terms(
    format: TableFormat,
    query: &str,
    terms: &KeyTerms,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rounded = |number: f64| (number * 100.0).round() / 100.0;
    match format {
        TableFormat::Json | TableFormat::Svg => {
            let list: Vec<Value> = (terms.terms.iter())
                .map(|term| {
                    json!({
                        "term": term.term,
                        "articles": term.articles,
                        "archive": term.archive,
                        "log_likelihood": rounded(term.likelihood),
                        "log_ratio": rounded(term.ratio),
                    })
                })
                .collect();
            let value = json!({"query": query, "found": terms.found, "archive": terms.archive, "read": terms.read, "terms": list});
            writeln!(out, "{value}")
        }
        TableFormat::Csv => {
            let header = ["term", "articles", "archive", "log_likelihood", "log_ratio"];
            let mut table = csv::Rows::new(&header, style.terminal, out)?;
            for term in &terms.terms {
                table.write([
                    term.term.clone(),
                    term.articles.to_string(),
                    term.archive.to_string(),
                    rounded(term.likelihood).to_string(),
                    rounded(term.ratio).to_string(),
                ])?;
            }
            table.finish()
        }
        TableFormat::Text => {
            if !terms.terms.is_empty() {
                writeln!(out, "{:>9}  {:>8}  {:>8}  term", "articles", "archive", "times")?;
            }
            for term in &terms.terms {
                let times = term.ratio.exp2();
                let times = if times < 10.0 { format!("{times:.1}") } else { format!("{times:.0}") };
                let shown = terminal_safe(&term.term).replace(['\n', '\t'], " ");
                writeln!(out, "{:>9}  {:>8}  {times:>8}  {shown}", term.articles, term.archive)?;
            }
            Ok(())
        }
    }
}

/// Writes the overlap of two queries, the first `most` values of each field.
pub fn overlap(
    format: TableFormat,
    queries: [&str; 2],
    overlap: &Overlap,
    most: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let numbers = |shares: &Shares| [shares.both, shares.only_first(), shares.only_second()];
    match format {
        TableFormat::Json | TableFormat::Svg => {
            let shares = |shares: &Shares| json!({"both": shares.both, "only_a": shares.only_first(), "only_b": shares.only_second()});
            let mut value = shares(&overlap.all);
            value["a"] = json!({"query": queries[0], "articles": overlap.all.first});
            value["b"] = json!({"query": queries[1], "articles": overlap.all.second});
            for (field, values) in &overlap.fields {
                let list = values[part(field, values.len(), most)].iter().map(|(name, of)| {
                    let mut one = shares(of);
                    one["value"] = if name.is_empty() { Value::Null } else { name.as_str().into() };
                    one
                });
                value["by"][*field] = list.collect();
            }
            writeln!(out, "{value}")
        }
        TableFormat::Csv => {
            let mut table = csv::Rows::new(&["field", "value", "both", "only_a", "only_b"], style.terminal, out)?;
            let mut row = |field: &str, value: &str, shares: &Shares| {
                let cells = [field.to_owned(), value.to_owned()].into_iter();
                table.write(cells.chain(numbers(shares).map(|number| number.to_string())))
            };
            row("", "", &overlap.all)?;
            for (field, values) in &overlap.fields {
                values[part(field, values.len(), most)]
                    .iter()
                    .try_for_each(|(value, shares)| row(field, value, shares))?;
            }
            table.finish()
        }
        TableFormat::Text => {
            writeln!(out, "A: {}\nB: {}\n", terminal_safe(queries[0]), terminal_safe(queries[1]))?;
            writeln!(out, "{:>8}  {:>8}  {:>8}", "both", "only A", "only B")?;
            let line = |shares: &Shares, value: &str| {
                let [both, first, second] = numbers(shares);
                format!("{both:>8}  {first:>8}  {second:>8}  {value}\n")
            };
            out.write_all(line(&overlap.all, "all").as_bytes())?;
            for (field, values) in &overlap.fields {
                writeln!(out, "\n{field}")?;
                for (value, shares) in values[part(field, values.len(), most)].iter() {
                    out.write_all(line(shares, &named(value)).as_bytes())?;
                }
            }
            Ok(())
        }
    }
}

/// The values that are shown of a field: of years and months the last ones, of others the first.
fn part(field: &str, values: usize, most: usize) -> Range<usize> {
    if is_time(field) { values.saturating_sub(most)..values } else { 0..values.min(most) }
}

/// Widest name of a column; longer ones are cut.
const COLUMN: usize = 12;

/// Writes a table of two fields, its first `most` rows.
pub fn cross_table(
    format: TableFormat,
    query: &str,
    table: &CrossTable,
    most: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let shown = part(table.rows_of, table.rows.len(), most);
    let rows = || shown.clone().map(|row| (table.rows[row].as_str(), row));
    match format {
        TableFormat::Json | TableFormat::Svg => {
            let value_of = |name: &str| if name.is_empty() { Value::Null } else { Value::from(name) };
            let mut list = Vec::new();
            for (name, row) in rows() {
                for (column, cell) in table.row(row) {
                    list.push(json!({
                        table.rows_of: value_of(name),
                        table.columns_of: value_of(&table.columns[column]),
                        "articles": cell.found,
                        "archive": cell.archive,
                    }));
                }
            }
            writeln!(out, "{}", json!({"query": query, "total": table.total, "cells": list}))
        }
        TableFormat::Csv => {
            let header = [table.rows_of, table.columns_of, "articles", "archive", "share"];
            let mut written = csv::Rows::new(&header, style.terminal, out)?;
            for (name, row) in rows() {
                for (column, cell) in table.row(row) {
                    let share = cell.found as f64 / cell.archive as f64;
                    let numbers = [cell.found.to_string(), cell.archive.to_string(), format!("{share:.4}")];
                    let names = [name.to_owned(), table.columns[column].clone()];
                    written.write(names.into_iter().chain(numbers))?;
                }
            }
            written.finish()
        }
        TableFormat::Text => {
            let heads: Vec<String> = table.columns.iter().map(|column| cut(&named(column), COLUMN)).collect();
            let names: Vec<String> = rows().map(|(name, _)| cut(&named(name), 3 * COLUMN)).collect();
            let first = names.iter().map(|name| width(name)).chain([width(table.rows_of)]).max().unwrap_or(0);
            let mut widths: Vec<usize> = heads.iter().map(|head| width(head)).collect();
            for (_, row) in rows() {
                for (column, cell) in table.row(row) {
                    widths[column] = widths[column].max(cell.found.to_string().len());
                }
            }
            // As many columns as a line has room for: of years the last ones, of others those with most articles.
            let is_time = is_time(table.columns_of);
            let mut order: Vec<usize> = (0..widths.len()).collect();
            if is_time {
                order.reverse();
            }
            let mut room = style.width.saturating_sub(first);
            let fits = |&column: &usize| {
                let left = room.checked_sub(widths[column] + 2);
                room = left.unwrap_or(room);
                left.is_some()
            };
            let fitting = order.into_iter().take_while(fits).count().max(1).min(widths.len());
            let visible = if is_time { widths.len() - fitting..widths.len() } else { 0..fitting };
            let padded = |text: &str, to: usize| format!("{}{text}", " ".repeat(to.saturating_sub(width(text))));
            let mut line = |name: &str, cells: Vec<String>| {
                let cells: Vec<String> =
                    cells.iter().zip(&widths[visible.clone()]).map(|(cell, &to)| padded(cell, to + 2)).collect();
                let gap = " ".repeat(first.saturating_sub(width(name)));
                writeln!(out, "{}", format!("{name}{gap}{}", cells.concat()).trim_end())
            };
            line(table.rows_of, heads[visible.clone()].to_vec())?;
            for (name, (_, row)) in names.iter().zip(rows()) {
                let mut cells = vec!["·".to_owned(); fitting];
                for (column, cell) in table.row(row).filter(|(column, cell)| visible.contains(column) && cell.found > 0)
                {
                    cells[column - visible.start] = cell.found.to_string();
                }
                line(name, cells)?;
            }
            let more = widths.len() - fitting;
            if more > 0 {
                writeln!(out, "({more} more {}: --format csv has all)", if more == 1 { "column" } else { "columns" })?;
            }
            Ok(())
        }
    }
}

/// A text of at most so many columns.
fn cut(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut shown = String::new();
    for c in text.chars() {
        if width(&shown) + width(c.encode_utf8(&mut [0; 4])) + 1 > most {
            break;
        }
        shown.push(c);
    }
    format!("{}…", shown.trim_end())
}

/// A value as text shows it.
fn named(value: &str) -> String {
    if value.is_empty() { "(none)".to_owned() } else { terminal_safe(value).replace(['\n', '\t'], " ") }
}
