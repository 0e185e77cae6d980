//! Boosted regression trees: a sum of small trees over the numbers of a line, as the odds that it is of a kind.
//! Only reads, writes and adds up; the trees are grown by `morgue-score train-lines`.

/// A node of a tree; a tree is its nodes in preorder, so that the left child of a split is the next one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Node {
    /// To the left if the value is at most `at`, else on by `right` nodes.
    Split {
        feature: u8,
        at: f32,
        right: u8,
    },
    Leaf(f32),
}

/// The trees of one kind of line, and the sum with which they start.
#[derive(Debug, Clone, PartialEq)]
pub struct Trees {
    pub start: f32,
    pub trees: Vec<Vec<Node>>,
}

/// A feature's number in the file for a leaf.
const LEAF: u8 = u8::MAX;

impl Trees {
    /// The probability for a line's numbers, which are `features` or more.
    pub fn probability(&self, row: &[f32]) -> f32 {
        let sum = self.trees.iter().fold(self.start, |sum, tree| sum + leaf(tree, row));
        1.0 / (1.0 + (-sum).exp())
    }

    /// Appends the trees: the number of trees and the start, then each tree's number of nodes and its nodes.
    /// Little-endian; a node is its feature, its value and how far its right child is, a leaf 255 and its value.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.trees.len() as u16).to_le_bytes());
        out.extend(self.start.to_le_bytes());
        for tree in &self.trees {
            out.push(tree.len() as u8);
            for node in tree {
                match node {
                    Node::Split { feature, at, right } => {
                        out.push(*feature);
                        out.extend(at.to_le_bytes());
                        out.push(*right);
                    }
                    Node::Leaf(value) => {
                        out.push(LEAF);
                        out.extend(value.to_le_bytes());
                    }
                }
            }
        }
    }

    /// Reads what was written, and leaves `bytes` after it. `None` if the bytes are no trees over so many features.
    pub fn read(bytes: &mut &[u8], features: usize) -> Option<Self> {
        let count = u16::from_le_bytes(taken(bytes)?);
        let start = f32::from_le_bytes(taken(bytes)?);
        let trees = (0..count).map(|_| read_tree(bytes, features)).collect::<Option<_>>()?;
        Some(Self { start, trees })
    }
}

fn taken<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*head)
}

fn read_tree(bytes: &mut &[u8], features: usize) -> Option<Vec<Node>> {
    let [length] = taken(bytes)?;
    let mut tree = Vec::with_capacity(usize::from(length));
    for at in 0..length {
        let [feature] = taken(bytes)?;
        let value = f32::from_le_bytes(taken(bytes)?);
        tree.push(if feature == LEAF {
            Node::Leaf(value)
        } else {
            let [right] = taken(bytes)?;
            // Both children are in the tree, the right one after the left.
            let inside = right > 1 && at.checked_add(right).is_some_and(|right| right < length);
            (inside && usize::from(feature) < features).then_some(Node::Split { feature, at: value, right })?
        });
    }
    matches!(tree.last()?, Node::Leaf(_)).then_some(tree)
}

/// The value of the leaf that a line reaches.
fn leaf(tree: &[Node], row: &[f32]) -> f32 {
    let mut at = 0;
    loop {
        match tree.get(at) {
            Some(Node::Split { feature, at: limit, right }) => {
                let left = row.get(usize::from(*feature)).is_some_and(|value| value <= limit);
                at += if left { 1 } else { usize::from(*right) };
            }
            Some(Node::Leaf(value)) => return *value,
            None => return 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trees() -> Trees {
        let split = |feature, at, right| Node::Split { feature, at, right };
        let tree = vec![split(1, 0.5, 2), Node::Leaf(-2.0), split(0, 3.0, 2), Node::Leaf(1.0), Node::Leaf(4.0)];
        Trees { start: -1.0, trees: vec![tree, vec![Node::Leaf(0.5)]] }
    }

    #[test]
    fn a_line_reaches_one_leaf_of_each_tree() {
        for (row, sum) in [([9.0, 0.5], -2.5f32), ([3.0, 0.6], 0.5), ([3.1, 0.6], 3.5)] {
            let want = 1.0 / (1.0 + (-sum).exp());
            assert!((trees().probability(&row) - want).abs() < 1e-6, "{row:?}");
        }
    }

    #[test]
    fn trees_are_read_as_written_and_damaged_ones_refused() {
        let mut bytes = Vec::new();
        trees().write(&mut bytes);
        assert_eq!(Trees::read(&mut bytes.as_slice(), 2), Some(trees()));
        assert_eq!(Trees::read(&mut bytes.as_slice(), 1), None, "a feature that lines do not have");
        for end in 0..bytes.len() {
            assert_eq!(Trees::read(&mut &bytes[..end], 2), None, "{end}");
        }
    }
}
