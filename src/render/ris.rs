//! RIS, for reference managers: a tag, two spaces, a hyphen and a value per line, with the tags that Zotero and EndNote
//! use for a newspaper article. A value is one line, so that no text can begin a tag of its own.

use super::citation::{Author, Citation};
use super::sheet::{Hits, RenderError, Sheet};
use crate::text::{one_line, terminal_safe, without_hidden};
use std::io::{self, Write};

/// One record per hit.
pub fn records(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let mut written = 0;
    for hit in hits {
        let citation = Citation::of(&*hit?, sheet);
        for (tag, value) in tags(&citation, sheet) {
            let value = if sheet.style.terminal { terminal_safe(&value) } else { value.as_str().into() };
            line(tag, &value, out)?;
        }
        out.write_all(b"ER  - \r\n\r\n")?;
        written += 1;
    }
    Ok(written)
}

fn line(tag: &str, value: &str, out: &mut dyn Write) -> io::Result<()> {
    let value = one_line(value);
    let value = without_hidden(&value);
    let value = value.trim();
    // The type always comes first; unknown values have no line.
    if value.is_empty() { Ok(()) } else { write!(out, "{tag}  - {value}\r\n") }
}

fn tags(citation: &Citation, sheet: &Sheet) -> Vec<(&'static str, String)> {
    let mut tags = vec![("TY", "NEWS".to_owned()), ("TI", citation.title.clone())];
    tags.extend(citation.authors.iter().map(|author| ("AU", name(author))));
    tags.push(("T2", citation.outlet.clone()));
    tags.extend(day(&citation.date));
    tags.extend([
        ("AB", citation.summary.clone()),
        ("SE", citation.section.clone()),
        ("LA", citation.language.clone()),
        ("UR", citation.url.clone()),
        ("DB", citation.archive.clone()),
        ("AN", citation.location.clone()),
        ("DP", "morgue".to_owned()),
    ]);
    // Zotero splits keywords at semicolons.
    tags.extend(citation.keywords.iter().map(|word| ("KW", word.replace(';', ","))));
    let query = if sheet.query.is_empty() { String::new() } else { format!(" query:{}", sheet.query) };
    tags.push(("N1", format!("morgue:{} sha256:{}{query}", citation.id, citation.digest)));
    if !citation.other_address.is_empty() {
        tags.push(("N1", format!("address: {}", citation.other_address)));
    }
    tags.push(("ID", citation.key.clone()));
    tags
}

/// `Last, First` or `Last, First, Suffix`. A comma in the name of a desk would make it a person.
fn name(author: &Author) -> String {
    match author {
        Author::Person { family, given, suffix } if suffix.is_empty() => format!("{family}, {given}"),
        Author::Person { family, given, suffix } => format!("{family}, {given}, {suffix}"),
        Author::Named(name) => name.replace(',', ""),
    }
}

/// `YYYY/MM/DD/`, with unknown parts empty, and the year.
fn day(date: &[u32]) -> Vec<(&'static str, String)> {
    let Some(year) = date.first() else { return Vec::new() };
    let two = |part: Option<&u32>| part.map(|part| format!("{part:02}")).unwrap_or_default();
    vec![("DA", format!("{year:04}/{}/{}/", two(date.get(1)), two(date.get(2)))), ("PY", format!("{year:04}"))]
}
