//! Prints the line model's features, for the program that trains its weights: one JSON line per text.
//!
//! `line_features TEXTS.jsonl` reads `{"id", "path"}` lines; paths are relative to the list. Gives
//! `{"id", "lines": [text], "features": [[number]]}`.

use morgue::extract::line_features;
use morgue::format::read_text;
use serde_json::{Value, json};
use std::error::Error;
use std::io::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let list = std::env::args().nth(1).ok_or("usage: line_features TEXTS.jsonl")?;
    let folder = Path::new(&list).parent().unwrap_or(Path::new("."));
    let mut out = std::io::stdout().lock();
    for line in std::fs::read_to_string(&list)?.lines() {
        let text: Value = serde_json::from_str(line)?;
        let read = std::fs::read(folder.join(text["path"].as_str().ok_or("a text without path")?))?;
        let draft = read_text(&String::from_utf8_lossy(&read));
        let lines: Vec<&str> = draft.blocks.iter().map(|block| block.text.as_str()).collect();
        let features: Vec<_> = line_features(&draft.blocks).iter().map(|row| row.to_vec()).collect();
        writeln!(out, "{}", json!({"id": text["id"], "lines": lines, "features": features}))?;
    }
    Ok(())
}
