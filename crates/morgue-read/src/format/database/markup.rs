//! The markup of downloads: cut where an article starts, made safe, and read as lines that end at line breaks and at
//! the edges of block elements. Knows no provider.

use crate::format::html::dom::{Document, NodeId};
use crate::text::squeeze;

/// The tag of a mark starts at most this many bytes before it.
const TAG_BYTES: usize = 512;

/// The parts of a page that start with a tag that contains `mark`; what is before the first is dropped.
pub(super) fn parts_at<'a>(html: &'a str, mark: &str, is_it: fn(&str) -> bool) -> Vec<&'a str> {
    let mut starts: Vec<usize> = Vec::new();
    for (at, _) in html.match_indices(mark) {
        let from = html.floor_char_boundary(at.saturating_sub(TAG_BYTES));
        let Some(start) = html[from..at].rfind('<').map(|start| from + start) else { continue };
        let end = html.floor_char_boundary((at + TAG_BYTES).min(html.len()));
        let in_one_tag = !html[start..at].contains('>') && starts.last().is_none_or(|&last| last < start);
        if in_one_tag && is_it(&html[start..end]) {
            starts.push(start);
        }
    }
    cut_at(html, &starts)
}

/// The parts of a text that start at the given positions, which are in order.
pub(super) fn cut_at<'a>(text: &'a str, starts: &[usize]) -> Vec<&'a str> {
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).filter_map(|(&start, end)| text.get(start..end)).collect()
}

/// The lines of a node, without empty ones.
pub(super) fn lines(page: &Document, node: NodeId) -> Vec<String> {
    let lines = text_of(page, node);
    lines.split('\n').map(squeeze).filter(|line| !line.is_empty()).collect()
}

/// The text of a node in one line.
pub(super) fn line(page: &Document, node: NodeId) -> String {
    squeeze(&page.text_content(node))
}

/// The first node under another that a selector finds, in one line.
pub(super) fn line_at(page: &Document, selector: &str) -> Option<String> {
    let node = page.query_selector(page.root(), selector)?;
    Some(line(page, node)).filter(|line| !line.is_empty())
}

fn text_of(page: &Document, node: NodeId) -> String {
    let mut text = String::new();
    push(page, node, &mut text);
    text
}

/// Elements inside a line.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "ins", "mark", "nobr", "q", "rb", "rt", "ruby", "s",
    "small", "span", "strong", "sub", "sup", "tt", "u",
];

fn push(page: &Document, node: NodeId, text: &mut String) {
    for child in page.child_nodes(node) {
        if page.is_text(child) {
            // Line breaks of the markup become spaces.
            text.extend(page.text_content(child).chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
            continue;
        }
        if !page.is_element(child) {
            continue;
        }
        match page.tag_name(child) {
            "script" | "style" | "head" | "title" | "select" | "button" | "input" => {}
            "br" | "hr" => text.push('\n'),
            tag if INLINE.contains(&tag) => push(page, child, text),
            _ => {
                text.push('\n');
                push(page, child, text);
                text.push('\n');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::html::dom::parse;

    #[test]
    fn parts_start_at_the_tag_of_a_mark() {
        let html = "cover<a href=x></a><p id='m-1'>one</p>m- text<p class=\"m-2\">two";
        assert_eq!(parts_at(html, "m-", |_| true), ["<p id='m-1'>one</p>m- text", "<p class=\"m-2\">two"]);
        assert_eq!(parts_at(html, "m-", |tag| tag.starts_with("<p class")), ["<p class=\"m-2\">two"]);
        assert!(parts_at("m-", "m-", |_| true).is_empty());
    }

    #[test]
    fn lines_end_at_breaks_and_blocks() {
        let page = parse("<table><tr><td>a <b>b</b><br>c\nd</td><td><div>e</div> f</td></tr></table>");
        assert_eq!(lines(&page, page.root()), ["a b", "c d", "e", "f"]);
    }
}
