//! The values of fields in each article found, from columns alone.

use super::facets::Tally;
use crate::archive::{ArticleValues, FacetField, FieldValues};
use crate::article::Names;
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Searcher};

/// Collects the values of fields in the articles found, given for each segment.
pub fn values(
    searcher: &Searcher,
    found: &[Vec<DocId>],
    names: &Names,
    fields: &[FacetField],
) -> tantivy::Result<ArticleValues> {
    let mut taken = ArticleValues { keys: Vec::new(), fields: vec![FieldValues::default(); fields.len()] };
    let mut tallies: Vec<Tally> = fields.iter().map(|field| Tally::of(field, names)).collect();
    for (segment, found) in searcher.segment_readers().iter().zip(found) {
        if let Some(column) = segment.fast_fields().str("key")? {
            taken.keys.extend(keys_of(&column, found)?);
        }
        for (tally, values) in tallies.iter_mut().zip(&mut taken.fields) {
            tally.each(segment, found, values)?;
        }
    }
    for (tally, values) in tallies.into_iter().zip(&mut taken.fields) {
        values.values = tally.spellings();
    }
    Ok(taken)
}

/// The keys of articles, in the order given. The dictionary is read from front to back.
pub fn keys_of(column: &StrColumn, found: &[DocId]) -> tantivy::Result<Vec<String>> {
    let mut places: Vec<(u64, usize)> = Vec::with_capacity(found.len());
    for (nth, &article) in found.iter().enumerate() {
        places.extend(column.term_ords(article).next().map(|ordinal| (ordinal, nth)));
    }
    places.sort_unstable();
    let ordinals: Vec<u64> = places.iter().map(|(ordinal, _)| *ordinal).collect();
    let (mut keys, mut next) = (vec![String::new(); found.len()], places.iter());
    column.dictionary().sorted_ords_to_term_cb(&ordinals, |text| {
        if let Some((_, nth)) = next.next() {
            keys[*nth] = String::from_utf8_lossy(text).into_owned();
        }
    })?;
    Ok(keys)
}
