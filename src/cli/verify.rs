//! `verify`: compares the files of a generation with its manifest.

use super::args::{Cli, VerifyArgs};
use super::error::{DAMAGED, Failure, USAGE};
use super::output::Output;
use super::place;
use super::progress::Progress;
use morgue::desk::remedy;
use morgue::index::{IndexError, Subset, Verified, published_folder, verify};
use morgue::ingest::Watch;
use morgue::text::{counted, terminal_safe};
use serde_json::json;
use std::io::Write;

pub fn run(args: &VerifyArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let subset = args.subset.as_deref().map(subset).transpose()?;
    let archive = place::archive_in(args.folder.as_deref(), cli)?;
    let folder = published_folder(&archive, args.generation).map_err(|error| match (error, args.generation) {
        (IndexError::Missing(_), Some(number)) => Failure::new(USAGE, format!("generation {number} is not kept")),
        (error, _) => error.into(),
    })?;
    let progress = Progress::start(output.is_watched());
    let found = verify(&folder, subset, &mut |done, total| {
        progress.verified(done, total);
        !progress.stopped()
    });
    progress.finish();
    let Some(found) = found? else {
        let code = progress.code();
        return Err(Failure::new(code, "interrupted: the index was not checked completely"));
    };
    let mut out = output.stdout();
    if args.json {
        let mut object = json!(found);
        object["subset"] = json!(args.subset);
        object["folder"] = json!(folder);
        writeln!(out, "{object}")?;
    } else {
        write(&found, args.subset.as_deref(), &mut out)?;
    }
    out.flush()?;
    if found.damage.is_empty() {
        return Ok(0);
    }
    let message = format!(
        "the index is damaged: {} of {} in {}",
        found.damage.len(),
        counted(found.files, "file"),
        folder.display()
    );
    Err(Failure::new(DAMAGED, message).with_hint(remedy(&folder)))
}

fn write(found: &Verified, subset: Option<&str>, out: &mut dyn Write) -> std::io::Result<()> {
    for damaged in &found.damage {
        let line = format!("damaged  {}: {}", damaged.file, damaged.detail);
        writeln!(out, "{}", terminal_safe(&line))?;
    }
    for name in &found.foreign {
        writeln!(out, "foreign  {}: not part of this generation; ignored", terminal_safe(name))?;
    }
    if let (true, Some(generation)) = (found.damage.is_empty(), found.generation) {
        let part = subset.map(|subset| format!(" (part {subset})")).unwrap_or_default();
        let megabytes = found.bytes_read as f64 / 1e6;
        writeln!(
            out,
            "generation {generation}{part}: {}, {megabytes:.1} MB read, no damage",
            counted(found.files, "file")
        )?;
    }
    Ok(())
}

/// Reads `3/7`.
fn subset(text: &str) -> Result<Subset, Failure> {
    let parts = text.split_once('/').and_then(|(nth, of)| Some((nth.trim().parse().ok()?, of.trim().parse().ok()?)));
    match parts {
        Some((nth, of)) if (1..=of).contains(&nth) => Ok(Subset { nth, of }),
        _ => Err(Failure::new(USAGE, format!("--subset: invalid part \"{text}\": expected N/M"))
            .with_hint("write `--subset 3/7` for the third of seven parts")),
    }
}
