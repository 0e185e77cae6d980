//! Workbooks, which this program reads in a process of its own, with a limit on memory.
#![no_main]

mod bounded;

use libfuzzer_sys::fuzz_target;

#[global_allocator]
static MEMORY: bounded::Memory = bounded::MEMORY;

fuzz_target!(init: bounded::serve(), |bytes: &[u8]| bounded::read("a.xlsx", bytes));
