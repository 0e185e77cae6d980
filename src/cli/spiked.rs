//! `spiked`: the documents that could not be read, each with its reason.

use super::args::Cli;
use super::error::{Failure, SPIKED};
use super::generations::moment;
use super::keeping_args::SpikedArgs;
use super::output::Output;
use super::place;
use super::refresh::{self, RunRequest};
use morgue::index::Archive;
use morgue::ingest::{Spike, read_spikes};
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
    let spikes = read_spikes(&generation.folder)?;
    let mut out = output.stdout();
    for spike in &spikes {
        if args.json {
            writeln!(out, "{}", serde_json::to_string(spike).map_err(std::io::Error::from)?)?;
        } else {
            writeln!(out, "{}", terminal_safe(&line(spike)))?;
        }
    }
    out.flush()?;
    Ok(0)
}

/// Runs with the files of known spikes, and reports the result.
fn retry(args: &SpikedArgs, archive: &Archive, output: &Output) -> Result<u8, Failure> {
    let before = read_spikes(&place::open(archive)?.folder)?.len();
    let wait = Duration::from_secs(args.wait.unwrap_or(0));
    let report = refresh::run(archive, RunRequest { retry: true, wait, ..RunRequest::new(args.ner) }, output)?;
    let left = report.spiked();
    output.note(&format!(
        "{} could not be read before, {left} now; list them with `morgue spiked`",
        counted(before as u64, "document")
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
