//! The positions of a plan's words in one text: what is marked there, and how often an expression occurs in it.

use super::named::NamedWords;
use super::ranges::{Outline, PositionRange, any, in_order, near, same, sequence, window, zone_at};
use crate::query::forms::Language;
use crate::query::language::{Pattern, Unit};
use crate::query::plan::{Expr, Leaf, Located, Plan};
use crate::terms::{CASED, JOINED, Marker, NewsTokenizer, WantedTerms, Zone, ZonedText, positions_of};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// A match with its words, for marking.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Marked {
    outline: Outline,
    words: Vec<u32>,
}

impl Marked {
    /// Words that follow each other.
    fn of(words: &[u32]) -> Self {
        let (start, end) = (words.first().copied().unwrap_or(0), words.last().copied().unwrap_or(0));
        Self { outline: Outline::spanning(start, end), words: words.to_vec() }
    }
}

impl From<&Outline> for Marked {
    /// One word, which may be printed as several.
    fn from(outline: &Outline) -> Self {
        Self { outline: *outline, words: vec![outline.start()] }
    }
}

impl PositionRange for Marked {
    fn at(position: u32) -> Self {
        Self { outline: Outline::at(position), words: vec![position] }
    }

    fn start(&self) -> u32 {
        self.outline.start()
    }

    fn end(&self) -> u32 {
        self.outline.end()
    }

    fn join(parts: &[&Self]) -> Self {
        let outlines: Vec<&Outline> = parts.iter().map(|part| &part.outline).collect();
        let words = parts.iter().flat_map(|part| part.words.iter().copied()).collect();
        Self { outline: Outline::join(&outlines), words }
    }
}

/// What a plan marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks(Vec<Located>);

impl Marks {
    pub fn of(plan: &Plan) -> Self {
        Self(plan.marked())
    }

    /// Whether anything is marked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether names are marked, which needs a text with names.
    pub fn has_names(&self) -> bool {
        self.0.iter().any(|located| !located.expr.names().is_empty())
    }

    /// The positions of the query's words in a zoned text of a language.
    pub fn matches(&self, zoned: &ZonedText, language: Option<&str>) -> Matches {
        if self.0.is_empty() {
            return Matches::default();
        }
        TextWords::of(zoned, Language::of_article(language), &self.0).matches()
    }
}

/// Where the parts of a query occur in one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matches {
    /// Byte ranges of matched words in the zoned text, sorted, without overlap; adjacent words are one range.
    pub ranges: Vec<Range<usize>>,
    /// The part of the query that each range belongs to.
    pub parts: Vec<usize>,
}

/// Where the words of a plan occur in one text; its other words are not kept.
pub struct TextWords<'e> {
    text: &'e str,
    expressions: &'e [Located],
    /// Positions of every leaf, by the leaf's address.
    leaves: Vec<(&'e Leaf, Vec<Outline>)>,
    names: NamedWords<'e>,
    /// Byte range of the word at each position of a leaf, in order.
    places: Vec<(u32, Range<usize>)>,
    zones: Vec<(u32, Zone)>,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
}

/// Looks words up among those of a plan.
struct WordLookup<'e> {
    /// First bytes of all of them: most words of a text are rejected by theirs.
    starts: [bool; 256],
    words: HashMap<&'e str, Vec<usize>>,
    patterns: Vec<(usize, &'e Pattern)>,
}

