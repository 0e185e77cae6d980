//! Labels of tokens: outside, or beginning or inside a person, organisation, place or other name; and the spans of a
//! sequence of labels.

use std::ops::Range;

/// How many labels there are.
pub const LABELS: usize = 9;

/// Kind of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Person,
    Org,
    Place,
    Other,
}

const KINDS: [Kind; 4] = [Kind::Person, Kind::Org, Kind::Place, Kind::Other];

/// Number of a label as the training files write it: `O`, `B-PER`, `I-LOC`; any other means outside.
pub fn label(text: &str) -> u8 {
    let Some((position, kind)) = text.split_once('-') else { return 0 };
    let kind = match kind {
        "PER" => 0,
        "ORG" => 1,
        "LOC" => 2,
        "MISC" => 3,
        _ => return 0,
    };
    1 + 2 * kind + u8::from(position == "I")
}

/// Kind of a label; `None` outside.
pub fn kind_of(label: u8) -> Option<Kind> {
    KINDS.get(usize::from(label).checked_sub(1)? / 2).copied()
}

/// Whether the label is inside a name, after its first token.
pub fn is_inside(label: u8) -> bool {
    label > 0 && label.is_multiple_of(2)
}

/// Whether one label may follow another: an inside label follows only its own kind.
pub fn may_follow(before: u8, label: u8) -> bool {
    !is_inside(label) || kind_of(before) == kind_of(label)
}

/// Names as ranges of tokens.
pub fn spans(labels: &[u8]) -> Vec<(Range<usize>, Kind)> {
    let mut spans: Vec<(Range<usize>, Kind)> = Vec::new();
    for (token, label) in labels.iter().enumerate() {
        let Some(kind) = kind_of(*label) else { continue };
        match spans.last_mut() {
            Some((range, last)) if is_inside(*label) && range.end == token && *last == kind => range.end += 1,
            _ => spans.push((token..token + 1, kind)),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_spans() {
        let labels: Vec<u8> = ["O", "B-PER", "I-PER", "B-PER", "I-ORG", "O", "B-MISC"].map(label).to_vec();
        let person = |range| (range, Kind::Person);
        assert_eq!(spans(&labels), [person(1..3), person(3..4), (4..5, Kind::Org), (6..7, Kind::Other)]);
        assert!(may_follow(label("B-LOC"), label("I-LOC")) && may_follow(label("I-LOC"), label("B-PER")));
        assert!(!may_follow(label("O"), label("I-LOC")) && !may_follow(label("B-ORG"), label("I-LOC")));
    }
}
