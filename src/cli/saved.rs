//! `saved`: searches with a name, stored in the archive next to its generations.

use super::answers_args::ExcerptArgs;
use super::args::{Cli, SearchArgs, VersionsChoice};
use super::as_typed::as_typed;
use super::error::Failure;
use super::output::Output;
use super::place::{caller, existing};
use super::query::{self, say};
use super::query_args::{MatchArgs, NerChoice, QueryArgs, SortChoice};
use super::sample_args::SampleArgs;
use super::saved_args::{SavedAction, SavedAddArgs, SavedArgs, SavedRunArgs};
use super::search::{self, sort};
use clap::ValueEnum;
use morgue::archive::Sort;
use morgue::desk::{checked_name, named, reading};
use morgue::index::{Archive, SavedSearch, SavedSearches};
use morgue::query::SYNTAX;
use morgue::text::terminal_safe;
use serde_json::{Value, json};
use std::io::Write;

pub fn run(args: &SavedArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    match &args.action {
        SavedAction::Add(args) => add(args, cli, output),
        SavedAction::List { json, folder } => list(&existing(folder.as_deref(), cli)?, *json, output),
        SavedAction::Show { name, json, folder } => show(name, &existing(folder.as_deref(), cli)?, *json, output),
        SavedAction::Rm { name, folder } => remove(name, &existing(folder.as_deref(), cli)?, output),
        SavedAction::Run(args) => run_saved(args, cli, output),
    }
}

fn add(args: &SavedAddArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let (name, words) = args.words.split_first().map_or(("", &args.words[..]), |(name, words)| (name.as_str(), words));
    checked_name(name)?;
    let (archive, caller) = (existing(args.folder.as_deref(), cli)?, caller());
    let search = SavedSearch {
        query: words.join(" "),
        any: args.matching.any,
        exact: args.matching.exact,
        loose_dates: args.matching.loose_dates,
        since: args.matching.since.clone(),
        until: args.matching.until.clone(),
        zones: args.zones.clone(),
        sort: args.sort.map(|order| sort(order, args.seed).name().into_owned()),
        syntax: SYNTAX,
        saved: caller.second(),
    };
    morgue::desk::add(&archive, name, &search, args.replace, &caller, &mut |remark| say(&remark, output))?;
    query::hint_at_typing(words, output);
    output.note(&format!("saved \"{}\"; run it with `morgue saved run {name}`", name.to_lowercase()));
    Ok(0)
}

fn list(archive: &Archive, json: bool, output: &Output) -> Result<u8, Failure> {
    let searches = SavedSearches::read(archive)?;
    let mut out = output.stdout();
    let described = searches.names().map(|name| described(name, &searches));
    if json {
        writeln!(out, "{:#}", Value::Array(described.collect()))?;
    } else {
        let width = searches.names().map(|name| name.chars().count()).max().unwrap_or(0);
        for name in searches.names() {
            let line = match (searches.find(name), reading(name, &searches, &caller().today)) {
                (Some(Ok(search)), Ok(_)) => as_typed(&search),
                (Some(Ok(search)), Err(failure)) => {
                    format!("{}  (cannot be read: {})", as_typed(&search), failure.message)
                }
                (Some(Err(message)), _) => format!("(cannot be read: {message})"),
                (None, _) => continue,
            };
            writeln!(out, "{}", terminal_safe(&format!("{name:width$}  {line}")))?;
        }
    }
    out.flush()?;
    Ok(0)
}

fn show(name: &str, archive: &Archive, json: bool, output: &Output) -> Result<u8, Failure> {
    let searches = SavedSearches::read(archive)?;
    let search = named(&searches, name)?;
    let mut out = output.stdout();
    if json {
        writeln!(out, "{:#}", described(name, &searches))?;
    } else {
        writeln!(out, "{}", terminal_safe(&as_typed(&search)))?;
        match reading(name, &searches, &caller().today) {
            Ok(reading) => writeln!(out, "read as   {}", terminal_safe(&reading))?,
            Err(failure) => writeln!(out, "cannot be read: {}", terminal_safe(&failure.message))?,
        }
        if !search.saved.is_empty() {
            writeln!(out, "saved     {}", terminal_safe(&search.saved))?;
        }
    }
    out.flush()?;
    Ok(0)
}

/// A search and how it is read, as JSON.
fn described(name: &str, searches: &SavedSearches) -> Value {
    let mut object = json!({"name": name.to_lowercase()});
    let found = searches.find(name).unwrap_or_else(|| Err("it does not exist".to_owned()));
    let read = found.and_then(|search| {
        object["search"] = serde_json::to_value(&search).unwrap_or_default();
        reading(name, searches, &caller().today).map_err(|failure| failure.message)
    });
    object["reads"] = json!(read.as_ref().ok());
    object["error"] = json!(read.err());
    object
}

fn remove(name: &str, archive: &Archive, output: &Output) -> Result<u8, Failure> {
    for other in morgue::desk::remove(archive, name, &caller())? {
        output.note(&format!("note: the saved search \"{other}\" uses it, and can no longer be read"));
    }
    Ok(0)
}

fn run_saved(args: &SavedRunArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let saved = named(&SavedSearches::read(&existing(args.folder.as_deref(), cli)?)?, &args.name)?;
    let query = QueryArgs { folder: args.folder.clone(), ..query_args(&saved, args.now.clone()) };
    let search = SearchArgs {
        versions: VersionsChoice::Last,
        expand: false,
        group: None,
        like: None,
        query,
        format: args.format,
        sort: args.sort.or_else(|| sort_of(&saved)).unwrap_or(SortChoice::Relevance),
        limit: args.limit,
        offset: 0,
        fields: args.fields.clone(),
        sample: SampleArgs { seed: seed_of(&saved).filter(|_| args.sort.is_none()), ..SampleArgs::default() },
        excerpts: ExcerptArgs { passages: None, context: None, kwic: false },
    };
    search::run(&search, cli, output)
}

/// Deadline in seconds of a search by a person.
const DEADLINE: f64 = 5.0;

/// The arguments that a saved search was typed with.
fn query_args(search: &SavedSearch, now: Option<String>) -> QueryArgs {
    QueryArgs {
        words: vec![search.query.clone()],
        query_file: None,
        folder: None,
        matching: MatchArgs {
            since: search.since.clone(),
            until: search.until.clone(),
            any: search.any,
            exact: search.exact,
            loose_dates: search.loose_dates,
        },
        zones: search.zones.clone(),
        now,
        dialect: None,
        strict: false,
        deadline: DEADLINE,
        ner: NerChoice::Rules,
    }
}

/// The order that a search was saved with.
fn sort_of(search: &SavedSearch) -> Option<SortChoice> {
    search.sort.as_deref().and_then(|sort| SortChoice::from_str(sort.split(':').next()?, true).ok())
}

/// The seed that a random order was saved with.
fn seed_of(search: &SavedSearch) -> Option<u64> {
    match Sort::of_name(search.sort.as_deref()?)? {
        Sort::Random(seed) => Some(seed),
        _ => None,
    }
}
