//! JSON: one document with the query, the total and the hits, or one hit a line.

use super::fields::value;
use super::{Hits, RenderError, Sheet};
use crate::search::Hit;
use serde_json::{Map, Value};
use std::io::Write;

/// `{"query": …, "total": …, "hits": […]}`, written as it is read.
pub fn document(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let mut written = 0;
    write!(
        out,
        "{{\"query\":{},\"total\":{},\"offset\":{},\"hits\":[",
        Value::from(sheet.query),
        sheet.total,
        sheet.offset
    )?;
    for hit in hits {
        out.write_all(if written == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &object(&hit?, sheet)).map_err(std::io::Error::from)?;
        written += 1;
    }
    out.write_all(b"\n]}\n")?;
    Ok(written)
}

/// One object a line.
pub fn lines(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let mut written = 0;
    for hit in hits {
        serde_json::to_writer(&mut *out, &object(&hit?, sheet)).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
        written += 1;
    }
    Ok(written)
}

pub(super) fn object(hit: &Hit, sheet: &Sheet) -> Map<String, Value> {
    sheet.fields.iter().map(|name| ((*name).to_owned(), value(hit, sheet, name))).collect()
}
