//! What was found in each page of a list, one JSON line each, with the milliseconds it took: for scorers in other languages.

use super::list::read_list;
use crate::cpu::timed;
use crate::input::Outcome;
use morgue::format::Effort;
use serde_json::json;
use std::io::Write;
use std::path::Path;

pub fn extract(list: &Path, effort: Effort, out: &mut impl Write) -> Outcome<()> {
    for page in read_list(list)? {
        let bytes = page.bytes()?;
        let (mut prediction, seconds) = timed(|| page.prediction(&bytes, effort));
        prediction["ms"] = json!(seconds * 1000.0);
        writeln!(out, "{prediction}")?;
    }
    Ok(out.flush()?)
}
