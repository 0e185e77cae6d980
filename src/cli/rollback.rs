//! `rollback`: makes the index of an earlier run current.

use super::args::Cli;
use super::error::Failure;
use super::keeping_args::RollbackArgs;
use super::output::Output;
use super::{place, refresh};
use morgue::desk::moment;
use morgue::index::{IndexError, kept, rollback};
use morgue::text::counted;
use std::time::Duration;

pub fn run(args: &RollbackArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive(cli)?;
    if !archive.generations().is_dir() {
        return Err(IndexError::Missing(archive.root().to_owned()).into());
    }
    let lock = refresh::lock(&archive, Duration::from_secs(args.wait.unwrap_or(0)))?;
    let before =
        kept(&archive)?.into_iter().find(|generation| generation.is_current).map(|generation| generation.number);
    let manifest = rollback(&archive, args.generation, &lock)?;
    let now = format!(
        "generation {} of {}, {}",
        manifest.generation,
        moment(manifest.created),
        counted(manifest.articles, "article")
    );
    if before == Some(manifest.generation) {
        output.note(&format!("{now}, is already the current one"));
    } else {
        output.note(&format!("searches now read {now}"));
    }
    Ok(0)
}
