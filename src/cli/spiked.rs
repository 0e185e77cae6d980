//! `spiked`: the documents that could not be read, each with its reason.

use super::args::Cli;
use super::error::Failure;
use super::generations::moment;
use super::keeping_args::SpikedArgs;
use super::output::Output;
use super::place;
use morgue::ingest::{Spike, read_spikes};
use morgue::text::terminal_safe;
use std::io::Write;

pub fn run(args: &SpikedArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let generation = place::open(&place::archive(cli)?)?;
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

fn line(spike: &Spike) -> String {
    let tries = if spike.tries == 1 { "once".to_owned() } else { format!("{} times", spike.tries) };
    let since = spike.first_seen.map(|seen| format!(", first at {}", moment(seen))).unwrap_or_default();
    let place =
        if spike.locator.is_empty() { spike.source.clone() } else { format!("{}: {}", spike.source, spike.locator) };
    format!("{place}  {}: {} (tried {tries}{since})", spike.reason, spike.detail)
}
