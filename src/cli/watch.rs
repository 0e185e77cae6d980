//! `watch`: what saved searches find that they have not shown yet. Notes what was shown only after it was written, so that
//! a failed write shows it again rather than never.

use super::args::Cli;
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::library::{Library, named};
use super::output::Output;
use super::place::{self, Files};
use super::progress::Progress;
use super::query::{self, pointed};
use super::saved::{existing, query_args, second, sort_of};
use super::saved_args::{WatchArgs, WatchFormat};
use super::search as list;
use super::target::{Target, failed};
use super::watch_state::WatchState;
use morgue::archive::{Hit, Hits, List, Sort};
use morgue::article::ArticleKey;
use morgue::desk::{Question, Request};
use morgue::index::{Archive, Generation, SavedSearches, Seen};
use morgue::ingest::Watch;
use morgue::passages::Excerpts;
use morgue::query::ArchiveError;
use morgue::render::{FieldName, Format, Options, RenderError, Sheet, Watched, default_fields, parse_fields, watched};
use std::collections::HashSet;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::Arc;

/// One search with what is new of it.
struct News<'g> {
    name: String,
    query: String,
    total: u64,
    new: u64,
    found: Hits<'g>,
    seen: Seen,
    /// It was never watched before.
    first: bool,
}

pub fn run(args: &WatchArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let format = layout(args.format);
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
    let names = names(args, &searches)?;
    let generation = place::open_for(&archive, cli)?;
    let state = WatchState::open(&archive)?;
    let (mut news, mut unread) = (Vec::new(), false);
    for name in names {
        match look(&name, args, &searches, &generation, &state, output) {
            Ok(found) => news.push(found),
            // The others are watched all the same.
            Err(failure) if failure.code == USAGE => {
                failure.report(output);
                unread = true;
            }
            Err(failure) => return Err(failure),
        }
    }
    let new: u64 = news.iter().map(|one| one.new).sum();
    if !args.from_now && new > 0 {
        deliver(&archive, args, format, &fields, &mut news, output)?;
    }
    note(&state, &news)?;
    news.iter().for_each(|one| output.note(&said(one, args.from_now)));
    Ok(match (unread, new) {
        (true, _) => USAGE,
        (false, 0) if !args.from_now => NOTHING_FOUND,
        _ => 0,
    })
}

/// The renderer of a format.
fn layout(format: WatchFormat) -> Format {
    match format {
        WatchFormat::Text => Format::Text,
        WatchFormat::Json => Format::Json,
        WatchFormat::Jsonl => Format::Jsonl,
        WatchFormat::Csv => Format::Csv,
        WatchFormat::Tsv => Format::Tsv,
        WatchFormat::Xlsx => Format::Xlsx,
        WatchFormat::Ris => Format::Ris,
        WatchFormat::Bibtex => Format::Bibtex,
        WatchFormat::Biblatex => Format::Biblatex,
        WatchFormat::CslJson => Format::CslJson,
        WatchFormat::Markdown => Format::Markdown,
        WatchFormat::Html => Format::Html,
        WatchFormat::Ids => Format::Ids,
        WatchFormat::Paths => Format::Paths,
        WatchFormat::Urls => Format::Urls,
    }
}

fn names(args: &WatchArgs, searches: &SavedSearches) -> Result<Vec<String>, Failure> {
    let mut names: Vec<String> = args.names.iter().map(|name| name.to_lowercase()).collect();
    if names.is_empty() {
        names = searches.names().map(str::to_owned).collect();
    }
    let unknown = names.iter().find(|name| searches.find(name).is_none());
    unknown.map_or(Ok(()), |name| named(searches, name).map(|_| ()))?;
    let mut once = std::collections::HashSet::new();
    names.retain(|name| once.insert(name.clone()));
    if names.is_empty() {
        return Err(Failure::new(USAGE, "no saved search to watch")
            .with_hint("save a search: `morgue saved add space Starlink satellites`"));
    }
    Ok(names)
}

/// What a search finds that is not noted as shown.
fn look<'g>(
    name: &str,
    args: &WatchArgs,
    searches: &SavedSearches,
    generation: &'g Generation,
    state: &WatchState,
    output: &Output,
) -> Result<News<'g>, Failure> {
    let about =
        |failure: Failure| Failure { message: format!("saved search \"{name}\": {}", failure.message), ..failure };
    let saved = named(searches, name)?;
    let typed = query_args(&saved, args.now.clone());
    // Remarks on the reading were made when it was saved.
    let quiet = output.quietly();
    let (query, _) = query::read(&typed, &saved.query, &Library::of(searches.clone()), &quiet).map_err(about)?;
    let zones = query::zones(saved.zones.as_deref()).map_err(about)?;
    let sort = sort_of(&saved).map_or(Sort::Newest, list::sort);
    let request = Request { zones, sort, ..Request::of(query) };
    let wrong = |error| about(pointed(error, &saved.query));
    let question = Question::of(generation, &request).map_err(wrong)?;
    let (first, mut seen) = state.seen(name)?.map_or((true, Seen::default()), |seen| (false, seen));
    let (mut total, mut new) = (0, HashSet::new());
    let mut note = |key: &str| {
        total += 1;
        if ArticleKey::parse(key).is_some_and(|key| seen.add(key.bits())) {
            new.insert(key.to_owned());
        }
    };
    question.keys(&request.list(), &mut note).map_err(wrong)?;
    let (count, only) = (new.len() as u64, Some(new));
    let list = List { excerpts: Some(Excerpts::default()), only, ..request.list() };
    let found = question.list(&list).map_err(wrong)?;
    seen.last = second(jiff::Timestamp::now());
    Ok(News { name: name.to_owned(), query: saved.query.clone(), total, new: count, found, seen, first })
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
    let files = Files::of(archive)?;
    // From here on a signal leaves nothing behind, and what was not delivered is new the next time.
    let progress = Progress::start(false);
    let file_of = |hit: &Hit| files.path_of(hit);
    let going_on = |_: &Result<Arc<Hit>, ArchiveError>| !progress.stopped();
    let mut lists: Vec<_> = news
        .iter_mut()
        .filter(|one| one.new > 0)
        .map(|News { name, query, total, new, found, .. }| (name, query, *total, *new, found.take_while(going_on)))
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
    match &args.output {
        Some(path) => {
            let target = Target::file(path, archive, false)?;
            let file = target.create()?;
            let mut out = BufWriter::with_capacity(64 << 10, &file);
            watched(format, &mut groups, &mut out).map_err(|error| match error {
                RenderError::Io(error) => failed(path, &error),
                other => other.into(),
            })?;
            out.flush().map_err(|error| failed(path, &error))?;
            drop(out);
            ended()?;
            target.finish(Some(file)).map(|_| ())
        }
        None => {
            let mut out = output.stdout();
            watched(format, &mut groups, &mut out)?;
            out.flush()?;
            ended()
        }
    }
}

/// Notes what was shown. A search without anything new has nothing to note, unless this was its first time.
fn note(state: &WatchState, news: &[News]) -> Result<(), Failure> {
    news.iter().filter(|one| one.new > 0 || one.first).try_for_each(|one| state.keep(&one.name, &one.seen))
}

fn said(one: &News, from_now: bool) -> String {
    let News { name, new, total, .. } = one;
    let done = if from_now { "counted as shown" } else { "new" };
    format!("{name}: {new} {done}, of {total}")
}
