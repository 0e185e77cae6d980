//! Extracts a list of pages and prints what was found, one JSON line each, for the scorer of an evaluation folder.
//!
//! `extract_pages PAGES.jsonl` reads `{"id", "url"?, "path"}` lines; paths are relative to the list, `.gz` is unpacked.

use morgue::extract::{Place, Rules, extract};
use morgue::format::{Input, sniff};
use serde_json::{Value, json};
use std::error::Error;
use std::io::{Read, Write};
use std::path::Path;
use std::time::Instant;

/// As much stack as an ingest worker has.
const STACK_BYTES: usize = 64 << 20;

fn main() -> Result<(), Box<dyn Error>> {
    let list = std::env::args().nth(1).ok_or("usage: extract_pages PAGES.jsonl")?;
    let worker = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || run(&list).map_err(|error| error.to_string()))?;
    worker.join().map_err(|_| "a reader panicked")??;
    Ok(())
}

fn run(list: &str) -> Result<(), Box<dyn Error>> {
    let folder = Path::new(list).parent().unwrap_or(Path::new("."));
    let mut out = std::io::stdout().lock();
    for line in std::fs::read_to_string(list)?.lines() {
        let page: Value = serde_json::from_str(line)?;
        let bytes = unpack(std::fs::read(folder.join(page["path"].as_str().ok_or("a page without path")?))?)?;
        writeln!(out, "{}", prediction(&page, &bytes))?;
    }
    Ok(())
}

fn unpack(bytes: Vec<u8>) -> std::io::Result<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

fn prediction(page: &Value, bytes: &[u8]) -> Value {
    let started = Instant::now();
    let path = page["path"].as_str().unwrap_or_default().trim_end_matches(".gz");
    let place = Place {
        source: "pages".to_owned(),
        locator: path.to_owned(),
        url: page["url"].as_str().map(str::to_owned),
        captured: None,
    };
    let rules = Rules { now: 1_900_000_000, ..Rules::default() };
    let drafts = sniff(&bytes[..bytes.len().min(8192)], path)
        .and_then(|format| format.read(&Input { bytes, name: path, ..Input::default() }));
    let article = drafts
        .map_err(|error| error.to_string())
        .and_then(|mut drafts| extract(drafts.found.remove(0), &place, &rules).map_err(|error| error.to_string()));
    let ms = started.elapsed().as_secs_f64() * 1000.0;
    match article {
        Err(error) => json!({"id": page["id"], "err": error, "ms": ms}),
        Ok(article) => json!({
            "id": page["id"],
            "title": article.zones.title,
            "authors": article.authors.iter().map(|found| found.value.as_str()).collect::<Vec<_>>(),
            "date": article.published.as_ref().map(|found| found.value.to_string()),
            "outlet": article.outlet.as_ref().map(|found| found.value.as_str()),
            "body": article.zones.story,
            "deck": article.zones.deck,
            "origins": [article.title_origin, article.authors.first().map(|found| found.origin.clone()), article.published.as_ref().map(|found| found.origin.clone())],
            "margin": article.zones.margin,
            "notes": article.notes,
            "ms": ms,
        }),
    }
}
