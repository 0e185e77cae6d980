//! Values of keyword fields: which values of the archive a typed one means. Case and accents never matter; `The` in
//! front of an outlet is optional; if the schema says so, whole words of a value are enough. `*` and `?` match letters.

use super::dictionary::Dictionary;
use super::short_names::is_short_for;
use super::translit::{may_be_transliterated, same_spelling, spelling_keys};
use crate::article::{Class, NameKind, Reason, canonical_url, name_key};
use crate::query::failure::ArchiveError;
use crate::query::language::{Pattern, Value};
use crate::schema::{Field, Matching};
use crate::terms::keyword_term;
use std::collections::BTreeSet;

/// Folded values of a field that a value means, and those of names that are treated as the same; empty if there are
/// none. A whole value is returned whether the archive has it or not.
pub fn values(
    dictionary: &dyn Dictionary,
    field: &Field,
    value: &Value,
    class: Option<&Class>,
) -> Result<Vec<String>, ArchiveError> {
    let (wanted, starts) = match value {
        Value::Is(text) => (as_indexed(field, text), false),
        Value::StartsWith(start) => (as_indexed(field, start), true),
        Value::Like(form) => {
            let form = keyword_term(form);
            return known_values(dictionary, field, "", &|known| Some(is_like(field, known, &form)));
        }
        Value::Form(_) | Value::Any | Value::None => return Ok(Vec::new()),
    };
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let words = field.matching == Some(Matching::Words);
    if !words && !starts {
        let other = wanted.strip_prefix("the ").map_or_else(|| format!("the {wanted}"), str::to_owned);
        if field.name == "outlet"
            && dictionary.articles_with("outlet", &wanted)? == 0
            && dictionary.articles_with("outlet", &other)? == 0
        {
            let short =
                known_values(dictionary, field, "", &|known| Some(is_short_for(&wanted, known, OUTLET_LETTERS)))?;
            if !short.is_empty() {
                return Ok(short);
            }
        }
        return Ok(vec![wanted, other]);
    }
    if !words {
        return known_values(dictionary, field, &wanted, &|known| known.starts_with(&wanted).then_some(true));
    }
    let mut found = match class {
        None => known_values(dictionary, field, "", &|known| Some(holds(known, &wanted, starts)))?,
        Some(class) => {
            let parts = parts_of(class, field, value);
            let is_member = |known: &str| class.members.contains_key(&name_key(known));
            let holds_one = |known: &str| parts.iter().any(|part| holds(known, part, starts));
            known_values(dictionary, field, "", &|known| Some(holds_one(known) || is_member(known)))?
        }
    };
    if starts {
        return Ok(found);
    }
    match NameKind::of_field(&field.name) {
        Some(NameKind::Person) => add_transliterated(dictionary, field, &wanted, &mut found)?,
        Some(_) if found.is_empty() => {
            found = known_values(dictionary, field, "", &|known| Some(is_short_for(&wanted, known, NAME_LETTERS)))?;
        }
        _ => {}
    }
    Ok(found)
}

/// Fewest letters of an acronym of an outlet, and of another name, of which there are many.
const OUTLET_LETTERS: usize = 2;
const NAME_LETTERS: usize = 3;

/// Most names of an archive whose other spellings are looked for.
const MOST_SPELT: usize = 20;

/// Adds the people whose names are other spellings of a requested one, or of those found for it.
fn add_transliterated(
    dictionary: &dyn Dictionary,
    field: &Field,
    wanted: &str,
    found: &mut Vec<String>,
) -> Result<(), ArchiveError> {
    let known = found.iter().map(String::as_str).filter(|known| known.contains(' ')).take(MOST_SPELT);
    let mut asked: Vec<String> = std::iter::once(wanted).chain(known).map(str::to_owned).collect();
    asked.dedup();
    asked.retain(|name| may_be_transliterated(name));
    if asked.is_empty() {
        return Ok(());
    }
    let keys: BTreeSet<String> = asked.iter().flat_map(|name| spelling_keys(name)).collect();
    let lengths: Vec<usize> = asked.iter().map(|name| name.split(' ').count()).collect();
    let is_spelt = |name: &str| {
        spelling_keys(name).iter().any(|key| keys.contains(key)) && asked.iter().any(|asked| same_spelling(asked, name))
    };
    let is_other = |known: &str| {
        let words = known.split(' ').count();
        // A surname alone is compared with those of full names.
        let surname = known.rsplit(' ').next().filter(|_| lengths[0] == 1 && words > 1);
        lengths.contains(&words) && is_spelt(known) || surname.is_some_and(is_spelt)
    };
    let others = known_values(dictionary, field, "", &|known| Some(is_other(known)))?;
    found.extend(others);
    found.sort();
    found.dedup();
    Ok(())
}

/// The names of a class that may be a part of a value, so that all names of one class find the same: those of the table and
/// of the user, but not those of one word unless they name an organisation (the America of South America is another place).
/// A name that was only learned, such as a surname, may be a part itself: it can also be somebody else's.
fn parts_of(class: &Class, field: &Field, value: &Value) -> Vec<String> {
    let asked = match value {
        Value::Is(text) | Value::StartsWith(text) => text,
        _ => return Vec::new(),
    };
    let is_stated = |key: &str| {
        let reason = class.members.get(key).map(|(_, reason)| *reason);
        matches!(reason, Some(Reason::Shipped | Reason::Own))
    };
    let asked_key = name_key(asked);
    if !is_stated(&asked_key) {
        return vec![as_indexed(field, asked)];
    }
    let stated = class.members.iter().filter(|(key, _)| is_stated(key)).map(|(_, (name, _))| as_indexed(field, name));
    stated.filter(|name| class.kind == NameKind::Org || name.contains(' ')).collect()
}

/// The matching values of a field, starting at one, in order; `None` ends a list.
fn known_values(
    dictionary: &dyn Dictionary,
    field: &Field,
    from: &str,
    wanted: &dyn Fn(&str) -> Option<bool>,
) -> Result<Vec<String>, ArchiveError> {
    let mut found = BTreeSet::new();
    dictionary.each_value(&field.name, from, &mut |known| {
        let wanted = wanted(known);
        if wanted == Some(true) {
            found.insert(known.to_owned());
        }
        wanted.is_some()
    })?;
    Ok(found.into_iter().collect())
}

/// Whether a value matches a pattern; if whole words are enough, any run of as many words as the pattern has.
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

/// Whether `known` contains `value` as whole words (`starts`: its last word may continue).
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
