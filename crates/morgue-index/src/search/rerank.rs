//! The best matches reranked by what their scores ignore: how near the query's words are to each other, and whether
//! they are in the title. Always over the same number of matches, whatever is shown of them.
//!
//! Measured on nine collections: nearness alone raises success at finding a story by words of one sentence from .67 to .85,
//! and 0.3 is on the flat part of its weights; a title bonus of 0.1 is worth as much as a second, boosted field.

use crate::engine::{Fields, idf, norm, saturated};
use crate::query::{Family, INFLECTED, Role, is_stop_word};
use std::cmp::Ordering;
use tantivy::columnar::Column;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, SegmentReader, Term};

/// Number of matches that are reranked.
pub const WINDOW: usize = 100;

const NEARNESS: Score = 0.3;
const TITLE: Score = 0.1;

/// Pairs that are near only in some of their forms count half.
const ANY_FORM: Score = 0.5;

/// Distance in positions at which nearness falls to a third.
const FADE: Score = 8.0;

/// Words farther apart than this do not count as near.
const FARTHEST: u32 = 80;

/// A long query has many pairs: over this many words, each counts less.
const FEW_WORDS: usize = 6;

/// More words than this are not compared with each other.
const MOST_WORDS: usize = 64;

/// What is added to the score of each of some documents. Nothing for a single word, which has no distance to another.
pub fn bonuses(
    searcher: &Searcher,
    fields: Fields,
    words: &[Family],
    title_average: Score,
    addresses: &[DocAddress],
) -> tantivy::Result<Vec<Score>> {
    let mut bonuses = vec![0.0; addresses.len()];
    let words = compared(words);
    if words.len() < 2 {
        return Ok(bonuses);
    }
    let weights = Weights::of(searcher, fields, &words, title_average)?;
    let mut inside: Vec<(DocId, usize)> = Vec::with_capacity(addresses.len());
    for (number, reader) in (0u32..).zip(searcher.segment_readers()) {
        inside.clear();
        let here = addresses.iter().enumerate().filter(|(_, address)| address.segment_ord == number);
        inside.extend(here.map(|(nth, address)| (address.doc_id, nth)));
        if inside.is_empty() {
            continue;
        }
        inside.sort_unstable();
        let mut lists = Lists::open(reader, fields, &words)?;
        let titles = reader.fast_fields().u64("title_words")?;
        for (doc, nth) in &inside {
            let places = lists.places(*doc);
            let title_words = titles.first(*doc).unwrap_or(0);
            bonuses[*nth] = weights.nearness(places) + weights.title(places, title_words);
        }
    }
    Ok(bonuses)
}

/// Function words are informative only in short queries.
fn compared(words: &[Family]) -> Vec<&Family> {
    let all = words.iter().filter(|family| words.len() <= FEW_WORDS || !is_stop_word(&family.word));
    all.take(MOST_WORDS).collect()
}

/// Where one word occurs in a document.
#[derive(Debug, Clone, Default)]
struct Places {
    /// As typed.
    exact: Vec<u32>,
    /// In any of its forms.
    any: Vec<u32>,
}

/// The words' posting lists in one segment, and where the words occur in one document of it.
struct Lists {
    /// With the number of the word.
    lists: Vec<(usize, Role, SegmentPostings)>,
    /// By word.
    places: Vec<Places>,
    positions: Vec<u32>,
}

impl Lists {
    fn open(reader: &SegmentReader, fields: Fields, words: &[&Family]) -> tantivy::Result<Self> {
        let inverted = reader.inverted_index(fields.text)?;
        let mut lists = Vec::new();
        for (word, family) in words.iter().enumerate() {
            for (member, role) in family.members() {
                let term = Term::from_field_text(fields.text, member);
                let list = inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?;
                lists.extend(list.map(|list| (word, role, list)));
            }
        }
        Ok(Self { lists, places: vec![Places::default(); words.len()], positions: Vec::new() })
    }

    /// Positions in a document, which comes after the previous one.
    fn places(&mut self, doc: DocId) -> &[Places] {
        let Self { lists, places, positions } = self;
        for places in places.iter_mut() {
            places.exact.clear();
            places.any.clear();
        }
        let mut mixed = false;
        for (word, role, list) in lists.iter_mut() {
            if seek(list, doc) != doc {
                continue;
            }
            list.positions(positions);
            let places = &mut places[*word];
            if is_typed(*role) {
                places.exact.extend_from_slice(positions);
            }
            if *role == Role::Accented {
                continue;
            }
            mixed |= !places.any.is_empty();
            places.any.extend_from_slice(positions);
        }
        if mixed {
            for places in places.iter_mut() {
                places.exact.sort_unstable();
                places.any.sort_unstable();
            }
        }
        places
    }
}

/// Whether a member is the word as it was typed.
fn is_typed(role: Role) -> bool {
    matches!(role, Role::Word | Role::Accented | Role::Written)
}

