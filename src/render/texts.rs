//! A folder with one text per hit, for corpus tools: facts, an empty line, the story. A file is named after the
//! article's key only, never after anything in the article.

use super::sheet::{Hits, RenderError};
use crate::archive::Hit;
use crate::text::one_line;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// One file per hit, in an existing empty folder, all of them on disk when this returns.
pub fn texts(folder: &Path, hits: &mut Hits) -> Result<u64, RenderError> {
    let mut written = 0;
    for hit in hits {
        let hit = hit?;
        let name: String = hit.key.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let file = fs::OpenOptions::new().write(true).create_new(true).open(folder.join(format!("{name}.txt")))?;
        let mut out = BufWriter::new(file);
        article(&hit, &mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        written += 1;
    }
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(written)
}

fn article(hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
    let date = hit.published.map(|published| published.to_string()).unwrap_or_default();
    let facts = [
        ("title", hit.zones.title.as_str()),
        ("authors", &hit.authors.join("; ")),
        ("outlet", hit.outlet.as_deref().unwrap_or_default()),
        ("date", &date),
        ("url", hit.record.url.as_deref().unwrap_or_default()),
        ("key", &hit.key),
    ];
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, "{name}: {}", one_line(value))?;
    }
    for part in std::iter::once(&hit.zones.deck).chain([&hit.zones.story]).chain(&hit.zones.captions) {
        if !part.is_empty() {
            writeln!(out, "\n{part}")?;
        }
    }
    Ok(())
}
