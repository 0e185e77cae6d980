//! Names before a colon: which field is meant, and the message for an unknown one.

use super::ast::Span;
use super::error::QueryError;
use crate::schema::Schema;
use strsim::osa_distance;

/// Field names of the language that this version does not support yet.
const LATER: [(&str, &str); 1] = [("indexed", "the field \"indexed\" is not supported yet")];

/// Names that other search engines use, and what to write here.
const ELSEWHERE: [(&str, &str); 17] = [
    ("dup", "`original:yes` or `copies:>1`"),
    ("since", "`date:>=2024-10-25`"),
    ("after", "`date:>2024-10-25`"),
    ("before", "`date:<2024-10-25`"),
    ("until", "`date:<=2024-10-25`"),
    ("year", "`date:2024`"),
    ("month", "`date:2024-10`"),
    ("day", "`date:2024-10-25`"),
    ("from", "`author:Doe` or `outlet:\"The Week\"`"),
    ("writer", "`author:Doe`"),
    ("newspaper", "`outlet:\"The Week\"`"),
    ("paper", "`outlet:\"The Week\"`"),
    ("allintitle", "`title:(Starlink Taiwan)`"),
    ("intext", "`body:Starlink`"),
    ("filetype", "`path:*.pdf`"),
    ("ext", "`path:*.pdf`"),
    ("topic", "`section:science`, or the word itself"),
];

/// An unknown field name, with something after its colon.
pub fn unknown(name: &str, value: &str, span: Span) -> QueryError {
    let lower = name.to_ascii_lowercase();
    let nearest = nearest(name);
    let error = match LATER.iter().find(|(known, _)| *known == lower) {
        Some((_, message)) => QueryError::new(span, *message),
        None => QueryError::new(span, format!("unknown field \"{name}\"")),
    };
    if let Some((_, here)) = ELSEWHERE.iter().find(|(known, _)| *known == lower) {
        return error.with_hint(format!("write {here}; to search for the words, put them in quotation marks"));
    }
    error.with_hint(match nearest {
        Some(nearest) => format!("did you mean \"{nearest}\"? To search for the words, put them in quotation marks"),
        None if value.is_empty() => "to search for the words, put a space after the colon".to_owned(),
        None => format!("to search for the words, put a space after the colon: `{name}: {value}`"),
    })
}

/// Whether a name is that of a field but for one letter, or a name that other search engines use.
pub fn is_misspelled(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let elsewhere = LATER.iter().map(|(name, _)| *name).chain(ELSEWHERE.iter().map(|(name, _)| *name));
    let mut known = Schema::news().query_names().chain(elsewhere);
    known.any(|known| osa_distance(known, &lower) <= usize::from(known.len() > 3))
}

/// The field name or alias within two edits of a name, nearest first; one edit for short names.
pub fn nearest(name: &str) -> Option<&'static str> {
    nearest_name(name, &mut Schema::news().query_names().filter(|known| known.len() > 2))
}

/// Those of some names within two edits of a name, nearest first; one edit for short names.
pub fn nearest_name<'n>(name: &str, names: &mut dyn Iterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_ascii_lowercase();
    let most = if name.len() <= 4 { 1 } else { 2 };
    // A name much longer than any field's is not worth comparing.
    let names = names.filter(|known| name.len() <= known.len() + most);
    let near = names.map(|known| (osa_distance(&name, known), known)).filter(|(edits, _)| *edits <= most);
    near.min_by_key(|(edits, _)| *edits).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_names_are_those_of_a_slip() {
        for (name, want) in [
            ("autor", Some("author")),
            ("titel", Some("title")),
            ("outlt", Some("outlet")),
            ("Putin", None),
            ("xyz", None),
        ] {
            assert_eq!(nearest(name), want, "{name}");
        }
    }
}