fn seek(list: &mut SegmentPostings, doc: DocId) -> DocId {
    if list.doc() < doc { list.seek(doc) } else { list.doc() }
}

/// Inverse document frequency of each word.
struct Weights {
    /// By word: as typed, and of its most common form.
    idf: Vec<(Score, Score)>,
    title_average: Score,
    share: Score,
}

impl Weights {
    fn of(searcher: &Searcher, fields: Fields, words: &[&Family], title_average: Score) -> tantivy::Result<Self> {
        let documents: u64 = searcher.segment_readers().iter().map(|reader| u64::from(reader.max_doc())).sum();
        let mut idfs = Vec::with_capacity(words.len());
        for family in words {
            let (mut exact, mut most) = (0, 0);
            for (member, role) in family.members() {
                let frequency = searcher.doc_freq(&Term::from_field_text(fields.text, member))?;
                exact = if is_typed(role) { frequency.max(exact) } else { exact };
                most = if role == Role::Derived { most } else { frequency.max(most) };
            }
            idfs.push((idf(exact, documents), idf(most, documents)));
        }
        let share = (FEW_WORDS as Score / words.len() as Score).min(1.0);
        Ok(Self { idf: idfs, title_average, share })
    }

    fn nearness(&self, places: &[Places]) -> Score {
        let mut sum = 0.0;
        for one in 0..places.len() {
            for other in one + 1..places.len() {
                let exact = near(least_distance(&places[one].exact, &places[other].exact))
                    * (self.idf[one].0 + self.idf[other].0);
                let any =
                    near(least_distance(&places[one].any, &places[other].any)) * (self.idf[one].1 + self.idf[other].1);
                sum += exact.max(ANY_FORM * any);
            }
        }
        NEARNESS * self.share * sum
    }

    /// The title comes first in the text: its words have positions below its length.
    fn title(&self, places: &[Places], title_words: u64) -> Score {
        let length = u32::try_from(title_words).unwrap_or(u32::MAX);
        let norm = norm(length as Score, self.title_average);
        let inside = |positions: &[u32]| positions.iter().filter(|&&position| position < length).count() as Score;
        let mut sum = 0.0;
        for (places, (_, idf)) in places.iter().zip(&self.idf) {
            let (exact, any) = (inside(&places.exact), inside(&places.any));
            let times = exact + INFLECTED * (any - exact);
            sum += idf * saturated(times, norm);
        }
        TITLE * sum
    }
}

fn near(distance: Option<u32>) -> Score {
    match distance {
        Some(distance) if distance < FARTHEST => (-(distance as Score - 1.0) / FADE).exp(),
        _ => 0.0,
    }
}

/// The least distance between two sorted lists; the same position does not count.
fn least_distance(one: &[u32], other: &[u32]) -> Option<u32> {
    let (mut left, mut right) = (0, 0);
    let mut least = None;
    let mut compare = |a: Option<&u32>, b: Option<&u32>| {
        let distance = a.zip(b).map_or(0, |(a, b)| a.abs_diff(*b));
        if distance > 0 && least.is_none_or(|least| distance < least) {
            least = Some(distance);
        }
    };
    while let (Some(a), Some(b)) = (one.get(left), other.get(right)) {
        compare(Some(a), Some(b));
        match a.cmp(b) {
            Ordering::Less => left += 1,
            Ordering::Greater => right += 1,
            Ordering::Equal => {
                compare(Some(a), other.get(right + 1));
                compare(one.get(left + 1), Some(b));
                left += 1;
                right += 1;
            }
        }
    }
    least
}

/// Average number of words of a title. Over all articles: the numbers of documents depend on threads.
pub fn title_average(searcher: &Searcher) -> tantivy::Result<Score> {
    let (mut words, mut titles) = (0u64, 0u64);
    for reader in searcher.segment_readers() {
        let column: Column<u64> = reader.fast_fields().u64("title_words")?;
        for doc in 0..reader.max_doc() {
            let length = column.first(doc).unwrap_or(0);
            words += length;
            titles += u64::from(length > 0);
        }
    }
    Ok(if titles == 0 { 1.0 } else { words as Score / titles as Score })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_distance_passes_over_the_same_place() {
        for (one, other, want) in [
            (vec![1, 20], vec![9, 22], Some(2)),
            (vec![5], vec![5], None),
            (vec![5], vec![5, 8], Some(3)),
            (vec![], vec![5], None),
            (vec![30], vec![1, 2, 3], Some(27)),
        ] {
            assert_eq!(least_distance(&one, &other), want, "{one:?} {other:?}");
        }
    }

    #[test]
    fn words_side_by_side_count_in_full_and_far_ones_not_at_all() {
        assert_eq!(near(Some(1)), 1.0);
        assert!((near(Some(9)) - 0.367_879_4).abs() < 1e-6);
        assert_eq!((near(Some(80)), near(None)), (0.0, 0.0));
    }
}
