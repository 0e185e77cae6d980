//! `ingest`: sources into the index. Silent if all is well and nobody watches; newly unreadable documents are reported
//! in a few lines, with the path of the full report.

use super::args::{Cli, IngestArgs, RebuildArgs, RunArgs};
use super::error::{Failure, SPIKED};
use super::output::Output;
use super::{file_list, place, refresh};
use morgue::index::Archive;
use morgue::ingest::{FileList, Outcome, Report};
use morgue::text::{counted, shell_word};
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
    write(&archive, refresh::RunRequest { only, files, ..run_request(&args.run) }, &args.run, cli, output)
}

fn files(list: &Path) -> Result<FileList, Failure> {
    Ok(FileList { paths: file_list::read(list)?, here: std::env::current_dir().unwrap_or_default() })
}

/// `rebuild`: builds the whole index again.
pub fn rebuild(args: &RebuildArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive(cli)?;
    if archive.config_file().is_file() {
        let _lock = refresh::lock(&archive, Duration::from_secs(args.run.wait.unwrap_or(0)))?;
        keep(&archive, &args.run)?;
    }
    write(
        &archive,
        refresh::RunRequest {
            rebuild: true,
            reread: args.reread,
            keep_learned: args.keep_learned,
            ..run_request(&args.run)
        },
        &args.run,
        cli,
        output,
    )
}

/// Adds sources and settings to `morgue.toml`, under the lock, because another run may be reading it.
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

/// Stores how many generations to keep from now on.
fn keep(archive: &Archive, args: &RunArgs) -> Result<(), Failure> {
    match args.keep {
        Some(keep) if archive.config_file().is_file() => Ok(archive.set_keep(keep.get())?),
        _ => Ok(()),
    }
}

fn run_request(args: &RunArgs) -> refresh::RunRequest {
    let new = refresh::RunRequest::new(args.ner);
    let wait = Duration::from_secs(args.wait.unwrap_or(0));
    refresh::RunRequest {
        fast: args.fast,
        threads: args.threads,
        allow_shrink: args.allow_shrink,
        strict: args.strict,
        wait,
        ..new
    }
}

fn write(
    archive: &Archive,
    request: refresh::RunRequest,
    args: &RunArgs,
    cli: &Cli,
    output: &Output,
) -> Result<u8, Failure> {
    let report = refresh::run(archive, request, output)?;
    if args.json {
        let mut out = output.stdout();
        serde_json::to_writer_pretty(&mut out, &report).map_err(std::io::Error::from)?;
        writeln!(out)?;
        out.flush()?;
    }
    let newly_spiked = report.counts.newly_spiked > 0;
    if output.is_watched() || newly_spiked {
        for line in summary(&report, place::given_index(cli)) {
            output.note(&line);
        }
    }
    Ok(if newly_spiked { SPIKED } else { 0 })
}

/// Most notes in a summary.
const NAMED_NOTES: usize = 2;

/// The report in at most ten lines. `index` is the index, if later commands must name it.
pub fn summary(report: &Report, index: Option<&Path>) -> Vec<String> {
    match (report.outcome, report.generation) {
        (Outcome::Unchanged, _) => {
            let (articles, files) = (report.articles.unwrap_or(0), report.counts.files);
            vec![format!("nothing changed: {} from {}", counted(articles, "article"), counted(files, "file"))]
        }
        (_, Some(1)) => for_a_reader(report, index),
        _ => for_a_keeper(report),
    }
}

/// The first run: what can be searched now, what is missing, and where the index is.
fn for_a_reader(report: &Report, index: Option<&Path>) -> Vec<String> {
    let mut lines = vec![format!("indexed {}", amount(report))];
    let named = index.map(|index| format!(" --index {}", shell_word(&place::shown(index)))).unwrap_or_default();
    let spiked = report.spiked();
    if spiked > 0 {
        let them = if spiked == 1 { "it" } else { "them" };
        let unread = counted(spiked, "document");
        lines.push(format!("{unread} could not be read; list {them} with `morgue spiked{named}`"));
    }
    lines.extend(notes(report));
    let root = report.path.parent().and_then(Path::parent).unwrap_or(&report.path);
    lines.push(format!("the index is in {}", place::shown(root)));
    lines
}

/// A later run: how many documents were skipped, and the path of the full report.
fn for_a_keeper(report: &Report) -> Vec<String> {
    let counts = &report.counts;
    let mut lines = vec![format!("{}, generation {}", amount(report), report.generation.unwrap_or(0))];
    let mut rest = Vec::new();
    if counts.duplicates > 0 {
        rest.push(counted(counts.duplicates, "duplicate"));
    }
    if counts.withheld > 0 {
        rest.push(format!("{} kept out of the index", counted(counts.withheld, "forgotten article")));
    }
    if counts.url_clashes > 0 {
        rest.push(format!("{} with the address of another", counted(counts.url_clashes, "different article")));
    }
    for (what, reasons) in [("skipped", &counts.skipped), ("could not read", &counts.spiked)] {
        if !reasons.is_empty() {
            let reasons: Vec<String> = reasons.iter().map(|(reason, number)| format!("{number} {reason}")).collect();
            rest.push(format!("{what}: {}", reasons.join(", ")));
        }
    }
    if !rest.is_empty() {
        lines.push(format!("  {}", rest.join("; ")));
    }
    for spike in &report.first_spiked {
        lines.push(format!("  could not read {}: {}: {}", spike.locator, spike.reason, spike.detail));
    }
    lines.extend(notes(report).map(|note| format!("  {note}")));
    if counts.newly_spiked > 0 {
        lines.push(format!("  full report: {}", place::shown(&report.path)));
    }
    lines
}

fn amount(report: &Report) -> String {
    let (articles, files) = (report.articles.unwrap_or(0), report.counts.files);
    let megabytes = report.counts.bytes as f64 / 1e6;
    format!(
        "{} from {} ({megabytes:.1} MB) in {:.1} s",
        counted(articles, "article"),
        counted(files, "file"),
        report.seconds
    )
}

fn notes(report: &Report) -> impl Iterator<Item = String> {
    report.notes.iter().take(NAMED_NOTES).map(|note| format!("note: {note}"))
}
