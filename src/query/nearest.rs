//! Values of a field that are near one that finds nothing: `BBC News` for `outlet:BBC`, `The Harbour Courier` for
//! `outlet:"Harbor Courier"`.

use super::names::edits;
use crate::schema::{Field, FieldKind, Schema, column_texts, keyword_term};
use std::collections::{BTreeMap, HashSet};
use tantivy::Searcher;

/// Values as they are written, those first that hold the words asked for, then by how much they differ; of equals the
/// commonest. None for a field whose values cannot be listed.
pub fn nearest_values(searcher: &Searcher, field: &str, asked: &str, most: usize) -> tantivy::Result<Vec<String>> {
    let known = Schema::news().field(field);
    let Some(Field { kind: FieldKind::Keyword, fast: true, .. }) = known else { return Ok(Vec::new()) };
    let asked = keyword_term(asked);
    let mut near: BTreeMap<String, (usize, u64)> = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let Some(column) = segment.fast_fields().str(field)? else { continue };
        let mut found = Vec::new();
        for (ordinal, value) in (0u64..).zip(column_texts(&column)?) {
            if let Some(distance) = distance(&asked, &keyword_term(&value)) {
                found.push((ordinal, distance, value));
            }
        }
        if found.is_empty() {
            continue;
        }
        let mut articles = vec![0u64; column.num_terms()];
        for article in segment.doc_ids_alive() {
            column.term_ords(article).for_each(|ordinal| articles[ordinal as usize] += 1);
        }
        for (ordinal, distance, value) in found {
            near.entry(value).or_insert((distance, 0)).1 += articles[ordinal as usize];
        }
    }
    let mut near: Vec<(String, (usize, u64))> = near.into_iter().filter(|(_, (_, articles))| *articles > 0).collect();
    near.sort_by(|(one, (far, few)), (other, (near, many))| {
        far.cmp(near).then(many.cmp(few)).then_with(|| one.cmp(other))
    });
    // Of spellings that a query takes for one, the first is enough.
    let mut told = HashSet::new();
    let near = near.into_iter().map(|(value, _)| value).filter(|value| told.insert(keyword_term(value)));
    Ok(near.take(most).collect())
}

/// How far a value is from what was asked for; `None` for too far. One that holds the words is nearest.
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
    let whole = (lengths <= most).then(|| edits(asked, bare)).filter(|edits| *edits <= most);
    // One word of several may be misspelt.
    let word = || {
        let alone = !asked.contains(' ');
        let words =
            bare.split(' ').filter(|word| alone && word.chars().count().abs_diff(asked.chars().count()) <= most);
        words.map(|word| edits(asked, word)).filter(|edits| *edits <= most).min().map(|edits| edits + 1)
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
