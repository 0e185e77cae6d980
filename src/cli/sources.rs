//! `sources`: lists what `ingest` reads, moves and removes sources.

use super::args::Cli;
use super::error::{Failure, NO_INDEX};
use super::keeping_args::{SourcesAction, SourcesArgs};
use super::output::Output;
use super::{place, refresh};
use morgue::index::{Archive, IndexError};
use morgue::text::terminal_safe;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

pub fn run(args: &SourcesArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive(cli)?;
    if !archive.config_file().is_file() {
        return Err(Failure { code: NO_INDEX, ..IndexError::Missing(archive.root().to_owned()).into() });
    }
    match &args.action {
        SourcesAction::List { json } => list(&archive, *json, output)?,
        SourcesAction::Move { old, new, wait } => {
            move_to(&archive, old, new, Duration::from_secs(wait.unwrap_or(0)), output)?;
        }
        SourcesAction::Remove { name, wait } => {
            remove(&archive, name, Duration::from_secs(wait.unwrap_or(0)), output)?;
        }
    }
    Ok(0)
}

fn list(archive: &Archive, json: bool, output: &Output) -> Result<(), Failure> {
    let sources = archive.sources()?;
    let mut out = output.stdout();
    if json {
        let object = |source| {
            let path = archive.source_path(source);
            json!({"name": source.name, "path": path, "present": path.exists()})
        };
        writeln!(out, "{}", Value::Array(sources.iter().map(object).collect()))?;
    } else {
        for source in &sources {
            let path = archive.source_path(source);
            let remark = if path.exists() { "" } else { "  (not found)" };
            writeln!(out, "{}", terminal_safe(&format!("{}  {}{remark}", source.name, path.display())))?;
        }
    }
    out.flush()?;
    Ok(())
}

fn move_to(archive: &Archive, old: &str, new: &Path, wait: Duration, output: &Output) -> Result<(), Failure> {
    let _lock = refresh::lock(archive, wait)?;
    let source = archive.move_source(old, new)?;
    let path = archive.source_path(&source);
    output.note(&format!("source \"{}\" now reads from {}", source.name, path.display()));
    output.note("the next `morgue ingest` compares its files with the index");
    Ok(())
}

fn remove(archive: &Archive, name: &str, wait: Duration, output: &Output) -> Result<(), Failure> {
    let _lock = refresh::lock(archive, wait)?;
    let source = archive.remove_source(name)?;
    let path = archive.source_path(&source);
    output.note(&format!("removed the source \"{name}\" ({}); its files are not changed", path.display()));
    output.note("its articles leave the index with the next `morgue ingest`");
    Ok(())
}
