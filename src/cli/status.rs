//! `status`: what the index holds, how old its view of the sources is, and how the last run went.

use super::args::Cli;
use super::error::{Failure, STALE};
use super::keeping_args::StatusArgs;
use super::monitor::{nagios, nagios_failure, write_metrics};
use super::output::Output;
use super::place;
use morgue::desk::{Opened, State, age_text, limits, moment, outcomes, parse_age};
use morgue::format::Reason;
use morgue::text::{counted, terminal_safe};
use std::io::Write;

pub fn run(args: &StatusArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    if args.nagios {
        return run_as_plugin(args, cli, output);
    }
    let (state, max_age) = state(args, cli)?;
    let stale = max_age.and_then(|max_age| state.stale(max_age));
    let opened = match &state.opened {
        Ok(opened) => opened,
        Err(failure) => {
            if let Some(error) = state.last_error() {
                output.note(&format!("the last run failed: {error}"));
            }
            return Err(failure.clone().into());
        }
    };
    let mut out = output.stdout();
    if args.json {
        writeln!(out, "{}", state.object(opened, max_age))?;
    } else if args.prometheus.is_none() {
        write(&state, opened, &mut out)?;
    }
    out.flush()?;
    match stale {
        Some(stale) => Err(Failure::new(STALE, stale)),
        None => Ok(0),
    }
}

/// Reasons for which a file or folder was not even looked into.
const UNREADABLE: [Reason; 3] = [Reason::NoPermission, Reason::Unreadable, Reason::UnreadableFolder];

/// Reads the state, and writes the metrics if requested.
fn state(args: &StatusArgs, cli: &Cli) -> Result<(State, Option<i64>), Failure> {
    let max_age = args.max_age.as_deref().map(parse_age).transpose()?;
    let archive = place::archive_in(args.folder.as_deref(), cli)?;
    let state = State::of(archive, jiff::Timestamp::now().as_second());
    if let Some(file) = &args.prometheus {
        write_metrics(file, &state)?;
    }
    Ok((state, max_age))
}

/// A plugin always prints its line and returns its status.
fn run_as_plugin(args: &StatusArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let (verdict, line) = match state(args, cli) {
        Ok((state, max_age)) => nagios(&state, max_age),
        Err(failure) => nagios_failure(failure.code, &failure.message),
    };
    let mut out = output.stdout();
    writeln!(out, "{}", terminal_safe(&line))?;
    out.flush()?;
    Ok(verdict as u8)
}

fn write(state: &State, opened: &Opened, out: &mut dyn Write) -> std::io::Result<()> {
    let manifest = &opened.generation.manifest;
    let line = |out: &mut dyn Write, name: &str, value: String| writeln!(out, "{name:>10}  {}", terminal_safe(&value));
    line(out, "index", state.archive.root().display().to_string())?;
    line(out, "articles", manifest.articles.to_string())?;
    let (made, megabytes) = (age_text(state.now - manifest.created), manifest.bytes() as f64 / 1e6);
    line(out, "generation", format!("{}, made {made} ago, {megabytes:.1} MB", manifest.generation))?;
    if let (Some(success), Some(age)) = (state.success, state.age()) {
        let unreadable: u64 = UNREADABLE.iter().filter_map(|reason| opened.spiked.get(reason.as_str())).sum();
        let except = if unreadable > 0 { format!(" except {unreadable} unreadable") } else { String::new() };
        line(out, "up to date", format!("{} ago, {}{except}", age_text(age), moment(success)))?;
    }
    for source in &opened.sources {
        line(out, "source", format!("{}  {}", source.name, state.archive.source_path(source).display()))?;
    }
    if let Some(learned) = &opened.learned {
        let stale = if opened.is_learned_stale() { "; out of date: run `morgue rebuild`" } else { "" };
        let (lines, articles) = (learned.lines, learned.articles);
        line(
            out,
            "learned",
            format!("{} from {}{stale}", counted(lines, "repeated line"), counted(articles, "article")),
        )?;
    }
    let head = &opened.stories;
    if head.stories > 0 || head.frequent > 0 || head.unfinished > 0 {
        line(out, "copies", format!("{} of {}", counted(head.stories, "story"), counted(head.articles, "article")))?;
        for limit in limits(head) {
            line(out, "", limit)?;
        }
    }
    let Some(report) = &state.last else { return Ok(()) };
    let outcome = report.outcome.name();
    let counts = &report.counts;
    line(
        out,
        "last run",
        format!("{}, {outcome}, {}, {:.1} s", report.start, counted(counts.files, "file"), report.seconds),
    )?;
    let runs = state.runs();
    if runs.len() > 1 {
        line(out, "runs", format!("{} of the last {}", outcomes(&runs), runs.len()))?;
    }
    for (reason, number) in &counts.skipped {
        line(out, "skipped", format!("{number} {reason}"))?;
    }
    for (reason, number) in &opened.spiked {
        line(out, "spiked", format!("{number} {reason}"))?;
    }
    if let Some(error) = state.last_error() {
        line(out, "error", error)?;
    }
    line(out, "report", report.path.display().to_string())
}
