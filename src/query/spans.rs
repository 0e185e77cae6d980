//! The algebra of places: where words stand, and where phrases, windows and pairs of them do. The same functions serve
//! the index, which has positions of a posting list, and a text in memory, whose matches are marked.

use super::ast::{Pattern, Unit};
use super::expr::{Expr, Leaf};
use super::named::NamedWords;
use crate::schema::{Marker, NewsTokenizer, Zone, ZonedText};
use std::collections::HashMap;
use std::ops::Range;

/// A place in a text: first and last position, both included.
pub trait Place: Clone + Ord {
    fn at(position: u32) -> Self;
    fn start(&self) -> u32;
    fn end(&self) -> u32;
    /// The place that spans all of these.
    fn join(parts: &[&Self]) -> Self;
}

/// The outline of a match alone, for finding and counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outline {
    start: u32,
    end: u32,
}

impl Place for Outline {
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

/// A match with the words it is made of, for marking.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Marked {
    outline: Outline,
    words: Vec<u32>,
}

impl Marked {
    /// Words that stand one behind the other.
    fn of(words: &[u32]) -> Self {
        let (start, end) = (words.first().copied().unwrap_or(0), words.last().copied().unwrap_or(0));
        Self { outline: Outline { start, end }, words: words.to_vec() }
    }
}

impl Outline {
    /// From one position to another.
    pub fn spanning(start: u32, end: u32) -> Self {
        Self { start, end }
    }
}

impl Place for Marked {
    fn at(position: u32) -> Self {
        Self { outline: Outline::at(position), words: vec![position] }
    }

    fn start(&self) -> u32 {
        self.outline.start
    }

    fn end(&self) -> u32 {
        self.outline.end
    }

    fn join(parts: &[&Self]) -> Self {
        let outlines: Vec<&Outline> = parts.iter().map(|part| &part.outline).collect();
        let words = parts.iter().flat_map(|part| part.words.iter().copied()).collect();
        Self { outline: Outline::join(&outlines), words }
    }
}

fn in_order<P: Place>(mut places: Vec<P>) -> Vec<P> {
    places.sort_unstable();
    places.dedup();
    places
}

/// Places at which the parts follow each other without a gap. Every list is sorted.
pub fn sequence<P: Place>(parts: &[Vec<P>]) -> Vec<P> {
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
pub fn near<P: Place>(left: &[P], right: &[P], within: u32, ordered: bool) -> Vec<P> {
    let mut pairs = Vec::new();
    follow(left, right, within, |one, other| pairs.push(P::join(&[one, other])));
    if !ordered {
        follow(right, left, within, |one, other| pairs.push(P::join(&[other, one])));
    }
    in_order(pairs)
}

fn follow<P: Place>(first: &[P], second: &[P], within: u32, mut found: impl FnMut(&P, &P)) {
    for one in first {
        let from = second.partition_point(|other| other.start() <= one.end());
        for other in second[from..].iter().take_while(|other| other.start() - one.end() <= within) {
            found(one, other);
        }
    }
}

/// Places that hold every part once, in any order, in a window of as many positions as the parts have and `slack` more.
/// Parts are single words.
pub fn window<P: Place>(parts: &[Vec<P>], slack: u32) -> Vec<P> {
    let width = u32::try_from(parts.len()).unwrap_or(u32::MAX).saturating_add(slack);
    let mut found = Vec::new();
    for first in parts.iter().flatten() {
        let inside = |place: &&P| place.start() >= first.start() && place.end() < first.start().saturating_add(width);
        let choices: Vec<Vec<&P>> = parts.iter().map(|part| part.iter().filter(inside).collect()).collect();
        found.extend(assign(&choices).map(|chosen| P::join(&chosen)));
    }
    in_order(found)
}

/// One place for every part, none of them twice: a matching of parts and places, found by augmenting paths.
fn assign<'p, P: Place>(choices: &[Vec<&'p P>]) -> Option<Vec<&'p P>> {
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

/// Finds a place for a part, moving other parts where they have another choice.
fn seat<'p, P: Place>(
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

