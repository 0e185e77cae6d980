//! `completions` and `man`: scripts for shells and manual pages, generated from the definitions of the flags.

use super::args::{CompletionsArgs, ManArgs, command};
use super::error::{Failure, IO};
use super::manual;
use super::output::Output;
use std::io::Write;

pub fn completions(args: &CompletionsArgs, output: &Output) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "morgue", &mut script);
    let mut out = output.stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(0)
}

/// Prints the page of the program, or writes all pages to a folder.
pub fn man(args: &ManArgs, output: &Output) -> Result<u8, Failure> {
    let Some(folder) = &args.folder else {
        let mut out = output.stdout();
        manual::page(&command(), &mut out)?;
        out.flush()?;
        return Ok(0);
    };
    let failed = |error: std::io::Error| Failure::new(IO, format!("{}: {error}", folder.display()));
    manual::write_all(command(), folder).map_err(failed)?;
    Ok(0)
}
