//! `spiked`: the documents that could not be read, each with its reason.

use super::args::Cli;
use super::error::{Failure, SPIKED};
use super::keeping_args::SpikedArgs;
use super::output::Output;
use super::place;
use super::refresh::{self, RunRequest};
use morgue::desk::moment;
use morgue::index::Archive;
use morgue::ingest::{Spike, each_spike, spikes_by_reason};
use morgue::text::{counted, terminal_safe};
use std::io::Write;
use std::time::Duration;

pub fn run(args: &SpikedArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive(cli)?;
    let generation = place::open(&archive)?;
    if args.retry {
        drop(generation);
        return retry(args, &archive, output);
    }
    let mut out = output.stdout();
    if args.by.is_some() {
        let mut counts: Vec<(String, u64)> = spikes_by_reason(&generation.folder)?.into_iter().collect();
        counts.sort_by_key(|(reason, count)| (u64::MAX - count, reason.clone()));
        for (reason, count) in counts.into_iter().take(args.limit.unwrap_or(usize::MAX)) {
            writeln!(out, "{count:>8}  {reason}")?;
        }
        out.flush()?;
        return Ok(0);
    }
    for spike in each_spike(&generation.folder)?.take(args.limit.unwrap_or(usize::MAX)) {
        let spike = spike?;
        if args.json {
            writeln!(out, "{}", serde_json::to_string(&spike).map_err(std::io::Error::from)?)?;
        } else {
            writeln!(out, "{}", terminal_safe(&line(&spike)))?;
        }
    }
    out.flush()?;
    Ok(0)
}

/// Runs with the files of known spikes, and reports the result.
fn retry(args: &SpikedArgs, archive: &Archive, output: &Output) -> Result<u8, Failure> {
    let before: u64 = spikes_by_reason(&place::open(archive)?.folder)?.values().sum();
    let wait = Duration::from_secs(args.wait.unwrap_or(0));
    let report = refresh::run(archive, RunRequest { retry: true, wait, ..RunRequest::new(args.ner) }, output)?;
    let left = report.spiked();
    output.note(&format!(
        "{} could not be read before, {left} now; list them with `morgue spiked`",
        counted(before, "document")
    ));
    Ok(if report.counts.newly_spiked > 0 { SPIKED } else { 0 })
}

fn line(spike: &Spike) -> String {
    let tries = if spike.tries == 1 { "once".to_owned() } else { counted(spike.tries.into(), "time") };
    let since = spike.first_seen.map(|seen| format!(", first on {}", moment(seen))).unwrap_or_default();
    let place =
        if spike.locator.is_empty() { spike.source.clone() } else { format!("{}: {}", spike.source, spike.locator) };
    format!("{place}  {}: {} (tried {tries}{since})", spike.reason, spike.detail)
}
