//! Extracts a list of pages and prints what was found, one JSON line each, for the scorer of an evaluation folder.
//!
//! `extract_pages PAGES.jsonl [--fast]` reads `{"id", "url"?, "path"}` lines; paths are relative to the list, `.gz` is
//! unpacked.

#[path = "score_pages/pages.rs"]
mod pages;

use morgue::format::Effort;
use serde_json::json;
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let list = std::env::args().nth(1).ok_or("usage: extract_pages PAGES.jsonl [--fast]")?;
    let effort = if std::env::args().any(|word| word == "--fast") { Effort::Fast } else { Effort::Full };
    let worker = std::thread::Builder::new()
        .stack_size(pages::STACK_BYTES)
        .spawn(move || run(&list, effort).map_err(|error| error.to_string()))?;
    worker.join().map_err(|_| "a reader panicked")??;
    Ok(())
}

fn run(list: &str, effort: Effort) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    for page in pages::read_list(Path::new(list))? {
        let bytes = page.bytes()?;
        let started = Instant::now();
        let mut prediction = page.prediction(&bytes, effort);
        prediction["ms"] = json!(started.elapsed().as_secs_f64() * 1000.0);
        writeln!(out, "{prediction}")?;
    }
    Ok(())
}
