//! Two texts word by word.

use crate::archive::Differs;
use crate::article::Zones;
use similar::{Algorithm, ChangeTag, TextDiff};
use std::time::Duration;

/// Part of a difference: words that both texts have, or only one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Both,
    /// Only the first text has them.
    Dropped,
    /// Only the second text has them.
    Added,
}

/// Two articles word by word: the differences of title, deck, story and captions, of those that either has.
pub fn zone_differences(old: &Zones, new: &Zones) -> Vec<Vec<(Part, String)>> {
    let captions = |zones: &Zones| zones.captions.join("\n\n");
    let pairs = [
        (old.title.clone(), new.title.clone()),
        (old.deck.clone(), new.deck.clone()),
        (old.story.clone(), new.story.clone()),
        (captions(old), captions(new)),
    ];
    let some = pairs.iter().filter(|(old, new)| !(old.is_empty() && new.is_empty()));
    some.map(|(old, new)| difference(old, new)).collect()
}

/// The parts of a difference by paragraph; words that replace others are apart from them.
pub fn paragraphs(parts: &[(Part, String)]) -> Vec<Vec<(Part, &str)>> {
    let mut all: Vec<Vec<(Part, &str)>> = vec![Vec::new()];
    for (part, text) in parts {
        for (nth, piece) in text.split("\n\n").enumerate() {
            if nth > 0 {
                all.push(Vec::new());
            }
            let Some(pieces) = all.last_mut().filter(|_| !piece.is_empty()) else { continue };
            let meets = |(last, before): &(Part, &str)| {
                *last != Part::Both && *part != Part::Both && !before.ends_with(char::is_whitespace)
            };
            if pieces.last().is_some_and(meets) {
                pieces.push((Part::Both, " "));
            }
            pieces.push((*part, piece));
        }
    }
    all.retain(|pieces| !pieces.is_empty());
    all
}

/// How long two texts are compared; what is left is then dropped and added as a whole.
const LONGEST: Duration = Duration::from_millis(500);

/// Two texts word by word, with the spaces after the words.
pub fn difference(old: &str, new: &str) -> Vec<(Part, String)> {
    let diff = TextDiff::configure().algorithm(Algorithm::Myers).timeout(LONGEST).diff_words(old, new);
    let mut parts: Vec<(Part, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        let part = match change.tag() {
            ChangeTag::Equal => Part::Both,
            ChangeTag::Delete => Part::Dropped,
            ChangeTag::Insert => Part::Added,
        };
        match parts.last_mut().filter(|(last, _)| *last == part) {
            Some((_, text)) => text.push_str(change.value()),
            None => parts.push((part, change.value().to_owned())),
        }
    }
    joined(parts)
}

/// A space between words that are all replaced belongs to them: a rewritten sentence is one change.
fn joined(parts: Vec<(Part, String)>) -> Vec<(Part, String)> {
    let mut runs: Vec<(Part, String)> = Vec::with_capacity(parts.len());
    let (mut dropped, mut added) = (String::new(), String::new());
    let flush = |dropped: &mut String, added: &mut String, runs: &mut Vec<(Part, String)>| {
        for (part, text) in [(Part::Dropped, dropped), (Part::Added, added)] {
            if !text.is_empty() {
                runs.push((part, std::mem::take(text)));
            }
        }
    };
    let last = parts.len();
    for (at, (part, text)) in parts.into_iter().enumerate() {
        match part {
            Part::Dropped => dropped.push_str(&text),
            Part::Added => added.push_str(&text),
            Part::Both
                if text.trim().is_empty()
                    && !text.contains('\n')
                    && at + 1 < last
                    && !dropped.is_empty()
                    && !added.is_empty() =>
            {
                dropped.push_str(&text);
                added.push_str(&text);
            }
            Part::Both => {
                flush(&mut dropped, &mut added, &mut runs);
                runs.push((Part::Both, text));
            }
        }
    }
    flush(&mut dropped, &mut added, &mut runs);
    runs
}

/// How much of its words the second text adds to the first and drops of it.
pub fn differs(old: &str, new: &str) -> Differs {
    let words = |text: &str| text.split_whitespace().count();
    let (mut added, mut dropped) = (0, 0);
    for (part, text) in difference(old, new) {
        match part {
            Part::Both => {}
            Part::Added => added += words(&text),
            Part::Dropped => dropped += words(&text),
        }
    }
    let part = |count: usize, all: usize| count as f32 / all.max(1) as f32;
    Differs { added: part(added, words(new)), dropped: part(dropped, words(old)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_word_by_word() {
        let parts = difference(
            "The ferry left at noon today.\n\nNobody was hurt.",
            "The ferry left at six today.\n\nNobody was hurt. It was late.",
        );
        let shown: Vec<(Part, &str)> = parts.iter().map(|(part, text)| (*part, text.as_str())).collect();
        assert_eq!(
            shown,
            [
                (Part::Both, "The ferry left at "),
                (Part::Dropped, "noon"),
                (Part::Added, "six"),
                (Part::Both, " today.\n\nNobody was hurt."),
                (Part::Added, " It was late."),
            ]
        );
        assert_eq!(differs("a b c d", "a b x"), Differs { added: 1.0 / 3.0, dropped: 0.5 });
        assert_eq!(differs("", ""), Differs::default());
    }

    proptest::proptest! {
        #[test]
        fn both_texts_can_be_put_together_from_a_difference(old in "[ab \n]{0,30}", new in "[ab \n]{0,30}") {
            let parts = difference(&old, &new);
            let of = |own: Part| -> String {
                parts.iter().filter(|(part, _)| *part == Part::Both || *part == own).map(|(_, text)| text.as_str()).collect()
            };
            let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            proptest::prop_assert_eq!(squeezed(&of(Part::Dropped)), squeezed(&old));
            proptest::prop_assert_eq!(squeezed(&of(Part::Added)), squeezed(&new));
        }
    }
}
