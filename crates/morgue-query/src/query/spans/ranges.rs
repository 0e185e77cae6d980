//! The algebra of position ranges: of words, and of the phrases, windows and pairs made of them. The same functions
//! serve the index, which has the positions of a posting list, and a text in memory, whose matches are marked.

use crate::terms::Zone;
use std::collections::HashMap;

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

/// Ranges that contain every part once, in any order, in a window of as many positions as the parts have plus `slack`.
/// Parts are single words.
pub fn window<P: PositionRange>(parts: &[Vec<P>], slack: u32) -> Vec<P> {
    let width = u32::try_from(parts.len()).unwrap_or(u32::MAX).saturating_add(slack);
    let mut found = Vec::new();
    for first in parts.iter().flatten() {
        let inside = |place: &&P| place.start() >= first.start() && place.end() < first.start().saturating_add(width);
        let choices: Vec<Vec<&P>> = parts.iter().map(|part| part.iter().filter(inside).collect()).collect();
        found.extend(assign(&choices).map(|chosen| P::join(&chosen)));
    }
    in_order(found)
}

/// One range for every part, none of them twice: a matching of parts and ranges, found by augmenting paths.
fn assign<'p, P: PositionRange>(choices: &[Vec<&'p P>]) -> Option<Vec<&'p P>> {
    let mut owners: HashMap<u32, (usize, &'p P)> = HashMap::new();
    for part in 0..choices.len() {
        let mut tried = Vec::new();
        if !seat(choices, part, &mut owners, &mut tried) {
            return None;
        }
    }
    let mut chosen: Vec<(usize, &P)> = owners.into_values().collect();
    chosen.sort_unstable_by_key(|(part, _)| *part);
    Some(chosen.into_iter().map(|(_, place)| place).collect())
}

/// Finds a range for a part, moving other parts if they have another choice.
fn seat<'p, P: PositionRange>(
    choices: &[Vec<&'p P>],
    part: usize,
    owners: &mut HashMap<u32, (usize, &'p P)>,
    tried: &mut Vec<u32>,
) -> bool {
    for &place in &choices[part] {
        if tried.contains(&place.start()) {
            continue;
        }
        tried.push(place.start());
        let owner = owners.get(&place.start()).map(|(owner, _)| *owner);
        if owner.is_none_or(|owner| seat(choices, owner, owners, tried)) {
            owners.insert(place.start(), (part, place));
            return true;
        }
    }
    false
}

/// Pairs with no boundary between their first and last position. Boundaries are the sorted first positions of units.
pub fn same<P: PositionRange>(left: &[P], right: &[P], boundaries: &[u32]) -> Vec<P> {
    let unit = |position: u32| boundaries.partition_point(|&boundary| boundary <= position);
    let mut pairs = Vec::new();
    for one in left.iter().filter(|one| unit(one.start()) == unit(one.end())) {
        for other in right
            .iter()
            .filter(|other| unit(other.start()) == unit(one.start()) && unit(other.end()) == unit(one.start()))
        {
            if one.end() < other.start() || other.end() < one.start() {
                pairs.push(P::join(&[one, other]));
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
    fn one_sentence_means_no_boundary_between() {
        assert_eq!(outlines(same(&at(&[1, 8]), &at(&[4, 9]), &[0, 5])), [(1, 4), (8, 9)]);
    }
}
