//! What the search verbs have in common: the archive they ask, and the query as it was typed.

use super::args::{Cli, DialectChoice, QueryArgs};
use super::deadline::Deadline;
use super::error::{Failure, LOCKED, NO_INDEX, REFUSED, USAGE};
use super::library::{self, Library};
use super::output::Output;
use super::{ingest, place, refresh};
use jiff::civil::Date;
use morgue::desk::{Question, Request, SearchError};
use morgue::index::{Archive, Generation, SavedSearch};
use morgue::query::{
    DayRange, Dialect, Kind, Node, Query, Reading, ZoneChoice, parse, parse_with, translate, zones_of,
};
use std::collections::BTreeMap;

/// A search verb's archive and query.
pub struct Asked {
    pub archive: Archive,
    pub generation: Generation,
    /// The query as typed, or its translation.
    pub text: String,
    pub request: Request,
    /// The saved searches that the query names, and those that they name.
    pub saved: BTreeMap<String, SavedSearch>,
    pub deadline: Deadline,
}

/// Reads the query first, so that a mistake in it costs no indexing, then opens the archive.
pub fn ask(args: &QueryArgs, cli: &Cli, output: &Output) -> Result<Asked, Failure> {
    let place = || library::archive(args.folder.as_deref(), cli);
    let saved = Library::new(&place);
    let (query, text) = read(args, &args.words.join(" "), &saved, output)?;
    let zones = zones(args.zones.as_deref())?;
    let archive = match &args.folder {
        Some(folder) => refreshed(folder, args, cli, output)?,
        None => place::archive(cli)?,
    };
    let generation = place::open_for(&archive, cli)?;
    let request = Request { zones, ..Request::of(query) };
    let deadline = Deadline::start(args.deadline, *output);
    Ok(Asked { archive, generation, text, request, saved: saved.used(), deadline })
}

impl Asked {
    /// The query, resolved against the archive.
    pub fn question(&self) -> Result<Question<'_>, Failure> {
        Question::of(&self.generation, &self.request).map_err(|error| pointed(error, &self.text))
    }
}

/// Points a query error of the search at its place in the text.
pub fn pointed(error: SearchError, text: &str) -> Failure {
    match error {
        SearchError::Query(error) => Failure::query(&error, text),
        error => error.into(),
    }
}

/// Reads a query with its flags; says what may surprise. Gives the query, and the text it was read from.
pub fn read(args: &QueryArgs, typed: &str, saved: &Library, output: &Output) -> Result<(Query, String), Failure> {
    let stated = args.now.as_deref().map(stated_day).transpose()?;
    // The local day takes reading the system's time zones: only relative dates need it.
    let today = &|| stated.unwrap_or_else(|| jiff::ZonedDateTime::now().date());
    let mut filters = Vec::new();
    for (flag, value, sign) in [("--since", &args.since, ">="), ("--until", &args.until, "<=")] {
        if let Some(value) = value {
            filters.push(Node::new(0..0, Kind::Date(days(flag, value, sign, today)?)));
        }
    }
    refuse_no_days(&filters)?;
    if typed.trim().is_empty() {
        if filters.is_empty() {
            return Err(Failure::new(USAGE, "missing query")
                .with_hint("give one: `morgue search Starlink Taiwan`; `*` finds every article"));
        }
        return Ok((Query { root: Node::new(0..0, Kind::And(filters)), hints: Vec::new() }, typed.to_owned()));
    }
    let (text, mut remarks) = match args.dialect {
        Some(choice) => translated(choice, typed, args, output, today)?,
        None => (typed.to_owned(), Vec::new()),
    };
    let find = |name: &str| saved.find(name);
    let read = parse_with(&text, Reading { any: args.any, today }, &find);
    let mut query = read.map_err(|error| Failure::query(&error, &text))?;
    remarks.extend(query.hints.iter().map(|hint| hint.text.as_str()));
    if args.strict && !remarks.is_empty() {
        return Err(Failure::new(USAGE, remarks.join("\nmorgue: "))
            .with_hint("leave out `--strict` to search in spite of them"));
    }
    for remark in remarks {
        output.note(&format!("note: {remark}"));
    }
    if args.exact {
        query.root.take_words_literally();
    }
    hint_at_glued_flags(&args.words, output);
    if args.dialect.is_none() {
        hint_at_lost_quotes(&args.words, output);
    }
    if !filters.is_empty() {
        let span = query.root.span.clone();
        filters.insert(0, query.root);
        query.root = Node::new(span, Kind::And(filters));
    }
    if args.loose_dates {
        query.root.loosen_dates();
    }
    Ok((query, text))
}

/// A query of another system in the own language, which is told, and how the two differ.
fn translated(
    choice: DialectChoice,
    typed: &str,
    args: &QueryArgs,
    output: &Output,
    today: &dyn Fn() -> Date,
) -> Result<(String, Vec<&'static str>), Failure> {
    let dialect = dialect(choice);
    let translation = translate(dialect, typed, today).map_err(|error| Failure::query(&error, typed))?;
    output.note(&format!("translated from {}: {}", dialect.name(), translation.text));
    let differs = translation.notes.into_iter().map(|(difference, _)| difference);
    let told = differs.filter(|difference| !(args.exact && difference.is_of_inflections()));
    Ok((translation.text, told.map(|difference| difference.text).collect()))
}