impl<'e> WordLookup<'e> {
    fn of(leaves: &[(&'e Leaf, Vec<Outline>)], language: Option<Language>) -> Self {
        let mut lookup = Self { starts: [false; 256], words: HashMap::new(), patterns: Vec::new() };
        for (nth, (leaf, _)) in leaves.iter().enumerate() {
            if let Some(pattern) = leaf.pattern.as_ref().filter(|_| leaf.terms.is_empty()) {
                lookup.patterns.push((nth, pattern));
                pattern.starts().iter().for_each(|start| lookup.start(start));
            }
            let counts = |only: &Option<Language>| only.is_none() || *only == language;
            for (word, _) in leaf.each_term().filter(|(_, only)| counts(only)) {
                lookup.start(word);
                lookup.words.entry(word).or_default().push(nth);
            }
        }
        lookup
    }

    fn start(&mut self, word: &str) {
        match word.as_bytes().first() {
            Some(&byte) => self.starts[usize::from(byte)] = true,
            None => self.starts = [true; 256],
        }
    }

    /// Numbers of the leaves that a word matches.
    fn leaves_of(&self, word: &str, found: &mut Vec<usize>) {
        found.clear();
        if !word.as_bytes().first().is_some_and(|&byte| self.starts[usize::from(byte)]) {
            return;
        }
        found.extend(self.words.get(word).into_iter().flatten());
        found.extend(self.patterns.iter().filter(|(_, pattern)| pattern.matches_joined(word)).map(|(nth, _)| nth));
    }
}

impl<'e> TextWords<'e> {
    /// Reads a zoned text as the index does; `language`: the one whose inflections count in it.
    pub fn of(zoned: &'e ZonedText, language: Option<Language>, expressions: &'e [Located]) -> Self {
        let mut names = NamedWords::of(zoned, expressions.iter().flat_map(|located| located.expr.names()));
        let leaves: Vec<&Leaf> = expressions.iter().flat_map(|located| located.expr.leaves()).collect();
        let mut leaves: Vec<(&Leaf, Vec<Outline>)> = leaves.into_iter().map(|leaf| (leaf, Vec::new())).collect();
        let lookup = WordLookup::of(&leaves, language);
        let (mut zones, mut sentences, mut paragraphs, mut places) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut found = Vec::new();
        let has = |sign: char| leaves.iter().any(|(leaf, _)| leaf.each_term().any(|(term, _)| term.starts_with(sign)));
        let cased = has(CASED) || leaves.iter().any(|(leaf, _)| leaf.pattern.is_some());
        let joined = has(JOINED) || !lookup.patterns.is_empty();
        let wanted = WantedTerms {
            sentences: expressions.iter().any(|located| located.expr.has_sentences()),
            cased,
            joined,
            // Every word may belong to a name, and to a cased or joined term.
            starts: (!cased && !joined && names.is_empty()).then_some(&lookup.starts),
        };
        NewsTokenizer::each_of(&zoned.text, wanted, |token| {
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
                    lookup.leaves_of(&token.text, &mut found);
                    let range = token.offset_from..token.offset_to;
                    let outline = Outline::spanning(position, position + positions_of(&token.text) - 1);
                    found.iter().for_each(|&nth| leaves[nth].1.push(outline));
                    let named = names.note(position, range.clone());
                    match places.last_mut() {
                        _ if found.is_empty() && !named => {}
                        // The terms of one word; a joined one covers the most bytes, and comes last.
                        Some((at, known)) if *at == position => *known = range,
                        _ => places.push((position, range)),
                    }
                }
            }
        });
        Self { text: &zoned.text, expressions, leaves, names, places, zones, sentences, paragraphs }
    }

    /// How many times the expressions occur in the text, in their zones.
    pub fn count(&self) -> usize {
        let inside = |located: &&Located| {
            let places = self.places_of(&located.expr);
            let inside = places.iter().filter(|place| self.is_in(place.start(), located.zones.as_deref()));
            // Two pairs of words with the same bounds are one match, as in the index.
            inside.map(|place| place.outline).collect::<BTreeSet<_>>().len()
        };
        self.expressions.iter().map(|located| inside(&located)).sum()
    }

    /// Where the expressions occur, as byte ranges to mark.
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
            match matches.ranges.last_mut() {
                // A word inside one that is printed as several.
                Some(open) if range.start < open.end => open.end = open.end.max(range.end),
                Some(open) if joins => open.end = range.end,
                _ => {
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
                own.map(|(_, places)| places.iter().map(Marked::from).collect()).unwrap_or_default()
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
                same(&self.places_of(left), &self.places_of(right), boundaries, usize::MAX)
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
