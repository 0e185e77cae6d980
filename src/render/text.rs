//! Hits for a person at a terminal: title, outlet, authors, date, the passage with its matches marked, and the file.

use super::sheet::{Hits, RenderError, Sheet};
use super::style::Style;
use crate::archive::Hit;
use crate::article::AsideKind;
use crate::text::terminal_safe;
use anstyle::{AnsiColor, Style as Ansi};
use std::io::{self, Write};
use std::ops::Range;

pub(super) const TITLE: Ansi = Ansi::new().bold();
pub(super) const MATCH: Ansi = AnsiColor::Yellow.on_default().bold();
pub(super) const DIM: Ansi = Ansi::new().dimmed();

/// A numbered list.
pub fn list(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let mut written = 0;
    for hit in hits {
        let hit = hit?;
        if written > 0 {
            writeln!(out)?;
        }
        written += 1;
        one(sheet, sheet.offset as u64 + written, &hit, out)?;
    }
    Ok(written)
}

fn one(sheet: &Sheet, number: u64, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
    let style = sheet.style;
    let number = format!("{number}. ");
    let indent = " ".repeat(number.chars().count());
    let title = if hit.zones.title.is_empty() { "(no title)" } else { &hit.zones.title };
    writeln!(out, "{number}{}", marked(title, &hit.title_marks, style, Some(TITLE)))?;
    let facts = facts(hit);
    if !facts.is_empty() {
        writeln!(out, "{indent}{}", terminal_safe(&facts))?;
    }
    if let Some(story) = hit.story.as_ref().filter(|_| sheet.options.stories) {
        let elsewhere = story.elsewhere(&hit.key, hit.outlet.as_deref());
        writeln!(out, "{indent}{}", painted(&terminal_safe(&elsewhere), DIM, style))?;
    }
    // With several passages, each starts with a dash.
    let dash = if hit.passages.len() > 1 { "– " } else { "" };
    for passage in &hit.passages {
        let mut start = dash;
        for line in wrapped(&passage.text, &passage.marks, style, indent.len() + dash.chars().count()) {
            writeln!(out, "{indent}{start}{line}")?;
            start = if dash.is_empty() { "" } else { "  " };
        }
    }
    let file = (sheet.file_of)(hit);
    let record = hit.path.rsplit_once('#').filter(|(path, _)| file.ends_with(path)).map_or("", |(_, record)| record);
    let place = if record.is_empty() { file.clone() } else { format!("{file}#{record}") };
    writeln!(
        out,
        "{indent}{}",
        painted(&format!("{}  {}", terminal_safe(&place).replace('\n', "␊"), hit.key), DIM, style)
    )
}

