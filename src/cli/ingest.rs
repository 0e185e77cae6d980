//! `ingest`: sources into the index. Silent when all is well and nobody watches; what is newly unreadable is told in a few
//! lines, with the report that has the rest.

use super::args::{Cli, IngestArgs, RebuildArgs, RunArgs};
use super::error::{Failure, SPIKED};
use super::output::Output;
use super::{file_list, place, refresh};
use morgue::index::Archive;
use morgue::ingest::{FileList, Outcome, Report};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

pub fn run(args: &IngestArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive(cli)?;
    let files = args.files_from.as_deref().map(files).transpose()?;
    if !args.paths.is_empty() {
        archive.create()?;
    }
    let named = add(&archive, args)?;
    let only = (!named.is_empty()).then_some(named);
    write(&archive, refresh::Wanted { only, files, ..wanted(&args.run) }, args.run.json, output)
}

fn files(list: &Path) -> Result<FileList, Failure> {
    Ok(FileList { paths: file_list::read(list)?, here: std::env::current_dir().unwrap_or_default() })
}

/// `rebuild`: everything anew.
pub fn rebuild(args: &RebuildArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive(cli)?;
    if archive.config_file().is_file() {
        let _lock = refresh::lock(&archive, Duration::from_secs(args.run.wait.unwrap_or(0)))?;
        keep(&archive, &args.run)?;
    }
    write(
        &archive,
        refresh::Wanted { rebuild: true, reread: args.reread, keep_learned: args.keep_learned, ..wanted(&args.run) },
        args.run.json,
        output,
    )
}

/// Adds sources and settings to `morgue.toml`, which a run that is going on may be reading: under the lock.
fn add(archive: &Archive, args: &IngestArgs) -> Result<Vec<String>, Failure> {
    if args.paths.is_empty() && args.run.keep.is_none() {
        return Ok(Vec::new());
    }
    if !archive.root().is_dir() {
        return Ok(Vec::new());
    }
    let _lock = refresh::lock(archive, Duration::from_secs(args.run.wait.unwrap_or(0)))?;
    keep(archive, &args.run)?;
    args.paths.iter().map(|path| Ok(archive.add_source(path)?.name)).collect()
}

/// Notes how many generations are wanted from now on.
fn keep(archive: &Archive, args: &RunArgs) -> Result<(), Failure> {
    match args.keep {
        Some(keep) if archive.config_file().is_file() => Ok(archive.set_keep(keep.get())?),
        _ => Ok(()),
    }
}

fn wanted(args: &RunArgs) -> refresh::Wanted {
    let new = refresh::Wanted::new(args.ner);
    let wait = Duration::from_secs(args.wait.unwrap_or(0));
    refresh::Wanted {
        fast: args.fast,
        threads: args.threads,
        allow_shrink: args.allow_shrink,
        strict: args.strict,
        wait,
        ..new
    }
}

fn write(archive: &Archive, wanted: refresh::Wanted, json: bool, output: &Output) -> Result<u8, Failure> {
    let report = refresh::run(archive, wanted, output)?;
    if json {
        let mut out = output.stdout();
        serde_json::to_writer_pretty(&mut out, &report).map_err(std::io::Error::from)?;
        writeln!(out)?;
        out.flush()?;
    }
    let newly_spiked = report.counts.newly_spiked > 0;
    if output.is_watched() || newly_spiked {
        for line in summary(&report) {
            output.note(&line);
        }
    }
    Ok(if newly_spiked { SPIKED } else { 0 })
}

/// Notes that a summary names.
const NAMED_NOTES: usize = 2;

/// The report in at most ten lines.
pub fn summary(report: &Report) -> Vec<String> {
    let counts = &report.counts;
    let articles = report.articles.unwrap_or(0);
    if report.outcome == Outcome::Unchanged {
        return vec![format!("nothing changed: {articles} articles from {} files", counts.files)];
    }
    let megabytes = counts.bytes as f64 / 1e6;
    let mut lines = vec![format!(
        "{articles} articles from {} files ({megabytes:.1} MB) in {:.1} s, generation {}",
        counts.files,
        report.seconds,
        report.generation.unwrap_or(0)
    )];
    let mut rest = Vec::new();
    if counts.duplicates > 0 {
        rest.push(format!("{} duplicates", counts.duplicates));
    }
    if counts.url_clashes > 0 {
        rest.push(format!("{} different articles under one address", counts.url_clashes));
    }
    for (reason, number) in &counts.skipped {
        rest.push(format!("{number} skipped ({reason})"));
    }
    for (reason, number) in &counts.spiked {
        rest.push(format!("{number} spiked ({reason})"));
    }
    if !rest.is_empty() {
        lines.push(format!("  {}", rest.join(", ")));
    }
    for spike in &report.first_spiked {
        lines.push(format!("  not read: {}: {}: {}", spike.locator, spike.reason, spike.detail));
    }
    for note in report.notes.iter().take(NAMED_NOTES) {
        lines.push(format!("  note: {note}"));
    }
    if counts.newly_spiked > 0 {
        lines.push(format!("  the whole report: {}", place::shown(&report.path)));
    }
    lines
}
