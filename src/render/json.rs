//! JSON: one document with the query, the total and the hits, or one hit per line.

use super::fields::Row;
use super::sheet::{Hits, RenderError, Sheet};
use serde_json::Value;
use std::io::Write;

/// `{"query": …, "total": …, "hits": […]}`, written while it is read.
pub fn document(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let (row, mut written) = (Row::of(sheet), 0);
    write!(out, "{{\"query\":{},\"total\":{},\"offset\":{},", Value::from(sheet.query), sheet.total, sheet.offset)?;
    if let Some(sample) = sheet.options.sample {
        write!(out, "\"sample\":{},", Value::from(sample))?;
    }
    out.write_all(b"\"hits\":[")?;
    for hit in hits {
        out.write_all(if written == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &row.object(&*hit?)).map_err(std::io::Error::from)?;
        written += 1;
    }
    out.write_all(b"\n]}\n")?;
    Ok(written)
}

/// One object per line.
pub fn lines(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let (row, mut written) = (Row::of(sheet), 0);
    for hit in hits {
        serde_json::to_writer(&mut *out, &row.object(&*hit?)).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
        written += 1;
    }
    Ok(written)
}
