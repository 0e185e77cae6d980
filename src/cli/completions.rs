//! `completions` and `man`: what shells and manual readers need, made from the definitions of the flags.

use super::args::{Cli, CompletionsArgs, ManArgs};
use super::error::{Failure, IO};
use super::output::Output;
use clap::CommandFactory;
use std::io::Write;

pub fn completions(args: &CompletionsArgs, output: &Output) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "morgue", &mut script);
    let mut out = output.stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(0)
}

/// The page of the program to standard output, or one page for each verb into a folder.
pub fn man(args: &ManArgs, output: &Output) -> Result<u8, Failure> {
    let Some(folder) = &args.folder else {
        let mut out = output.stdout();
        clap_mangen::Man::new(Cli::command()).render(&mut out)?;
        out.flush()?;
        return Ok(0);
    };
    let failed = |error: std::io::Error| Failure::new(IO, format!("{}: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    clap_mangen::generate_to(Cli::command(), folder).map_err(failed)?;
    Ok(0)
}
