//! `help query`: the query language on one page, for a terminal and as the parts of a manual page. The fields come from
//! the schema; a test runs every example of the page.

use super::argv::verb_at;
use super::error::Failure;
use super::output::Output;
use anstyle::Style;
use clap::Command;
use morgue::desk::{help_page, is_heading};
use std::ffi::OsString;
use std::io::Write;

/// Whether the arguments are `help query`, which is about the language, not about the verb of that name.
pub fn is_asked(words: &[OsString], command: &Command) -> bool {
    let named = verb_at(words, command).and_then(|at| words.get(at..));
    named.is_some_and(|named| matches!(named, [help, query] if help == "help" && query == "query"))
}

/// Prints the page.
pub fn run(output: &Output) -> Result<u8, Failure> {
    let heading = if output.style().colour { Style::new().bold().underline() } else { Style::new() };
    let mut out = output.stdout();
    for line in help_page().lines() {
        match is_heading(line) {
            true => writeln!(out, "{heading}{line}{heading:#}")?,
            false => writeln!(out, "{line}")?,
        }
    }
    out.flush()?;
    Ok(0)
}
