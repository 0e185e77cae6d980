//! Parsing a query as typed: translated, with its flags in its tree, and with remarks on what may surprise.

use super::error::DeskError;
use super::library::Library;
use super::typed::{Typed, zones};
use crate::query::{DayRange, Dialect, Kind, Node, ParseOptions, Query, ZoneChoice, parse, parse_with, translate};
use jiff::civil::Date;

/// A parsed query.
#[derive(Debug, Clone)]
pub struct Read {
    pub query: Query,
    /// The text that it was parsed from: as typed, or its translation.
    pub text: String,
    /// For a translation, the language in which it was typed.
    pub translated: Option<Dialect>,
    /// The zones of words without a zone of their own.
    pub zones: ZoneChoice,
}

/// What a user should know about how a query was parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The query in morgue's query language.
    Translated { from: Dialect, text: String },
    /// What may surprise.
    Note(String),
}

/// Receives the remarks as they are made.
pub type Remarks<'r> = &'r mut dyn FnMut(Remark);

/// Parses a query with its flags. `today` is called only if a query has relative dates.
pub fn read(
    typed: &Typed,
    library: &Library,
    today: &dyn Fn() -> Date,
    remark: Remarks<'_>,
) -> Result<Read, DeskError> {
    let stated = typed.stated_day()?;
    let today = &|| stated.unwrap_or_else(today);
    let filters = filters(typed, today)?;
    if typed.text.trim().is_empty() {
        if filters.is_empty() {
            return Err(DeskError::usage("missing query")
                .with_hint("give one: `morgue search Starlink Taiwan`; `*` finds every article"));
        }
        let query = Query { root: Node::new(0..0, Kind::And(filters)), hints: Vec::new() };
        let zones = zones(typed.zones.as_deref())?;
        return Ok(Read { query, text: typed.text.clone(), translated: None, zones });
    }
    let (text, mut notes) = match typed.dialect {
        Some(dialect) => translated(dialect, typed, today, remark)?,
        None => (typed.text.clone(), Vec::new()),
    };
    let find = |name: &str| library.find(name);
    let read = parse_with(&text, ParseOptions { any: typed.any, today }, &find);
    let mut query = read.map_err(|error| DeskError::query(error, &text))?;
    notes.extend(query.hints.iter().map(|hint| hint.text.clone()));
    if typed.strict && !notes.is_empty() {
        return Err(
            DeskError::usage(notes.join("\nmorgue: ")).with_hint("leave out `--strict` to search in spite of them")
        );
    }
    notes.into_iter().for_each(|note| remark(Remark::Note(note)));
    narrow(&mut query, typed, filters);
    Ok(Read { query, text, translated: typed.dialect, zones: zones(typed.zones.as_deref())? })
}

/// Puts the flags into the tree.
fn narrow(query: &mut Query, typed: &Typed, mut filters: Vec<Node>) {
    if typed.exact {
        query.root.take_words_literally();
    }
    if !filters.is_empty() {
        let (span, all) = (query.root.span.clone(), Node::new(0..0, Kind::All));
        filters.insert(0, std::mem::replace(&mut query.root, all));
        query.root = Node::new(span, Kind::And(filters));
    }
    if typed.loose_dates {
        query.root.loosen_dates();
    }
}

/// A query of another system in morgue's query language, and how the two differ.
fn translated(
    dialect: Dialect,
    typed: &Typed,
    today: &dyn Fn() -> Date,
    remark: Remarks<'_>,
) -> Result<(String, Vec<String>), DeskError> {
    let translation = translate(dialect, &typed.text, today).map_err(|error| DeskError::query(error, &typed.text))?;
    remark(Remark::Translated { from: dialect, text: translation.text.clone() });
    let differs = translation.notes.into_iter().map(|(difference, _)| difference);
    let told = differs.filter(|difference| !(typed.exact && difference.is_of_inflections()));
    Ok((translation.text, told.map(|difference| difference.text.to_owned()).collect()))
}

/// `--since` and `--until` as parts of a query.
fn filters(typed: &Typed, today: &dyn Fn() -> Date) -> Result<Vec<Node>, DeskError> {
    let mut filters = Vec::new();
    for (flag, value, sign) in [("--since", &typed.since, ">="), ("--until", &typed.until, "<=")] {
        if let Some(value) = value {
            filters.push(Node::new(0..0, Kind::Date(days(flag, value, sign, today)?)));
        }
    }
    if let [Node { kind: Kind::Date(since), .. }, Node { kind: Kind::Date(until), .. }] = &filters[..]
        && let (Some(from), Some(to)) = (since.from, until.to)
        && to < from
    {
        return Err(DeskError::usage("--until is earlier than --since").with_hint("swap the two dates"));
    }
    Ok(filters)
}

fn days(flag: &str, value: &str, sign: &str, today: &dyn Fn() -> Date) -> Result<DayRange, DeskError> {
    // `last week` is what a date in a query writes as `last-week`.
    let words: Vec<&str> = value.split_whitespace().collect();
    let is_relative =
        words.first().is_some_and(|first| ["last", "this"].iter().any(|word| first.eq_ignore_ascii_case(word)));
    let bare = if is_relative { words.join("-").to_lowercase() } else { words.join(" ") };
    let range = parse(&format!("date:{sign}{bare}"), ParseOptions { any: false, today });
    match range.map(|query| query.root.kind) {
        Ok(Kind::Date(days)) if !bare.is_empty() => Ok(days),
        _ => Err(DeskError::usage(format!("{flag}: invalid date \"{value}\": expected YYYY, YYYY-MM or YYYY-MM-DD"))
            .with_hint("write 2024, 2024-10, 2024-10-25, yesterday, last-week or 7d")),
    }
}
