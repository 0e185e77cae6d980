//! XML: one reader of events, one kind of tree, and the entities.

pub(super) mod element;
pub(super) mod entities;
pub(super) mod events;
pub(super) mod tree;
