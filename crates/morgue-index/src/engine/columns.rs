//! Text columns.

use tantivy::columnar::StrColumn;

/// All texts of a column, in ordinal order.
pub fn column_texts(column: &StrColumn) -> tantivy::Result<Vec<String>> {
    let all: Vec<u64> = (0..column.num_terms() as u64).collect();
    let mut texts = Vec::with_capacity(all.len());
    column.dictionary().sorted_ords_to_term_cb(&all, |text| texts.push(String::from_utf8_lossy(text).into_owned()))?;
    Ok(texts)
}
