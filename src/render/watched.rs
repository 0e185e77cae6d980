//! New hits of several watched searches, each list under the name of its search: as text with headings, as JSON in
//! groups, as JSON Lines, CSV and TSV with the name beside every hit. Formats without room for a name are one list, in
//! which an article that several searches found appears once.

use super::csv::Rows;
use super::fields::Row;
use super::format::Format;
use super::render;
use super::sheet::{Hits, Options, RenderError, Sheet};
use crate::text::terminal_safe;
use serde_json::Value;
use std::collections::HashSet;
use std::io::{self, Write};

/// The new hits of one search.
pub struct Watched<'a, 'h> {
    pub name: &'a str,
    /// Number of hits that follow.
    pub new: u64,
    pub sheet: Sheet<'a>,
    pub hits: &'a mut Hits<'h>,
}

/// Writes all groups; returns how many hits were written.
pub fn watched(format: Format, groups: &mut [Watched], out: &mut (dyn Write + Send)) -> Result<u64, RenderError> {
    match format {
        Format::Text => texts(groups, out),
        Format::Json => document(groups, out),
        Format::Jsonl => lines(groups, out),
        Format::Csv => table(groups, b',', out),
        Format::Tsv => table(groups, b'\t', out),
        format => one_list(format, groups, out),
    }
}

fn texts(groups: &mut [Watched], out: &mut (dyn Write + Send)) -> Result<u64, RenderError> {
    let mut written = 0;
    for (nth, group) in groups.iter_mut().enumerate() {
        if nth > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}: {} new", terminal_safe(group.name), group.new)?;
        writeln!(out)?;
        written += render(Format::Text, &group.sheet, group.hits, out)?;
    }
    Ok(written)
}

/// `{"searches": [{"search": …, "query": …, "new": …, "total": …, "hits": […]}]}`.
fn document(groups: &mut [Watched], out: &mut dyn Write) -> Result<u64, RenderError> {
    let mut written = 0;
    out.write_all(b"{\"searches\":[")?;
    for (nth, group) in groups.iter_mut().enumerate() {
        let (name, query) = (Value::from(group.name), Value::from(group.sheet.query));
        let comma = if nth > 0 { "," } else { "" };
        write!(out, "{comma}\n{{\"search\":{name},\"query\":{query},\"new\":{},", group.new)?;
        write!(out, "\"total\":{},\"hits\":[", group.sheet.total)?;
        let mut comma: &[u8] = b"\n";
        let row = Row::of(&group.sheet);
        for hit in &mut *group.hits {
            out.write_all(comma)?;
            serde_json::to_writer(&mut *out, &row.object(&*hit?)).map_err(io::Error::from)?;
            comma = b",\n";
            written += 1;
        }
        out.write_all(b"\n]}")?;
    }
    out.write_all(b"\n]}\n")?;
    Ok(written)
}

fn lines(groups: &mut [Watched], out: &mut dyn Write) -> Result<u64, RenderError> {
    let mut written = 0;
    for group in groups {
        let row = Row::of(&group.sheet);
        for hit in &mut *group.hits {
            serde_json::to_writer(&mut *out, &row.object_of(group.name, &*hit?)).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
            written += 1;
        }
    }
    Ok(written)
}

/// All hits under the queries of all searches.
fn one_list(format: Format, groups: &mut [Watched], out: &mut (dyn Write + Send)) -> Result<u64, RenderError> {
    let Some(Sheet { fields, file_of, style, options, .. }) = groups.first().map(|group| &group.sheet) else {
        return Ok(0);
    };
    let (fields, file_of, style, options) = (*fields, *file_of, *style, *options);
    let query = groups.iter().map(|group| group.sheet.query).collect::<Vec<_>>().join(" · ");
    let total = groups.iter().map(|group| group.new).sum();
    let sheet = Sheet { query: &query, total, offset: 0, fields, file_of, style, options };
    let mut seen = HashSet::new();
    let hits = groups.iter_mut().flat_map(|group| &mut *group.hits);
    let mut once = hits.filter(|hit| hit.as_ref().map_or(true, |hit| seen.insert(hit.key.clone())));
    render(format, &sheet, &mut once, out)
}

fn table(groups: &mut [Watched], delimiter: u8, out: &mut dyn Write) -> Result<u64, RenderError> {
    let Some(first) = groups.first() else { return Ok(0) };
    let header: Vec<&str> = std::iter::once("search").chain(first.sheet.fields.iter().copied()).collect();
    let mut rows = Rows::with(&header, delimiter, first.sheet.style.terminal, Options::default(), out)?;
    let mut written = 0;
    for group in groups {
        let row = Row::of(&group.sheet);
        for hit in &mut *group.hits {
            let hit = hit?;
            let cells = row.contents(&hit).map(|(_, content)| content.into_cell());
            rows.write(std::iter::once(group.name.into()).chain(cells))?;
            written += 1;
        }
    }
    rows.finish()?;
    Ok(written)
}
