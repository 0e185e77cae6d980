//! `forget`: removes articles for good (takedowns).

use super::args::{Cli, ForgetArgs};
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::output::Output;
use super::place::{self, caller};
use super::refresh;
use morgue::desk::{article, copies_that_stay, keys_to_forget};
use morgue::index::{Archive, Forgotten, Generation};
use morgue::ingest::{Copies, forget, same_text};
use morgue::text::counted;
use std::io::Write;

pub fn run(args: &ForgetArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive(cli)?;
    let mut out = output.stdout();
    if args.list {
        for (key, time) in Forgotten::read(&archive)?.iter() {
            let day = jiff::Timestamp::from_second(time).map(|time| time.to_string()).unwrap_or_default();
            writeln!(out, "{key}  {day}")?;
        }
        out.flush()?;
        return Ok(0);
    }
    let generation = place::open(&archive)?;
    let keys = keys_to_forget(&args.keys, args.query.as_deref(), &archive, &generation, &caller())?;
    if keys.is_empty() {
        output.note("no article matches: nothing was removed");
        return Ok(NOTHING_FOUND);
    }
    let copies = if args.keep_copies { Copies::Keep } else { Copies::Forget };
    let same_text = if args.keep_copies { Vec::new() } else { same_text(&generation, &keys)? };
    let removed: Vec<String> = keys.iter().chain(&same_text).cloned().collect();
    name_copies(&copies_that_stay(&generation, &removed)?, output);
    if !args.yes {
        return ask_first(&keys, &same_text, &generation, output);
    }
    if !same_text.is_empty() {
        output.note(&format!("also removing {}: {}", with_same_text(&same_text), same_text.join(", ")));
    }
    drop(generation);
    let settings = refresh::settings(&archive, refresh::RunRequest::new(super::query_args::NerChoice::Crf))?;
    let gone = forget(&archive, &keys, copies, &settings)?;
    output.note(&format!("{} removed, and all older generations", counted(gone, "article")));
    report_sources(&archive, output)?;
    Ok(0)
}

/// Lists the articles that would be removed. Nothing is removed without `--yes`, because it cannot be undone.
fn ask_first(keys: &[String], same_text: &[String], generation: &Generation, output: &Output) -> Result<u8, Failure> {
    let mut out = output.stdout();
    let all = keys.iter().map(|key| (key, "")).chain(same_text.iter().map(|key| (key, "  (same text)")));
    for (key, remark) in all {
        let title = article(generation, key)?.map_or_else(|| "(not in the index)".to_owned(), |hit| hit.zones.title);
        writeln!(out, "{key}  {}{remark}", morgue::text::terminal_safe(&title))?;
    }
    out.flush()?;
    let articles = counted(keys.len() as u64, "article");
    let (others, hint) = match same_text {
        [] => (String::new(), "add `--yes` to remove them; this cannot be undone"),
        _ => (
            format!(" and {}", with_same_text(same_text)),
            "add `--yes` to remove them all, or `--yes --keep-copies` to keep those with the same text; this cannot be undone",
        ),
    };
    let message = format!("{articles}{others} would be removed, and all older generations");
    Err(Failure::new(USAGE, message).with_hint(hint))
}

/// Names the articles of the same story that stay in the index.
fn name_copies(staying: &[(String, String)], output: &Output) {
    if staying.is_empty() {
        return;
    }
    let what = match staying.len() as u64 {
        1 => "1 other article shares most of its text and stays".to_owned(),
        others => format!("{} share most of its text and stay", counted(others, "other article")),
    };
    output.note(&format!("note: {what} in the index:"));
    for (key, title) in staying.iter().take(NAMED) {
        output.note(&format!("  {key}  {}", morgue::text::terminal_safe(title)));
    }
    if staying.len() > NAMED {
        output.note(&format!("  and {} more", staying.len() - NAMED));
    }
}

/// Most copies that are named.
const NAMED: usize = 20;

fn with_same_text(keys: &[String]) -> String {
    format!("{} with the same text", counted(keys.len() as u64, "other article"))
}

fn report_sources(archive: &Archive, output: &Output) -> Result<(), Failure> {
    for source in archive.sources()? {
        let path = archive.source_path(&source);
        output.note(&format!(
            "note: the files in {} were not changed; the removed articles will not be indexed again",
            path.display()
        ));
    }
    Ok(())
}
