//! Bare lists for other programs: keys or files, one a line.

use super::{Hits, RenderError, Sheet};
use crate::text::terminal_safe;
use std::io::Write;

/// Keys.
pub fn ids(hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let mut written = 0;
    for hit in hits {
        writeln!(out, "{}", hit?.key)?;
        written += 1;
    }
    Ok(written)
}

/// Files as they can be opened. Several articles of one file in a row give one line.
pub fn paths(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let mut written = 0;
    let mut last = None;
    for hit in hits {
        let file = (sheet.file_of)(&hit?);
        if last.as_ref() != Some(&file) {
            let shown = if sheet.style.terminal { terminal_safe(&file) } else { file.as_str().into() };
            writeln!(out, "{shown}")?;
        }
        last = Some(file);
        written += 1;
    }
    Ok(written)
}
