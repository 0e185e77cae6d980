//! Results of the first pass over an article for the second: how each word was labelled wherever it occurs, and the
//! longer names that contain it.

use super::document::{Document, form};
use super::features::bucket;
use super::gazetteer::join;
use super::labels::{LABELS, is_inside, kind_of, spans};
use std::ops::Range;

/// Labels of the first pass, and their counts for each word.
pub struct Votes {
    labels: Vec<u8>,
    /// By lemma: features that all uses of a word share.
    words: Vec<Vote>,
}

/// The first pass's counts for a word.
#[derive(Debug, Clone, Copy, Default)]
struct Vote {
    /// Uses with a capital, by kind: none, person, organisation, place, other.
    kinds: [u16; 5],
    begins: u16,
    inside: u16,
    /// Uses in a name of several words, by kind, and by whether the word is its first or its last.
    longer: [u16; 4],
    first: u16,
    last: u16,
}

impl Votes {
    /// Counts the labels of a first pass.
    pub fn of(document: &Document, labels: Vec<u8>) -> Self {
        let mut words = vec![Vote::default(); document.usages.len()];
        for (token, label) in labels.iter().enumerate() {
            let word = document.word(token);
            if word.form & form::CAPITAL == 0 {
                continue;
            }
            let vote = &mut words[word.lemma as usize];
            vote.kinds[kind_of(*label).map_or(0, |kind| kind as usize + 1)] += 1;
            if *label != 0 {
                *(if is_inside(*label) { &mut vote.inside } else { &mut vote.begins }) += 1;
            }
        }
        for (range, kind) in spans(&labels).into_iter().filter(|(range, _)| range.len() > 1) {
            for token in range.clone() {
                let vote = &mut words[document.word(token).lemma as usize];
                vote.longer[kind as usize] += 1;
                vote.first += u16::from(token == range.start);
                vote.last += u16::from(token + 1 == range.end);
            }
        }
        Self { labels, words }
    }

    /// The labels of the first pass in a sentence.
    pub fn labels(&self, sentence: &Range<usize>) -> &[u8] {
        &self.labels[sentence.clone()]
    }

    /// Whether a word with a capital in a sentence has different kinds in the article.
    pub fn differ(&self, document: &Document, sentence: &Range<usize>) -> bool {
        sentence.clone().map(|token| document.word(token)).any(|word| {
            let kinds = &self.words[word.lemma as usize].kinds;
            word.form & form::CAPITAL != 0 && kinds.iter().filter(|count| **count > 0).count() > 1
        })
    }

    /// Features of one token.
    pub fn features(&self, document: &Document, sentence: usize, token: usize, out: &mut Vec<u32>) {
        let range = &document.sentences[sentence];
        let label = |at: usize| if range.contains(&at) { u64::from(self.labels[at]) } else { LABELS as u64 };
        let own = label(token);
        if document.word(token).form & form::CAPITAL == 0 {
            return;
        }
        let code = self.elsewhere(document, token).code();
        let shape = document.word(token).shape;
        out.push(bucket(93, code.majority));
        out.push(bucket(94, join(code.majority, own)));
        out.push(bucket(95, join(code.second, code.majority)));
        out.push(bucket(96, join(code.tag, code.majority)));
        out.push(bucket(97, join(code.longer, own)));
        out.push(bucket(98, join(code.longer, code.majority)));
        out.push(bucket(99, join(code.majority, shape)));
        for (template, at) in [(100, token.wrapping_sub(1)), (101, token + 1)] {
            if range.contains(&at) && document.word(at).form & form::CAPITAL != 0 {
                let near = self.elsewhere(document, at).code();
                out.push(bucket(template, join(near.majority, code.majority)));
            }
        }
    }
}

impl Votes {
    /// The counts of a token's word from its other uses.
    fn elsewhere(&self, document: &Document, token: usize) -> Vote {
        let mut vote = self.words[document.word(token).lemma as usize];
        let label = self.labels[token];
        vote.kinds[kind_of(label).map_or(0, |kind| kind as usize + 1)] -= 1;
        if label != 0 {
            *(if is_inside(label) { &mut vote.inside } else { &mut vote.begins }) -= 1;
        }
        vote
    }
}

/// A vote reduced to a few numbers.
struct VoteCode {
    majority: u64,
    second: u64,
    tag: u64,
    longer: u64,
}

impl Vote {
    fn code(&self) -> VoteCode {
        let mut order: Vec<usize> = (0..5).collect();
        order.sort_by_key(|&kind| (u16::MAX - self.kinds[kind], kind));
        let total: u16 = self.kinds.iter().sum();
        let (best, next) = (order[0], order[1]);
        let pure = u64::from(self.kinds[best] == total);
        let times = u64::from(total.min(3));
        let second = if self.kinds[next] > 0 { next as u64 + 1 } else { 0 };
        let longest = (0..4).max_by_key(|&kind| (self.longer[kind], std::cmp::Reverse(kind))).unwrap_or(0);
        let longer = if self.longer[longest] == 0 {
            0
        } else {
            let place = if self.last >= self.first { 1 } else { 2 };
            1 + longest as u64 * 3 + place
        };
        VoteCode {
            majority: best as u64 * 8 + pure * 4 + times,
            second,
            tag: u64::from(self.begins > 0)
                + 2 * u64::from(self.inside > 0)
                + 4 * u64::from(self.begins >= self.inside),
            longer,
        }
    }
}
