//! What the search verbs have in common: the query from their flags, and the archive they search.

use super::args::Cli;
use super::deadline::Deadline;
use super::error::{Failure, LOCKED, NO_INDEX, REFUSED, USAGE};
use super::output::Output;
use super::place::{self, caller};
use super::query_args::{DialectChoice, NerChoice, QueryArgs};
use super::{history, ingest, refresh};
use morgue::desk::{Asked, Library, Remark, Typed, query_of_file, read};
use morgue::index::Archive;
use morgue::query::Dialect;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Reads the query first, so that a mistake in it costs no indexing; then opens the archive.
pub fn ask(args: &QueryArgs, cli: &Cli, output: &Output) -> Result<(Asked, Deadline), Failure> {
    let (caller, typed) = (caller(), typed(args)?);
    let place = || {
        let index = place::given_index(cli);
        match &args.folder {
            Some(folder) => morgue::desk::place::archive_of(folder, index, &caller),
            None => morgue::desk::place::archive(index, &caller),
        }
    };
    let last = || history::last_of(&place().ok()?);
    let saved = Library::new(&place).with_last(&last);
    let read = read(&typed, &saved, &caller.today, &mut |remark| say(&remark, output))?;
    if !typed.text.trim().is_empty() {
        hint_at_glued_flags(&args.words, output);
        if typed.dialect.is_none() {
            hint_at_lost_quotes(&args.words, output);
        }
    }
    let archive = match &args.folder {
        Some(folder) => refreshed(folder, args.ner, cli, output)?,
        None => place::archive(cli)?,
    };
    let generation = place::open_for(&archive, cli)?;
    let asked = Asked::of(archive, generation, typed, read, saved.used());
    history::keep(&asked, output);
    let deadline = Deadline::start(args.deadline, *output, &asked.cancel);
    Ok((asked, deadline))
}

/// Reads the query of an archive that was already chosen.
pub fn ask_in(archive: Archive, args: &QueryArgs, cli: &Cli, output: &Output) -> Result<(Asked, Deadline), Failure> {
    let (caller, typed) = (caller(), typed(args)?);
    let place = || Ok(archive.clone());
    let last = || history::last_of(&archive);
    let saved = Library::new(&place).with_last(&last);
    let read = read(&typed, &saved, &caller.today, &mut |remark| say(&remark, output))?;
    let generation = place::open_for(&archive, cli)?;
    let asked = Asked::of(archive.clone(), generation, typed, read, saved.used());
    let deadline = Deadline::start(args.deadline, *output, &asked.cancel);
    Ok((asked, deadline))
}

/// The query of the flags, not parsed yet.
pub fn typed(args: &QueryArgs) -> Result<Typed, Failure> {
    let text = match &args.query_file {
        Some(file) => query_in(file)?,
        None => args.words.join(" "),
    };
    Ok(Typed {
        text,
        dialect: args.dialect.map(dialect),
        any: args.matching.any,
        exact: args.matching.exact,
        loose_dates: args.matching.loose_dates,
        strict: args.strict,
        since: args.matching.since.clone(),
        until: args.matching.until.clone(),
        zones: args.zones.clone(),
        now: args.now.clone(),
    })
}

/// Most bytes of a file with a query; longer ones are not queries.
const MOST_QUERY_BYTES: u64 = 1 << 20;

/// The query in a file, or in standard input for `-`.
fn query_in(file: &Path) -> Result<String, Failure> {
    let wrong =
        |reason: &dyn std::fmt::Display| Failure::new(USAGE, format!("--query-file: {}: {reason}", file.display()));
    let mut bytes = Vec::new();
    let read = match file == Path::new("-") {
        true => std::io::stdin().lock().take(MOST_QUERY_BYTES + 1).read_to_end(&mut bytes),
        false => File::open(file).and_then(|opened| opened.take(MOST_QUERY_BYTES + 1).read_to_end(&mut bytes)),
    };
    read.map_err(|error| wrong(&error))?;
    if bytes.len() as u64 > MOST_QUERY_BYTES {
        return Err(wrong(&"more than 1 MB: this is not a query"));
    }
    let text = String::from_utf8(bytes).map_err(|_| wrong(&"not UTF-8"))?;
    Some(query_of_file(&text)).filter(|query| !query.is_empty()).ok_or_else(|| wrong(&"no query in this file"))
}

/// Hints at query words that a shell or a habit may have changed.
pub fn hint_at_typing(words: &[String], output: &Output) {
    hint_at_glued_flags(words, output);
    hint_at_lost_quotes(words, output);
}

/// Prints a remark on how a query was read.
pub fn say(remark: &Remark, output: &Output) {
    match remark {
        Remark::Translated { from, text } => output.note(&format!("translated from {}: {text}", from.name())),
        Remark::Note(text) => output.note(&format!("note: {text}")),
    }
}

/// The query language for a value of `--dialect`.
pub fn dialect(choice: DialectChoice) -> Dialect {
    match choice {
        DialectChoice::Nexis => Dialect::Nexis,
        DialectChoice::Factiva => Dialect::Factiva,
        DialectChoice::Mediacloud => Dialect::MediaCloud,
        DialectChoice::Lucene => Dialect::Lucene,
    }
}

/// `-n5` excludes a word, like every minus before more than one letter.
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

/// The shell removes quotation marks: `search "low orbit" Taiwan` arrives as two arguments, one with a space.
fn hint_at_lost_quotes(words: &[String], output: &Output) {
    let plain = |word: &String| {
        let operators = ["AND", "OR", "NOT", "NEAR", "PRE", "ADJ", "SAME", "ATLEAST"];
        let operator =
            word.split_whitespace().any(|part| operators.contains(&part.split('/').next().unwrap_or_default()));
        word.trim().contains(' ') && !operator && !word.contains(['"', '“', '”', '«', '»', '„', ':', '(', ')'])
    };
    if let Some(word) = words.iter().find(|word| plain(word)).filter(|_| words.len() > 1) {
        // A minus before the quotation marks stays in front of them.
        let (sign, phrase) = word.strip_prefix('-').map_or(("", word.as_str()), |phrase| ("-", phrase));
        output.note(&format!(
            "note: the shell removed the quotation marks of {phrase}; to search for the phrase, write '{sign}\"{phrase}\"'"
        ));
    }
}

/// The archive of `--in`, brought up to date. While another run works on it, or if it is read-only, the published
/// generation is searched.
pub fn refreshed(folder: &Path, ner: NerChoice, cli: &Cli, output: &Output) -> Result<Archive, Failure> {
    let archive = place::archive_of(folder, cli)?;
    let request = refresh::RunRequest::new(ner);
    let refreshed = archive.create().map_err(Failure::from).and_then(|()| {
        archive.add_source(folder)?;
        refresh::run(&archive, request, output)
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