/// Pairs with no boundary between their first and last position. Boundaries are the first positions of units, sorted.
pub fn same<P: Place>(left: &[P], right: &[P], boundaries: &[u32]) -> Vec<P> {
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

/// Several sorted lists as one.
pub fn any<P: Place>(lists: Vec<Vec<P>>) -> Vec<P> {
    in_order(lists.into_iter().flatten().collect())
}

/// An expression in some zones; what a plan marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    pub expr: Expr,
    /// `None`: anywhere in the text.
    pub zones: Option<Vec<Zone>>,
}

/// Where the parts of a query stand in one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matches {
    /// Byte ranges of matched words in the zoned text, sorted, without overlap; words that stand together are one range.
    pub ranges: Vec<Range<usize>>,
    /// For every range, which of the query's parts it belongs to.
    pub parts: Vec<usize>,
}

/// Where the words of a plan stand in one text: only those are kept of all its words.
pub struct TextWords<'e> {
    text: &'e str,
    expressions: &'e [Located],
    /// Positions of every leaf, by the leaf's address.
    leaves: Vec<(&'e Leaf, Vec<u32>)>,
    names: NamedWords<'e>,
    /// Byte range of the word at each position that a leaf stands at, in order.
    places: Vec<(u32, Range<usize>)>,
    zones: Vec<(u32, Zone)>,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
}

/// Looks words up among those of a plan.
struct Wanted<'e> {
    /// First bytes of all that is wanted: most words of a text are told by theirs.
    starts: [bool; 256],
    words: HashMap<&'e str, Vec<usize>>,
    patterns: Vec<(usize, &'e Pattern)>,
}