/// Outlet, authors, date and section, as far as they are known.
pub(super) fn facts(hit: &Hit) -> String {
    let date = hit.published.map_or_else(|| "undated".to_owned(), |published| published.day_text());
    let authors = hit.authors.join(", ");
    let parts = [hit.outlet.as_deref().unwrap_or(""), &authors, &date, hit.section.as_deref().unwrap_or("")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

pub(super) fn painted(text: &str, ansi: Ansi, style: Style) -> String {
    if style.colour { format!("{ansi}{text}{ansi:#}") } else { text.to_owned() }
}

/// A text with its matches marked, safe for a terminal.
fn marked(text: &str, marks: &[Range<usize>], style: Style, base: Option<Ansi>) -> String {
    let plain = |part: &str| {
        let safe = terminal_safe(part).replace('\n', " ");
        base.map_or_else(|| safe.clone(), |base| painted(&safe, base, style))
    };
    let mut out = String::new();
    let mut at = 0;
    for mark in marks {
        out.push_str(&plain(&text[at..mark.start]));
        let matched = terminal_safe(&text[mark.clone()]);
        out.push_str(&if style.colour { painted(&matched, MATCH, style) } else { format!("*{matched}*") });
        at = mark.end;
    }
    out.push_str(&plain(&text[at..]));
    out
}

/// Lines of a text cut at spaces outside marks.
fn wrapped(text: &str, marks: &[Range<usize>], style: Style, indent: usize) -> Vec<String> {
    let width = style.width.saturating_sub(indent).max(20);
    let mut lines = Vec::new();
    let (mut start, mut columns, mut blank) = (0, 0, None);
    for (at, c) in text.char_indices() {
        let inside = marks.iter().any(|mark| mark.start < at && at < mark.end);
        if c == ' ' && !inside {
            blank = Some(at);
        }
        columns += 1;
        if columns > width
            && let Some(cut) = blank.take().filter(|&cut| cut > start)
        {
            lines.push(start..cut);
            start = cut + 1;
            columns = text[start..at + c.len_utf8()].chars().count();
        }
    }
    if start < text.len() {
        lines.push(start..text.len());
    }
    let inside = |line: &Range<usize>| -> Vec<Range<usize>> {
        let own = marks.iter().filter(|mark| mark.start >= line.start && mark.end <= line.end);
        own.map(|mark| mark.start - line.start..mark.end - line.start).collect()
    };
    lines.iter().map(|line| marked(&text[line.clone()], &inside(line), style, None)).collect()
}

/// One complete article, with its margin and, if requested, where each value was found.
pub fn article(hit: &Hit, file: &str, why: bool, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let safe = |text: &str| terminal_safe(text).into_owned();
    let origin = |field: &str| match hit.record.origins.get(field) {
        Some(origin) if why => painted(&format!("  ({})", safe(origin.as_str())), DIM, style),
        _ => String::new(),
    };
    writeln!(out, "{}{}", painted(&safe(&hit.zones.title), TITLE, style), origin("title"))?;
    if !hit.zones.deck.is_empty() {
        writeln!(out, "{}", safe(&hit.zones.deck))?;
    }
    writeln!(out)?;
    let date = hit.published.map(|published| published.to_string());
    let authors = Some(hit.authors.join(", ")).filter(|authors| !authors.is_empty());
    let record = &hit.record;
    let values: [(&str, Option<&str>); 11] = [
        ("outlet", hit.outlet.as_deref()),
        ("author", authors.as_deref()),
        (
            "byline",
            record
                .byline
                .as_ref()
                .map(|found| found.value.as_str())
                .filter(|byline| why || Some(*byline) != authors.as_deref()),
        ),
        ("date", date.as_deref()),
        ("dateline", record.dateline.as_ref().map(|found| found.value.as_str())),
        ("wire", record.wire.as_ref().map(|found| found.value.as_str())),
        ("section", hit.section.as_deref()),
        ("language", hit.language.as_deref()),
        ("url", record.url.as_deref()),
        ("file", Some(file)),
        ("key", Some(&hit.key)),
    ];
    for (field, value) in values {
        if let Some(value) = value {
            writeln!(out, "{field:>9}  {}{}", safe(value), origin(field))?;
        }
        for loser in record.losers.get(field).filter(|_| why).into_iter().flatten() {
            let line = format!("not used: {} ({})", safe(&loser.value), safe(loser.origin.as_str()));
            writeln!(out, "{:>9}  {}", "", painted(&line, DIM, style))?;
        }
    }
    for (kind, names) in [("people", &hit.person), ("orgs", &hit.org), ("places", &hit.place)] {
        if !names.is_empty() {
            writeln!(out, "{kind:>9}  {}", safe(&names.join(", ")))?;
        }
    }
    for note in &record.notes {
        writeln!(out, "{:>9}  {}", "note", safe(note))?;
    }
    for note in hit.corrections() {
        writeln!(out, "{:>9}  {}", "corrected", safe(&note))?;
    }
    texts(hit, style, out)
}

/// The story, its captions and the margin.
fn texts(hit: &Hit, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let safe = |text: &str| terminal_safe(text).into_owned();
    writeln!(out, "\n{}", safe(&hit.zones.story))?;
    for caption in &hit.zones.captions {
        writeln!(out, "\n[caption] {}", safe(caption))?;
    }
    if !hit.margin().is_empty() {
        writeln!(out, "\n{}", painted("In the margin of the page, not part of the story:", DIM, style))?;
    }
    for aside in hit.margin() {
        writeln!(out, "{}", painted(&format!("[{}] {}", kind_name(aside.kind), safe(&aside.text)), DIM, style))?;
    }
    Ok(())
}

fn kind_name(kind: AsideKind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
