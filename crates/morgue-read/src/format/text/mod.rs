//! Texts to drafts: the facts above a text, as front matter or as lines, Markdown markup, and the lines themselves.

mod facts;
mod front_matter;
mod head;
pub(super) mod lines;
mod markdown;
mod yaml_flat;

use super::draft::Draft;

/// Reads a text, with the facts above it.
pub(super) fn read(text: &str, name: &str) -> Draft {
    let front_matter = front_matter::cut(text);
    let is_markdown = front_matter.is_some() || name.ends_with(".md") || name.ends_with(".markdown");
    let (facts, rest) = front_matter.or_else(|| head::cut(text)).map_or((None, text), |(it, rest)| (Some(it), rest));
    let mut draft = if is_markdown { lines::read_text(&markdown::plain(rest)) } else { lines::read_text(rest) };
    draft.candidates = facts.map(|facts| facts.candidates).unwrap_or_default();
    draft
}
