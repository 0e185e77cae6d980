//! `count`: the number of articles that a search would list.

use super::args::{Cli, CountArgs};
use super::error::{Failure, NOTHING_FOUND};
use super::output::Output;
use super::query::ask;
use std::io::Write;

pub fn run(args: &CountArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let (asked, _deadline) = ask(&args.query, cli, output)?;
    let total = asked.question()?.count_per(args.per.into())?;
    let mut out = output.stdout();
    writeln!(out, "{total}")?;
    out.flush()?;
    Ok(if total == 0 { NOTHING_FOUND } else { 0 })
}
