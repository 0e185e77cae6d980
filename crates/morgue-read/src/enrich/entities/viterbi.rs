//! The most likely labels of an article's tokens under a model: sums of weights, then the best path through each sentence.

use super::document::Document;
use super::features::{context_features, word_features};
use super::labels::{LABELS, is_inside};
use super::model::{Model, Scores};
use super::votes::Votes;

/// Lower than any path can be.
const NEVER: i32 = -1_000_000_000;

/// Labels of all tokens.
pub fn decode(model: &Model, document: &Document) -> Vec<u8> {
    labelled(model, document, None)
}

/// Labels of all tokens, by a model that also weighs the result of a first pass.
pub fn decode_again(model: &Model, document: &Document, votes: &Votes) -> Vec<u8> {
    labelled(model, document, Some(votes))
}

fn labelled(model: &Model, document: &Document, votes: Option<&Votes>) -> Vec<u8> {
    model.count_article();
    let mut labels = Vec::with_capacity(document.len());
    let mut features = Vec::new();
    // Summed when a word first occurs as a possible part of a name.
    let mut words: Vec<Option<Scores>> = vec![None; document.words.len()];
    let mut scores = Vec::new();
    for (sentence, range) in document.sentences.iter().cloned().enumerate() {
        scores.clear();
        let mut run = Run { opens: true, closes: false };
        for token in range.clone() {
            // A token that cannot be part of a name is outside: the best path is that of each run of others.
            if !document.may_be_named(&range, token) {
                best_path(model, &scores, run, &mut labels);
                labels.push(0);
                scores.clear();
                run.opens = false;
                continue;
            }
            let word = document.tokens[token] as usize;
            let alone = *words[word].get_or_insert_with(|| {
                features.clear();
                word_features(document, word, &model.lexicon, &mut features);
                model.add_rows([0; 16], &features)
            });
            features.clear();
            context_features(document, sentence, token, &mut features);
            if let Some(votes) = votes {
                votes.features(document, sentence, token, &mut features);
            }
            scores.push(model.add_rows(alone, &features));
        }
        best_path(model, &scores, Run { closes: true, ..run }, &mut labels);
    }
    labels
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
