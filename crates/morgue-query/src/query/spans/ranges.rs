//! The algebra of position ranges: of words, and of the phrases, windows and pairs made of them. The same functions
//! serve the index, which has the positions of a posting list, and a text in memory, whose matches are marked.

use crate::terms::Zone;
use std::collections::BTreeMap;

/// A range of positions in a text: first and last position, both inclusive.
pub trait PositionRange: Clone + Ord {
    fn at(position: u32) -> Self;
    fn start(&self) -> u32;
    fn end(&self) -> u32;
    /// The range that covers all of these.
    fn join(parts: &[&Self]) -> Self;
}

/// Only the bounds of a match, for finding and counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outline {
    start: u32,
    end: u32,
}

impl PositionRange for Outline {
    fn at(position: u32) -> Self {
        Self { start: position, end: position }
    }

    fn start(&self) -> u32 {
        self.start
    }

    fn end(&self) -> u32 {
        self.end
    }

    fn join(parts: &[&Self]) -> Self {
        let start = parts.iter().map(|part| part.start).min().unwrap_or(0);
        Self { start, end: parts.iter().map(|part| part.end).max().unwrap_or(0) }
    }
}

impl Outline {
    /// From one position to another.
    pub fn spanning(start: u32, end: u32) -> Self {
        Self { start, end }
    }
}

pub(super) fn in_order<P: PositionRange>(mut places: Vec<P>) -> Vec<P> {
    places.sort_unstable();
    places.dedup();
    places
}

/// Ranges in which the parts follow each other without a gap. Every list is sorted.
pub fn sequence<P: PositionRange>(parts: &[Vec<P>]) -> Vec<P> {
    let Some((first, rest)) = parts.split_first() else { return Vec::new() };
    let mut open = first.clone();
    for part in rest {
        let mut longer = Vec::new();
        for before in &open {
            let next = before.end() + 1;
            let from = part.partition_point(|place| place.start() < next);
            let following = part[from..].iter().take_while(|place| place.start() == next);
            longer.extend(following.map(|place| P::join(&[before, place])));
        }
        open = longer;
    }
    in_order(open)
}

/// Pairs at most `within` positions apart that do not overlap; `ordered`: the left one first.
pub fn near<P: PositionRange>(left: &[P], right: &[P], within: u32, ordered: bool) -> Vec<P> {
    let mut pairs = Vec::new();
    follow(left, right, within, |one, other| pairs.push(P::join(&[one, other])));
    if !ordered {
        follow(right, left, within, |one, other| pairs.push(P::join(&[other, one])));
    }
    in_order(pairs)
}

fn follow<P: PositionRange>(first: &[P], second: &[P], within: u32, mut found: impl FnMut(&P, &P)) {
    for one in first {
        let from = second.partition_point(|other| other.start() <= one.end());
        for other in second[from..].iter().take_while(|other| other.start() - one.end() <= within) {
            found(one, other);
        }
    }
}

/// Ranges that contain every part once, in any order, in a window of as many positions as the parts have plus `slack`: one
/// for every first and last word that such a choice can have. Parts are single words.
pub fn window<P: PositionRange>(parts: &[Vec<P>], slack: u32) -> Vec<P> {
    let width = u32::try_from(parts.len()).unwrap_or(u32::MAX).saturating_add(slack);
    let mut words: BTreeMap<u32, Word<P>> = BTreeMap::new();
    for (part, places) in parts.iter().enumerate() {
        for place in places {
            words.entry(place.start()).or_insert_with(|| Word { place, parts: Vec::new() }).parts.push(part);
        }
    }
    let words: Vec<Word<P>> = words.into_values().collect();
    let mut found = Vec::new();
    for (first, word) in words.iter().enumerate() {
        let end = word.place.start().saturating_add(width);
        let inside = words[first..].iter().take_while(|word| word.place.end() < end).count();
        Assignment::of(&words[first..first + inside], parts.len()).each_range(&mut found);
    }
    in_order(found)
}

/// A word of a text, and the parts of a window that it can be.
struct Word<'p, P> {
    place: &'p P,
    parts: Vec<usize>,
}

/// Distinct words for the parts of a window, a matching that grows word by word (augmenting paths). The first word always
/// belongs to it: a part that is moved gives its word to another part, never back.
struct Assignment<'w, 'p, P> {
    words: &'w [Word<'p, P>],
    /// The word of each part, by its number.
    chosen: Vec<Option<usize>>,
}

