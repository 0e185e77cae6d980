//! Markdown, for notes: a heading, then one item per hit with its passages as quotations. Characters special to
//! Markdown or HTML are escaped, and only web addresses become links.

use super::fields::web_address;
use super::sheet::{Hits, RenderError, Sheet};
use super::style::Style;
use crate::archive::Hit;
use crate::passages::Passage;
use crate::text::{one_line, terminal_safe};
use std::io::{self, Write};

/// A list with one item per hit.
pub fn list(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let articles = if sheet.total == 1 { "article" } else { "articles" };
    write_line(&format!("# {}", escaped(sheet.query)), sheet.style, out)?;
    let sample = sheet.options.sample.map(|sample| format!(": {}", escaped(sample))).unwrap_or_default();
    write_line(&format!("\n{} {articles}{sample}", sheet.total), sheet.style, out)?;
    let mut written = 0;
    for hit in hits {
        item(&*hit?, sheet, out)?;
        written += 1;
    }
    Ok(written)
}

fn write_line(line: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if style.terminal { writeln!(out, "{}", terminal_safe(line)) } else { writeln!(out, "{line}") }
}

fn item(hit: &Hit, sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    write_line(&format!("\n## {}\n", linked_title(hit)), sheet.style, out)?;
    write_line(&facts(hit), sheet.style, out)?;
    for passage in &hit.passages {
        write_line(&format!("\n> {}", marked(passage)), sheet.style, out)?;
    }
    if sheet.options.body { story(hit, sheet.style, out) } else { Ok(()) }
}

/// One complete article; of its margin the number of passages. If requested, where each value was found.
pub fn article(hit: &Hit, why: bool, style: Style, out: &mut dyn Write) -> io::Result<()> {
    write_line(&format!("# {}\n", linked_title(hit)), style, out)?;
    write_line(&facts(hit), style, out)?;
    for (nth, (field, origin)) in hit.record.origins.iter().enumerate().filter(|_| why) {
        let gap = if nth == 0 { "\n" } else { "" };
        write_line(&format!("{gap}- {}: {}", escaped(field), escaped(origin.as_str())), style, out)?;
    }
    if !hit.zones.deck.trim().is_empty() {
        write_line(&format!("\n**{}**", escaped(&hit.zones.deck)), style, out)?;
    }
    story(hit, style, out)?;
    for caption in hit.zones.captions.iter().map(|caption| escaped(caption)).filter(|caption| !caption.is_empty()) {
        write_line(&format!("\n*{caption}*"), style, out)?;
    }
    match hit.margin().len() {
        0 => Ok(()),
        1 => write_line("\n(One more passage of the page is in its margin.)", style, out),
        margin => write_line(&format!("\n({margin} more passages of the page are in its margin.)"), style, out),
    }
}

fn linked_title(hit: &Hit) -> String {
    let title = if hit.zones.title.trim().is_empty() { "untitled" } else { hit.zones.title.as_str() };
    let title = escaped(title);
    match hit.record.url.as_deref().and_then(web_address) {
        Some(url) => format!("[{title}](<{url}>)"),
        None => title,
    }
}

/// Authors, outlet, day and key on one line.
fn facts(hit: &Hit) -> String {
    let date = hit.published.map_or_else(|| "undated".to_owned(), |published| published.day_text());
    let outlet = hit.outlet.iter().map(|outlet| format!("*{}*", escaped(outlet)));
    let authors = Some(escaped(&hit.authors.join(", "))).filter(|authors| !authors.is_empty());
    let facts: Vec<String> = authors.into_iter().chain(outlet).chain([date, format!("`{}`", hit.key)]).collect();
    opened(&facts.join(" · "))
}

fn story(hit: &Hit, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for paragraph in hit.zones.story.split("\n\n").map(one_line).filter(|paragraph| !paragraph.trim().is_empty()) {
        write_line(&format!("\n{}", opened(&escaped(&paragraph))), style, out)?;
    }
    Ok(())
}

/// Matches in bold.
fn marked(passage: &Passage) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mark in &passage.marks {
        out.push_str(&in_line(&passage.text[at..mark.start]));
        let matched = in_line(&passage.text[mark.clone()]);
        let (space, matched) = (matched.len() - matched.trim_start().len(), matched.trim());
        out.push_str(&format!("{}**{matched}**", " ".repeat(space.min(1))));
        at = mark.end;
    }
    out.push_str(&in_line(&passage.text[at..]));
    opened(out.trim())
}

fn escaped(text: &str) -> String {
    in_line(text).trim().to_owned()
}

/// A text on one line without Markdown syntax.
fn in_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let line = one_line(text);
    for (at, c) in line.char_indices() {
        let (before, after) = (&line[..at], &line[at + c.len_utf8()..]);
        match c {
            '@' if is_address(before, after) => out.push_str(BROKEN),
            '.' if is_host(before, after) => out.push('\\'),
            _ => {}
        }
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '|' | '~' | '!' | '$' | '^' | '@' | ':'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Readers that link addresses find those of mail in the finished text, where escapes are gone: only another element in
/// them helps, here an empty comment.
const BROKEN: &str = "<!-- -->";

/// Whether an `@` is in an address of mail.
fn is_address(before: &str, after: &str) -> bool {
    before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'))
        && after.starts_with(char::is_alphanumeric)
}

/// Whether a full stop is in the name of a host: `www.example.com`. That of `U.S.` is not, nor is one in a number.
fn is_host(before: &str, after: &str) -> bool {
    let letters = after.chars().take_while(|c| c.is_alphabetic()).take(2).count();
    before.ends_with(char::is_alphanumeric)
        && (letters == 2 || before.as_bytes().last_chunk::<3>().is_some_and(|last| last.eq_ignore_ascii_case(b"www")))
}

/// A paragraph that does not begin a list, rule or heading.
fn opened(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        Some(b'-' | b'+' | b'=') if digits == 0 => format!("\\{text}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What readers make of these was tried with cmark-gfm (autolink), markdown-it (linkify) and marked.
    #[test]
    fn addresses_in_a_text_do_not_become_links() {
        for (text, want) in [
            ("see www.example.com, or WWW.8.de", "see www\\.example\\.com, or WWW\\.8\\.de"),
            ("https://example.com/a_b", "https\\://example\\.com/a\\_b"),
            ("write to news-desk@paper.example.", "write to news-desk<!-- -->\\@paper\\.example."),
            ("mailto:a@b.org xmpp:c@d.org", "mailto\\:a<!-- -->\\@b\\.org xmpp\\:c<!-- -->\\@d\\.org"),
            (
                "@harbour said it is 5 @ 3.50 in the U.S. today. Then",
                "\\@harbour said it is 5 \\@ 3.50 in the U.S. today. Then",
            ),
            ("#12 of paper/news#34 by @mayor", "\\#12 of paper/news\\#34 by \\@mayor"),
        ] {
            assert_eq!(in_line(text), want, "{text}");
        }
    }
}