/// The language that a value of `--dialect` names.
pub fn dialect(choice: DialectChoice) -> Dialect {
    match choice {
        DialectChoice::Nexis => Dialect::Nexis,
        DialectChoice::Factiva => Dialect::Factiva,
        DialectChoice::Mediacloud => Dialect::MediaCloud,
        DialectChoice::Lucene => Dialect::Lucene,
    }
}

/// `--until` before `--since` leaves no day over.
fn refuse_no_days(filters: &[Node]) -> Result<(), Failure> {
    let [Node { kind: Kind::Date(since), .. }, Node { kind: Kind::Date(until), .. }] = filters else { return Ok(()) };
    match (since.from, until.to) {
        (Some(from), Some(to)) if to < from => {
            Err(Failure::new(USAGE, "--until is earlier than --since").with_hint("swap the two dates"))
        }
        _ => Ok(()),
    }
}

/// `-n5` is a word to leave out, as every minus before more than one letter is.
fn hint_at_glued_flags(words: &[String], output: &Output) {
    let glued = |word: &&String| {
        matches!(word.as_bytes(), [b'-', letter, digits @ ..] if letter.is_ascii_lowercase()
            && !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
    };
    if let Some(word) = words.iter().find(glued) {
        let (flag, number) = word.split_at(2);
        output.note(&format!("note: {word} is read as NOT {}; for the flag, write {flag} {number}", &word[1..]));
    }
}

/// The shell takes quotation marks away: `search "low orbit" Taiwan` arrives as two arguments, one with a blank.
fn hint_at_lost_quotes(words: &[String], output: &Output) {
    let plain = |word: &String| {
        let operators = ["AND", "OR", "NOT", "NEAR", "PRE", "ADJ", "SAME", "ATLEAST"];
        let operator =
            word.split_whitespace().any(|part| operators.contains(&part.split('/').next().unwrap_or_default()));
        word.trim().contains(' ') && !operator && !word.contains(['"', '“', '”', '«', '»', '„', ':', '(', ')'])
    };
    if let Some(word) = words.iter().find(|word| plain(word)).filter(|_| words.len() > 1) {
        // A minus before the quotation stays before it.
        let (sign, phrase) = word.strip_prefix('-').map_or(("", word.as_str()), |phrase| ("-", phrase));
        output.note(&format!(
            "note: the shell removed the quotation marks of {phrase}; to search for the phrase, write '{sign}\"{phrase}\"'"
        ));
    }
}

fn stated_day(now: &str) -> Result<Date, Failure> {
    let day = now.split('T').next().unwrap_or_default();
    day.parse().map_err(|_| Failure::new(USAGE, format!("--now: invalid day \"{now}\": expected YYYY-MM-DD")))
}

fn days(flag: &str, value: &str, sign: &str, today: &dyn Fn() -> Date) -> Result<DayRange, Failure> {
    let bare = value.trim();
    let text = format!("date:{sign}{bare}");
    let range = parse(&text, Reading { any: false, today });
    match range.map(|query| query.root.kind) {
        Ok(Kind::Date(days)) if !bare.is_empty() => Ok(days),
        _ => {
            Err(Failure::new(USAGE, format!("{flag}: invalid date \"{value}\": expected YYYY, YYYY-MM or YYYY-MM-DD"))
                .with_hint("write 2024, 2024-10, 2024-10-25, yesterday or 7d"))
        }
    }
}

/// `all`, or names of zones parted by commas.
pub fn zones(text: Option<&str>) -> Result<ZoneChoice, Failure> {
    let Some(text) = text else { return Ok(ZoneChoice::Story) };
    let mut chosen = Vec::new();
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        match name {
            "all" => return Ok(ZoneChoice::All),
            name => match zones_of(name) {
                zones if zones.is_empty() => {
                    let message = format!("--zones: unknown zone \"{name}\"");
                    return Err(
                        Failure::new(USAGE, message).with_hint("use all, title, deck, lead, body, captions, margin")
                    );
                }
                zones => chosen.extend(zones),
            },
        }
    }
    Ok(if chosen.is_empty() { ZoneChoice::Story } else { ZoneChoice::Only(chosen) })
}

/// The archive of `--in`, brought up to date. While another run works on it, or where it cannot be written to, what is
/// published answers.
fn refreshed(folder: &std::path::Path, args: &QueryArgs, cli: &Cli, output: &Output) -> Result<Archive, Failure> {
    let archive = place::archive_of(folder, cli)?;
    let wanted = refresh::Wanted::new(args.ner);
    let refreshed = archive.create().map_err(Failure::from).and_then(|()| {
        archive.add_source(folder)?;
        refresh::run(&archive, wanted, output)
    });
    match refreshed {
        Ok(report) => {
            if report.counts.newly_spiked > 0
                || output.is_watched() && report.outcome != morgue::ingest::Outcome::Unchanged
            {
                ingest::summary(&report, Some(archive.root())).iter().for_each(|line| output.note(line));
            }
            Ok(archive)
        }
        Err(failure) if archive.current().exists() && matches!(failure.code, LOCKED | REFUSED | super::error::IO) => {
            output.note(&format!("note: {}; the answer comes from the last index", failure.message));
            Ok(archive)
        }
        Err(failure) if failure.code == NO_INDEX => {
            Err(Failure::new(USAGE, format!("{}: no articles found in this folder", folder.display())))
        }
        Err(failure) => Err(failure),
    }
}
