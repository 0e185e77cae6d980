//! The features of the line model, for the program that fits its weights: one JSON line for each text,
//! `{"id", "lines": [text], "features": [[number]]}`. The list has `{"id", "path"}` lines; paths are relative to it.

use crate::input::{Outcome, json_lines, string};
use morgue::extract::line_features;
use morgue::format::read_text;
use serde_json::json;
use std::io::Write;
use std::path::Path;

pub fn run(list: &Path, out: &mut impl Write) -> Outcome<()> {
    let folder = list.parent().unwrap_or(Path::new("."));
    for text in json_lines(list)? {
        let read = std::fs::read(folder.join(string(&text, "path")?))?;
        let draft = read_text(&String::from_utf8_lossy(&read));
        let lines: Vec<&str> = draft.blocks.iter().map(|block| block.text.as_str()).collect();
        let features: Vec<_> = line_features(&draft.blocks).iter().map(|row| row.to_vec()).collect();
        writeln!(out, "{}", json!({"id": text["id"], "lines": lines, "features": features}))?;
    }
    Ok(out.flush()?)
}
