//! The most likely labels of an article's tokens under a model: sums of weights, then the best path through each sentence.

use super::document::Document;
use super::features::{context_features, word_features};
use super::labels::{LABELS, is_inside};
use super::model::{Model, Scores};
use super::votes::Votes;

/// A label is certain if its score exceeds the next one by this much, in steps of the model: labelling only uncertain sentences
/// again saves 14 % of the CPU time of an ingest and changes the F1 of the second pass by .0001 on the development set, on which it
/// was chosen (`morgue-score entities`; 60 gives the same F1).
const SURE: i32 = 30;

/// Lower than any path can be.
const NEVER: i32 = -1_000_000_000;

/// Labels of all tokens.
pub fn decode(model: &Model, document: &Document) -> Vec<u8> {
    first_pass(model, document).labels
}

/// The labels of a first pass, and the sentences that need a second one.
#[derive(Debug)]
pub struct FirstPass {
    pub labels: Vec<u8>,
    /// For each sentence, whether the label of a token was close to another.
    pub unsure: Vec<bool>,
}

/// Labels of all tokens, and where they are uncertain.
pub fn first_pass(model: &Model, document: &Document) -> FirstPass {
    let mut unsure = Vec::with_capacity(document.sentences.len());
    let mut labeller = Labeller::new(model, document);
    for sentence in 0..document.sentences.len() {
        unsure.push(labeller.sentence(sentence, None) < SURE);
    }
    FirstPass { labels: labeller.labels, unsure }
}

/// Labels of all tokens, by a model that also weighs the result of a first pass: only where that was uncertain, or where its
/// labels of a word differ in the article.
pub fn decode_again(model: &Model, document: &Document, votes: &Votes, unsure: &[bool]) -> Vec<u8> {
    let mut labeller = Labeller::new(model, document);
    for (sentence, range) in document.sentences.iter().enumerate() {
        if unsure[sentence] || votes.differ(document, range) {
            labeller.sentence(sentence, Some(votes));
        } else {
            labeller.labels.extend(votes.labels(range));
        }
    }
    labeller.labels
}

/// Labels the sentences of a document in order.
struct Labeller<'a> {
    model: &'a Model,
    document: &'a Document<'a>,
    labels: Vec<u8>,
    features: Vec<u32>,
    /// Summed when a word first occurs as a possible part of a name.
    words: Vec<Option<Scores>>,
    scores: Vec<Scores>,
}

impl<'a> Labeller<'a> {
    fn new(model: &'a Model, document: &'a Document<'a>) -> Self {
        model.count_article();
        let labels = Vec::with_capacity(document.len());
        let words = vec![None; document.words.len()];
        Self { model, document, labels, words, features: Vec::new(), scores: Vec::new() }
    }

    /// Labels the next sentence; returns by how much the best label of a token is better than the next one, at least.
    fn sentence(&mut self, sentence: usize, votes: Option<&Votes>) -> i32 {
        let Self { model, document, labels, features, words, scores } = self;
        let (range, mut least) = (document.sentences[sentence].clone(), i32::MAX);
        scores.clear();
        let mut run = Run { opens: true, closes: false };
        for token in range.clone() {
            // A token that cannot be part of a name is outside: the best path is that of each run of others.
            if !document.may_be_named(&range, token) {
                best_path(model, scores, run, labels);
                labels.push(0);
                scores.clear();
                run.opens = false;
                continue;
            }
            let word = document.tokens[token] as usize;
            let alone = *words[word].get_or_insert_with(|| {
                features.clear();
                word_features(document, word, &model.lexicon, features);
                model.add_rows([0; 16], features)
            });
            features.clear();
            context_features(document, sentence, token, features);
            if let Some(votes) = votes {
                votes.features(document, sentence, token, features);
            }
            let sums = model.add_rows(alone, features);
            least = least.min(lead(&sums));
            scores.push(sums);
        }
        best_path(model, scores, Run { closes: true, ..run }, labels);
        least
    }
}

/// By how much the greatest score of a token exceeds the next one.
fn lead(scores: &Scores) -> i32 {
    let (mut best, mut next) = (i16::MIN, i16::MIN);
    for &score in &scores[..LABELS] {
        next = next.max(score.min(best));
        best = best.max(score);
    }
    i32::from(best) - i32::from(next)
}

/// Where a run of tokens is that may be parts of names.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// At the start of its sentence; otherwise a token outside precedes it.
    opens: bool,
    /// At the end of its sentence; otherwise a token outside follows it.
    closes: bool,
}

/// Viterbi over one run; inside labels follow only their own kind.
fn best_path(model: &Model, scores: &[Scores], run: Run, labels: &mut Vec<u8>) {
    let Some(first) = scores.first() else { return };
    let start = &model.pairs[usize::from(!run.opens)];
    let mut best: [i32; LABELS] =
        std::array::from_fn(
            |label| {
                if is_inside(label as u8) { NEVER } else { start[label] + i32::from(first[label]) }
            },
        );
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
    for token in &scores[1..] {
        let mut next = [NEVER; LABELS];
        let mut from = [0u8; LABELS];
        for label in 0..LABELS {
            // The beginning and the inside of its own kind.
            let before = if is_inside(label as u8) { label - 1..label + 1 } else { 0..LABELS };
            for before in before {
                let path = best[before] + model.pairs[before + 1][label];
                if path > next[label] {
                    next[label] = path;
                    from[label] = before as u8;
                }
            }
            next[label] += i32::from(token[label]);
        }
        best = next;
        back.push(from);
    }
    let end = |label: usize| best[label] + if run.closes { 0 } else { model.pairs[label + 1][0] };
    let start = labels.len();
    let mut label = (0..LABELS).max_by_key(|label| (end(*label), std::cmp::Reverse(*label))).unwrap_or(0) as u8;
    labels.push(label);
    for from in back.iter().rev() {
        label = from[usize::from(label)];
        labels.push(label);
    }
    labels[start..].reverse();
}
