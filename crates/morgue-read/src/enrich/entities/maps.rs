//! Maps whose keys come from articles: a fast hash with a different seed in every run, so that nobody can choose names
//! that collide.

use super::gazetteer::join;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;

pub(super) type FastMap<K, V> = HashMap<K, V, RunSeed>;

/// Starts hashers from the seed of this run.
#[derive(Debug, Clone, Copy)]
pub(super) struct RunSeed(u64);

impl Default for RunSeed {
    fn default() -> Self {
        static RUN: LazyLock<u64> = LazyLock::new(|| RandomState::new().build_hasher().finish());
        Self(*RUN)
    }
}

impl BuildHasher for RunSeed {
    type Hasher = FastHasher;

    fn build_hasher(&self) -> FastHasher {
        FastHasher(self.0)
    }
}

/// Hashes eight bytes at a time.
pub(super) struct FastHasher(u64);

impl Hasher for FastHasher {
    fn finish(&self) -> u64 {
        // The high bits of a product are mixed best.
        self.0.rotate_left(26)
    }

    fn write(&mut self, bytes: &[u8]) {
        let (whole, rest) = bytes.as_chunks::<8>();
        let hash = whole.iter().fold(self.0, |hash, bytes| join(hash, u64::from_le_bytes(*bytes)));
        self.0 = join(hash, rest.iter().rev().fold(bytes.len() as u64, |bits, byte| bits << 8 | u64::from(*byte)));
    }

    fn write_u8(&mut self, byte: u8) {
        self.0 = join(self.0, u64::from(byte));
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = join(self.0, u64::from(number));
    }

    fn write_usize(&mut self, number: usize) {
        self.0 = join(self.0, number as u64);
    }
}
