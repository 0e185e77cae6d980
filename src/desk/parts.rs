//! The parts of a query that must all match: one list, however it was put together, so that each is explained on its own.

use crate::query::{Kind, Node};

/// The parts, in the order typed; a query of one part is that part.
pub fn required(node: &Node) -> Vec<Node> {
    match &node.kind {
        Kind::And(parts) => parts.iter().flat_map(required).collect(),
        _ => vec![node.clone()],
    }
}
