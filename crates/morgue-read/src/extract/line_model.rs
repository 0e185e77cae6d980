//! The line model: how likely a line of a raw scrape is part of the story, a logistic sum of its features.
//!
//! The weights were fitted once, outside the program, and stay fixed: iteratively reweighted least squares with an L2
//! penalty of 0.001 on standardised features, over the lines of 222 news pages of 151 domains as text, each page in
//! four forms: rendered by a text browser, flat, with marked lists, and the story alone. A line counted as story if
//! three in five of its three-word runs are in the story, which is known by hand; a short one, if it is a whole
//! paragraph of it. Lines are weighted by their words over the words of the page's story. `morgue-score line-features`
//! prints the data they were fitted on.
//! Token F1 on pages of other domains (eight folds): .930 rendered by a text browser, .907 flat, .986 the story alone.

use super::line_features::{COUNT, line_features};
use crate::format::Block;

/// Lines at least this likely are story: the best token F1 of the folds; .45 and .55 lose .004 and .006 of it.
pub const THRESHOLD: f32 = 0.5;

/// The probability that each block is story.
pub fn probabilities(blocks: &[Block]) -> Vec<f32> {
    let likely = |features: &[f32; COUNT]| {
        let sum: f32 = features.iter().zip(&WEIGHTS).map(|(value, weight)| value * weight).sum();
        1.0 / (1.0 + (-(sum + BIAS)).exp())
    };
    line_features(blocks).iter().map(likely).collect()
}

const BIAS: f32 = -0.275;

/// In the order of the features.
#[rustfmt::skip]
const WEIGHTS: [f32; COUNT] = [
    0.519, 0.823, 0.860, -0.324, -0.771, 0.743, 0.233, 0.583, 0.589, 1.188, -1.390, 1.505,
    -1.417, 2.382, -0.886, 0.673, 2.001, -0.106, 0.106, -0.666, -0.385, -1.806, 1.003, -0.859,
    1.148, 0.267, 1.249, -0.854, -3.094, -0.712, -12.719, -0.286, -0.209, -0.871, -1.875, -1.769,
    -1.339, -2.119, -3.344, -1.028, 1.668, -0.073, 0.301, -0.039, 0.314, 0.190, -0.421, -0.039,
    -0.176, -0.240, 0.274, 0.297, -0.271, -0.043, 0.411, 0.594, -0.554, 0.283, 0.900, -0.257,
    -1.984, -1.987, -1.536, -0.221, 0.018, -2.258, -1.566, -0.661, 0.614, 0.230, -1.085, -3.040,
    0.830, -3.610, 0.657, 0.470, 0.092, -0.299, -1.743, -1.144, 1.706, 0.008, 0.465, -0.387,
    0.228, 0.167,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_likelier_than_the_menu_around_them() {
        let page = [
            "Home",
            "News",
            "Sport",
            "The river rose through the night and by morning had covered the market square, the mayor said.",
            "Firefighters carried eleven people from their houses, and nobody was hurt, according to the town.",
            "Rain is expected to stop on Thursday, which will give the dikes upstream a day to drain.",
            "Subscribe",
            "Contact us",
            "Privacy policy",
        ];
        let likely = probabilities(&page.map(Block::paragraph));
        assert!(likely[3..6].iter().all(|&likely| likely > 0.7), "{likely:?}");
        assert!(likely[..3].iter().chain(&likely[6..]).all(|&likely| likely < 0.3), "{likely:?}");
    }
}
