//! Numbers and labels to boosted trees, by gradient boosting with histograms: every tree is grown leaf by leaf on a sample
//! of rows and features, where a split lowers the logistic loss most. The same rows and seed give the same trees.
//!
//! Ke and others, "LightGBM: A Highly Efficient Gradient Boosting Decision Tree" (2017); without its sampling by gradient
//! and its bundling of features.

use crate::training::Random;
use morgue::extract::{Node, Trees};

/// How trees are grown.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    pub trees: usize,
    pub leaves: usize,
    pub rate: f32,
    /// Smallest sum of weights of a leaf.
    pub least: f32,
    /// Added to the second derivative of each leaf.
    pub l2: f32,
    /// Shares of the rows and of the features that a tree sees.
    pub rows: f32,
    pub features: f32,
}

/// Most different values of a feature that splits see.
const BINS: usize = 64;

/// Rows in columns, each value as the number of its bin.
pub struct Table {
    columns: Vec<Vec<u8>>,
    /// The greatest value of each bin of each feature; the last has none.
    limits: Vec<Vec<f32>>,
    rows: usize,
}

impl Table {
    /// `rows` have all the same number of values.
    pub fn of(rows: &[&[f32]]) -> Self {
        let features = rows.first().map_or(0, |row| row.len());
        let limits: Vec<Vec<f32>> = (0..features).map(|feature| limits(rows, feature)).collect();
        let bin = |row: &&[f32], feature: usize| limits[feature].partition_point(|limit| *limit < row[feature]) as u8;
        let columns = (0..features).map(|feature| rows.iter().map(|row| bin(row, feature)).collect()).collect();
        Self { columns, limits, rows: rows.len() }
    }
}

