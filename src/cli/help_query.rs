//! `help query`: the query language on one page, for a terminal and as the parts of a manual page. The fields come from
//! the schema; a test runs every example of the page.

use super::argv::verb_at;
use super::error::Failure;
use super::output::Output;
use anstyle::Style;
use clap::Command;
use morgue::schema::Schema;
use std::ffi::OsString;
use std::io::Write;

const PAGE: &str = include_str!("help_query.txt");

/// The placeholder for the list of fields.
const FIELDS: &str = "{fields}\n";

/// Columns of the field names, and of the whole page.
const NAMES: usize = 15;
const WIDTH: usize = 79;

/// One part of the page.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    Heading(String),
    Paragraph(String),
    /// A query to type, and what it finds.
    Example(String, String),
}

/// Whether the arguments are `help query`, which is about the language, not about the verb of that name.
pub fn is_asked(words: &[OsString], command: &Command) -> bool {
    let named = verb_at(words, command).and_then(|at| words.get(at..));
    named.is_some_and(|named| matches!(named, [help, query] if help == "help" && query == "query"))
}

/// Prints the page.
pub fn run(output: &Output) -> Result<u8, Failure> {
    let heading = if output.style().colour { Style::new().bold().underline() } else { Style::new() };
    let mut out = output.stdout();
    for line in page().lines() {
        match is_heading(line) {
            true => writeln!(out, "{heading}{line}{heading:#}")?,
            false => writeln!(out, "{line}")?,
        }
    }
    out.flush()?;
    Ok(0)
}

/// The page in parts.
pub fn parts() -> Vec<Part> {
    let page = page();
    let mut parts: Vec<Part> = Vec::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        let goes_on = lines.peek().is_some_and(|next| indent(next) >= NAMES);
        match (indent(line), line.trim()) {
            (_, "") => {}
            (0, heading) => parts.push(Part::Heading(heading.to_owned())),
            (NAMES.., more) => {
                if let Some(Part::Example(_, text)) = parts.last_mut() {
                    join(text, more);
                }
            }
            (2, text) => match (text.split_once("   "), parts.last_mut()) {
                (Some((example, text)), _) => parts.push(Part::Example(example.to_owned(), text.trim().to_owned())),
                (None, _) if goes_on => parts.push(Part::Example(text.to_owned(), String::new())),
                (None, Some(Part::Paragraph(paragraph))) => join(paragraph, text),
                (None, _) => parts.push(Part::Paragraph(text.to_owned())),
            },
            (_, example) => parts.push(Part::Example(example.to_owned(), String::new())),
        }
    }
    parts
}

fn page() -> String {
    PAGE.replace(FIELDS, &fields())
}

/// A line for each field that a query can name, continued on further lines if it is long.
fn fields() -> String {
    let mut list = String::new();
    for field in Schema::news().queryable() {
        let mut line = format!("  {:<width$}", format!("{}:", field.name), width = NAMES - 2);
        for word in field.doc.split(' ') {
            if line.chars().count() + 1 + word.chars().count() > WIDTH {
                list.push_str(line.trim_end());
                list.push('\n');
                line = " ".repeat(NAMES);
            }
            if !line.ends_with(' ') {
                line.push(' ');
            }
            line.push_str(word);
        }
        list.push_str(&line);
        list.push('\n');
    }
    list
}

fn is_heading(line: &str) -> bool {
    !line.is_empty() && indent(line) == 0
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn join(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_fits_a_terminal_and_names_every_field() {
        let page = page();
        for line in page.lines() {
            assert!(line.chars().count() <= WIDTH, "{line}");
        }
        let parts = parts();
        for field in Schema::news().queryable() {
            let name = format!("{}:", field.name);
            let listed =
                parts.iter().any(|part| matches!(part, Part::Example(term, doc) if *term == name && *doc == field.doc));
            assert!(listed, "{name}");
        }
    }
}
