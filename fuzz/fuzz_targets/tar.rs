//! Tar archives, with a limit on memory.
#![no_main]

mod bounded;

use libfuzzer_sys::fuzz_target;

#[global_allocator]
static MEMORY: bounded::Memory = bounded::MEMORY;

fuzz_target!(|bytes: &[u8]| bounded::read("a.tar", bytes));