/// Values between the bins: all values of a feature with few of them, else such that bins have equally many rows.
fn limits(rows: &[&[f32]], feature: usize) -> Vec<f32> {
    let step = (rows.len() / 200_000).max(1);
    let mut values: Vec<f32> = rows.iter().step_by(step).map(|row| row[feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut different = values.clone();
    different.dedup();
    let chosen: Vec<f32> = if different.len() <= BINS {
        different
    } else {
        let mut chosen: Vec<f32> = (1..=BINS).map(|bin| values[(values.len() - 1) * bin / BINS]).collect();
        chosen.dedup();
        chosen
    };
    chosen[..chosen.len().saturating_sub(1)].to_vec()
}

#[derive(Clone, Copy, Default)]
struct Sums {
    gradient: f64,
    hessian: f64,
    weight: f64,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.gradient += other.gradient;
        self.hessian += other.hessian;
        self.weight += other.weight;
    }

    fn minus(self, other: Self) -> Self {
        Self {
            gradient: self.gradient - other.gradient,
            hessian: self.hessian - other.hessian,
            weight: self.weight - other.weight,
        }
    }

    fn gain(self, l2: f32) -> f64 {
        self.gradient * self.gradient / (self.hessian + f64::from(l2))
    }
}

/// A leaf while its tree grows: its rows, its sums by feature and bin, and its best split.
struct Open {
    rows: Vec<u32>,
    sums: Vec<Sums>,
    total: Sums,
    best: Option<Split>,
    node: usize,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    /// Among the features of the tree.
    feature: usize,
    bin: usize,
}

/// A tree while it grows.
enum Growing {
    Leaf(f32),
    Split { feature: usize, bin: usize, left: usize, right: usize },
}

/// Grows trees for rows whose labels are true or not; `weights` say how much each row counts.
pub fn grow(table: &Table, labels: &[bool], weights: &[f32], settings: &Settings, seed: u64) -> Trees {
    let mut random = Random::new(seed);
    let sum = |wanted: bool| {
        let weighed = labels.iter().zip(weights).filter(|(label, _)| **label == wanted);
        weighed.map(|(_, weight)| f64::from(*weight)).sum::<f64>().max(1e-9)
    };
    let start = (sum(true) / sum(false)).ln() as f32;
    let mut scores = vec![start; table.rows];
    let mut trees = Vec::with_capacity(settings.trees);
    let features: Vec<usize> = (0..table.columns.len()).filter(|&feature| !table.limits[feature].is_empty()).collect();
    let mut shifts = vec![(0.0f32, 0.0f32); table.rows];
    for _ in 0..settings.trees {
        for (at, shift) in shifts.iter_mut().enumerate() {
            let likely = 1.0 / (1.0 + (-scores[at]).exp());
            *shift = (
                weights[at] * (likely - f32::from(u8::from(labels[at]))),
                weights[at] * (likely * (1.0 - likely)).max(1e-6),
            );
        }
        let rows: Vec<u32> = (0..table.rows as u32).filter(|_| random.unit() < settings.rows).collect();
        let mut seen: Vec<usize> = features.iter().copied().filter(|_| random.unit() < settings.features).collect();
        if seen.is_empty() {
            seen.clone_from(&features);
        }
        let tree = grow_one(table, &shifts, weights, &rows, &seen, settings);
        for (at, score) in scores.iter_mut().enumerate() {
            *score += value_of(&tree, table, at);
        }
        trees.push(in_preorder(&tree, table));
    }
    Trees { start, trees }
}

fn grow_one(
    table: &Table,
    shifts: &[(f32, f32)],
    weights: &[f32],
    rows: &[u32],
    seen: &[usize],
    settings: &Settings,
) -> Vec<Growing> {
    let value =
        |total: Sums| (-f64::from(settings.rate) * total.gradient / (total.hessian + f64::from(settings.l2))) as f32;
    let open = |rows: Vec<u32>, sums: Vec<Sums>, node: usize| {
        let mut total = Sums::default();
        sums[..BINS].iter().for_each(|sum| total.add(*sum));
        let best = best_split(&sums, total, seen, table, settings);
        Open { rows, sums, total, best, node }
    };
    let root = open(rows.to_vec(), sums(table, shifts, weights, rows, seen), 0);
    let mut tree = vec![Growing::Leaf(value(root.total))];
    let mut leaves = vec![root];
    while leaves.len() < settings.leaves {
        let gain = |leaf: &Open| leaf.best.map_or(0.0, |best| best.gain);
        let Some(at) = (0..leaves.len()).max_by(|&one, &other| gain(&leaves[one]).total_cmp(&gain(&leaves[other])))
        else {
            break;
        };
        let Some(split) = leaves[at].best.filter(|best| best.gain > 1e-9) else { break };
        let leaf = leaves.swap_remove(at);
        let column = &table.columns[seen[split.feature]];
        let (left, right): (Vec<u32>, Vec<u32>) =
            leaf.rows.iter().partition(|&&row| usize::from(column[row as usize]) <= split.bin);
        // Only the smaller side is summed; the other is what is left.
        let smaller_left = left.len() <= right.len();
        let small = sums(table, shifts, weights, if smaller_left { &left } else { &right }, seen);
        let large: Vec<Sums> = leaf.sums.iter().zip(&small).map(|(all, small)| all.minus(*small)).collect();
        let (left_sums, right_sums) = if smaller_left { (small, large) } else { (large, small) };
        let (left, right) = (open(left, left_sums, tree.len()), open(right, right_sums, tree.len() + 1));
        tree.push(Growing::Leaf(value(left.total)));
        tree.push(Growing::Leaf(value(right.total)));
        tree[leaf.node] =
            Growing::Split { feature: seen[split.feature], bin: split.bin, left: left.node, right: right.node };
        leaves.push(left);
        leaves.push(right);
    }
    tree
}

/// The sums of rows by bin, for each seen feature.
fn sums(table: &Table, shifts: &[(f32, f32)], weights: &[f32], rows: &[u32], seen: &[usize]) -> Vec<Sums> {
    let mut sums = vec![Sums::default(); seen.len() * BINS];
    for (nth, &feature) in seen.iter().enumerate() {
        let (column, sums) = (&table.columns[feature], &mut sums[nth * BINS..(nth + 1) * BINS]);
        for &row in rows {
            let row = row as usize;
            let sum = &mut sums[usize::from(column[row])];
            sum.gradient += f64::from(shifts[row].0);
            sum.hessian += f64::from(shifts[row].1);
            sum.weight += f64::from(weights[row]);
        }
    }
    sums
}

fn best_split(sums: &[Sums], total: Sums, seen: &[usize], table: &Table, settings: &Settings) -> Option<Split> {
    let whole = total.gain(settings.l2);
    let mut best: Option<Split> = None;
    for (nth, &feature) in seen.iter().enumerate() {
        let mut left = Sums::default();
        for bin in 0..table.limits[feature].len() {
            left.add(sums[nth * BINS + bin]);
            let right = total.minus(left);
            if left.weight < f64::from(settings.least) || right.weight < f64::from(settings.least) {
                continue;
            }
            let gain = left.gain(settings.l2) + right.gain(settings.l2) - whole;
            if best.is_none_or(|best| gain > best.gain) {
                best = Some(Split { gain, feature: nth, bin });
            }
        }
    }
    best
}

fn value_of(tree: &[Growing], table: &Table, row: usize) -> f32 {
    let mut at = 0;
    loop {
        match tree[at] {
            Growing::Leaf(value) => return value,
            Growing::Split { feature, bin, left, right } => {
                at = if usize::from(table.columns[feature][row]) <= bin { left } else { right };
            }
        }
    }
}

fn in_preorder(tree: &[Growing], table: &Table) -> Vec<Node> {
    fn add(tree: &[Growing], at: usize, table: &Table, out: &mut Vec<Node>) {
        match tree[at] {
            Growing::Leaf(value) => out.push(Node::Leaf(value)),
            Growing::Split { feature, bin, left, right } => {
                let place = out.len();
                out.push(Node::Leaf(0.0));
                add(tree, left, table, out);
                let behind = (out.len() - place) as u8;
                out[place] = Node::Split { feature: feature as u8, at: table.limits[feature][bin], right: behind };
                add(tree, right, table, out);
            }
        }
    }
    let mut out = Vec::with_capacity(tree.len());
    add(tree, 0, table, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_learn_what_no_single_feature_says_and_are_the_same_again() {
        let mut random = Random::new(3);
        let rows: Vec<Vec<f32>> = (0..2000).map(|_| (0..4).map(|_| random.unit()).collect()).collect();
        let labels: Vec<bool> = rows.iter().map(|row| (row[0] > 0.5) != (row[1] > 0.3)).collect();
        let weights = vec![1.0; rows.len()];
        let settings = Settings { trees: 40, leaves: 8, rate: 0.2, least: 5.0, l2: 1.0, rows: 0.8, features: 1.0 };
        let seen: Vec<&[f32]> = rows.iter().map(Vec::as_slice).collect();
        let table = Table::of(&seen);
        let grown = grow(&table, &labels, &weights, &settings, 1);
        let right = rows.iter().zip(&labels).filter(|(row, label)| (grown.probability(row) > 0.5) == **label).count();
        assert!(right > 1960, "{right} of 2000");
        assert_eq!(grow(&table, &labels, &weights, &settings, 1), grown);
    }
}
