//! The articles of a story, and the difference of two texts, for a person or a program.

use super::difference::Part;
use super::style::Style;
use super::text::{DIM, TITLE, facts, painted};
use crate::archive::{CopyOf, Differs, Hit};
use crate::text::terminal_safe;
use anstyle::{AnsiColor, Style as Ansi};
use serde_json::json;
use std::io::{self, Write};

const ADDED: Ansi = AnsiColor::Green.on_default();
const DROPPED: Ansi = AnsiColor::Red.on_default().strikethrough();

/// A numbered list, the earliest article first, each with how much it differs from that.
pub fn copies_as_text(articles: &[CopyOf], style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (number, CopyOf { hit, differs }) in (1u32..).zip(articles) {
        let differs = match differs {
            _ if number == 1 => "the first".to_owned(),
            None => "not compared".to_owned(),
            Some(differs) if *differs == Differs::default() => "the same text".to_owned(),
            Some(Differs { added, dropped }) => {
                format!("{} of it added, {} of the first dropped", percent(*added), percent(*dropped))
            }
        };
        writeln!(out, "{number}. {}", titled(hit, style))?;
        writeln!(out, "   {}", terminal_safe(&facts(hit)))?;
        writeln!(out, "   {differs}  {}", painted(&hit.key, DIM, style))?;
    }
    Ok(())
}

/// One JSON object a line.
pub fn copies_as_json(articles: &[CopyOf], out: &mut dyn Write) -> io::Result<()> {
    for CopyOf { hit, differs } in articles {
        let round = |part: f32| (f64::from(part) * 1000.0).round() / 1000.0;
        let line = json!({
            "key": hit.key,
            "title": hit.zones.title,
            "outlet": hit.outlet,
            "date": hit.published.map(|published| published.to_string()),
            "url": hit.record.url,
            "wire": hit.record.wire.as_ref().map(|wire| &wire.value),
            "added": differs.map(|differs| round(differs.added)),
            "dropped": differs.map(|differs| round(differs.dropped)),
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Two articles, and what only one of them has: in colours, or as `[-dropped-]` and `{+added+}`.
pub fn compared(
    old: &Hit,
    new: &Hit,
    texts: &[Vec<(Part, String)>],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (sign, hit) in [("-", old), ("+", new)] {
        let facts = terminal_safe(&facts(hit)).into_owned();
        writeln!(out, "{sign} {facts}  {}", painted(&hit.key, DIM, style))?;
    }
    for parts in texts {
        writeln!(out)?;
        for (part, text) in parts {
            let safe = terminal_safe(text);
            let text = match (part, style.colour) {
                (Part::Both, _) => safe.into_owned(),
                (Part::Dropped, true) => painted(&safe, DROPPED, style),
                (Part::Added, true) => painted(&safe, ADDED, style),
                (Part::Dropped, false) => wrapped(&safe, "[-", "-]"),
                (Part::Added, false) => wrapped(&safe, "{+", "+}"),
            };
            write!(out, "{text}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A text between signs, with the spaces around it outside.
fn wrapped(text: &str, open: &str, close: &str) -> String {
    let inner = text.trim();
    let start = text.len() - text.trim_start().len();
    let end = start + inner.len();
    if inner.is_empty() {
        return text.to_owned();
    }
    format!("{}{open}{inner}{close}{}", &text[..start], &text[end..])
}

fn titled(hit: &Hit, style: Style) -> String {
    let title = if hit.zones.title.is_empty() { "(no title)" } else { &hit.zones.title };
    painted(&terminal_safe(title).replace('\n', " "), TITLE, style)
}

fn percent(part: f32) -> String {
    match part * 100.0 {
        part if part > 0.0 && part < 1.0 => "under 1 %".to_owned(),
        part => format!("{part:.0} %"),
    }
}
