//! XML to a small tree of elements, and its entities to characters.

pub(super) mod entities;
pub(super) mod tree;
