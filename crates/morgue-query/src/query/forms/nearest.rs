//! Words and values of the archive near one that finds nothing: `BBC News` for `outlet:BBC`, `The Harbour Courier` for
//! `outlet:"Harbor Courier"`.

use super::dictionary::{Dictionary, TextField};
use super::expand::{MAX_FORMS, add_forms};
use crate::query::failure::ArchiveError;
use crate::query::language::Pattern;
use crate::schema::{Field, FieldKind, Schema};
use crate::terms::keyword_term;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use strsim::osa_distance;

/// Words of stories with a spelling similar to another one, the most common first.
pub fn nearest_words(dictionary: &dyn Dictionary, word: &str, most: usize) -> Result<Vec<String>, ArchiveError> {
    words_within(dictionary, word, if word.chars().count() < 5 { 1 } else { 2 }, most)
}

/// Words of stories within a number of edits of another one, the most common first.
pub fn words_within(
    dictionary: &dyn Dictionary,
    word: &str,
    edits: u8,
    most: usize,
) -> Result<Vec<String>, ArchiveError> {
    let mut near = BTreeSet::new();
    add_forms(dictionary, TextField::Story, &Pattern::Fuzzy(word.to_owned(), edits), MAX_FORMS, &mut near)?;
    let mut near: Vec<(u64, String)> = near.into_iter().map(|near| (dictionary.frequency(&near), near)).collect();
    near.sort_by(|(one, word), (other, near)| other.cmp(one).then_with(|| word.cmp(near)));
    Ok(near.into_iter().take(most).map(|(_, word)| word).collect())
}

/// Values as written: first those that contain the requested words, then by how much they differ, then the most common.
/// Empty for a field whose values cannot be listed.
pub fn nearest_values(
    dictionary: &dyn Dictionary,
    field: &str,
    asked: &str,
    most: usize,
) -> Result<Vec<String>, ArchiveError> {
    let known = Schema::news().field(field);
    let Some(Field { kind: FieldKind::Keyword, fast: true, .. }) = known else { return Ok(Vec::new()) };
    let asked = keyword_term(asked);
    let mut distances: BTreeMap<String, usize> = BTreeMap::new();
    let counted = dictionary.counted_values(field, &mut |value| {
        let Some(distance) = distance(&asked, &keyword_term(value)) else { return false };
        distances.insert(value.to_owned(), distance);
        true
    })?;
    let mut near: Vec<(String, usize, u64)> = counted
        .into_iter()
        .filter(|(_, articles)| *articles > 0)
        .filter_map(|(value, articles)| distances.get(&value).map(|distance| (value, *distance, articles)))
        .collect();
    near.sort_by(|(one, far, few), (other, near, many)| far.cmp(near).then(many.cmp(few)).then_with(|| one.cmp(other)));
    // Of spellings that a query treats as one, the first is enough.
    let mut told = HashSet::new();
    let near = near.into_iter().map(|(value, ..)| value).filter(|value| told.insert(keyword_term(value)));
    Ok(near.take(most).collect())
}

/// The distance of a value from the requested one; `None` if too far. One that contains the words is nearest.
fn distance(asked: &str, value: &str) -> Option<usize> {
    if asked.is_empty() {
        return None;
    }
    if format!(" {value} ").contains(&format!(" {asked} ")) {
        return Some(0);
    }
    let bare = value.strip_prefix("the ").unwrap_or(value);
    let most = match asked.chars().count() {
        0..4 => return None,
        4..7 => 1,
        _ => 2,
    };
    let lengths = asked.chars().count().abs_diff(bare.chars().count());
    let whole = (lengths <= most).then(|| osa_distance(asked, bare)).filter(|edits| *edits <= most);
    // One word of several may be misspelt.
    let word = || {
        let alone = !asked.contains(' ');
        let words =
            bare.split(' ').filter(|word| alone && word.chars().count().abs_diff(asked.chars().count()) <= most);
        words.map(|word| osa_distance(asked, word)).filter(|edits| *edits <= most).min().map(|edits| edits + 1)
    };
    whole.or_else(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_near_that_hold_the_words_or_nearly_do() {
        for (asked, value, want) in [
            ("bbc", "bbc news", Some(0)),
            ("harbor courier", "the harbour courier", Some(1)),
            ("courrier", "the harbour courier", Some(2)),
            ("gregory harwod", "gregory harwood", Some(1)),
            ("bbc", "abc", None),
            ("reuters", "the lantern review", None),
        ] {
            assert_eq!(distance(asked, value), want, "{asked}: {value}");
        }
    }
}
