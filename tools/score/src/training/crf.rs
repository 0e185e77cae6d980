//! Labelled articles to weights: a linear-chain conditional random field, learnt by stochastic gradient descent with one
//! step size per bucket (AdaGrad). A share of the features is dropped at each use, so that none is depended on alone.

use super::random::Random;
use crate::input::Outcome;
use morgue::enrich::entities::{BITS, LABELS, may_follow};
use std::io::Write;

/// Weights of one bucket.
pub type Weights = [f32; LABELS];

/// How the weights are learnt.
pub struct Settings {
    pub rate: f32,
    pub epochs: usize,
    pub dropout: f32,
}

/// Sentences as buckets: those of token `t` are `features[starts[t]..starts[t + 1]]`.
pub struct Example {
    pub features: Vec<u32>,
    pub starts: Vec<usize>,
    pub labels: Vec<u8>,
}

/// Weights and the sums of squared gradients.
pub struct Crf {
    pub weights: Vec<Weights>,
    squares: Vec<f32>,
    pub pairs: [Weights; LABELS + 1],
    pair_squares: [Weights; LABELS + 1],
}

impl Crf {
    pub fn train(
        examples: &[Example],
        settings: &Settings,
        random: &mut Random,
        progress: &mut dyn Write,
    ) -> Outcome<Self> {
        let mut crf = Self {
            weights: vec![[0.0; LABELS]; 1 << BITS],
            squares: vec![1e-6; 1 << BITS],
            pairs: [[0.0; LABELS]; LABELS + 1],
            pair_squares: [[1e-6; LABELS]; LABELS + 1],
        };
        let mut order: Vec<usize> = (0..examples.len()).collect();
        for epoch in 0..settings.epochs {
            random.shuffle(&mut order);
            let mut loss = 0.0;
            for at in &order {
                loss += f64::from(crf.step(&examples[*at], settings, random));
            }
            writeln!(progress, "epoch {}: loss {loss:.1}", epoch + 1)?;
        }
        Ok(crf)
    }

    /// One sentence: its loss, and a step down its gradient.
    fn step(&mut self, example: &Example, settings: &Settings, random: &mut Random) -> f32 {
        let mut kept = Vec::with_capacity(example.features.len());
        let mut starts = vec![0];
        let mut scores: Vec<Weights> = Vec::with_capacity(example.labels.len());
        for token in 0..example.labels.len() {
            let mut score = [0.0; LABELS];
            for bucket in &example.features[example.starts[token]..example.starts[token + 1]] {
                if random.unit() >= settings.dropout {
                    kept.push(*bucket);
                    let weights = &self.weights[*bucket as usize];
                    (0..LABELS).for_each(|label| score[label] += weights[label]);
                }
            }
            starts.push(kept.len());
            scores.push(score);
        }
        let lattice = Lattice::of(&scores, &self.pairs);
        let loss = lattice.loss(&scores, &self.pairs, &example.labels);
        self.descend_tokens(&lattice, &example.labels, (&kept, &starts), settings.rate);
        self.descend_pairs(&lattice, &example.labels, settings.rate);
        loss
    }

    fn descend_tokens(&mut self, lattice: &Lattice, labels: &[u8], (kept, starts): (&[u32], &[usize]), rate: f32) {
        for (token, gold) in labels.iter().enumerate() {
            let mut gradient = lattice.marginal(token);
            gradient[usize::from(*gold)] -= 1.0;
            let square: f32 = gradient.iter().map(|part| part * part).sum();
            if square < 1e-6 {
                continue;
            }
            for bucket in &kept[starts[token]..starts[token + 1]] {
                let squares = &mut self.squares[*bucket as usize];
                *squares += square;
                let step = rate / squares.sqrt();
                let weights = &mut self.weights[*bucket as usize];
                (0..LABELS).for_each(|label| weights[label] -= step * gradient[label]);
            }
        }
    }

