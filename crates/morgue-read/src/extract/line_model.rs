//! The line model: how likely a line of a raw scrape is story, title or byline, and which lines to keep as the story.
//!
//! Boosted trees over the numbers of [`super::line_rows`], grown by `morgue-score train-lines` on texts as eleven scraping tools
//! leave them and on texts written from pages. Token F1 of 2,386 texts, each read by a model of other publishers: .902, where
//! the texts as they are have .782 and the logistic model of before, which had seen the publishers, .893.

use super::line_context::{COUNT, each_row};
use super::trees::Trees;
use crate::format::Block;
use std::sync::LazyLock;

/// The trees of each kind of line.
#[derive(Debug, Clone, PartialEq)]
pub struct LineModel {
    pub body: Trees,
    pub title: Trees,
    pub byline: Trees,
}

/// How likely a line is of each kind, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineOdds {
    pub body: f32,
    pub title: f32,
    pub byline: f32,
}

static SHIPPED: LazyLock<LineModel> = LazyLock::new(|| {
    LineModel::read(include_bytes!("data/line_model.bin")).expect("the shipped model is of this version")
});

impl LineModel {
    /// The model of the program.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        [&self.body, &self.title, &self.byline].into_iter().for_each(|trees| trees.write(&mut out));
        out
    }

    /// Reads what was written; `None` if the bytes are no model of these numbers.
    pub fn read(mut bytes: &[u8]) -> Option<Self> {
        let mut next = || Trees::read(&mut bytes, COUNT);
        let model = Self { body: next()?, title: next()?, byline: next()? };
        bytes.is_empty().then_some(model)
    }

    /// The odds of every line.
    pub fn odds(&self, blocks: &[Block]) -> Vec<LineOdds> {
        let mut odds = Vec::with_capacity(blocks.len());
        each_row(blocks, |row| {
            odds.push(LineOdds {
                body: self.body.probability(row),
                title: self.title.probability(row),
                byline: self.byline.probability(row),
            });
        });
        odds
    }
}

/// The lines to keep: the set whose expected F1 of words is best under the probabilities. `lengths` are in words.
///
/// With `E` the words of the story that are expected in all lines, a set keeps `2 * sum(p * n) / (sum(n) + E)`; the best
/// set has the lines whose probability is at least half of the best value (Ye and others, "Optimizing F-measure", 2012).
pub fn kept(likely: &[f32], lengths: &[f32]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..likely.len()).collect();
    order.sort_by(|&one, &other| likely[other].total_cmp(&likely[one]).then(one.cmp(&other)));
    let expected: f32 = likely.iter().zip(lengths).map(|(likely, length)| likely * length).sum();
    let (mut right, mut all, mut best) = (0.0, 0.0, 0.0f32);
    for &at in &order {
        right += likely[at] * lengths[at];
        all += lengths[at];
        best = best.max(2.0 * right / (all + expected).max(f32::MIN_POSITIVE));
    }
    let whole = 2.0 * right / (all + expected).max(f32::MIN_POSITIVE);
    if best - whole < LEAST_GAIN {
        return vec![true; likely.len()];
    }
    likely.iter().map(|&likely| likely >= best / 2.0 * BIAS).collect()
}

/// The cut is lowered by this, since a lost paragraph costs a reader more than a line too many.
const BIAS: f32 = 0.8;

/// A text whose expected gain is smaller is left whole: a tool has already cleaned it.
const LEAST_GAIN: f32 = 0.02;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kept_lines_have_the_best_expected_f1_of_all_sets() {
        let (likely, lengths) = ([0.9, 0.2, 0.6, 0.05, 0.35], [10.0, 4.0, 8.0, 30.0, 6.0]);
        let value = |set: usize| {
            let of = |at: usize| if set >> at & 1 == 1 { lengths[at] } else { 0.0 };
            let right: f32 = (0..5).map(|at| of(at) * likely[at]).sum();
            let expected: f32 = (0..5).map(|at| lengths[at] * likely[at]).sum();
            2.0 * right / ((0..5).map(of).sum::<f32>() + expected)
        };
        let best = (1..32usize).max_by(|&one, &other| value(one).total_cmp(&value(other))).expect("sets");
        let kept = kept(&likely, &lengths);
        // Lowered, the cut keeps more lines than the best set and none of its own fewer.
        assert!((0..5).all(|at| kept[at] || best >> at & 1 == 0), "{kept:?} {best:b}");
        assert!(!kept[3]);
    }
}