impl<'w, 'p, P: PositionRange> Assignment<'w, 'p, P> {
    fn of(words: &'w [Word<'p, P>], parts: usize) -> Self {
        Self { words, chosen: vec![None; parts] }
    }

    /// A range for every last word with which the parts can be distributed over the words from the first on.
    fn each_range(mut self, found: &mut Vec<P>) {
        for last in 0..self.words.len() {
            // Words are offered in order, so the first one is taken first.
            let complete = !self.chosen.contains(&None) || {
                self.offer(last, &mut vec![false; self.chosen.len()]);
                !self.chosen.contains(&None)
            };
            if !complete || !self.ends_with(last) {
                continue;
            }
            let places: Vec<&P> = self.chosen.iter().flatten().map(|&word| self.words[word].place).collect();
            found.push(P::join(&places));
        }
    }

    /// Gives a word to a part without one, moving other parts to words they can also be.
    fn offer(&mut self, word: usize, seen: &mut [bool]) -> bool {
        let words = self.words;
        for &part in &words[word].parts {
            if std::mem::replace(&mut seen[part], true) {
                continue;
            }
            // A part with a word gives it to another one.
            let own = self.chosen[part];
            if own.is_none_or(|own| self.offer(own, seen)) {
                self.chosen[part] = Some(word);
                return true;
            }
        }
        false
    }

    /// Makes the last word one of the chosen, and keeps the first.
    fn ends_with(&mut self, last: usize) -> bool {
        if self.chosen.contains(&Some(last)) {
            return true;
        }
        let first = self.chosen.iter().position(|&word| word == Some(0));
        let able = &self.words[last].parts;
        if let Some(&part) = able.iter().find(|&&part| Some(part) != first) {
            self.chosen[part] = Some(last);
            return true;
        }
        // Only the part of the first word can be the last one: another part must become the first.
        let Some(part) = first.filter(|part| able.contains(part)) else { return false };
        let Some(&other) = self.words[0].parts.iter().find(|&&other| other != part) else { return false };
        self.chosen[other] = Some(0);
        self.chosen[part] = Some(last);
        true
    }
}

/// Pairs with no boundary between their first and last position. Boundaries are the sorted first positions of units. The
/// first `most` pairs are enough; the time is linear in them and in the places.
pub fn same<P: PositionRange>(left: &[P], right: &[P], boundaries: &[u32], most: usize) -> Vec<P> {
    let unit_of = |place: &P| {
        let unit = |position: u32| boundaries.partition_point(|&boundary| boundary <= position);
        Some(unit(place.start())).filter(|&start| start == unit(place.end()))
    };
    let mut pairs = Vec::new();
    let mut next = 0;
    for one in left {
        let Some(unit) = unit_of(one) else { continue };
        let begin = unit.checked_sub(1).map_or(0, |nth| boundaries[nth]);
        let end = boundaries.get(unit).copied().unwrap_or(u32::MAX);
        // Both lists are sorted: the unit's own places follow those of earlier units.
        next += right[next..].partition_point(|other| other.start() < begin);
        for other in right[next..].iter().take_while(|other| other.start() < end) {
            if other.end() < end && (one.end() < other.start() || other.end() < one.start()) {
                pairs.push(P::join(&[one, other]));
                if pairs.len() >= most.saturating_mul(2) {
                    pairs = in_order(pairs);
                    if pairs.len() >= most {
                        return pairs;
                    }
                }
            }
        }
    }
    in_order(pairs)
}

/// Several sorted lists merged into one.
pub fn any<P: PositionRange>(lists: Vec<Vec<P>>) -> Vec<P> {
    in_order(lists.into_iter().flatten().collect())
}

