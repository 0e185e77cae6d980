//! Values of keyword fields: which terms of the index a typed value means. Case and accents never matter; `The` before an
//! outlet may be left out; where the schema says so, whole words of a value are enough. `*` and `?` stand for letters.

use super::ast::{Pattern, Value};
use crate::article::{Class, canonical_url, name_key};
use crate::schema::{Field, Matching, keyword_term};
use tantivy::schema as engine;
use tantivy::{Searcher, Term};

/// Terms of a field that a value means, and those of a class of names that are taken for it; empty where there are none.
pub fn terms(
    searcher: &Searcher,
    field: &Field,
    engine_field: engine::Field,
    value: &Value,
    class: Option<&Class>,
) -> tantivy::Result<Vec<Term>> {
    let (wanted, starts) = match value {
        Value::Is(text) => (as_indexed(field, text), false),
        Value::StartsWith(start) => (as_indexed(field, start), true),
        Value::Like(form) => {
            let form = keyword_term(form);
            let known = known_terms(searcher, engine_field, |known| is_like(field, known, &form))?;
            return Ok(known.into_iter().map(|known| Term::from_field_text(engine_field, &known)).collect());
        }
        Value::Form(_) | Value::Any | Value::None => return Ok(Vec::new()),
    };
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let term = |text: &str| Term::from_field_text(engine_field, text);
    let words = field.matching == Some(Matching::Words);
    if !words && !starts {
        let other = wanted.strip_prefix("the ").map_or_else(|| format!("the {wanted}"), str::to_owned);
        return Ok(vec![term(&wanted), term(&other)]);
    }
    let mut found = std::collections::BTreeSet::new();
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(engine_field)?;
        let mut stream = if words {
            inverted.terms().stream()?
        } else {
            inverted.terms().range().ge(wanted.as_bytes()).into_stream()?
        };
        while stream.advance() {
            let Ok(known) = std::str::from_utf8(stream.key()) else { continue };
            if !words && !known.starts_with(&wanted) {
                break;
            }
            let is_taken = || class.is_some_and(|class| class.members.contains_key(&name_key(known)));
            if !words || holds(known, &wanted, starts) || is_taken() {
                found.insert(known.to_owned());
            }
        }
    }
    Ok(found.iter().map(|known| term(known)).collect())
}

/// The terms of a field that `wanted` takes, in order.
fn known_terms(
    searcher: &Searcher,
    field: engine::Field,
    wanted: impl Fn(&str) -> bool,
) -> tantivy::Result<std::collections::BTreeSet<String>> {
    let mut found = std::collections::BTreeSet::new();
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(field)?;
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            if let Ok(known) = std::str::from_utf8(stream.key())
                && wanted(known)
            {
                found.insert(known.to_owned());
            }
        }
    }
    Ok(found)
}

/// Whether a value has a form; where whole words are enough, any run of as many words as the form has.
fn is_like(field: &Field, known: &str, form: &str) -> bool {
    let form_pattern = Pattern::Wildcard(form.to_owned());
    if form_pattern.matches(known) || known.strip_prefix("the ").is_some_and(|known| form_pattern.matches(known)) {
        return true;
    }
    let words: Vec<&str> = known.split(' ').collect();
    let length = form.split(' ').count();
    field.matching == Some(Matching::Words) && words.windows(length).any(|run| form_pattern.matches(&run.join(" ")))
}

fn as_indexed(field: &Field, text: &str) -> String {
    let canonical = if field.name == "url" { canonical_url(text) } else { None };
    keyword_term(canonical.as_deref().unwrap_or(text))
}

/// Whether `value` stands in `known` as whole words (`starts`: its last word may go on).
fn holds(known: &str, value: &str, starts: bool) -> bool {
    known.match_indices(value).any(|(at, _)| {
        let before = known[..at].chars().next_back();
        let after = known[at + value.len()..].chars().next();
        // A son of the same name is another person.
        let another = matches!(known[at + value.len()..].trim_end_matches('.'), " jr" | " sr" | ", jr" | ", sr");
        before.is_none_or(|c| !c.is_alphanumeric())
            && (starts || after.is_none_or(|c| !c.is_alphanumeric()) && !another)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_of_a_value_are_enough() {
        let cases = [
            ("elon musk", "musk", false, true),
            ("elon musk", "elon musk", false, true),
            ("elon musk", "mus", false, false),
            ("elon musk", "mus", true, true),
            ("jean-marie le pen", "le pen", false, true),
            ("muskogee", "musk", false, false),
            ("gregory harwood jr.", "gregory harwood", false, false),
            ("gregory harwood jr.", "harwood jr", false, true),
        ];
        for (known, value, starts, want) in cases {
            assert_eq!(holds(known, value, starts), want, "{known} {value}");
        }
    }
}
