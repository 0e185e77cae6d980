//! What the names of a query mean in the archive, if they do not simply mean what was typed: `person:Reagan` means several people,
//! `outlet:NYT` The New York Times.

use super::error::SearchError;
use super::question::Question;
use crate::query::Dictionary;
use crate::terms::keyword_term;
use std::collections::HashSet;

/// A name of a query, and the names of the archive that it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    pub field: String,
    pub asked: String,
    /// As written, each with its articles, the most common first; at most `MOST`.
    pub names: Vec<(String, u64)>,
    /// Further names.
    pub more: usize,
}

/// Most names that are listed.
const MOST: usize = 5;

/// Names of a query that mean another name, or several.
pub fn meant(question: &Question) -> Result<Vec<Meant>, SearchError> {
    let asked = question.plan.asked_values();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let dictionary = question.archive.dictionary()?;
    let mut all = Vec::new();
    for (field, asked, values) in asked {
        let mut counted = Vec::with_capacity(values.len());
        for value in values {
            counted.push((dictionary.articles_with(field, value)?, value));
        }
        counted.retain(|(articles, _)| *articles > 0);
        counted.sort_by_key(|(articles, value)| (u64::MAX - articles, *value));
        // `The Guardian` is the Guardian.
        let bare = |name: &str| name.strip_prefix("the ").unwrap_or(name).to_owned();
        if let [] | [_] = counted[..]
            && counted.iter().all(|(_, value)| bare(value) == bare(&keyword_term(asked)))
        {
            continue;
        }
        let more = counted.len().saturating_sub(MOST);
        counted.truncate(MOST);
        let names = as_written(dictionary.as_ref(), field, &counted)?;
        all.push(Meant { field: field.to_owned(), asked: asked.to_owned(), names, more });
    }
    Ok(all)
}

/// Folded values as they are mostly written.
fn as_written(
    dictionary: &dyn Dictionary,
    field: &str,
    counted: &[(u64, &String)],
) -> Result<Vec<(String, u64)>, SearchError> {
    let wanted: HashSet<&str> = counted.iter().map(|(_, value)| value.as_str()).collect();
    let written = dictionary.counted_values(field, &mut |value| wanted.contains(keyword_term(value).as_str()))?;
    let shown = |value: &String| {
        let spellings = written.iter().filter(|(written, _)| keyword_term(written) == *value);
        spellings.max_by_key(|(_, articles)| *articles).map_or_else(|| value.clone(), |(written, _)| written.clone())
    };
    Ok(counted.iter().map(|(articles, value)| (shown(value), *articles)).collect())
}
