//! What an item of a feed and its channel state to a draft, whatever their format calls it.

use super::names::join;
use crate::article::Origin;
use crate::format::body::{has_markup, one_line, record, text_blocks};
use crate::format::{Block, BlockRole, Candidate, Draft, MetaField, html};
use crate::text::count_words;

/// A text of an item, and where it was.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub value: String,
    pub is_markup: bool,
    pub origin: Origin,
}

impl Text {
    /// A text without a stated type.
    pub fn of_any(value: String, origin: Origin) -> Self {
        Self { is_markup: has_markup(&value), value, origin }
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = if self.is_markup { html::fragment(&self.value) } else { text_blocks(&self.value) };
        blocks.retain(|block| block.text.chars().any(char::is_alphanumeric));
        blocks
    }
}

/// What an item states, whatever its format calls it.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The article.
    pub content: Option<Text>,
    /// The article or part of it.
    pub summary: Option<Text>,
    pub captions: Vec<String>,
    pub candidates: Vec<Candidate>,
    pub notes: Vec<String>,
}

/// Longest value of a metadata field.
const LONGEST: usize = 1000;

/// Values of one field of one item: an item has few authors and few categories.
const MOST: usize = 32;

/// Fewest words of a summary that is the story: summaries that editors write have under a hundred, and most programs
/// cut at 55 words or 500 letters.
const STORY_WORDS: usize = 150;

impl Entry {
    /// Adds a value as it is, trimmed. One that is too long is cut.
    pub fn add(&mut self, field: MetaField, value: &str, origin: Origin) {
        let value = value.trim();
        let value = &value[..value.floor_char_boundary(LONGEST)];
        let known = |found: &Candidate| found.field == field && found.origin == origin && found.value == value;
        let many = self.candidates.iter().filter(|found| found.field == field).count() >= MOST;
        if !value.is_empty() && !many && !self.candidates.iter().any(known) {
            self.candidates.push(Candidate { field, value: value.to_owned(), origin });
        }
    }

    pub fn states(&self, field: MetaField) -> bool {
        self.candidates.iter().any(|found| found.field == field)
    }

    pub fn into_draft(mut self) -> Draft {
        let content = self.content.take().map(|text| (text.blocks(), text)).filter(|(blocks, _)| !blocks.is_empty());
        let summary = self.summary.take().map(|text| (text.blocks(), text)).filter(|(blocks, _)| !blocks.is_empty());
        let is_whole = content.is_some();
        if let (Some(_), Some((blocks, text))) = (&content, &summary) {
            let deck: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
            self.add(MetaField::Deck, &deck.join(" "), text.origin.clone());
        }
        let (blocks, origin) = match content.or(summary) {
            Some((blocks, text)) => (blocks, text.origin),
            None => (Vec::new(), Origin::fixed("feed")),
        };
        let mut draft = record(origin, blocks);
        draft.partial = is_partial(&draft.blocks, is_whole);
        draft.candidates = self.candidates;
        draft.notes = self.notes;
        let captions = self.captions.iter().take(MOST).map(|caption| one_line(caption)).filter(|it| !it.is_empty());
        draft.blocks.extend(captions.map(|text| Block { role: BlockRole::Caption, ..Block::paragraph(text) }));
        draft
    }
}

/// Ends of texts that a program cut; an author never writes the first two.
const CUT_ENDS: [&str; 5] = ["[…]", "[...]", "(…)", "...", "…"];

fn is_partial(blocks: &[Block], is_whole: bool) -> bool {
    let ends = if is_whole { &CUT_ENDS[..2] } else { &CUT_ENDS[..] };
    let cut = blocks.iter().rev().take(2).any(|block| ends.iter().any(|end| block.text.trim_end().ends_with(end)));
    let words: usize = blocks.iter().map(|block| count_words(&block.text)).sum();
    cut || (!is_whole && words < STORY_WORDS)
}

/// What a feed states for all its items.
#[derive(Debug, Default)]
pub(super) struct Channel {
    pub facts: Entry,
    /// The address that relative links without a base of their own are resolved against.
    pub link: Option<String>,
}

impl Channel {
    /// Adds what an item does not state itself. It may then have several outlets: its own goes first.
    pub fn lend(&self, draft: &mut Draft) {
        for found in &mut draft.candidates {
            let relative = found.field == MetaField::Url && !found.value.contains(':');
            if let Some(absolute) = join(self.link.as_deref().filter(|_| relative), &found.value) {
                found.value = absolute;
            }
        }
        let signed = draft.candidates.iter().any(|it| matches!(it.field, MetaField::Author | MetaField::Byline));
        let lent = self.facts.candidates.iter().filter(|it| !signed || it.field != MetaField::Author);
        draft.candidates.extend(lent.cloned());
        // A publisher has many outlets.
        draft.candidates.sort_by_key(|it| it.origin.as_str() == "feed:dc:publisher");
    }
}

/// A name without the mail address next to it: `jane@example.org (Jane Doe)`, `Jane Doe <jane@example.org>`.
pub(super) fn without_address(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !word.contains('@'));
    let name = words.collect::<Vec<_>>().join(" ");
    let bracketed = name.strip_prefix(['(', '<']).and_then(|name| name.strip_suffix([')', '>']));
    bracketed.map(str::trim).unwrap_or(&name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_mail_address() {
        for (text, want) in [
            ("jane@example.org (Jane Doe)", "Jane Doe"),
            ("Jane Doe <jane@example.org>", "Jane Doe"),
            ("Jane Doe (jane@example.org)", "Jane Doe"),
            ("Jane Doe (Nairobi)", "Jane Doe (Nairobi)"),
            ("mailto:jane@example.org", ""),
        ] {
            assert_eq!(without_address(text), want);
        }
    }
}