    fn descend_pairs(&mut self, lattice: &Lattice, labels: &[u8], rate: f32) {
        let mut gradient = [[0.0; LABELS]; LABELS + 1];
        gradient[0] = lattice.marginal(0);
        gradient[0][usize::from(labels[0])] -= 1.0;
        for token in 1..labels.len() {
            lattice.add_pairs(token, &mut gradient);
            gradient[usize::from(labels[token - 1]) + 1][usize::from(labels[token])] -= 1.0;
        }
        for (before, row) in gradient.iter().enumerate() {
            for (label, part) in row.iter().enumerate().filter(|(_, part)| **part != 0.0) {
                let squares = &mut self.pair_squares[before][label];
                *squares += part * part;
                self.pairs[before][label] -= rate * part / squares.sqrt();
            }
        }
    }
}

/// Sums over all paths through one sentence, scaled at each token so that they stay in range.
struct Lattice {
    emit: Vec<Weights>,
    forward: Vec<Weights>,
    backward: Vec<Weights>,
    scale: Vec<f32>,
    top: Vec<f32>,
    pairs: [Weights; LABELS + 1],
}

impl Lattice {
    fn of(scores: &[Weights], pairs: &[Weights; LABELS + 1]) -> Self {
        let allowed = |before: usize, label: usize| may_follow(before.saturating_sub(1) as u8, label as u8);
        let pairs: [Weights; LABELS + 1] = std::array::from_fn(|before| {
            std::array::from_fn(|label| if allowed(before, label) { pairs[before][label].exp() } else { 0.0 })
        });
        let top: Vec<f32> = scores.iter().map(|score| score.iter().copied().fold(f32::MIN, f32::max)).collect();
        let emit: Vec<Weights> = (scores.iter().zip(&top))
            .map(|(score, top)| std::array::from_fn(|label| (score[label] - top).exp()))
            .collect();
        let mut lattice = Self { emit, forward: Vec::new(), backward: Vec::new(), scale: Vec::new(), top, pairs };
        lattice.go_forward();
        lattice.go_backward();
        lattice
    }

    fn go_forward(&mut self) {
        for token in 0..self.emit.len() {
            let mut sums: Weights = match self.forward.last() {
                None => self.pairs[0],
                Some(before) => std::array::from_fn(|label| {
                    (0..LABELS).map(|from| before[from] * self.pairs[from + 1][label]).sum()
                }),
            };
            (0..LABELS).for_each(|label| sums[label] *= self.emit[token][label]);
            let total = sums.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            sums.iter_mut().for_each(|sum| *sum /= total);
            self.scale.push(total);
            self.forward.push(sums);
        }
    }

    fn go_backward(&mut self) {
        let count = self.emit.len();
        self.backward = vec![[1.0; LABELS]; count];
        for token in (0..count - 1).rev() {
            let next: Weights =
                std::array::from_fn(|label| self.emit[token + 1][label] * self.backward[token + 1][label]);
            let scale = self.scale[token + 1];
            self.backward[token] = std::array::from_fn(|label| {
                (0..LABELS).map(|to| self.pairs[label + 1][to] * next[to]).sum::<f32>() / scale
            });
        }
    }

    fn marginal(&self, token: usize) -> Weights {
        std::array::from_fn(|label| self.forward[token][label] * self.backward[token][label])
    }

    fn add_pairs(&self, token: usize, gradient: &mut [Weights; LABELS + 1]) {
        for before in 0..LABELS {
            let left = self.forward[token - 1][before] / self.scale[token];
            for (label, gradient) in gradient[before + 1].iter_mut().enumerate() {
                *gradient +=
                    left * self.pairs[before + 1][label] * self.emit[token][label] * self.backward[token][label];
            }
        }
    }

    /// Negative log likelihood of the gold labels.
    fn loss(&self, scores: &[Weights], pairs: &[Weights; LABELS + 1], labels: &[u8]) -> f32 {
        let all: f32 = self.scale.iter().zip(&self.top).map(|(scale, top)| scale.ln() + top).sum();
        let mut before = 0;
        let mut path = 0.0;
        for (score, label) in scores.iter().zip(labels) {
            path += score[usize::from(*label)] + pairs[before][usize::from(*label)];
            before = usize::from(*label) + 1;
        }
        all - path
    }
}