impl<'e> Wanted<'e> {
    fn of(leaves: &[(&'e Leaf, Vec<u32>)], english: bool) -> Self {
        let mut wanted = Self { starts: [false; 256], words: HashMap::new(), patterns: Vec::new() };
        for (nth, (leaf, _)) in leaves.iter().enumerate() {
            if let Some(pattern) = leaf.pattern.as_ref().filter(|_| leaf.terms.is_empty()) {
                wanted.patterns.push((nth, pattern));
                wanted.start(pattern.literal_start());
            }
            let inflected = leaf.inflected.iter().filter(|_| english);
            for word in leaf.terms.iter().chain(inflected) {
                wanted.start(word);
                wanted.words.entry(word).or_default().push(nth);
            }
        }
        wanted
    }

    fn start(&mut self, word: &str) {
        match word.as_bytes().first() {
            Some(&byte) => self.starts[usize::from(byte)] = true,
            None => self.starts = [true; 256],
        }
    }

    /// Numbers of the leaves that a word is.
    fn leaves_of(&self, word: &str, found: &mut Vec<usize>) {
        found.clear();
        if !word.as_bytes().first().is_some_and(|&byte| self.starts[usize::from(byte)]) {
            return;
        }
        found.extend(self.words.get(word).into_iter().flatten());
        found.extend(self.patterns.iter().filter(|(_, pattern)| pattern.matches(word)).map(|(nth, _)| nth));
    }
}

impl<'e> TextWords<'e> {
    /// Reads a zoned text as the index does; `english`: its language is English or unknown, so that inflections count.
    pub fn of(zoned: &'e ZonedText, english: bool, expressions: &'e [Located]) -> Self {
        let mut names = NamedWords::of(zoned, expressions.iter().flat_map(|located| located.expr.names()));
        let leaves: Vec<&Leaf> = expressions.iter().flat_map(|located| located.expr.leaves()).collect();
        let mut leaves: Vec<(&Leaf, Vec<u32>)> = leaves.into_iter().map(|leaf| (leaf, Vec::new())).collect();
        let wanted = Wanted::of(&leaves, english);
        let (mut zones, mut sentences, mut paragraphs, mut places) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut found = Vec::new();
        NewsTokenizer::each(&zoned.text, |token| {
            let position = u32::try_from(token.position).unwrap_or(u32::MAX);
            match Marker::of_term(&token.text) {
                Some(Marker::Sentence) => sentences.push(position),
                Some(marker) => {
                    sentences.push(position);
                    paragraphs.push(position);
                    if let Marker::Zone(zone) = marker {
                        zones.push((position, zone));
                    }
                }
                None => {
                    wanted.leaves_of(&token.text, &mut found);
                    found.iter().for_each(|&nth| leaves[nth].1.push(position));
                    let named = names.note(position, token.offset_from..token.offset_to);
                    if !found.is_empty() || named {
                        places.push((position, token.offset_from..token.offset_to));
                    }
                }
            }
        });
        Self { text: &zoned.text, expressions, leaves, names, places, zones, sentences, paragraphs }
    }

    /// How many times the expressions stand in the text, in their zones.
    pub fn count(&self) -> usize {
        let inside = |located: &&Located| {
            let places = self.places_of(&located.expr);
            places.iter().filter(|place| self.is_in(place.start(), located.zones.as_deref())).count()
        };
        self.expressions.iter().map(|located| inside(&located)).sum()
    }

    /// Where the expressions stand, as byte ranges to mark.
    pub fn matches(&self) -> Matches {
        let mut found: Vec<(u32, usize)> = Vec::new();
        for (part, located) in self.expressions.iter().enumerate() {
            let places = self.places_of(&located.expr);
            let inside = places.iter().filter(|place| self.is_in(place.start(), located.zones.as_deref()));
            found.extend(inside.flat_map(|place| place.words.iter().map(move |&word| (word, part))));
        }
        found.sort_unstable();
        found.dedup_by_key(|(word, _)| *word);
        let mut matches = Matches::default();
        let mut last = None;
        for (word, part) in found {
            let Ok(at) = self.places.binary_search_by_key(&word, |(position, _)| *position) else { continue };
            let range = &self.places[at].1;
            let joins = last.is_some_and(|last| last + 1 == word) && matches.parts.last() == Some(&part);
            match matches.ranges.last_mut().filter(|_| joins) {
                Some(open) => open.end = range.end,
                None => {
                    matches.ranges.push(range.clone());
                    matches.parts.push(part);
                }
            }
            last = Some(word);
        }
        matches
    }

    fn is_in(&self, position: u32, zones: Option<&[Zone]>) -> bool {
        let Some(zones) = zones else { return true };
        zone_at(&self.zones, position).is_some_and(|zone| zones.contains(&zone))
    }

    fn places_of(&self, expr: &Expr) -> Vec<Marked> {
        let all = |parts: &[Expr]| parts.iter().map(|part| self.places_of(part)).collect::<Vec<_>>();
        match expr {
            Expr::Leaf(leaf) => {
                let own = self.leaves.iter().find(|(known, _)| std::ptr::eq(*known, leaf));
                own.map(|(_, positions)| positions.iter().map(|&position| Marked::at(position)).collect())
                    .unwrap_or_default()
            }
            Expr::Named(named) => {
                let spans = self.names.places(named).into_iter();
                in_order(spans.map(Marked::of).collect())
            }
            Expr::Sequence(parts) => sequence(&all(parts)),
            Expr::Window(parts, slack) => window(&all(parts), *slack),
            Expr::Any(parts) => any(all(parts)),
            Expr::Near { left, right, within, ordered } => {
                near(&self.places_of(left), &self.places_of(right), *within, *ordered)
            }
            Expr::Same { left, right, unit } => {
                let boundaries = if *unit == Unit::Sentence { &self.sentences } else { &self.paragraphs };
                same(&self.places_of(left), &self.places_of(right), boundaries)
            }
            Expr::Exact(inner, needle) => {
                let reads = |place: &Marked| {
                    let start = self.byte_of(place.start());
                    start.is_some_and(|start| needle.stands(self.text, start))
                };
                self.places_of(inner).into_iter().filter(reads).collect()
            }
        }
    }

    fn byte_of(&self, position: u32) -> Option<usize> {
        let at = self.places.binary_search_by_key(&position, |(known, _)| *known).ok()?;
        Some(self.places[at].1.start)
    }
}

/// The zone that a position belongs to: that of the last zone start at or before it.
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
