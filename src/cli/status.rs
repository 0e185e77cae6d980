//! `status`: what the index holds, how old it is, and how the last run went.

use super::args::{Cli, StatusArgs};
use super::error::Failure;
use super::output::Output;
use super::place;
use morgue::index::{Archive, Generation, SourceConfig};
use morgue::ingest::{Report, last_report};
use morgue::text::terminal_safe;
use serde_json::json;
use std::io::Write;

pub fn run(args: &StatusArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = match &args.folder {
        Some(folder) => place::archive_of(folder, cli)?,
        None => place::archive(cli)?,
    };
    let generation = place::open(&archive)?;
    let sources = archive.sources()?;
    let last = last_report(&archive);
    let age = jiff::Timestamp::now().as_second() - generation.manifest.created;
    let mut out = output.stdout();
    if args.json {
        writeln!(out, "{}", object(&archive, &generation, &sources, last.as_ref(), age))?;
    } else {
        write(&archive, &generation, &sources, last.as_ref(), age, &mut out)?;
    }
    out.flush()?;
    Ok(0)
}

fn object(
    archive: &Archive,
    generation: &Generation,
    sources: &[SourceConfig],
    last: Option<&Report>,
    age: i64,
) -> serde_json::Value {
    let manifest = &generation.manifest;
    let source = |source: &SourceConfig| json!({"name": source.name, "path": archive.source_path(source)});
    json!({
        "index": archive.root(),
        "articles": manifest.articles,
        "generation": manifest.generation,
        "created": manifest.created,
        "age_seconds": age,
        "bytes": manifest.files.values().map(|file| file.bytes).sum::<u64>(),
        "morgue": manifest.morgue,
        "schema": manifest.schema_version,
        "analyzer": manifest.analyzer_version,
        "content_digest": manifest.content_digest,
        "sources": sources.iter().map(source).collect::<Vec<_>>(),
        "last_run": last,
    })
}

fn write(
    archive: &Archive,
    generation: &Generation,
    sources: &[SourceConfig],
    last: Option<&Report>,
    age: i64,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let manifest = &generation.manifest;
    let bytes: u64 = manifest.files.values().map(|file| file.bytes).sum();
    let line = |out: &mut dyn Write, name: &str, value: String| writeln!(out, "{name:>10}  {}", terminal_safe(&value));
    line(out, "index", archive.root().display().to_string())?;
    line(out, "articles", manifest.articles.to_string())?;
    line(
        out,
        "generation",
        format!("{}, made {} ago, {:.1} MB", manifest.generation, age_text(age), bytes as f64 / 1e6),
    )?;
    for source in sources {
        line(out, "source", format!("{}  {}", source.name, archive.source_path(source).display()))?;
    }
    let Some(report) = last else { return Ok(()) };
    let outcome = format!("{:?}", report.outcome).to_lowercase();
    let counts = &report.counts;
    line(out, "last run", format!("{}, {outcome}, {} files, {:.1} s", report.start, counts.files, report.seconds))?;
    for (reason, number) in &counts.skipped {
        line(out, "skipped", format!("{number} {reason}"))?;
    }
    for (reason, number) in &counts.spiked {
        line(out, "spiked", format!("{number} {reason}"))?;
    }
    if let Some(error) = &report.error {
        line(out, "error", error.clone())?;
    }
    line(out, "report", report.path.display().to_string())
}

/// A length of time in its largest unit.
fn age_text(seconds: i64) -> String {
    let units = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let (size, name) = units.into_iter().find(|(size, _)| seconds >= *size).unwrap_or((1, "second"));
    let number = seconds.max(0) / size;
    format!("{number} {name}{}", if number == 1 { "" } else { "s" })
}
