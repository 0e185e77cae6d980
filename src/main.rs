//! The `morgue` program: flags in, bytes and an exit code out. Everything else is the library's.

mod cli;

/// The allocator of the program; users of the library keep theirs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
