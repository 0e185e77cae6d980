//! `saved`: searches under a name, kept in the archive beside its generations.

use super::answers_args::ExcerptArgs;
use super::args::{Cli, NerChoice, QueryArgs, SearchArgs, SortChoice};
use super::error::{Failure, NO_INDEX, USAGE};
use super::library::{self, Library, named};
use super::output::Output;
use super::saved_args::{SavedAction, SavedAddArgs, SavedArgs, SavedRunArgs};
use super::{query, search, watch_state};
use clap::ValueEnum;
use morgue::index::{Archive, IndexError, SavedSearch, SavedSearches};
use morgue::query::{Reading, is_saved_name, parse_with, print};
use morgue::text::terminal_safe;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;

pub fn run(args: &SavedArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    match &args.action {
        SavedAction::Add(args) => add(args, cli, output),
        SavedAction::List { json, folder } => list(&existing(folder.as_deref(), cli)?, *json, output),
        SavedAction::Show { name, json, folder } => show(name, &existing(folder.as_deref(), cli)?, *json, output),
        SavedAction::Rm { name, folder } => remove(name, &existing(folder.as_deref(), cli)?, output),
        SavedAction::Run(args) => run_saved(args, cli, output),
    }
}

/// The archive, which must be one.
pub fn existing(folder: Option<&Path>, cli: &Cli) -> Result<Archive, Failure> {
    let archive = library::archive(folder, cli)?;
    if archive.config_file().is_file() || archive.current().exists() {
        return Ok(archive);
    }
    Err(Failure { code: NO_INDEX, ..IndexError::Missing(archive.root().to_owned()).into() })
}

fn add(args: &SavedAddArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let (name, words) = args.words.split_first().map_or(("", &args.words[..]), |(name, words)| (name.as_str(), words));
    if !is_saved_name(name) {
        return Err(Failure::new(USAGE, format!("invalid name \"{name}\": expected letters, digits, - and _"))
            .with_hint("write the name, then the query: `morgue saved add space Starlink Taiwan`"));
    }
    let archive = existing(args.folder.as_deref(), cli)?;
    let search = SavedSearch {
        query: words.join(" "),
        any: args.any,
        exact: args.exact,
        loose_dates: args.loose_dates,
        since: args.since.clone(),
        until: args.until.clone(),
        zones: args.zones.clone(),
        sort: args.sort.map(|sort| sort_name(sort).to_owned()),
        saved: second(jiff::Timestamp::now()),
    };
    let _lock = library::lock(&archive)?;
    let mut searches = SavedSearches::read(&archive)?;
    if searches.find(name).is_some() && !args.replace {
        return Err(Failure::new(USAGE, format!("the saved search \"{name}\" already exists"))
            .with_hint(format!("replace it with `--replace`, or look at it with `morgue saved show {name}`")));
    }
    check(name, &search, words, &searches, output)?;
    searches.put(name, &search);
    // With itself among the others, a circle is seen.
    reading(name, &searches)?;
    searches.write(&archive)?;
    output.note(&format!("saved \"{}\"; run it with `morgue saved run {name}`", name.to_lowercase()));
    Ok(0)
}

/// Reads a search as it would be run, so that mistakes are pointed at in the text that was typed.
fn check(
    name: &str,
    search: &SavedSearch,
    words: &[String],
    searches: &SavedSearches,
    output: &Output,
) -> Result<(), Failure> {
    if search.query.trim().is_empty() && search.since.is_none() && search.until.is_none() {
        return Err(Failure::new(USAGE, format!("missing query for \"{name}\""))
            .with_hint(format!("write it after the name: `morgue saved add {name} Starlink Taiwan`")));
    }
    query::zones(search.zones.as_deref())?;
    let args = QueryArgs { words: words.to_vec(), ..query_args(search, None) };
    query::read(&args, &search.query, &Library::of(searches.clone()), output).map(|_| ())
}

