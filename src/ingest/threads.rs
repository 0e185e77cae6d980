//! The threads on which readers run.

/// Name of the threads on which readers run; a panic there spikes one document only.
pub const READER_THREAD: &str = "extract";

/// HTML trees are dropped and walked recursively, down to the depth that the scan allows.
pub const STACK_BYTES: usize = 64 << 20;
