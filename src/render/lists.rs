//! Plain lists for other programs: keys, files or addresses, one per line.

use super::sheet::{Hits, RenderError, Sheet};
use crate::text::{one_line, terminal_safe};
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

/// Files as they can be opened. Consecutive articles of one file give one line.
pub fn paths(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let mut written = 0;
    let mut last = None;
    for hit in hits {
        let file = (sheet.file_of)(&*hit?);
        if last.as_ref() != Some(&file) {
            let shown = if sheet.style.terminal { terminal_safe(&file) } else { file.as_str().into() };
            writeln!(out, "{shown}")?;
        }
        last = Some(file);
        written += 1;
    }
    Ok(written)
}

/// Addresses as stated.
pub fn urls(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let mut written = 0;
    for hit in hits {
        if let Some(url) = &hit?.record.url {
            let url = one_line(url);
            let shown = if sheet.style.terminal { terminal_safe(&url) } else { url };
            writeln!(out, "{shown}")?;
            written += 1;
        }
    }
    Ok(written)
}
