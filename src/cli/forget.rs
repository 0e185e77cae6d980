//! `forget`: takedowns.

use super::args::{Cli, ForgetArgs};
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::library::Library;
use super::output::Output;
use super::{place, refresh};
use morgue::archive::Sort;
use morgue::article::ArticleKey;
use morgue::desk::{Question, Request, article};
use morgue::index::{Archive, Forgotten, Generation, SavedSearches};
use morgue::ingest::forget;
use morgue::query::{Reading, ZoneChoice, parse_with};
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
    let keys = keys(args, &archive, &generation)?;
    if keys.is_empty() {
        output.note("no article matches: nothing was removed");
        return Ok(NOTHING_FOUND);
    }
    if !args.yes {
        return ask_first(&keys, &generation, output);
    }
    drop(generation);
    let settings = refresh::settings(&archive, refresh::Wanted::new(super::args::NerChoice::Crf))?;
    let gone = forget(&archive, &keys, &settings)?;
    output.note(&format!("{} removed, and all older generations", counted(gone, "article")));
    report_sources(&archive, output)?;
    Ok(0)
}

/// Names what would go. Nothing is done without `--yes`: there is no way back.
fn ask_first(keys: &[String], generation: &Generation, output: &Output) -> Result<u8, Failure> {
    let mut out = output.stdout();
    for key in keys {
        let title = article(generation, key)?.map_or_else(|| "(not in the index)".to_owned(), |hit| hit.zones.title);
        writeln!(out, "{key}  {}", morgue::text::terminal_safe(&title))?;
    }
    out.flush()?;
    let message = format!("{} would be removed, and all older generations", counted(keys.len() as u64, "article"));
    Err(Failure::new(USAGE, message).with_hint("add `--yes` to remove them; this cannot be undone"))
}

fn report_sources(archive: &Archive, output: &Output) -> Result<(), Failure> {
    for source in archive.sources()? {
        let path = archive.source_path(&source);
        output.note(&format!("note: the files in {} are not changed; from now on they are skipped", path.display()));
    }
    Ok(())
}

fn keys(args: &ForgetArgs, archive: &Archive, generation: &Generation) -> Result<Vec<String>, Failure> {
    let mut keys = Vec::new();
    for key in &args.keys {
        let parsed = ArticleKey::parse(key).ok_or_else(|| {
            Failure::new(USAGE, format!("invalid key \"{key}\": expected a_ and 16 letters and digits"))
                .with_hint("find keys with `morgue search`, or give a query with `--query`")
        })?;
        keys.push(parsed.as_str().to_owned());
    }
    let Some(text) = &args.query else { return Ok(keys) };
    let today = &|| jiff::ZonedDateTime::now().date();
    let searches = Library::of(SavedSearches::read(archive)?);
    let find = |name: &str| searches.find(name);
    let query = parse_with(text, Reading { any: false, today }, &find).map_err(|error| Failure::query(&error, text))?;
    let request = Request { zones: ZoneChoice::All, sort: Sort::Newest, ..Request::of(query) };
    let question = Question::of(generation, &request).map_err(|error| super::query::pointed(error, text))?;
    question.keys(&request.list(), &mut |key| keys.push(key.to_owned()))?;
    Ok(keys)
}
