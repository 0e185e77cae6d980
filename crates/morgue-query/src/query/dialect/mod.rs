//! Queries written for other systems (Nexis, Factiva, Media Cloud, Lucene) to morgue's query language, which is then
//! parsed as usual. Differences in meaning are reported; what cannot be expressed is an error at its position in the
//! text as typed.

mod connectors;
mod dates;
mod factiva;
mod factiva_fields;
mod fragment;
mod lucene;
mod lucene_clauses;
mod lucene_terms;
mod lucene_values;
mod mediacloud;
mod nexis;
mod nexis_segments;
mod notes;
mod pieces;
mod read;
mod translation;
mod write;

pub use notes::Difference;
pub use translation::{Dialect, Translation};

use crate::query::language::{MAX_BYTES, ParseOptions, QueryError, control_character, nothing_in, parse};
use jiff::civil::Date;

/// Translates a query. Positions in errors refer to `text`.
///
/// ```
/// # use morgue_query::query::{Dialect, translate};
/// let today = || jiff::civil::date(2024, 10, 25);
/// let translated = translate(Dialect::Nexis, "HEADLINE(satellit! w/5 taiwan or china)", &today).expect("readable");
/// assert_eq!(translated.text, "title:(satellit* NEAR/5 (taiwan OR china))");
/// ```
pub fn translate(dialect: Dialect, text: &str, today: &dyn Fn() -> Date) -> Result<Translation, QueryError> {
    if text.len() > MAX_BYTES {
        return Err(QueryError::new(
            0..0,
            format!("the query is too long: {} bytes, at most {MAX_BYTES} are allowed", text.len()),
        ));
    }
    if let Some(error) = control_character(text) {
        return Err(error);
    }
    let read = match dialect {
        Dialect::Nexis => nexis::read(text, today)?,
        Dialect::Factiva => factiva::read(text, today)?,
        Dialect::MediaCloud => lucene::read(text, &mediacloud::FLAVOUR, today)?,
        Dialect::Lucene => lucene::read(text, &lucene::FLAVOUR, today)?,
    };
    let whole = 0..text.len();
    let part = read.part.ok_or_else(|| nothing_in(text.len()))?;
    let translated = part.print();
    // The limits of morgue's query language apply too.
    if let Err(error) = parse(&translated, ParseOptions { any: false, today }) {
        return Err(QueryError::new(whole, format!("the translation of the query cannot be read: {error}"))
            .with_hint(format!("look at the translation: {}", shortened(&translated))));
    }
    let mut notes = read.notes;
    notes.sort_by_key(|(_, span)| span.start);
    let mut told = std::collections::BTreeSet::new();
    notes.retain(|(difference, _)| told.insert(difference.name));
    Ok(Translation { text: translated, notes })
}

fn shortened(text: &str) -> String {
    const SHOWN: usize = 200;
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
