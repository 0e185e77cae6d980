//! BibTeX, for LaTeX: one `@article` per hit. Braces and special characters of TeX in texts are written as commands in
//! which braces are always paired, because BibTeX counts them even when escaped: no text can end its field.

use super::citation::{Author, Citation};
use super::sheet::{Hits, RenderError, Sheet};
use crate::archive::Hit;
use crate::text::terminal_safe;
use std::io::{self, Write};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// One entry per hit.
pub fn entries(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    write_entries(sheet, hits, out, |citation, hit| {
        let mut fields = common(citation, hit);
        fields.push(("journal", braced(&citation.outlet)));
        fields.push(("year", citation.date.first().map(|year| format!("{{{year:04}}}")).unwrap_or_default()));
        let month = citation.date.get(1).and_then(|month| MONTHS.get(*month as usize - 1));
        fields.push(("month", month.map(|month| (*month).to_owned()).unwrap_or_default()));
        fields.push(("day", citation.date.get(2).map(|day| format!("{{{day}}}")).unwrap_or_default()));
        fields.push(("language", braced(&citation.language)));
        fields
    })
}

/// A field and its value as written; an empty one is skipped.
pub(super) type Fields = Vec<(&'static str, String)>;

/// Writes one entry per hit, with the fields of a dialect.
pub(super) fn write_entries(
    sheet: &Sheet,
    hits: &mut Hits,
    out: &mut dyn Write,
    fields: impl Fn(&Citation, &Hit) -> Fields,
) -> Result<u64, RenderError> {
    let mut written = 0;
    for hit in hits {
        let hit = hit?;
        let citation = Citation::of(&hit, sheet);
        let fields = fields(&citation, &hit);
        entry(&citation.key, &fields, sheet.style.terminal, out)?;
        written += 1;
    }
    Ok(written)
}

fn entry(key: &str, fields: &Fields, terminal: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "@article{{{key},")?;
    for (name, value) in fields.iter().filter(|(_, value)| !matches!(value.as_str(), "" | "{}")) {
        let value = if terminal { terminal_safe(value) } else { value.as_str().into() };
        writeln!(out, "  {name} = {value},")?;
    }
    writeln!(out, "}}\n")
}

/// The fields that both dialects have.
pub(super) fn common(citation: &Citation, hit: &Hit) -> Fields {
    let authors: Vec<String> = citation.authors.iter().map(name).collect();
    vec![
        ("title", title(&citation.title, hit)),
        ("author", format!("{{{}}}", authors.join(" and "))),
        ("url", format!("{{{}}}", address(&citation.url))),
        (
            "keywords",
            braced(&citation.keywords.iter().map(|word| word.replace(',', ";")).collect::<Vec<_>>().join(", ")),
        ),
        ("abstract", braced(&citation.summary)),
        ("note", braced(&note(citation))),
    ]
}

/// An address that no program should follow is written as text.
fn note(citation: &Citation) -> String {
    let Citation { id, digest, other_address, .. } = citation;
    let address = if other_address.is_empty() { String::new() } else { format!(" address: {other_address}") };
    format!("morgue {id} sha256:{digest}{address}")
}

pub(super) fn braced(text: &str) -> String {
    format!("{{{}}}", escaped(text))
}

/// A text without special characters of TeX and BibTeX.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = ' ';
    for c in text.chars() {
        // TeX joins two hyphens, apostrophes or backticks, and a backtick after `?` or `!`.
        if matches!((last, c), ('-', '-') | ('\'', '\'') | ('`' | '?' | '!', '`')) {
            out.push_str("{}");
        }
        last = c;
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '#' | '$' | '%' | '&' | '_' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Names and acronyms keep their capitals, whatever a style does to other words.
fn title(text: &str, hit: &Hit) -> String {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let names = hit.person.iter().chain(&hit.org).chain(&hit.place).flat_map(|name| name.split_whitespace());
    let names: Vec<String> = names.map(bare).filter(|word| word.starts_with(char::is_uppercase)).collect();
    let kept = |word: &&str| {
        let word = bare(word);
        word.chars().skip(1).any(char::is_uppercase) || names.contains(&word)
    };
    let words = text.split(' ').map(|word| if kept(&word) { braced(word) } else { escaped(word) });
    format!("{{{}}}", words.collect::<Vec<_>>().join(" "))
}

/// A name in one piece is put in braces; so is a part with a comma or an `and` in it.
fn name(author: &Author) -> String {
    match author {
        Author::Named(name) => braced(name),
        Author::Person { family, given, suffix } if suffix.is_empty() => format!("{}, {}", last(family), part(given)),
        Author::Person { family, given, suffix } => {
            format!("{}, {}, {}", last(family), part(suffix), part(given))
        }
    }
}

/// A family name. One that begins with a capital and contains a lower-case word would be split after that word.
fn last(family: &str) -> String {
    let small = |word: &str| word.starts_with(char::is_lowercase);
    let parted = !small(family) && family.split(' ').any(small);
    if parted { braced(family) } else { part(family) }
}

fn part(text: &str) -> String {
    let parted = text.contains(',') || text.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
    if parted { braced(text) } else { escaped(text) }
}

/// An address is unchanged, except that characters that could end the field are percent-encoded.
fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '{' | '}' | '\\' | ' ' | '"' | '<' | '>' | '^' | '`' | '|' => out.push_str(&format!("%{:02X}", c as u32)),
            c => out.push(c),
        }
    }
    out
}
