//! One self-contained page: the query, when the articles are from, who wrote them, and every hit with its passages. It
//! runs nothing and loads nothing: its policy allows only its own style. Text is escaped, and cannot change the
//! direction of the text around it.

use super::chart;
use super::fields::web_address;
use super::sheet::{Hits, RenderError, Sheet};
use crate::archive::{Facet, Hit};
use crate::passages::Passage;
use crate::text::{counted, one_line, terminal_safe};
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::ops::Range;

const STYLE: &str = include_str!("page.css");

/// Values of a field that a page shows.
const SHOWN: usize = 8;

/// One page, written while it is read.
pub fn page(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let safe = Text { terminal: sheet.style.terminal };
    head(sheet, &safe, out)?;
    if let Some(page) = sheet.options.page {
        let svg = chart::timeline(&page.timeline, sheet.query);
        let svg = if safe.terminal { terminal_safe(&svg) } else { svg.as_str().into() };
        writeln!(out, "<figure class=\"timeline\">\n{svg}</figure>\n<div class=\"facets\">")?;
        page.facets.facets.iter().filter(|facet| !facet.values.is_empty()).try_for_each(|it| facet(it, &safe, out))?;
        writeln!(out, "</div>")?;
    }
    writeln!(out, "<ol class=\"hits\">")?;
    let mut written = 0;
    for hit in hits {
        item(&*hit?, sheet, &safe, out)?;
        written += 1;
    }
    writeln!(out, "</ol>\n</main>\n</body>\n</html>")?;
    Ok(written)
}

fn head(sheet: &Sheet, safe: &Text, out: &mut dyn Write) -> io::Result<()> {
    let query = safe.of(sheet.query);
    let sample = sheet.options.sample.map(|sample| format!(": {}", safe.of(sample)));
    let articles = counted(sheet.total, "article") + &sample.unwrap_or_default();
    opening(&query, out)?;
    writeln!(out, "<header>\n<h1><bdi>{query}</bdi></h1>\n<p class=\"total\">{articles}</p>\n</header>")
}

/// The start of a page with a title, up to its content.
pub(super) fn opening(title: &str, out: &mut dyn Write) -> io::Result<()> {
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(STYLE))
    );
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<meta name=\"referrer\" content=\"no-referrer\">")?;
    writeln!(out, "<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>")
}

fn facet(facet: &Facet, safe: &Text, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<section>\n<h2>{}</h2>\n<dl>", facet.field)?;
    for (value, articles) in facet.values.iter().take(SHOWN) {
        writeln!(out, "<div><dt><bdi>{}</bdi></dt><dd>{articles}</dd></div>", safe.of(value))?;
    }
    let left = facet.values.len().saturating_sub(SHOWN);
    writeln!(out, "</dl>")?;
    if left > 0 {
        writeln!(out, "<p class=\"more\">and {left} more</p>")?;
    }
    writeln!(out, "</section>")
}

fn item(hit: &Hit, sheet: &Sheet, safe: &Text, out: &mut dyn Write) -> io::Result<()> {
    let untitled = hit.zones.title.trim().is_empty();
    let title = if untitled { "untitled".to_owned() } else { marked(&hit.zones.title, &hit.title_marks, safe) };
    let title = match hit.record.url.as_deref().and_then(web_address) {
        Some(url) => format!("<a href=\"{}\" rel=\"noreferrer noopener\">{title}</a>", safe.of(&url)),
        None => title,
    };
    writeln!(
        out,
        "<li id=\"{0}\" value=\"{1}\">\n<article>\n<h3 dir=\"auto\">{title}</h3>",
        safe.of(&hit.key),
        hit.rank
    )?;
    let date = hit.published.map_or_else(|| "undated".to_owned(), |published| published.day_text());
    let outlet = hit.outlet.iter().map(|outlet| format!("<cite><bdi>{}</bdi></cite>", safe.of(outlet)));
    let authors = Some(hit.authors.join(", ")).filter(|authors| !authors.is_empty());
    let authors = authors.map(|authors| format!("<bdi class=\"authors\">{}</bdi>", safe.of(&authors)));
    let facts: Vec<String> = outlet.chain([format!("<time>{date}</time>")]).chain(authors).collect();
    writeln!(out, "<p class=\"facts\">{}</p>", facts.join(" · "))?;
    for Passage { text, marks } in &hit.passages {
        writeln!(out, "<p class=\"passage\" dir=\"auto\">{}</p>", marked(text, marks, safe))?;
    }
    if sheet.options.body {
        writeln!(out, "<div class=\"body\">")?;
        for paragraph in hit.zones.story.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            writeln!(out, "<p dir=\"auto\">{}</p>", safe.of(paragraph))?;
        }
        writeln!(out, "</div>")?;
    }
    let place = format!("{}/{}", hit.source, hit.path);
    writeln!(
        out,
        "<p class=\"place\"><code>{}</code> <bdi>{}</bdi></p>\n</article>\n</li>",
        safe.of(&hit.key),
        safe.of(&place)
    )
}

fn marked(text: &str, marks: &[Range<usize>], safe: &Text) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mark in marks {
        out.push_str(&safe.of(&text[at..mark.start]));
        out.push_str(&format!("<mark>{}</mark>", safe.of(&text[mark.clone()])));
        at = mark.end;
    }
    out + &safe.of(&text[at..])
}

/// How text is written into a page.
pub(super) struct Text {
    pub terminal: bool,
}

impl Text {
    /// On one line, with every special character of HTML escaped.
    pub fn of(&self, text: &str) -> String {
        let line = one_line(text);
        let line = if self.terminal { terminal_safe(&line) } else { line };
        let mut out = String::with_capacity(line.len());
        for c in line.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                c => out.push(c),
            }
        }
        out
    }
}

/// The digest of a style as a policy names it.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let number = three.iter().fold(0u32, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for nth in 0..4 {
            let sign = SIGNS[(number >> (18 - 6 * nth) & 63) as usize];
            out.push(if nth <= three.len() { char::from(sign) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn digests_are_written_by_sixes() {
        for (bytes, want) in [("", ""), ("M", "TQ=="), ("Ma", "TWE="), ("Man", "TWFu"), ("Many", "TWFueQ==")] {
            assert_eq!(base64(bytes.as_bytes()), want);
        }
    }
}
