//! The deck: the page's own deck, else a stated summary that does not copy the beginning of the story.

use super::page::Cut;
use crate::format::{Draft, MetaField};

/// Chooses the deck; empty if there is none.
pub fn settle(draft: &Draft, cut: &Cut) -> String {
    let beside = draft.candidates.iter().find(|it| it.field == MetaField::Deck && it.origin.is_sidecar());
    if let Some(deck) = beside.map(|candidate| &candidate.value).or(cut.deck.as_ref()) {
        return deck.clone();
    }
    let stated = draft
        .candidates
        .iter()
        .filter(|candidate| candidate.field == MetaField::Deck)
        .map(|candidate| candidate.value.as_str());
    stated
        .filter(|value| is_summary(value, &cut.zones.story))
        .max_by_key(|value| usize::from(!value.ends_with("...")))
        .unwrap_or_default()
        .to_owned()
}

/// Letters of a summary that are compared with the story.
const COMPARED: usize = 60;

/// Long enough to be useful, complete, and not the beginning of the story.
fn is_summary(value: &str, story: &str) -> bool {
    let cut_short = value.ends_with("...") || value.ends_with('…') || value.ends_with("[…]");
    let words = value.split_whitespace().count();
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).take(COMPARED).collect::<String>();
    let opening = letters(value);
    let starts_a_paragraph = story.split("\n\n").take(4).any(|paragraph| letters(paragraph).starts_with(&opening));
    words >= 4 && !cut_short && !value.starts_with("http") && !starts_a_paragraph
}
