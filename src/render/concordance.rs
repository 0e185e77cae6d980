//! A concordance: every match on a line of its own, all in one column, with the text before and after it and its
//! source. The cells of a line are in reading order from left to right, whatever the script: what comes first in the
//! text is on the left; inside a cell, right-to-left text is shown correctly by terminals that can.

use super::columns::{end_of, isolated, padding, start_of, width};
use super::csv;
use super::format::Format;
use super::sheet::{Hits, RenderError, Sheet};
use super::text::{DIM, MATCH, painted};
use crate::archive::Hit;
use crate::passages::KwicLine;
use crate::text::terminal_safe;
use std::io::Write;

/// Writes a concordance, as text or as CSV; returns how many lines and articles were written.
pub fn concordance(
    format: Format,
    sheet: &Sheet,
    hits: &mut Hits,
    out: &mut dyn Write,
) -> Result<(u64, u64), RenderError> {
    let (mut lines, mut articles) = (0, 0);
    if format == Format::Csv {
        let mut rows = csv::Rows::new(&HEADER, sheet.style.terminal, out)?;
        for hit in hits {
            let hit = hit?;
            articles += 1;
            lines += hit.lines.len() as u64;
            hit.lines.iter().try_for_each(|line| rows.write(row(&hit, line)))?;
        }
        rows.finish()?;
        return Ok((lines, articles));
    }
    let layout = Layout::of(sheet.style.width);
    for hit in hits {
        let hit = hit?;
        articles += 1;
        let place = place(sheet.offset as u64 + articles, &hit);
        for line in &hit.lines {
            writeln!(out, "{}", shown(line, &place, layout, sheet))?;
            lines += 1;
        }
    }
    Ok((lines, articles))
}

const HEADER: [&str; 7] = ["key", "date", "outlet", "title", "left", "match", "right"];

fn row(hit: &Hit, line: &KwicLine) -> [String; 7] {
    [
        hit.key.clone(),
        hit.published.map(|published| published.to_string()).unwrap_or_default(),
        hit.outlet.clone().unwrap_or_default(),
        hit.zones.title.clone(),
        line.left.trim().to_owned(),
        line.matched.clone(),
        line.right.trim().to_owned(),
    ]
}

/// Number in the list, day and outlet.
fn place(number: u64, hit: &Hit) -> String {
    let date = hit.published.map_or_else(|| "undated".to_owned(), |published| published.day_text());
    format!("{number}. {date} {}", hit.outlet.as_deref().unwrap_or(&hit.source))
}

/// Width of each cell in columns.
#[derive(Clone, Copy)]
struct Layout {
    left: usize,
    /// The match and the text after it.
    right: usize,
    place: usize,
}

impl Layout {
    fn of(columns: usize) -> Self {
        let place = (columns * 3 / 10).clamp(16, 36);
        let text = columns.saturating_sub(place + 2);
        let left = text * 2 / 5;
        Self { left, right: text - left, place }
    }
}

fn shown(line: &KwicLine, place: &str, layout: Layout, sheet: &Sheet) -> String {
    let style = sheet.style;
    let (left, matched) = (terminal_safe(&line.left), terminal_safe(&line.matched));
    let (right, place) = (terminal_safe(&line.right), terminal_safe(place));
    // Without colours the match is between two asterisks.
    let frame = if style.colour { 0 } else { 2 };
    let left = end_of(&left, layout.left);
    let matched = start_of(&matched, layout.right.saturating_sub(frame));
    let right = start_of(&right, layout.right.saturating_sub(frame + width(matched)));
    let place = start_of(&place, layout.place);
    let marked =
        if style.colour { painted(&isolated(matched), MATCH, style) } else { format!("*{}*", isolated(matched)) };
    let fill = " ".repeat(layout.right.saturating_sub(frame + width(matched) + width(right)));
    format!(
        "{}{}{marked}{}{fill}  {}",
        padding(left, layout.left),
        isolated(left),
        isolated(right),
        painted(&isolated(place), DIM, style)
    )
}