/// How a saved search is read today, written out in full.
fn reading(name: &str, searches: &SavedSearches) -> Result<String, Failure> {
    let today = &|| jiff::ZonedDateTime::now().date();
    let library = Library::of(searches.clone());
    let find = |name: &str| library.find(name);
    let read = parse_with(&format!("query:{name}"), Reading { any: false, today }, &find);
    let read = read.map_err(|error| Failure { hint: error.hint.clone(), ..Failure::new(USAGE, error.to_string()) })?;
    Ok(print(&read.root))
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
            let line = match (searches.find(name), reading(name, &searches)) {
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
        match reading(name, &searches) {
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

/// A search and its reading, as JSON.
fn described(name: &str, searches: &SavedSearches) -> Value {
    let mut object = json!({"name": name.to_lowercase()});
    let found = searches.find(name).unwrap_or_else(|| Err("it does not exist".to_owned()));
    let read = found.and_then(|search| {
        object["search"] = serde_json::to_value(&search).unwrap_or_default();
        reading(name, searches).map_err(|failure| failure.message)
    });
    object["reads"] = json!(read.as_ref().ok());
    object["error"] = json!(read.err());
    object
}

/// A search as it was typed, flags and all.
fn as_typed(search: &SavedSearch) -> String {
    let mut line = search.query.clone();
    for (flag, value) in
        [("since", &search.since), ("until", &search.until), ("zones", &search.zones), ("sort", &search.sort)]
    {
        value.iter().for_each(|value| line.push_str(&format!(" --{flag} {value}")));
    }
    for (flag, set) in [("any", search.any), ("exact", search.exact), ("loose-dates", search.loose_dates)] {
        line.push_str(&if set { format!(" --{flag}") } else { String::new() });
    }
    line.trim().to_owned()
}

fn remove(name: &str, archive: &Archive, output: &Output) -> Result<u8, Failure> {
    let _lock = library::lock(archive)?;
    let mut searches = SavedSearches::read(archive)?;
    if !searches.remove(name) {
        named(&searches, name)?;
    }
    searches.write(archive)?;
    watch_state::remove(archive, name)?;
    for other in searches.names() {
        let names_it =
            |search: &SavedSearch| search.query.to_lowercase().contains(&format!("query:{}", name.to_lowercase()));
        if searches.find(other).is_some_and(|search| search.is_ok_and(|search| names_it(&search))) {
            output.note(&format!("note: the saved search \"{other}\" uses it, and can no longer be read"));
        }
    }
    Ok(0)
}

fn run_saved(args: &SavedRunArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let saved = named(&SavedSearches::read(&existing(args.folder.as_deref(), cli)?)?, &args.name)?;
    let query = QueryArgs { folder: args.folder.clone(), ..query_args(&saved, args.now.clone()) };
    let search = SearchArgs {
        query,
        format: args.format,
        sort: args.sort.or_else(|| sort_of(&saved)).unwrap_or(SortChoice::Relevance),
        limit: args.limit,
        offset: 0,
        fields: args.fields.clone(),
        excerpts: ExcerptArgs { passages: None, context: None, kwic: false },
    };
    search::run(&search, cli, output)
}

/// Seconds after which a search of a person's ends.
const DEADLINE: f64 = 5.0;

/// The arguments that a saved search was typed with.
pub fn query_args(search: &SavedSearch, now: Option<String>) -> QueryArgs {
    QueryArgs {
        words: vec![search.query.clone()],
        folder: None,
        since: search.since.clone(),
        until: search.until.clone(),
        any: search.any,
        zones: search.zones.clone(),
        now,
        dialect: None,
        exact: search.exact,
        loose_dates: search.loose_dates,
        strict: false,
        deadline: DEADLINE,
        ner: NerChoice::Rules,
    }
}

/// The order that a search was saved with.
pub fn sort_of(search: &SavedSearch) -> Option<SortChoice> {
    search.sort.as_deref().and_then(|sort| SortChoice::from_str(sort, true).ok())
}

/// The name of an order.
pub fn sort_name(sort: SortChoice) -> &'static str {
    match sort {
        SortChoice::Relevance => "relevance",
        SortChoice::Newest => "newest",
        SortChoice::Oldest => "oldest",
        SortChoice::Outlet => "outlet",
    }
}

/// A time to the second, ISO 8601 in UTC.
pub fn second(time: jiff::Timestamp) -> String {
    jiff::Timestamp::from_second(time.as_second()).unwrap_or(time).to_string()
}
