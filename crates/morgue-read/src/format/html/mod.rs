//! Web pages to drafts: a linear scan that makes the markup safe, one tree, blocks and metadata candidates from it, and
//! the vote of the body crate on every block. Decides nothing: that is up to `extract`.
//! Trees are walked by recursion up to the depth that the scan allows; callers must run it on a stack of 16 MiB or
//! more.

mod asides;
pub(super) mod blocks;
mod clipping;
pub(super) mod dom;
mod elements;
mod form;
mod jsonld;
mod marks;
mod meta;
mod near;
pub(super) mod scan;
mod scripts;
mod vote;
mod white_space;

use super::head::is_text;
use super::{Candidate, DocumentHead, Draft, DraftKind, Effort, FormatError, MetaField, http_head};
use crate::article::Origin;
use crate::format::reason::Reason;
use dom::Document;
use scan::scan;
use std::borrow::Cow;

/// Reads one page. A page of any size or nesting takes linear time; what was cut is noted.
pub fn read_html(html: &str) -> Result<Draft, FormatError> {
    read_html_with(html, Effort::Full)
}

/// Reads one page with the given effort.
pub fn read_html_with(html: &str, effort: Effort) -> Result<Draft, FormatError> {
    // The parser keeps a note of every NUL, which takes a hundred times its size.
    let plain = if html.contains('\0') { Cow::Owned(html.replace('\0', "")) } else { Cow::Borrowed(html) };
    let scanned = scan(&plain);
    let mut page = Document::parse(&scanned.html);
    remove_readings(&mut page);
    let mut stated = jsonld::candidates(&page);
    stated.extend(meta::candidates(&page));
    // A clipping's own newspaper and day come before those of the site that keeps it.
    let mut candidates = clipping::candidates(&stated);
    candidates.extend(stated);
    let heavy = scanned.is_heavy();
    if let Some(address) = scanned.saved_from {
        candidates.push(Candidate { field: MetaField::Url, value: address, origin: Origin::fixed("saved-page") });
    }
    if let Some(date) = scanned.saved_at {
        candidates.push(Candidate { field: MetaField::Captured, value: date, origin: Origin::fixed("saved-page") });
    }
    let origin = Origin::fixed("html:script");
    let times = scanned.script_times.into_iter();
    candidates.extend(times.map(|value| Candidate { field: MetaField::Published, value, origin: origin.clone() }));
    let (mut blocks, spans) = blocks::blocks(&page);
    let mut notes = scanned.notes;
    match effort {
        Effort::Full if heavy => {
            notes.push("the page is very large, so its story was detected from its layout alone".to_owned());
            form::vote(&mut blocks, &spans);
        }
        Effort::Full => vote::vote(page, &mut blocks, &spans, &mut notes),
        Effort::Fast => form::vote(&mut blocks, &spans),
    }
    if blocks.is_empty() && candidates.iter().all(|candidate| candidate.field != MetaField::Title) {
        return Err(FormatError::new(Reason::Empty, "the page has no text"));
    }
    Ok(Draft { kind: DraftKind::Page, blocks, candidates, story_origin: Origin::fixed("html"), partial: false, notes })
}

/// Removes the readings beside words in ruby elements: they repeat the words.
fn remove_readings(page: &mut Document) {
    for node in page.iter(page.root(), &["rt", "rp", "rtc"]) {
        page.remove(node, true);
    }
}

/// Pages are detected from their first elements, else from their name.
pub(super) fn is_html(head: &DocumentHead) -> bool {
    let start: String = head.text.chars().take(2048).collect::<String>().to_ascii_lowercase();
    let by_content = http_head::is_page(head.text)
        || start.starts_with("<!doctype html")
        || start.contains("<html")
        || start.contains("<head")
        || start.contains("<body");
    by_content
        || (start.starts_with('<')
            && (head.has_extension(&["html", "htm", "xhtml"]) || start.contains("</") || start.starts_with("<!--")))
        || (head.has_extension(&["html", "htm", "xhtml"]) && start.contains('<') && is_text(head))
}

/// The blocks of a piece of a page, without metadata and votes.
pub(super) fn fragment(html: &str) -> Vec<super::Block> {
    blocks::blocks(&dom::parse(html)).0
}

/// The charset that a page's head states: `<meta charset>`, `http-equiv`, or the XML declaration.
///
/// ```
/// assert_eq!(morgue_read::format::declared_charset(b"<meta charset='windows-1251'>").as_deref(), Some("windows-1251"));
/// ```
pub fn declared_charset(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let in_meta = head.match_indices("<meta").find_map(|(at, _)| {
        let tag = head[at..].split('>').next().unwrap_or_default();
        after(tag, "charset=")
    });
    in_meta.or_else(|| after(head.split_once("<?xml")?.1.split('>').next()?, "encoding="))
}

/// The word after `mark`, without quotes.
fn after(text: &str, mark: &str) -> Option<String> {
    let value = text[text.find(mark)? + mark.len()..].trim_start_matches(['"', '\'', ' ']);
    let word: String =
        value.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':')).collect();
    (!word.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_are_found_where_pages_state_them() {
        let cases = [
            ("<html><META http-equiv='Content-Type' content='text/html; charset=ISO-8859-2'>", Some("iso-8859-2")),
            ("<meta name=x><meta charset=utf-8>", Some("utf-8")),
            ("<?xml version='1.0' encoding='koi8-r'?><html>", Some("koi8-r")),
            ("<p>charset=none</p>", None),
        ];
        for (head, want) in cases {
            assert_eq!(declared_charset(head.as_bytes()).as_deref(), want);
        }
    }
}