/// The zone of a position: that of the last zone start at or before it.
pub fn zone_at(starts: &[(u32, Zone)], position: u32) -> Option<Zone> {
    let after = starts.partition_point(|(start, _)| *start <= position);
    after.checked_sub(1).map(|at| starts[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(positions: &[u32]) -> Vec<Outline> {
        positions.iter().map(|&position| Outline::at(position)).collect()
    }

    fn outlines(places: Vec<Outline>) -> Vec<(u32, u32)> {
        places.into_iter().map(|place| (place.start, place.end)).collect()
    }

    #[test]
    fn a_sequence_has_no_gap() {
        assert_eq!(outlines(sequence(&[at(&[1, 5, 9]), at(&[2, 7, 10]), at(&[3, 11])])), [(1, 3), (9, 11)]);
        assert_eq!(outlines(sequence(&[at(&[4, 5]), at(&[4, 5])])), [(4, 5)]);
    }

    #[test]
    fn near_counts_positions_and_never_pairs_a_word_with_itself() {
        let (left, right) = (at(&[10]), at(&[6, 10, 14, 16]));
        assert_eq!(outlines(near(&left, &right, 4, false)), [(6, 10), (10, 14)]);
        assert_eq!(outlines(near(&left, &right, 4, true)), [(10, 14)]);
    }

    #[test]
    fn a_window_holds_repeated_words_once_each() {
        assert_eq!(outlines(window(&[at(&[1, 9]), at(&[1, 9])], 6)), []);
        assert_eq!(outlines(window(&[at(&[1, 9]), at(&[1, 9])], 7)), [(1, 9)]);
        assert_eq!(outlines(window(&[at(&[3]), at(&[1]), at(&[2])], 0)), [(1, 3)]);
    }

    #[test]
    fn a_window_has_every_first_and_last_word_that_it_can() {
        assert_eq!(outlines(window(&[at(&[1]), at(&[2, 4])], 2)), [(1, 2), (1, 4)]);
        assert_eq!(outlines(window(&[at(&[1, 2]), at(&[2])], 2)), [(1, 2)]);
        assert_eq!(outlines(window(&[at(&[1, 3]), at(&[1]), at(&[2])], 9)), [(1, 3)]);
    }

    proptest! {
        #[test]
        fn windows_are_those_of_all_choices(
            parts in prop::collection::vec(prop::collection::btree_set(0u32..9, 1..5), 2..4),
            slack in 0u32..5,
        ) {
            let width = parts.len() as u32 + slack;
            let mut want = std::collections::BTreeSet::new();
            let mut choices: Vec<Vec<u32>> = vec![Vec::new()];
            for part in &parts {
                let longer = |chosen: &Vec<u32>| part.iter().map(|&word| [&chosen[..], &[word]].concat()).collect::<Vec<_>>();
                choices = choices.iter().flat_map(longer).collect();
            }
            for chosen in choices {
                let distinct: std::collections::BTreeSet<u32> = chosen.iter().copied().collect();
                let (start, end) = (*distinct.first().expect("a word"), *distinct.last().expect("a word"));
                if distinct.len() == parts.len() && end - start < width {
                    want.insert((start, end));
                }
            }
            let lists: Vec<Vec<Outline>> = parts.iter().map(|part| part.iter().map(|&word| Outline::at(word)).collect()).collect();
            prop_assert_eq!(outlines(window(&lists, slack)), want.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn pairs_in_a_unit_are_those_of_all_pairs(
            left in prop::collection::btree_set((0u32..20, 0u32..3), 0..8),
            right in prop::collection::btree_set((0u32..20, 0u32..3), 0..8),
            boundaries in prop::collection::btree_set(0u32..20, 0..5),
        ) {
            let places = |words: &std::collections::BTreeSet<(u32, u32)>| -> Vec<Outline> {
                words.iter().map(|&(start, length)| Outline::spanning(start, start + length)).collect()
            };
            let boundaries: Vec<u32> = boundaries.into_iter().collect();
            let (left, right) = (places(&left), places(&right));
            let mut want = std::collections::BTreeSet::new();
            for one in &left {
                for other in &right {
                    let (start, end) = (one.start.min(other.start), one.end.max(other.end));
                    let apart = one.end < other.start || other.end < one.start;
                    if apart && !boundaries.iter().any(|&at| start < at && at <= end) {
                        want.insert((start, end));
                    }
                }
            }
            let all = outlines(same(&left, &right, &boundaries, usize::MAX));
            prop_assert_eq!(&all, &want.into_iter().collect::<Vec<_>>());
            let some = same(&left, &right, &boundaries, 2);
            prop_assert!(some.len() >= all.len().min(2));
        }
    }

    #[test]
    fn one_sentence_means_no_boundary_between() {
        assert_eq!(outlines(same(&at(&[1, 8]), &at(&[4, 9]), &[0, 5], 9)), [(1, 4), (8, 9)]);
    }
}
