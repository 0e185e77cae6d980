//! The query language on one page, in parts, for a terminal, a manual page and a browser. The fields come from the schema; a
//! test runs every example of the page.

use crate::schema::Schema;

const PAGE: &str = include_str!("query_help.txt");

/// The placeholder for the list of fields.
const FIELDS: &str = "{fields}\n";

/// Columns of the field names, and of the whole page.
const NAMES: usize = 15;
const WIDTH: usize = 79;

/// One part of the page.
#[derive(Debug, PartialEq, Eq)]
pub enum HelpPart {
    Heading(String),
    Paragraph(String),
    /// A query to type, and what it finds.
    Example(String, String),
}

/// The page in parts.
pub fn help_parts() -> Vec<HelpPart> {
    let page = help_page();
    let mut parts: Vec<HelpPart> = Vec::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        let goes_on = lines.peek().is_some_and(|next| indent(next) >= NAMES);
        match (indent(line), line.trim()) {
            (_, "") => {}
            (0, heading) => parts.push(HelpPart::Heading(heading.to_owned())),
            (NAMES.., more) => {
                if let Some(HelpPart::Example(_, text)) = parts.last_mut() {
                    join(text, more);
                }
            }
            (2, text) => match (text.split_once("   "), parts.last_mut()) {
                (Some((example, text)), _) => parts.push(HelpPart::Example(example.to_owned(), text.trim().to_owned())),
                (None, _) if goes_on => parts.push(HelpPart::Example(text.to_owned(), String::new())),
                (None, Some(HelpPart::Paragraph(paragraph))) => join(paragraph, text),
                (None, _) => parts.push(HelpPart::Paragraph(text.to_owned())),
            },
            (_, example) => parts.push(HelpPart::Example(example.to_owned(), String::new())),
        }
    }
    parts
}

/// The page as text.
pub fn help_page() -> String {
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

/// Whether a line of the page is a heading.
pub fn is_heading(line: &str) -> bool {
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
        let page = help_page();
        for line in page.lines() {
            assert!(line.chars().count() <= WIDTH, "{line}");
        }
        let parts = help_parts();
        for field in Schema::news().queryable() {
            let name = format!("{}:", field.name);
            let listed = parts
                .iter()
                .any(|part| matches!(part, HelpPart::Example(term, doc) if *term == name && *doc == field.doc));
            assert!(listed, "{name}");
        }
    }
}
