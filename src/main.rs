//! The `morgue` program: flags in, bytes and an exit code out. Everything else is the library's.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
