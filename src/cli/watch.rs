//! `watch`: what saved searches find that they have not shown yet. Records what was shown only after it was written, so
//! that after a failed write it is shown again rather than never.

use super::args::Cli;
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::output::Output;
use super::place::{self, caller, existing};
use super::progress::Progress;
use super::saved_args::WatchArgs;
use morgue::archive::Hit;
use morgue::desk::place::Files;
use morgue::desk::{ErrorKind, News, Target, WatchState, failed, look, note_shown, watched_names};
use morgue::index::{Archive, SavedSearches};
use morgue::ingest::Watch;
use morgue::query::ArchiveError;
use morgue::render::{FieldName, Format, Options, RenderError, Sheet, Watched, default_fields, parse_fields, watched};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;

pub fn run(args: &WatchArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let format = args.format.0;
    if format == Format::Xlsx && args.output.is_none() && io::stdout().is_terminal() {
        return Err(
            Failure::new(USAGE, "binary output is not written to a terminal").with_hint("name a file: `-o FILE`")
        );
    }
    let fields = match &args.fields {
        Some(names) => parse_fields(names)?,
        None => default_fields(format),
    };
    let archive = existing(args.folder.as_deref(), cli)?;
    let searches = SavedSearches::read(&archive)?;
    let (names, caller) = (watched_names(&args.names, &searches)?, caller());
    if names.is_empty() {
        return Err(Failure::new(USAGE, "no saved search to watch")
            .with_hint("save a search: `morgue saved add space Starlink satellites`"));
    }
    let generation = place::open_for(&archive, cli)?;
    let state = WatchState::open(&archive, &caller)?;
    let (mut news, mut unread) = (Vec::new(), false);
    for name in names {
        match look(&name, args.now.clone(), &searches, &generation, &state, &caller) {
            Ok(found) => news.push(found),
            // The others are still watched.
            Err(error) if error.kind == ErrorKind::Usage => {
                Failure::from(error).report(output);
                unread = true;
            }
            Err(error) => return Err(error.into()),
        }
    }
    let new: u64 = news.iter().map(|one| one.new).sum();
    if !args.from_now && new > 0 {
        deliver(&archive, args, format, &fields, &mut news, output)?;
    }
    note_shown(&state, &news)?;
    news.iter().for_each(|one| output.note(&said(one, args.from_now)));
    Ok(match (unread, new) {
        (true, _) => USAGE,
        (false, 0) if !args.from_now => NOTHING_FOUND,
        _ => 0,
    })
}

fn deliver(
    archive: &Archive,
    args: &WatchArgs,
    format: Format,
    fields: &[FieldName],
    news: &mut [News],
    output: &Output,
) -> Result<(), Failure> {
    let style = if args.output.is_some() { output.style().plain() } else { output.style() };
    let files = Files::of(archive, &caller())?;
    // From here on a signal leaves no partial files, and anything not delivered is new the next time.
    let progress = Progress::start(false);
    let file_of = |hit: &Hit| files.path_of(hit);
    let going_on = |_: &Result<Arc<Hit>, ArchiveError>| !progress.stopped();
    let mut lists: Vec<_> = news
        .iter_mut()
        .filter(|one| one.new > 0)
        .map(|News { name, query, total, new, hits, .. }| (name, query, *total, *new, hits.take_while(going_on)))
        .collect();
    let mut groups: Vec<Watched> = lists
        .iter_mut()
        .map(|(name, query, total, new, hits)| Watched {
            name,
            new: *new,
            sheet: Sheet {
                query,
                total: *total,
                offset: 0,
                fields,
                file_of: &file_of,
                style,
                options: Options::default(),
            },
            hits,
        })
        .collect();
    let ended = || match progress.stopped() {
        true => Err(Failure::new(progress.code(), "stopped: nothing counts as shown")),
        false => Ok(()),
    };
    let Some(path) = &args.output else {
        let mut out = output.stdout();
        watched(format, &mut groups, &mut out)?;
        out.flush()?;
        return ended();
    };
    let target = Target::file(path, archive, false)?;
    let file = target.create()?;
    to_file(format, &mut groups, path, &file)?;
    ended()?;
    target.finish(Some(&file))?;
    Ok(())
}

fn to_file(format: Format, groups: &mut [Watched], path: &Path, file: &File) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(64 << 10, file);
    watched(format, groups, &mut out).map_err(|error| match error {
        RenderError::Io(error) => failed(path, &error).into(),
        other => Failure::from(other),
    })?;
    Ok(out.flush().map_err(|error| failed(path, &error))?)
}

fn said(one: &News, from_now: bool) -> String {
    let News { name, new, total, .. } = one;
    let done = if from_now { "counted as shown" } else { "new" };
    format!("{name}: {new} {done}, of {total}")
}
